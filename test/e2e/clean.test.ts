import { RDS } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUN_TAG } from '../../src/core/resource.ts';
import { cliProject, QUICK } from '../support/cli-project.ts';
import { HOME } from '../support/cli-sandbox.ts';

describe('what runs leave behind', () => {
  const project = cliProject();
  let rds: RDS;

  beforeAll(async () => {
    await project.writeQuickDrill();
    const { region, endpointUrl } = project.sandbox.info;
    const credentials = { accessKeyId: 'SANDBOX', secretAccessKey: 'none' };
    rds = new RDS({ region, endpoint: endpointUrl, credentials });
  });

  afterAll(() => rds.destroy());

  /** What somebody else may do with the same account. */
  const restore = (name: string, run: string) =>
    rds.restoreDBInstanceToPointInTime({
      SourceDBInstanceIdentifier: 'orders-prod',
      TargetDBInstanceIdentifier: name,
      UseLatestRestorableTime: true,
      Tags: [{ Key: RUN_TAG, Value: run }],
    });

  const instances = async () => (await project.sandbox.instances()).map(({ id }) => id);

  it('stays when it is to be kept, until it is cleaned', async () => {
    const { run, ...kept } = await project.run(QUICK, '--keep');
    expect(kept.stdout).toContain('verdict: met');
    expect(kept.stdout).toContain('clean-up: 0 removed, 1 kept, 0 left behind');
    expect(kept.stderr).toContain(`next: drill clean ${run}`);
    expect(kept.code).toBe(0);
    expect(await instances()).toContain(`kunren-${run}`);

    const listed = await project.drill('clean');
    expect(listed.stdout).toContain(
      `rds:db-instance kunren-${run} in ${HOME} (available) of run ${run}`,
    );
    expect(listed.stdout).toContain(`next: drill clean ${run}`);
    expect(listed.code).toBe(0);
    expect(await instances()).toContain(`kunren-${run}`);

    const cleaned = await project.drill('clean', run);
    expect(cleaned.stdout).toContain('rds:DescribeDBInstances → DBInstanceNotFound');
    expect(cleaned.code).toBe(0);
    await project.expectDoneOnce(run);
    await project.expectSound(run);
    const again = await project.drill('clean', run);
    expect(again.stdout).toContain('nothing is left');
    expect(again.code).toBe(0);
  });

  it('is removed even where it came to light after its removal was proven', async () => {
    const { run, code } = await project.run(QUICK);
    expect(code).toBe(0);
    await restore(`kunren-${run}`, run);
    expect((await project.drill('clean')).stdout).toContain(`next: drill clean ${run}`);

    const cleaned = await project.drill('clean', run);
    expect(cleaned.stdout).toContain(`rds:db-instance kunren-${run} released`);
    expect(cleaned.code).toBe(0);
    await project.expectSound(run);
  });

  it('is called a leak when it cannot be removed, and is removed when it can', async () => {
    await project.sandbox.addFault({ operation: 'rds:DeleteDBInstance', kind: 'access-denied' });
    const { run, ...leaked } = await project.run(QUICK);
    expect(leaked.stdout).toContain('clean-up: 0 removed, 0 kept, 1 left behind');
    expect(leaked.stderr).toContain(`next: drill clean ${run}`);
    expect(leaked.code).toBe(3);
    expect((await project.drill('clean', run)).code).toBe(3);

    await project.sandbox.clearFaults();
    expect(await project.drill('clean', run)).toMatchObject({ code: 0 });
    await project.expectDoneOnce(run);
    await project.expectSound(run);
  });

  it('is never removed where no journal tells of it', async () => {
    const name = 'kunren-of-a-colleague';
    await restore(name, 'restore-rds-20260101-000000-aaaa');
    const all = await project.drill('clean', '--all');
    expect(all.stdout).toContain(name);
    expect(all.stdout).toContain('its journal is not here');
    expect(all.stderr).toContain('LEFTOVERS_REMAIN');
    expect(all.code).toBe(3);
    const one = await project.drill('clean', 'restore-rds-20260101-000000-aaaa');
    expect(one.stderr).toContain('RUN_UNKNOWN');
    expect(one.code).toBe(2);
    expect(await instances()).toContain(name);

    await rds.deleteDBInstance({ DBInstanceIdentifier: name, SkipFinalSnapshot: true });
    await project.expectHome();
  });
});
