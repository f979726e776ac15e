import { Resolver } from 'node:dns/promises';
import { RDS } from '@aws-sdk/client-rds';
import { type HealthCheckConfig, Route53 } from '@aws-sdk/client-route-53';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { resourceName } from '../../src/core/run-id.ts';
import { expectThereAndBack } from '../support/cli-failover.ts';
import { cliProject } from '../support/cli-project.ts';
import { AWAY } from '../support/cli-sandbox.ts';

const REHEARSAL = 'failover-region-rehearsal';
const FULL = { timeout: 400_000 };

const project = cliProject();
let route53: Route53;
let zone: string;
/** What the test has to take back, before its project looks whether all is as it was. */
const takeBack: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const one of takeBack.splice(0).reverse()) await one();
});

beforeAll(async () => {
  const { endpointUrl } = project.sandbox.info;
  const credentials = { accessKeyId: 'SANDBOX', secretAccessKey: 'none' };
  route53 = new Route53({ region: 'us-east-1', endpoint: endpointUrl, credentials });
  const { HostedZones = [] } = await route53.listHostedZones({});
  zone = HostedZones[0]?.Id ?? '';
  return () => route53.destroy();
});

/** Changes a record of the zone. @returns the change's id */
async function change(
  Action: 'UPSERT' | 'DELETE',
  Name: string,
  [Type, Value]: readonly ['A' | 'CNAME', string],
): Promise<string> {
  const ResourceRecordSet = { Name, Type, TTL: 1, ResourceRecords: [{ Value }] };
  const { ChangeInfo } = await route53.changeResourceRecordSets({
    HostedZoneId: zone,
    ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
  });
  return ChangeInfo?.Id ?? '';
}

async function isInSync(Id: string): Promise<boolean> {
  return (await route53.getChange({ Id })).ChangeInfo?.Status === 'INSYNC';
}

/** A fault of the sandbox, by the command. */
async function fault(...args: readonly string[]): Promise<void> {
  expect(await project.drill('sandbox', 'fault', ...args)).toMatchObject({ code: 0 });
}

/** A rehearsal that ends before it has changed anything. */
async function expectRefused(
  failure: string,
  exit: number,
  ...args: readonly string[]
): Promise<void> {
  const after = await project.sandbox.moment();
  const { run, code, stdout, stderr } = await project.run(REHEARSAL, ...args);
  expect(stderr).toContain(failure);
  expect(stdout).toContain('status: failed');
  expect(stdout).toContain('clean-up: 0 removed, 0 kept, 0 left behind');
  expect(code).toBe(exit);
  expect(await project.sandbox.effects({ after })).toEqual([]);
  await project.expectSound(run);
}

describe('names on a bad day of the sandbox', () => {
  const NAME = 'bad-day.orders.example';

  it('do not change while changes are stuck, and do when the fault is cleared', async () => {
    await fault('route53:ChangeResourceRecordSets', 'stuck');
    const id = await change('UPSERT', NAME, ['A', '192.0.2.1']);
    takeBack.push(() => change('DELETE', NAME, ['A', '192.0.2.1']));
    const { authoritative } = project.sandbox.info.dns;
    const server = new Resolver();
    server.setServers([authoritative]);
    await expect(server.resolve4(NAME)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(await isInSync(id)).toBe(false);
    await fault('clear');
    await project.until(() => isInSync(id));
    expect(await server.resolve4(NAME)).toEqual(['192.0.2.1']);
  });

  it('are answered as they were by a resolver that is stuck, beyond their TTL', async () => {
    const { authoritative, resolver } = project.sandbox.info.dns;
    const [server, cache] = [authoritative, resolver].map((address) => {
      const one = new Resolver();
      one.setServers([address]);
      return () => one.resolve4(NAME);
    });
    const first = await change('UPSERT', NAME, ['A', '192.0.2.1']);
    await project.until(() => isInSync(first));
    expect(await cache?.()).toEqual(['192.0.2.1']);
    await fault('dns:Query', 'stuck');
    const second = await change('UPSERT', NAME, ['A', '192.0.2.2']);
    takeBack.push(() => change('DELETE', NAME, ['A', '192.0.2.2']));
    await project.until(() => isInSync(second));
    // The TTL is 1 s, and so is the time that a change takes.
    expect(await server?.()).toEqual(['192.0.2.2']);
    expect(await cache?.()).toEqual(['192.0.2.1']);
    await fault('clear');
    await project.until(async () => (await cache?.())?.[0] === '192.0.2.2');
  });

  it('are not told to be stuck where nothing could be', async () => {
    const { code, stderr } = await project.drill('sandbox', 'fault', 'route53:*', 'stuck');
    expect(stderr).toContain('must be route53:ChangeResourceRecordSets or dns:Query for stuck');
    expect(stderr).toContain('code: SANDBOX_REFUSED');
    expect(code).toBe(2);
  });
});

describe('a rehearsal is refused in its preflight', () => {
  /** The health check of the primary record, set otherwise until the test is over. */
  async function setHealthCheck(
    settings: Pick<HealthCheckConfig, 'Disabled' | 'Inverted'>,
  ): Promise<void> {
    const { HealthChecks = [] } = await route53.listHealthChecks({});
    const HealthCheckId = HealthChecks[0]?.Id ?? '';
    await route53.updateHealthCheck({ HealthCheckId, ...settings });
    takeBack.push(() =>
      route53.updateHealthCheck({ HealthCheckId, Disabled: false, Inverted: false }),
    );
  }

  it('by a health check that is disabled', async () => {
    await setHealthCheck({ Disabled: true });
    await expectRefused('(HEALTH_CHECK_DISABLED)', 3);
  });

  it('by a health check that is inverted', async () => {
    await setHealthCheck({ Inverted: true });
    await expectRefused('(HEALTH_CHECK_INVERTED)', 3);
  });

  it('by a replica that is not there', async () => {
    await expectRefused('(REPLICA_NOT_LISTED)', 2, '--set', 'parameters.standby.replica=nope');
  });

  it('by a replica that was promoted before', async () => {
    const { endpointUrl } = project.sandbox.info;
    const credentials = { accessKeyId: 'SANDBOX', secretAccessKey: 'none' };
    const rds = new RDS({ region: AWAY, endpoint: endpointUrl, credentials });
    const DBInstanceIdentifier = 'promoted';
    const status = async () => {
      const { DBInstances = [] } = await rds.describeDBInstances({ DBInstanceIdentifier });
      return DBInstances[0];
    };
    const isAvailable = async () => (await status())?.DBInstanceStatus === 'available';
    const { DBInstances: [existing] = [] } = await rds.describeDBInstances({});
    await rds.createDBInstanceReadReplica({
      DBInstanceIdentifier,
      KmsKeyId: existing?.KmsKeyId,
      SourceDBInstanceIdentifier: 'arn:aws:rds:ap-northeast-1:000000000000:db:orders-prod',
    });
    takeBack.push(async () => {
      await rds.deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true });
      rds.destroy();
    });
    await project.until(isAvailable);
    await rds.promoteReadReplica({ DBInstanceIdentifier });
    await project.until(async () => {
      const source = (await status())?.ReadReplicaSourceDBInstanceIdentifier;
      return source === undefined && (await isAvailable());
    });
    await expectRefused('(REPLICA_NOT_LISTED)', 2, '--set', 'parameters.standby.replica=promoted');
  });
});

describe('a rehearsal whose record cannot be made', () => {
  it('ends with the reasons of Route 53, and removes what it has made', async () => {
    const { run, process } = await project.startRun(REHEARSAL);
    const name = `${resourceName(run)}.orders.example`;
    const taken = ['CNAME', 'elsewhere.example'] as const;
    await change('UPSERT', name, taken);
    takeBack.push(() => change('DELETE', name, taken));
    const { code, stdout, stderr } = await process.ended;
    expect(stderr).toContain('(INVALID_CHANGE_BATCH)');
    expect(stderr).toContain('CNAME');
    expect(stdout).toContain('status: failed');
    expect(stdout).toContain('clean-up: 2 removed, 0 kept, 0 left behind');
    expect(code).toBe(2);
    await project.expectHome();
    await project.expectSound(run);
  });
});

describe('a failover whose users’ resolver keeps the old answer', () => {
  it(
    'asks, says which one answers what, and goes on; so it does when the team’s state machine fails',
    FULL,
    async () => {
      const after = await project.sandbox.moment();
      await fault('dns:Query', 'stuck');
      // The state machine refuses this input.
      const set = 'parameters.state-machine.input="{}"';
      const started = await project.startRun('failover-region', '--set', set);
      const { run, process } = started;
      await project.untilAsked(started, 'roll-back');
      const { resolver } = project.sandbox.info.dns;
      expect(process.stderr).toMatch(
        new RegExp(`the resolver ${resolver} answers \\S+, longer than the TTL of 5.0 s allows`),
      );
      expect(process.stderr).toContain('(RESOLVER_STALE)');
      await fault('clear');
      await project.decide(started, 'go-on');

      const gate = 'The team’s state machine did not succeed. Go on without it?';
      await project.until(async () => process.stderr.includes(gate), process);
      expect(process.stderr).toContain('Orders.InvalidInput');
      expect(process.stderr).toContain('(EXECUTION_FAILED)');
      await project.decide(started, 'go-on');
      const { code, stdout, stderr } = await process.ended;
      expect(stdout, stderr).toContain('verdict: met');
      expect(code).toBe(0);
      await expectThereAndBack(project, run, after);
      const { decisions } = await project.report(run);
      expect(decisions.map(({ event }) => event)).toEqual(['go-on', 'go-on']);
    },
  );
});
