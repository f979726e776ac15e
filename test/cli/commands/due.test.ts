import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DueOptions, due } from '../../../src/cli/commands/due.ts';
import { loadRunbook } from '../../../src/cli/runbooks.ts';
import { identifyRunbook } from '../../../src/core/identify-runbook.ts';
import { hashCriteria } from '../../../src/core/success-criteria.ts';
import { readDrill } from '../../../src/drill-file/read-drill.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ScheduleProject } from '../../support/schedule-project.ts';
import { type StoredRunOptions, storeRun } from '../../support/stored-run.ts';

const QUARTERLY = `every: quarter
on: first business day
at: "10:00"
zone: Asia/Tokyo
grace: 14d
`;
/** In the second quarter, whose rehearsal was on Thu 1 Apr. */
const IN_APRIL = '2027-04-10T01:00:00.000Z';

async function told(project: ScheduleProject, now: string, options: Partial<DueOptions> = {}) {
  const { io, out, err } = fakeIo(project.root);
  const how = { offline: true, notify: false, output: 'text' as const, ...options };
  const code = await due(io, undefined, how, new ManualClock(now));
  return { code, out, err };
}

/** A run of a drill as its file is now. */
async function rehearse(
  project: ScheduleProject,
  at: string,
  { name = 'restore', ...options }: StoredRunOptions & { name?: string } = {},
): Promise<string> {
  const { drill } = readDrill(project.file('drills', `${name}.yaml`));
  const runbook = await loadRunbook('restore-rds');
  return storeRun(project.file('reports'), {
    at,
    drill,
    criteria: hashCriteria(drill, runbook),
    runbook: identifyRunbook(runbook),
    ...options,
  });
}

const NOT_LOOKED = 'Whether what they exercise is as it was, was not looked at (--offline).';

describe('drill due', () => {
  test('is content with a drill that was rehearsed in its period', async () => {
    const project = new ScheduleProject().write('restore', QUARTERLY);
    await rehearse(project, '2027-04-01T01:00:00.000Z');
    expect(await told(project, IN_APRIL)).toEqual({
      code: 0,
      out: [
        '    drill    in       rehearsed   next',
        'ok  restore  sandbox  2027-04-01  2027-07-01',
        NOT_LOOKED,
      ],
      err: [],
    });
  });

  test('says how late one is, and what to type', async () => {
    const project = new ScheduleProject().write('restore', QUARTERLY);
    await rehearse(project, '2027-01-04T01:00:00.000Z');
    expect(await told(project, IN_APRIL)).toMatchObject({
      code: 1,
      out: [
        '     drill    in       rehearsed   next',
        'due  restore  sandbox  2027-01-04  2027-07-01',
        '    due, overdue in 5 d: wanted on Thu 1 Apr 2027 10:00 Asia/Tokyo, first',
        '    business day of April to June 2027',
        '    next: drill run restore',
        NOT_LOOKED,
      ],
    });
    expect((await told(project, IN_APRIL, { failOn: ['overdue'] })).code).toBe(0);
    const { code, out } = await told(project, '2027-07-20T01:00:00.000Z', { failOn: ['overdue'] });
    expect(code).toBe(1);
    expect(out.join('\n')).toContain('overdue by 96 d');
    expect(out.join('\n')).toContain('so was 1 more since');
  });

  test('names what has changed since', async () => {
    const project = new ScheduleProject().write('restore', QUARTERLY);
    await rehearse(project, '2027-04-01T01:00:00.000Z', {
      runbook: { version: '0.1.0' },
      criteria: 'another',
    });
    const { code, out } = await told(project, IN_APRIL);
    expect(code).toBe(1);
    expect(out.slice(1, 4)).toEqual([
      'STALE  restore  sandbox  2027-04-01  2027-07-01',
      expect.stringMatching(/^ {4}runbook changed: restore-rds 0\.1\.0 → /),
      '    criteria changed: what the runbook demands of an account is another',
    ]);
  });

  test('counts a rehearsal that has missed something, and says that something is open', async () => {
    const project = new ScheduleProject().write('restore', QUARTERLY);
    await rehearse(project, '2027-04-01T01:00:00.000Z', { kind: 'failed-check' });
    const { code, out } = await told(project, IN_APRIL);
    expect(code).toBe(0);
    expect(out[2]).toBe(
      '    its last rehearsal took place and missed something: drill followup restore',
    );
  });

  test('says what to write where a drill has no schedule, and does not fail for that', async () => {
    const project = new ScheduleProject().write('restore', '');
    expect((await told(project, IN_APRIL)).code).toBe(1);
    await rehearse(project, '2027-04-01T01:00:00.000Z');
    const { code, out } = await told(project, IN_APRIL);
    expect(code).toBe(0);
    expect(out[1]).toBe('unscheduled  restore  sandbox  2027-04-01  -');
    expect(out[2]).toContain('nothing says when: write into drills/restore.yaml');
  });

  test('takes nothing of another environment for this one, and says so', async () => {
    const project = new ScheduleProject().write('restore', QUARTERLY);
    writeFileSync(
      project.file('drills', 'environments.yaml'),
      'staging:\n  kind: aws\n  region: ap-northeast-1\n  account: "123456789012"\n',
    );
    const run = await rehearse(project, '2027-04-01T01:00:00.000Z');
    const { code, out } = await told(project, IN_APRIL, { env: 'staging' });
    expect(code).toBe(1);
    expect(out.join(' ').replace(/\s+/g, ' ')).toContain(
      `never rehearsed in staging; ${run} was in sandbox, which says nothing of it`,
    );
    expect(out.join('\n')).toContain('next: drill run restore --env staging');
  });

  test('takes nothing of another account for this one, though its environment has the same name', async () => {
    const project = new ScheduleProject().write('restore', QUARTERLY);
    writeFileSync(
      project.file('drills', 'environments.yaml'),
      'production-rehearsal:\n  kind: aws\n  region: ap-northeast-1\n  account: "123456789012"\n',
    );
    const run = await rehearse(project, '2027-04-01T01:00:00.000Z', { environment: 'aws' });
    const { out } = await told(project, IN_APRIL, { env: 'production-rehearsal' });
    expect(out.join(' ').replace(/\s+/g, ' ')).toContain(
      `never rehearsed in production-rehearsal; ${run} was in production-rehearsal of the account 111122223333, which says`,
    );
  });

  test('leaves out what is broken, foreign or from the future, and says each', async () => {
    const project = new ScheduleProject().write('restore', QUARTERLY);
    await rehearse(project, '2027-04-01T01:00:00.000Z');
    const ahead = await rehearse(project, '2031-04-01T01:00:00.000Z');
    mkdirSync(project.file('reports', 'holiday-photos'));
    mkdirSync(project.file('reports', 'torn'));
    writeFileSync(join(project.file('reports', 'torn'), 'journal.ndjson'), 'not a journal\n');
    const { code, err } = await told(project, IN_APRIL);
    expect(code).toBe(0);
    expect(err).toEqual([
      expect.stringMatching(/^drill: torn is left out: /),
      'drill: holiday-photos in reports/ is no run, and is left out',
      `drill: ${ahead} is left out: it was opened on 2031-04-01T01:00:00.000Z, and the clock here ` +
        `says ${IN_APRIL}. One of the two is wrong.`,
    ]);
  });

  test('judges the others where the file of one drill is wrong', async () => {
    const project = new ScheduleProject().write('restore', QUARTERLY).write('lost', QUARTERLY);
    const lost = project.file('drills', 'lost.yaml');
    writeFileSync(
      lost,
      readFileSync(lost, 'utf8').replace(/^environment: .*/m, 'environment: nowhere'),
    );
    const { code, out, err } = await told(project, IN_APRIL);
    expect(code).toBe(2);
    expect(out.join('\n')).toContain('restore');
    expect(err.join('\n')).toContain('There is no environment "nowhere"');
  });

  test('does not know what it cannot look at, which is not ok', async () => {
    const project = new ScheduleProject().write('restore', QUARTERLY);
    const run = await rehearse(project, '2027-04-01T01:00:00.000Z');
    const journal = project.file('reports', run, 'journal.ndjson');
    const middle = '"type":"activity.succeeded"';
    writeFileSync(journal, readFileSync(journal, 'utf8').replace(middle, `${middle} `));
    const { code, out } = await told(project, IN_APRIL, { offline: false, output: 'json' });
    expect(code).toBe(1);
    const [found] = JSON.parse(out.join('')).drills;
    expect(found).toMatchObject({
      drill: 'restore',
      environment: 'sandbox',
      standing: 'unknown',
      findings: [
        { kind: 'unknown', why: [expect.stringContaining('was changed after it was written')] },
      ],
      last: { run, verdict: 'met' },
      next: { local: '2027-07-01T10:00' },
    });
  });
});
