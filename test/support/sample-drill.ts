import type { DataCheck } from '../../src/core/check.ts';
import type { Drill, Environment } from '../../src/core/drill.ts';
import { sha256 } from '../../src/core/hash.ts';
import type { ProcessIdentity, RunbookIdentity, StepDeclaration } from '../../src/core/record.ts';
import type { OwnedResource } from '../../src/core/resource.ts';

export const SAMPLE_RUN = 'restore-rds-20261124-0100-k7mq';
export const SAMPLE_START = '2026-11-24T01:00:00.000Z';
export const SAMPLE_IMPACT = '2026-11-24T00:53:00.000Z';

export const SAMPLE_ENVIRONMENTS: { readonly [kind in Environment['kind']]: Environment } = {
  sandbox: {
    name: 'sandbox',
    kind: 'sandbox',
    region: 'ap-northeast-1',
    accountId: '000000000000',
    endpointUrl: 'http://127.0.0.1:4599',
  },
  aws: {
    name: 'production-rehearsal',
    kind: 'aws',
    region: 'ap-northeast-1',
    accountId: '111122223333',
    roleArn: 'arn:aws:iam::111122223333:role/kunren-drill',
    sourcePasswordEnv: 'ORDERS_READER_PASSWORD',
  },
};

const CHECKS: readonly DataCheck[] = [
  { kind: 'row-count', id: 'orders-rows', table: 'orders', asOf: 'placed_at', expect: 'source' },
  {
    kind: 'checksum',
    id: 'order-lines-sum',
    table: 'order_lines',
    columns: ['order_id', 'sku', 'quantity', 'price'],
    asOf: 'created_at',
    expect: 'source',
  },
  {
    kind: 'no-orphans',
    id: 'lines-have-orders',
    table: 'order_lines',
    column: 'order_id',
    references: 'orders.id',
  },
  {
    kind: 'sql',
    id: 'no-negative-stock',
    sql: 'select count(*) from stock where on_hand < 0',
    expect: { equals: 0 },
  },
  { kind: 'newest', id: 'heartbeat', table: 'heartbeat', column: 'at', everyMs: 5000 },
  { kind: 'write-probe', id: 'write-and-read' },
];

export const SAMPLE_DRILL: Drill = {
  name: 'restore-rds',
  title: 'Restore the orders database to the moment before a bad delete',
  runbook: 'restore-rds',
  scenario: {
    kind: 'accidental-data-loss',
    description:
      'A maintenance script deletes the orders of the last day. The database answers, but its data is wrong.',
    inject: "delete from orders where placed_at > now() - interval '1 day'",
    detect: 'select count(*) from missing_orders',
  },
  objectives: { rtoMs: 3_600_000, rpoMs: 300_000 },
  parameters: {
    source: 'orders-production',
    instanceClass: 'db.r7g.large',
    strategy: 'point-in-time',
  },
  database: { engine: 'postgres', name: 'orders', user: 'kunren' },
  checks: CHECKS,
  report: { lang: 'en', zone: 'Asia/Tokyo', redact: false },
};

export const SAMPLE_RUNBOOK: RunbookIdentity = {
  id: 'restore-rds',
  title: 'Restore an RDS database beside the original and prove it',
  version: '1.2.0',
  hash: sha256('restore-rds 1.2.0'),
};

export const SAMPLE_PROCESS: ProcessIdentity = {
  pid: 4711,
  host: 'ops-01',
  operator: 'ops',
  boot: 'b7d0c9b2-5a3e-4a54-9a51-0f8f2f2f6c11',
  tool: '0.1.0',
  node: '24.21.0',
  utcOffset: 540,
};

export const SAMPLE_STEPS: readonly StepDeclaration[] = [
  step('check-account', 'Check account and Region', 'probe', 'aws', 'sts.check-identity'),
  step('check-source', 'Check the source database', 'probe', 'aws', 'rds.check-source'),
  step('check-leftovers', 'Look for leftovers of older runs', 'probe', 'aws', 'rds.find-leftovers'),
  step('baseline', 'Take the baseline of the source', 'probe', 'tool', 'sql.take-baseline'),
  step('inject-loss', 'Delete the data', 'mutation', 'tool', 'sql.inject-loss'),
  step('detect-loss', 'Detect the loss', 'probe', 'tool', 'sql.detect-loss'),
  step('declare', 'Declare the disaster', 'gate', 'people'),
  step(
    'make-parameters',
    'Make the parameter group',
    'mutation',
    'aws',
    'rds.create-parameter-group',
  ),
  step('find-point', 'Wait for the restorable time', 'probe', 'aws', 'rds.await-restorable-time'),
  step('restore', 'Restore to point in time', 'mutation', 'aws', 'rds.restore-to-point-in-time'),
  step('reset-password', 'Reset the password of the copy', 'mutation', 'aws', 'rds.reset-password'),
  step('verify', 'Verify the data, write and read', 'probe', 'tool', 'sql.run-checks'),
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

/** The two things that a restore makes. */
export const SAMPLE_COPY: OwnedResource = {
  type: 'rds:db-instance',
  id: `kunren-${SAMPLE_RUN}`,
  region: 'ap-northeast-1',
};

export const SAMPLE_PARAMETERS: OwnedResource = {
  type: 'rds:db-parameter-group',
  id: `kunren-${SAMPLE_RUN}`,
  region: 'ap-northeast-1',
};
