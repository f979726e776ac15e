import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { expectThereAndBack } from '../support/cli-failover.ts';
import { cliProject } from '../support/cli-project.ts';
import { recorded } from '../support/cli-records.ts';
import { AWAY, HOME } from '../support/cli-sandbox.ts';

const FULL = { timeout: 400_000 };

const project = cliProject();

/** Starts a failover whose promotion is refused once. @returns it when it waits for a decision */
async function startStuck(drill: string) {
  const operation = 'rds:PromoteReadReplica';
  await project.sandbox.addFault({ operation, kind: 'access-denied', count: 1 });
  const { run, process } = await project.startRun(drill);
  await project.until(async () => process.stderr.includes(`drill decide ${run} stop`), process);
  return { run, process };
}

/** A drill whose failure the run does not cause itself. */
async function writePlanned(change = (text: string) => text): Promise<void> {
  await project.writeDrill(
    'planned',
    (text) => change(text.replace(/^ {2}outage: .*\n/m, '')),
    'failover-region',
  );
}

/** What the report says that a survey found. */
async function surveyed(run: string, step: string): Promise<object> {
  const { steps } = await project.report(run);
  return steps.find(({ id }) => id === step)?.output as object;
}

describe('a failover that is stuck half-way', () => {
  it('says what can be decided, and goes on when it is told to', FULL, async () => {
    const after = await project.sandbox.moment();
    const { run, process } = await startStuck('failover-region');
    for (const answer of ['go-on', 'roll-back', 'stop']) {
      expect(process.stderr).toContain(`next: drill decide ${run} ${answer}   (`);
    }
    const listed = await project.drill('decide', run);
    expect(listed.stdout).toContain(`drill decide ${run} go-on   (Go on: take the step again)`);
    expect(listed.code).toBe(0);
    const wrong = await project.drill('decide', run, 'fail-back');
    expect(wrong.stderr).toContain('Answers are: go-on, roll-back, stop.');
    expect(wrong.stderr).toContain('code: DECISION_UNKNOWN');
    expect(wrong.code).toBe(2);

    expect(await project.drill('decide', run, 'go-on')).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await process.ended;
    expect(stdout, stderr).toContain('verdict: met');
    expect(code).toBe(0);
    await expectThereAndBack(project, run, after);
    const { decisions } = await project.report(run);
    expect(decisions).toMatchObject([{ event: 'go-on', step: expect.any(String) }]);
    const late = await project.drill('decide', run, 'go-on');
    expect(late.stderr).toContain('code: RUN_FINISHED');
    expect(late.code).toBe(2);
  });

  it('can be stopped, and its report says who takes writes', FULL, async () => {
    const { run, process } = await startStuck('failover-region');
    expect(await project.drill('decide', run, 'stop')).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await process.ended;
    expect(stderr).toContain('FAILOVER_STOPPED');
    expect(stdout).toContain('status: failed');
    expect(code).toBe(3);
    expect(await surveyed(run, 'survey-trouble')).toMatchObject({
      writable: [],
      unknown: [{ id: 'orders-prod', region: HOME }],
      splitBrain: false,
      instances: [
        { id: 'orders-prod', writes: 'unknown' },
        { id: 'orders-prod-replica', writes: 'no' },
      ],
    });
    const report = await readFile(project.file('reports', run, 'report.md'), 'utf8');
    expect(report).toContain('Not known of orders-prod in ap-northeast-1, which may take writes');
    // The clean-up has ended the outage.
    await project.expectHome();
    await project.expectSound(run);
  });

  it('can be rolled back: the old primary takes writes again', FULL, async () => {
    await writePlanned();
    const after = await project.sandbox.moment();
    const { run, process } = await startStuck('planned');
    expect(await surveyedSoFar(run)).toMatchObject({ writable: [], unknown: [] });
    expect(await project.drill('decide', run, 'roll-back')).toMatchObject({ code: 0 });
    const { code, stdout } = await process.ended;
    expect(stdout).toContain('status: failed');
    expect(code).toBe(3);
    const writable = [{ id: 'orders-prod', region: HOME }];
    expect(await surveyed(run, 'survey-rollback')).toMatchObject({ writable, unknown: [] });
    expect(await project.sandbox.effects({ after })).toEqual([]);
    await project.expectHome();
    await project.expectSound(run);
  });

  /** What a run that goes on has found out about who takes writes. */
  async function surveyedSoFar(run: string): Promise<unknown> {
    const found = (await project.records(run)).find(
      recorded('activity.succeeded', 'survey-trouble'),
    );
    return found?.type === 'activity.succeeded' && found.data.output;
  }
});

describe('a failover whose lost Region behaves unexpectedly', () => {
  it('tells of two primaries when it comes back in the middle, and ends right', FULL, async () => {
    const after = await project.sandbox.moment();
    const { run, process } = await project.startRun('failover-region');
    await project.untilRecord(run, recorded('activity.succeeded', 'promote'), process);
    expect(await project.drill('sandbox', 'outage', 'end', HOME)).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await process.ended;
    expect(stderr).toContain(
      `SPLIT BRAIN: orders-prod in ${HOME} AND orders-prod-replica in ${AWAY} take writes`,
    );
    expect(stdout, stderr).toContain('verdict: met');
    expect(code).toBe(0);
    await expectThereAndBack(project, run, after);
  });

  it('is failed over from and back to though it was dark before the run', FULL, async () => {
    await writePlanned((text) => text.replace('failback: at-once', 'failback: ask'));
    expect(await project.drill('sandbox', 'outage', 'region', HOME)).toMatchObject({ code: 0 });
    const after = await project.sandbox.moment();
    const { run, process } = await project.startRun('planned');
    const decide = async (event: string) => {
      const asked = async () => process.stderr.includes(`drill decide ${run} ${event}`);
      await project.until(asked, process);
      expect(await project.drill('decide', run, event)).toMatchObject({ code: 0 });
    };
    // No figure of the lag is from before the failure, since nobody has said when that was.
    await decide('accept-loss');
    await project.untilRecord(run, recorded('activity.succeeded', 'state-machine'), process);
    expect(await project.drill('sandbox', 'outage', 'end', HOME)).toMatchObject({ code: 0 });
    await decide('fail-back');
    const { stdout, stderr } = await process.ended;
    expect(stdout, stderr).toContain('status: completed');
    // Nobody could look at the data before.
    expect(stdout).toContain('verdict: unproven');
    const report = await project.report(run);
    expect(report.primaryAtEnd).toBe(`orders-prod in ${HOME}`);
    const effects = await project.sandbox.effects({ after });
    expect(effects.filter((each) => each === 'rds:PromoteReadReplica')).toHaveLength(2);
    await project.expectHome();
    await project.expectSound(run);
  });

  it('fails in preflight, with nothing done, when it is dark before a run that would cause that itself', async () => {
    expect(await project.drill('sandbox', 'outage', 'region', HOME)).toMatchObject({ code: 0 });
    const after = await project.sandbox.moment();
    const { run, code, stdout, stderr } = await project.run('failover-region');
    expect(stderr).toMatch(/Inspect the primary: failed, .* \(CONNECTION_LOST\)/);
    expect(stdout).toContain('status: failed');
    expect(stdout).toContain('clean-up: 0 removed, 0 kept, 0 left behind');
    expect(code).toBe(3);
    expect(await project.sandbox.effects({ after })).toEqual([]);
    await project.expectSound(run);
  });
});
