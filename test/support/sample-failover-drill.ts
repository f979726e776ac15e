import type { Drill, Environment } from '../../src/core/drill.ts';
import { sha256 } from '../../src/core/hash.ts';
import type { LiveConfirmation, RunbookIdentity, StepDeclaration } from '../../src/core/record.ts';
import type { OwnedResource } from '../../src/core/resource.ts';
import { SAMPLE_DRILL, SAMPLE_IMPACT } from './sample-drill.ts';

export const FAILOVER_RUN = 'failover-region-20261124-0100-p3wd';

export const FAILOVER_LIVE: LiveConfirmation = { workload: 'orders', by: 'ops', how: 'typed' };

export const FAILOVER_RUNBOOK: RunbookIdentity = {
  id: 'failover-region',
  title: 'Move a service to its standby Region and back',
  version: '1.0.0',
  hash: sha256('failover-region 1.0.0'),
  recoveredAt: 'T6',
};

/** In the sandbox the run takes the Region down itself; on AWS it has gone by itself. */
export function failoverDrill({ kind }: Environment): Drill {
  return {
    name: 'failover-region',
    title: 'Move the orders service to Osaka when Tokyo is gone, and back',
    runbook: 'failover-region',
    scenario: {
      kind: 'region-failure',
      description: 'The whole Region of the primary stops answering; users cannot order.',
      ...(kind === 'sandbox'
        ? { outage: { kind: 'region', name: 'ap-northeast-1' } as const }
        : { impactAt: SAMPLE_IMPACT, detectedAfterMs: 240_000 }),
    },
    objectives: { rtoMs: 3_600_000, rpoMs: 60_000 },
    parameters: {
      workload: 'orders',
      primary: 'orders-prod',
      replica: 'orders-prod-replica',
      record: 'shop.orders.example.',
    },
    database: { engine: 'postgres', name: 'orders', user: 'kunren' },
    checks: SAMPLE_DRILL.checks,
  };
}

export const FAILOVER_STEPS: readonly StepDeclaration[] = [
  step('check-account', 'Check account and both Regions', 'probe', 'aws', 'sts.check-identity'),
  step('check-replica', 'Check the replication lag', 'probe', 'aws', 'rds.check-replication'),
  step('take-down', 'Take down ap-northeast-1', 'mutation', 'tool', 'sandbox.take-down'),
  step('detect', 'See users fail', 'probe', 'tool', 'http.await-failure'),
  step('declare', 'Declare the disaster', 'gate', 'people'),
  step('fence', 'Fence the old primary', 'mutation', 'aws', 'rds.fence-primary'),
  step('promote', 'Promote the replica', 'mutation', 'aws', 'rds.promote-replica'),
  step('verify', 'Verify the data, write and read', 'probe', 'tool', 'sql.run-checks'),
  step('await-traffic', 'Wait for the health check', 'probe', 'aws', 'dns.await-answer'),
  {
    ...step('choose', 'Traffic does not move: what now?', 'gate', 'people'),
    choices: [
      { event: 'edit-record', label: 'Go on: edit the record (control plane)' },
      { event: 'roll-back', label: 'Roll back: writes return to the old primary' },
      { event: 'stop', label: 'Stop: leave everything as it is now' },
    ],
  },
  step('edit-record', 'Edit the record (control plane)', 'mutation', 'aws', 'dns.change-record'),
  step('confirm', 'Confirm by DNS and real requests', 'probe', 'tool', 'http.confirm-traffic'),
  step('read-log', 'Read what users saw', 'probe', 'tool', 'client.read-log'),
  {
    ...step('return', 'Tokyo is back: fail back now?', 'gate', 'people'),
    choices: [
      { event: 'fail-back', label: 'Fail back: rebuild, switch, verify' },
      { event: 'stay', label: 'Stay in Osaka' },
    ],
  },
  step('rebuild', 'Rebuild replication to Tokyo', 'mutation', 'aws', 'rds.create-replica'),
  step('switch-back', 'Switch back to Tokyo', 'mutation', 'aws', 'rds.promote-replica'),
  step('confirm-back', 'Confirm the failback', 'probe', 'tool', 'http.confirm-traffic'),
];

function step(
  id: string,
  title: string,
  kind: StepDeclaration['kind'],
  waitsOn: StepDeclaration['waitsOn'],
  activity?: string,
): StepDeclaration {
  return { id, title, kind, waitsOn, ...(activity !== undefined && { activity }) };
}

/** The record by which the new way is tried out; removed at the end. */
export const FAILOVER_RECORD: OwnedResource = {
  type: 'route53:record-set',
  id: `${FAILOVER_RUN}.orders.example.`,
  region: 'aws-global',
};

/** The new primary in Tokyo; production's when all went well. */
export const FAILOVER_REBUILT: OwnedResource = {
  type: 'rds:db-instance',
  id: `kunren-${FAILOVER_RUN}`,
  region: 'ap-northeast-1',
};
