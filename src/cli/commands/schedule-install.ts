import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { crontab } from '../../calendar/install/crontab.ts';
import { dailyTimesByZone, dailyTimesInUtc } from '../../calendar/install/daily-times.ts';
import { eventBridge } from '../../calendar/install/event-bridge.ts';
import { githubWorkflow } from '../../calendar/install/github-workflow.ts';
import type { Installation, Installed } from '../../calendar/install/installation.ts';
import { systemdService } from '../../calendar/install/systemd.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, Instant } from '../../core/ports.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import { findProject, type Project } from '../project.ts';
import { readSchedules, tellErrors } from '../rehearsals/read-schedules.ts';
import { operatorName } from '../runs/process-identity.ts';
import { systemClock } from '../system-clock.ts';
import { writeOut } from '../write-out.ts';

export type Installer = 'systemd' | 'cron' | 'github' | 'eventbridge';

/** `drill schedule install <kind>`: writes what lets something else look after the schedule. */
export async function scheduleInstall(
  io: Io,
  kind: Installer,
  options: { readonly out?: string; readonly force: boolean },
  clock: Pick<Clock, 'now'> = systemClock,
): Promise<ExitCode> {
  const now = new Date(clock.now()).toISOString();
  const project = findProject(io.cwd);
  const schedules = await readSchedules(project, now);
  tellErrors(io, schedules);
  if (schedules.scheduled.length === 0) throw nothingScheduled();
  const installation = install(kind, project, schedules.scheduled, now);
  const folder = options.out === undefined ? project.root : resolve(io.cwd, options.out);
  const targets = installation.files.map(({ path, content }) => {
    const target = join(folder, path);
    const state = stateOf(target, content);
    if (state === 'different' && !options.force) throw differs(target);
    return { target, content, state };
  });
  for (const { target, content, state } of targets) {
    if (state !== 'same') writeOut(target, content);
    io.out(`${state === 'same' ? 'unchanged' : 'wrote'} ${relative(io.cwd, target) || target}`);
  }
  io.out('next:');
  for (const line of installation.next) io.out(`  ${line}`);
  return schedules.errors.length === 0 ? EXIT.met : EXIT.badInput;
}

function install(
  kind: Installer,
  project: Project,
  scheduled: Parameters<typeof dailyTimesInUtc>[0],
  now: Instant,
): Installation {
  switch (kind) {
    case 'systemd':
      return systemdService(installed(project));
    case 'cron':
      return crontab(installed(project));
    case 'github':
      return githubWorkflow(dailyTimesInUtc(scheduled, now));
    case 'eventbridge':
      return eventBridge(dailyTimesByZone(scheduled, now));
  }
}

function installed({ root }: Project): Installed {
  const [, script = 'drill'] = process.argv;
  return {
    project: root,
    node: process.execPath,
    script: existsSync(script) ? realpathSync(script) : script,
    user: operatorName(),
  };
}

function stateOf(path: string, content: string): 'absent' | 'same' | 'different' {
  if (!existsSync(path)) return 'absent';
  try {
    return readFileSync(path, 'utf8') === content ? 'same' : 'different';
  } catch {
    return 'different';
  }
}

function differs(path: string): KunrenError {
  return new KunrenError({
    code: 'FILE_DIFFERS',
    message: `${path} is there already and says something else. Nothing was written.`,
    class: 'input',
  });
}

function nothingScheduled(): KunrenError {
  return new KunrenError({
    code: 'NOTHING_SCHEDULED',
    message: 'No drill of this project has a schedule, so there is nothing to look after.',
    class: 'input',
  });
}
