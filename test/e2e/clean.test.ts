import { RDS } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUN_TAG } from '../../src/core/resource.ts';
import { CliProject } from '../support/cli-project.ts';

describe('what runs leave behind', () => {
  let project: CliProject;
  let rds: RDS;

  beforeAll(async () => {
    project = await CliProject.open();
    await project.sandboxUp();
    const { region, endpointUrl } = project.sandbox;
    const credentials = { accessKeyId: 'SANDBOX', secretAccessKey: 'none' };
    rds = new RDS({ region, endpoint: endpointUrl, credentials });
  });

  afterAll(async () => {
    rds.destroy();
    await project.close();
  });

  /** What somebody else may do with the same account. */
  const restore = (name: string, run: string) =>
    rds.restoreDBInstanceToPointInTime({
      SourceDBInstanceIdentifier: 'orders-prod',
      TargetDBInstanceIdentifier: name,
      UseLatestRestorableTime: true,
      Tags: [{ Key: RUN_TAG, Value: run }],
    });

  const instances = async () => (await project.instances()).map(({ id }) => id);

  it('stays when it is to be kept, until it is cleaned', async () => {
    const { run, process } = await project.startRun('restore-rds', '--keep');
    const kept = await process.ended;
    expect(kept.stdout).toContain('verdict: met');
    expect(kept.stdout).toContain('clean-up: 0 removed, 1 kept, 0 left behind');
    expect(kept.stderr).toContain(`next: drill clean ${run}`);
    expect(kept.code).toBe(0);
    expect(await instances()).toContain(`kunren-${run}`);

    const listed = await project.drill('clean');
    expect(listed.stdout).toContain(`rds:db-instance kunren-${run} (available) of run ${run}`);
    expect(listed.stdout).toContain(`next: drill clean ${run}`);
    expect(listed.code).toBe(0);
    expect(await instances()).toContain(`kunren-${run}`);

    const cleaned = await project.drill('clean', run);
    expect(cleaned.stdout).toContain('rds:DescribeDBInstances → DBInstanceNotFound');
    expect(cleaned.code).toBe(0);
    await project.expectDoneOnce(run);
    expect(await project.drill('verify', run)).toMatchObject({ code: 0 });
    const again = await project.drill('clean', run);
    expect(again.stdout).toContain('nothing is left');
    expect(again.code).toBe(0);
  });

  it('is removed even where it came to light after its removal was proven', async () => {
    const { run, process } = await project.startRun();
    expect(await process.ended).toMatchObject({ code: 0 });
    await restore(`kunren-${run}`, run);
    expect((await project.drill('clean')).stdout).toContain(`next: drill clean ${run}`);

    const cleaned = await project.drill('clean', run);
    expect(cleaned.stdout).toContain(`rds:db-instance kunren-${run} released`);
    expect(cleaned.code).toBe(0);
    await project.expectNothingLeft(run);
    expect(await project.drill('verify', run)).toMatchObject({ code: 0 });
  });

  it('is never removed where no journal tells of it', async () => {
    await restore('kunren-of-a-colleague', 'restore-rds-20260101-000000-aaaa');
    const all = await project.drill('clean', '--all');
    expect(all.stdout).toContain('kunren-of-a-colleague');
    expect(all.stdout).toContain('its journal is not here');
    expect(all.stderr).toContain('LEFTOVERS_REMAIN');
    expect(all.code).toBe(3);
    const one = await project.drill('clean', 'restore-rds-20260101-000000-aaaa');
    expect(one.stderr).toContain('RUN_UNKNOWN');
    expect(one.code).toBe(2);
    expect(await instances()).toEqual(['orders-prod', 'kunren-of-a-colleague']);
  });
});
