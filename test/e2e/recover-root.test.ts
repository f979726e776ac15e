import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/cli/system-clock.ts';
import { foldRecords } from '../../src/core/fold-record.ts';
import { playScenario } from '../../src/sandbox/control-client.ts';
import { cliProject, type StartedRun } from '../support/cli-project.ts';
import { recorded } from '../support/cli-records.ts';
import { LOST_MFA, RootPeople } from '../support/root-people.ts';
import { SimulatorWalker } from '../support/simulator-walker.ts';

const project = cliProject();

const MANAGEMENT = '000000000000';
const MEMBER = '222222222222';
const DRILL = 'recover-root-lost-mfa';

afterEach(async () => {
  const { endpointUrl } = project.sandbox.info;
  for (const account of [MANAGEMENT, MEMBER]) {
    await playScenario(endpointUrl, { account, scenario: 'normal' });
  }
});

function people(): RootPeople {
  const walker = new SimulatorWalker({
    url: project.sandbox.info.endpointUrl,
    account: MANAGEMENT,
    // For the next code of an authenticator; nothing else tells when it comes.
    wait: () => systemClock.sleep(500),
  });
  return new RootPeople(walker, LOST_MFA);
}

async function openTask(run: string): Promise<string | undefined> {
  const { tasks } = foldRecords(await project.records(run));
  return tasks.find(({ status }) => status === 'open')?.activity;
}

/** What is asked next, once something else is asked than before; `undefined` once the run has ended. */
async function nextTask(run: string, before: string | undefined): Promise<string | undefined> {
  return await project
    .until(async () => {
      const records = await project.records(run);
      if (records.some(recorded('run.finished'))) return { task: undefined };
      const task = await openTask(run);
      return task !== undefined && task !== before && { task };
    })
    .then(({ task }) => task);
}

async function answerFrom(other: RootPeople, { run }: StartedRun, first?: string): Promise<void> {
  for (let task = await nextTask(run, first); task; task = await nextTask(run, task)) {
    const value = await other.do({ activity: task });
    const said = await project.drill('answer', run, task, ...(value === undefined ? [] : [value]));
    expect(said, task).toMatchObject({ code: 0 });
  }
}

describe('a lost MFA device of a root user', () => {
  it('is recovered from by one person with two terminals, and the record says how', async () => {
    const started = await project.startRun(DRILL);
    const { run, process } = started;
    await project.untilRecord(run, recorded('task.opened', 'situation'), process);
    await project.until(
      async () => process.stderr.includes(`next: drill answer ${run} situation lost`),
      process,
    );

    const both = await Promise.all(
      ['lost', 'broken'].map((value) => project.drill('answer', run, 'situation', value)),
    );
    expect(both.map(({ code }) => code).sort()).toEqual([0, 2]);
    expect(both.find(({ code }) => code === 2)?.stderr).toMatch(/was answered by .* already/);
    const [won] = foldRecords(await project.records(run)).tasks[0]?.answers ?? [];
    expect(won?.value).toMatch(/^(lost|broken)$/);

    await answerFrom(people(), started, 'situation');
    const { code, stdout } = await process.ended;
    expect(stdout).toContain('verdict: met');
    expect(stdout).toContain('rpo: not applicable, no data is recovered');
    expect(code).toBe(0);

    const report = await project.report(run);
    expect(report.result).toMatchObject({ verdict: 'met', rpo: { result: 'not-applicable' } });
    expect(report.tasks.every(({ status }) => status === 'answered')).toBe(true);
    const facts = report.facts.map(({ value }) => value).join('\n');
    for (const event of ['DeactivateMFADevice', 'EnableMFADevice', 'ConsoleLogin with MFA']) {
      expect(facts).toContain(event);
    }
    await project.expectSound(run);
    const practised = await project.drill('people');
    expect(practised.stdout).toMatch(/mfa-device-holder\s+recover-root-lost-mfa\s+1\s/);
  });

  it('is recovered from at the screen, with the keys', async () => {
    const walkers = people();
    const terminal = project.atTerminal('run', DRILL);
    const run = await project.until(
      async () => /recover-root-lost-mfa-\d{8}-\d{6}-\w{4}/.exec(terminal.shown)?.[0],
    );
    const keys: { readonly [step: string]: readonly string[] } = {
      situation: ['1', '\r'],
      'other-device': ['1', '\r'],
      phone: ['1', '\r'],
      'alternative-factors': ['1', '\r'],
      'alternative-mail': ['1', '\r'],
      'alternative-call': ['1', '\r'],
      'register-device': ['1', 'key-office', '\r'],
      'second-device': ['2', '\r'],
      'sign-in-with-mfa': ['1', '\r'],
    };
    for (let task = await nextTask(run, undefined); task; task = await nextTask(run, task)) {
      await walkers.do({ activity: task });
      for (const key of keys[task] ?? []) {
        const before = terminal.shown.length;
        terminal.press(key);
        await project.until(async () => terminal.shown.length > before);
      }
    }
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown).toContain('OBJECTIVES MET');
    const { tasks } = foldRecords(await project.records(run));
    expect(tasks.flatMap(({ answers }) => answers.map(({ who }) => who.via))).toEqual(
      tasks.map(() => 'screen'),
    );
    await project.expectSound(run);
  });
});

describe('the root user of a member account', () => {
  it('is recovered from outside and taken back by the run itself', async () => {
    const { run, code, stdout } = await project.run('recover-root-member-account');
    expect(stdout).toContain('verdict: met');
    expect(code).toBe(0);
    const report = await project.report(run);
    expect(report.tasks).toEqual([]);
    const facts = report.facts.map(({ value }) => value).join('\n');
    expect(facts).toContain('removed: login profile');
    expect(report.cleanUp.resources).toMatchObject([{ id: MEMBER, status: 'released' }]);
    await project.expectSound(run);
  });
});
