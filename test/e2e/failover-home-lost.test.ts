import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/program/exit-code.ts';
import {
  expectBack,
  REGION_EFFECTS,
  writePlanned,
  writesSinceImpact,
} from '../support/cli-failover.ts';
import { cliProject } from '../support/cli-project.ts';
import { recorded } from '../support/cli-records.ts';
import { AWAY, HOME } from '../support/cli-sandbox.ts';

const FULL = { timeout: 400_000 };

const project = cliProject();

describe('a failover whose lost Region behaves unexpectedly', () => {
  it('tells of two primaries when it comes back in the middle, and ends right', FULL, async () => {
    const after = await project.sandbox.moment();
    const { run, process } = await project.startRun('failover-region');
    await project.untilRecord(run, recorded('activity.succeeded', 'promote'), process);
    await project.sandbox.soothe();
    const { code, stdout, stderr } = await process.ended;
    expect(stderr).toMatch(
      new RegExp(
        `SPLIT BRAIN: orders-prod in ${HOME} AND orders-prod-replica in ${AWAY} (took|take) writes`,
      ),
    );
    // It comes back before users are served or after; before, it is stopped, and its record needs no edit.
    const isStopped = /fence-returned .*: done;/.test(stderr);
    const effects = REGION_EFFECTS.filter((each) => !isStopped || !each.startsWith('route53:'));
    const report = await expectBack(project, run, after, effects);
    // It is stopped at once; what it took until then is lost, and never passed over.
    const { sent, lost } = writesSinceImpact(report);
    expect(lost).toBeLessThan(sent / 4);
    const verdict = lost > 0 ? 'missed' : 'met';
    expect(stdout, stderr).toContain(`verdict: ${verdict}`);
    expect(code).toBe(lost > 0 ? EXIT.notMet : EXIT.met);
  });

  it('is failed over from and back to though it was dark before the run', FULL, async () => {
    await writePlanned(project, (text) => text.replace('failback: at-once', 'failback: ask'));
    // A replica that was still being made would be lost with its source.
    await project.expectHome();
    expect(await project.drill('sandbox', 'outage', 'region', HOME)).toMatchObject({ code: 0 });
    const after = await project.sandbox.moment();
    const started = await project.startRun('planned');
    const { run, process } = started;
    const asks = (event: string) => process.stderr.includes(`drill decide ${run} ${event}`);
    // Nobody has said when the failure was, so the last figure of the lag may be of after it.
    await project.until(async () => asks('accept-loss') || asks('fail-back'), process);
    if (asks('accept-loss')) await project.decide(started, 'accept-loss');
    await project.untilRecord(run, recorded('activity.succeeded', 'state-machine'), process);
    expect(await project.drill('sandbox', 'outage', 'end', HOME)).toMatchObject({ code: 0 });
    await project.decide(started, 'fail-back');
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
