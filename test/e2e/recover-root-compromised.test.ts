import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../src/cli/system-clock.ts';
import { foldRecords } from '../../src/core/fold-record.ts';
import { changesOf } from '../../src/core/judge-posture.ts';
import { playScenario } from '../../src/sandbox/control-client.ts';
import { cliProject, type StartedRun } from '../support/cli-project.ts';
import { keptOut, lockedOut } from '../support/compromised-people.ts';
import { type Deeds, RootPeople } from '../support/root-people.ts';
import { SimulatorWalker } from '../support/simulator-walker.ts';

const project = cliProject();

const DRILL = 'recover-root-compromised';
const MANAGEMENT = '000000000000';
const MEMBER = '111111111111';

// A root user stays as a run has left it.
afterEach(async () => {
  for (const account of [MANAGEMENT, MEMBER]) {
    await playScenario(project.sandbox.info.endpointUrl, { account, scenario: 'normal' });
  }
});

/** People at another terminal, with the simulator beside it, until the run has ended. */
async function answerAll({ run, process }: StartedRun, account: string, deeds: Deeds) {
  const { endpointUrl: url } = project.sandbox.info;
  const walker = new SimulatorWalker({ url, account, wait: () => systemClock.sleep(200) });
  const people = new RootPeople(walker, deeds);
  for (;;) {
    const open = await project.until(async () => {
      const { tasks, phase } = foldRecords(await project.records(run));
      if (phase === 'finished') return 'ended';
      return tasks.find(({ status }) => status === 'open');
    }, process);
    if (open === 'ended') return;
    const value = await people.do(open);
    const { activity, prompt } = open;
    const said =
      prompt.answer.kind === 'approval'
        ? await project.drill('approve', run, activity)
        : await project.drill('answer', run, activity, ...(value === undefined ? [] : [value]));
    expect(said).toMatchObject({ code: 0, stderr: expect.not.stringContaining('refused') });
  }
}

// Some twenty commands of people, and codes that change every half minute.
const LONG = { timeout: 240_000 };

test(
  'a root user is taken back from a stranger, by people who do what they are asked',
  LONG,
  async () => {
    const started = await project.startRun(DRILL);
    const { run, process } = started;
    await answerAll(started, MANAGEMENT, lockedOut({ url: project.sandbox.info.endpointUrl }));
    const { code, stdout, stderr } = await process.ended;
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('verdict: met');

    const report = await project.report(run);
    expect(report.result).toMatchObject({ verdict: 'met' });
    const changes = changesOf(foldRecords(await project.records(run)));
    const better = changes.flatMap(({ kind, id }) => (kind === 'better' ? [id] : []));
    expect(better).toEqual(
      expect.arrayContaining(['root-access-keys', 'root-certificates', 'contact-security']),
    );
    await project.expectSound(run);
  },
);

test(
  'a member is taken back from outside, by people who agree and sign in nowhere',
  LONG,
  async () => {
    await project.writeDrill(
      'member',
      (text) =>
        text
          .replaceAll(MANAGEMENT, MEMBER)
          .replaceAll('shop-management', 'shop-production')
          .replace(
            'country: JP',
            `country: JP\n  role-arn: arn:aws:iam::${MEMBER}:role/OrganizationAccountAccessRole`,
          ),
      DRILL,
    );
    const started = await project.startRun('member');
    const { run, process } = started;
    const { endpointUrl: url } = project.sandbox.info;
    await answerAll(started, MEMBER, keptOut({ url, member: MEMBER }));
    const { code, stderr } = await process.ended;
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });

    const report = await project.report(run);
    expect(report.result).toMatchObject({ verdict: 'met' });
    const asked = report.tasks.map(({ step }) => step);
    expect(asked).toContain('agree');
    expect(asked).not.toContain('sign-in-with-mfa');
    await project.expectSound(run);
  },
);
