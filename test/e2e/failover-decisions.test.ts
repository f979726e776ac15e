import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { expectThereAndBack, writePlanned } from '../support/cli-failover.ts';
import { cliProject } from '../support/cli-project.ts';
import { recorded } from '../support/cli-records.ts';
import { HOME } from '../support/cli-sandbox.ts';

const FULL = { timeout: 400_000 };

const project = cliProject();

/** Starts a failover whose promotion is refused once. @returns it when it waits for a decision */
async function startStuck(drill: string) {
  const operation = 'rds:PromoteReadReplica';
  await project.sandbox.addFault({ operation, kind: 'access-denied', count: 1 });
  const { run, process } = await project.startRun(drill);
  await project.untilAsked({ run, process }, 'roll-back');
  return { run, process };
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

    await project.decide({ run, process }, 'go-on');
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
    await project.decide({ run, process }, 'stop');
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
    await writePlanned(project);
    const after = await project.sandbox.moment();
    const { run, process } = await startStuck('planned');
    expect(await surveyedSoFar(run)).toMatchObject({ writable: [], unknown: [] });
    await project.decide({ run, process }, 'roll-back');
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
