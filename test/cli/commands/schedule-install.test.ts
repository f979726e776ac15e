import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readCron } from '../../../src/calendar/cron-times.ts';
import { crontab } from '../../../src/calendar/install/crontab.ts';
import { systemdService } from '../../../src/calendar/install/systemd.ts';
import { type Installer, scheduleInstall } from '../../../src/cli/commands/schedule-install.ts';
import { isOnPath } from '../../support/command-on-path.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { ScheduleProject } from '../../support/schedule-project.ts';

const clock = { now: () => Date.parse('2026-11-30T12:00:00.000Z') };

const TOKYO = 'every: quarter\non: first business day\nat: "10:00"\nzone: Asia/Tokyo\n';
const BERLIN = 'every: month\non: 2nd Tuesday\nat: "09:30"\nzone: Europe/Berlin\n';

async function install(project: ScheduleProject, kind: Installer, force = false) {
  const { io, out, err } = fakeIo(project.root);
  const code = await scheduleInstall(io, kind, { force }, clock);
  return { code, out, err };
}

function twoDrills(): ScheduleProject {
  return new ScheduleProject().write('tokyo', TOKYO).write('berlin', BERLIN);
}

const HOSTILE = `it's 100% "$HOME" of us`;

test('the crontab has five fields that cron understands and a command that sh does', () => {
  const project = new ScheduleProject();
  const folder = project.file(HOSTILE);
  mkdirSync(join(folder, 'reports'), { recursive: true });
  const script = join(folder, 'drill.sh');
  writeFileSync(script, 'echo "$PWD|$*"\n');
  const { files } = crontab({ project: folder, node: '/bin/sh', script, user: 'ops' });
  const lines = (files[0]?.content ?? '').trim().split('\n');
  const [line = ''] = lines.filter((one) => !one.startsWith('#'));
  expect(lines).toHaveLength(2);
  const [, fields = '', command = ''] = /^((?:\S+ ){5})(.*)$/.exec(line) ?? [];
  expect(readCron(fields.trim()).nextRuns(2, new Date(0)).map(String)).toHaveLength(2);
  // cron takes `\%` for `%`, and a bare `%` for the end of the line.
  expect(command.replaceAll('\\%', '')).not.toContain('%');
  execFileSync('/bin/sh', ['-c', command.replaceAll('\\%', '%')]);
  expect(readFileSync(join(folder, 'reports', 'schedule.log'), 'utf8')).toBe(
    `${folder}|schedule run --once\n`,
  );
});

test.skipIf(!isOnPath('systemd-analyze'))('systemd finds nothing wrong with the service', () => {
  const project = new ScheduleProject();
  const folder = project.file(HOSTILE);
  mkdirSync(folder);
  const script = join(folder, 'drill.js');
  writeFileSync(script, '');
  const { files } = systemdService({
    project: folder,
    node: process.execPath,
    script,
    user: 'root',
  });
  const [unit] = files;
  if (!unit) throw new Error('there is no unit');
  writeFileSync(project.file(unit.path), unit.content);
  // It complains on stderr and fails for what it cannot read.
  const said = execFileSync('systemd-analyze', ['verify', project.file(unit.path)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect(said).toBe('');
});

test('the service runs the command of this project, as this user', async () => {
  const project = twoDrills();
  const { code, out } = await install(project, 'systemd');
  expect(code).toBe(0);
  const [, name = ''] = /^wrote (kunren-.*\.service)$/.exec(out[0] ?? '') ?? [];
  const unit = readFileSync(project.file(name), 'utf8');
  expect(unit).toContain(`WorkingDirectory=${project.root}\n`);
  expect(unit).toMatch(/^ExecStart="\/.*" "\/.*" schedule run$/m);
  expect(out.slice(1)).toEqual([
    'next:',
    `  sudo cp ${name} /etc/systemd/system/`,
    `  sudo systemctl daemon-reload && sudo systemctl enable --now ${name}`,
    `  journalctl -u ${name} -f`,
  ]);
});

interface Workflow {
  readonly on: { readonly schedule: readonly { readonly cron: string }[] };
  readonly permissions: object;
  readonly jobs: {
    readonly rehearse: {
      readonly permissions: object;
      readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
    };
  };
}

test('the workflow looks at the times of day at which something may be due, in summer and winter', async () => {
  const project = twoDrills();
  await install(project, 'github');
  const text = readFileSync(project.file('.github', 'workflows', 'recovery-drills.yml'), 'utf8');
  const workflow = parse(text) as Workflow;
  expect(workflow.on.schedule.map(({ cron }) => cron)).toEqual([
    '0 1 * * *',
    '30 7 * * *',
    '30 8 * * *',
  ]);
  expect(workflow.permissions).toEqual({});
  expect(workflow.jobs.rehearse.permissions).toEqual({ contents: 'write', 'id-token': 'write' });
  const commands = workflow.jobs.rehearse.steps.flatMap(({ run }) => run ?? []);
  expect(commands).toEqual(
    expect.arrayContaining(['npm ci', 'npx drill schedule run --once', 'npx drill due']),
  );
  for (const command of commands) execFileSync('/bin/sh', ['-n', '-c', command]);
});

test('a pattern of many times a day is looked at once an hour', async () => {
  const project = new ScheduleProject().write('often', 'cron: "*/20 * * * *"\nzone: UTC\n');
  await install(project, 'github');
  const text = readFileSync(project.file('.github', 'workflows', 'recovery-drills.yml'), 'utf8');
  expect((parse(text) as Workflow).on.schedule).toEqual([{ cron: '7 * * * *' }]);
});

test('the template of CloudFormation schedules each local time in its zone', async () => {
  const project = twoDrills();
  await install(project, 'eventbridge');
  const text = readFileSync(project.file('recovery-drills.cloudformation.yaml'), 'utf8');
  const template = parse(text);
  const { SchedulerRole, ...schedules } = template.Resources;
  expect(SchedulerRole.Type).toBe('AWS::IAM::Role');
  expect(
    Object.values(schedules).map((one) => {
      const { Type, Properties } = one as { Type: string; Properties: Record<string, unknown> };
      return [Type, Properties['ScheduleExpression'], Properties['ScheduleExpressionTimezone']];
    }),
  ).toEqual([
    ['AWS::Scheduler::Schedule', 'cron(0 10 * * ? *)', 'Asia/Tokyo'],
    ['AWS::Scheduler::Schedule', 'cron(30 9 * * ? *)', 'Europe/Berlin'],
  ]);
  const used = new Set([...text.matchAll(/Ref: (\w+)$/gm)].map(([, name]) => name ?? ''));
  expect([...used, 'ContainerName'].sort()).toEqual(Object.keys(template.Parameters).sort());
  const input = template.Resources.DailyLook1.Properties.Target.Input['Fn::Sub'];
  expect(JSON.parse(input.replace(/\$\{ContainerName\}/, 'drill'))).toEqual({
    containerOverrides: [{ name: 'drill', command: ['npx', 'drill', 'schedule', 'run', '--once'] }],
  });
});

test('a file that somebody has changed is left alone, unless --force', async () => {
  const project = twoDrills();
  await install(project, 'cron');
  const path = project.file('kunren.crontab');
  const written = readFileSync(path, 'utf8');
  const { mtimeMs } = statSync(path);
  expect((await install(project, 'cron')).out[0]).toBe('unchanged kunren.crontab');
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
  writeFileSync(path, 'mine');
  await expect(install(project, 'cron')).rejects.toMatchObject({ code: 'FILE_DIFFERS' });
  expect(readFileSync(path, 'utf8')).toBe('mine');
  await install(project, 'cron', true);
  expect(readFileSync(path, 'utf8')).toBe(written);
});

test('without a schedule there is nothing to install', async () => {
  const project = new ScheduleProject().write('someday', '');
  await expect(install(project, 'cron')).rejects.toMatchObject({ code: 'NOTHING_SCHEDULED' });
});
