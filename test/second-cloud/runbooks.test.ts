import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { RDS } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runbook } from '../../runbooks/restore-rds/runbook.ts';
import { activities } from '../../src/activities/index.ts';
import { createServices } from '../../src/activities/services.ts';
import type { Environment } from '../../src/core/drill.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { RunHarness } from '../support/run-harness.ts';
import { scaledClock } from '../support/scaled-clock.ts';

// An emulator of AWS that was written by others: an independent reading of the API. It has no database behind it, so
// the data checks cannot be carried out, and the verdict must say so.
const isThere = spawnSync('moto_server', ['--help']).status === 0;
const credentials = { accessKeyId: 'TEST', secretAccessKey: 'test' };
const REGION = 'ap-northeast-1';

describe.skipIf(!isThere)('against moto, a second and independent emulator', () => {
  let server: ChildProcess;
  let endpoint: string;
  let rds: RDS;

  beforeAll(async () => {
    const port = await freePort();
    endpoint = `http://127.0.0.1:${port}`;
    server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    await vi.waitFor(() => fetch(endpoint), { timeout: 60_000, interval: 100 });
    rds = new RDS({ endpoint, region: REGION, credentials });
    await prepare(rds, await subnets(endpoint));
  }, 60_000);

  afterAll(() => {
    rds?.destroy();
    server?.kill('SIGKILL');
  });

  // By snapshot only: moto knows no restore window, and without one there is nothing to restore to.
  it('restores, cleans up, and calls the data unproven', async () => {
    const run = drive(endpoint);
    const state = await run.process();
    if (state === 'died') throw new Error('the run died');
    expect(state.steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'identity done',
      'source done',
      'target done',
      'baseline done',
      'inject skipped',
      'detect skipped',
      'choose done',
      'restore-snapshot done',
      'restore-point skipped',
      'isolation done',
      'unlock done',
      'verify failed',
      'clean-up done',
    ]);
    expect(state.verdict).toMatchObject({ verdict: 'unproven', checks: { passed: 0 } });
    expect(state.resources.map(({ status }) => status)).toEqual(['released']);
    const { DBInstances } = await rds.describeDBInstances({});
    expect(DBInstances?.map((one) => one.DBInstanceIdentifier)).toEqual(['orders-prod']);
  }, 90_000);

  function drive(endpointUrl: string): RunHarness {
    const clock = scaledClock(40);
    const environment: Environment = {
      name: 'moto',
      kind: 'aws',
      region: REGION,
      accountId: '123456789012',
      endpointUrl,
    };
    const { drill } = readDrill('drills/restore-rds.yaml', {
      set: [
        'parameters.method=snapshot',
        'parameters.recover-to=orders-nightly',
        'parameters.target.security-groups=[sg-0000000000000009]',
      ],
    });
    return new RunHarness({
      run: 'restore-rds-moto',
      runbook: { ...runbook, activities: { ...runbook.activities, [sharing.name]: sharing } },
      drill,
      environment,
      clock,
      services: createServices({ environment, clock, credentials }),
    });
  }
});

// moto gives a restored instance its source's subnet group and publicity, whatever was asked for. So here the two share
// a subnet group on purpose, which no drill can ask for.
const inspectTarget = activities['rds.inspect-target'];
const sharing: typeof inspectTarget = {
  ...inspectTarget,
  poll: (context, input) => inspectTarget.poll(context, { ...input, allowShared: true }),
};

async function prepare(rds: RDS, SubnetIds: string[]): Promise<void> {
  for (const DBSubnetGroupName of ['drill-isolated']) {
    const DBSubnetGroupDescription = DBSubnetGroupName;
    await rds.createDBSubnetGroup({ DBSubnetGroupName, DBSubnetGroupDescription, SubnetIds });
  }
  await rds.createDBParameterGroup({
    DBParameterGroupName: 'orders-postgres18',
    DBParameterGroupFamily: 'postgres18',
    Description: 'orders',
  });
  await rds.createDBInstance({
    DBInstanceIdentifier: 'orders-prod',
    DBInstanceClass: 'db.t4g.medium',
    Engine: 'postgres',
    EngineVersion: '18.1',
    AllocatedStorage: 20,
    MasterUsername: 'orders_admin',
    MasterUserPassword: 'not-a-secret',
    PubliclyAccessible: false,
    DBSubnetGroupName: 'drill-isolated',
    VpcSecurityGroupIds: ['sg-0000000000000001'],
    DBParameterGroupName: 'orders-postgres18',
    BackupRetentionPeriod: 7,
  });
  await rds.createDBSnapshot({
    DBInstanceIdentifier: 'orders-prod',
    DBSnapshotIdentifier: 'orders-nightly',
  });
}

async function subnets(endpoint: string): Promise<string[]> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=TEST/20261124/${REGION}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: 'Action=DescribeSubnets&Version=2016-11-15',
  });
  return [...new Set((await response.text()).match(/subnet-[0-9a-f]+/g) ?? [])];
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
