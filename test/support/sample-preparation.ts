import type { Architecture } from '../../src/core/architecture.ts';
import type { Failure } from '../../src/core/failure.ts';
import { SAMPLE_IMPACT, SAMPLE_PARAMETERS } from './sample-drill.ts';
import type { SampleActivity } from './sample-journal.ts';
import { impactMs, type SampleScene } from './sample-scene.ts';

const THROTTLED: Failure = {
  code: 'THROTTLED',
  message: 'Rate exceeded',
  class: 'environment',
  retryable: true,
  ambiguous: false,
};

/** As the looks of the preflight have found it. */
function architectureOf({ journal, environment }: SampleScene): Architecture {
  const { region } = environment;
  const subject = { kind: 'db-instance', region, id: 'orders-production' } as const;
  return {
    at: journal.at,
    parts: [
      {
        subject,
        part: 'settings',
        found: 'facts',
        facts: [
          { label: 'engine', value: 'postgres 18.1' },
          { label: 'instance class', value: 'db.m7g.large' },
          { label: 'storage', value: 'gp3, 200 GiB' },
          { label: 'Multi-AZ', value: 'yes' },
        ],
      },
      {
        subject,
        part: 'parameters',
        found: 'unknown',
        why: 'The IAM permission rds:DescribeDBParameters is missing: not authorized',
      },
    ],
  };
}

/** Three looks side by side, the second throttled once in a good run. */
export function preflight(scene: SampleScene): void {
  const { journal } = scene;
  const { accountId } = scene.environment;
  const account: SampleActivity = {
    name: 'sts.check-identity',
    look: { call: 'sts:GetCallerIdentity', ms: 140 },
    output: { accountId },
    facts: [{ label: 'Account', value: accountId }],
  };
  const source: SampleActivity = {
    name: 'rds.check-source',
    input: { source: 'orders-production' },
    look: { call: 'rds:DescribeDBInstances', ms: 210 },
    output: { engine: 'postgres', engineVersion: '18.1', allocatedGb: 200 },
    facts: [{ label: 'Source', value: 'orders-production, postgres 18.1, 200 GiB' }],
    architecture: architectureOf(scene),
  };
  const leftovers: SampleActivity = {
    name: 'rds.find-leftovers',
    look: { call: 'rds:DescribeDBInstances', ms: 250 },
    output: { found: 0 },
  };
  journal.enter(['preflight', 'preflight.account', 'preflight.source', 'preflight.leftovers']);
  journal.schedule('check-account', account);
  journal.schedule('check-source', source);
  journal.schedule('check-leftovers', leftovers);
  journal.start('check-account', account);
  journal.start('check-source', source);
  journal.start('check-leftovers', leftovers);
  journal.succeed('check-account', account);
  const error = { code: 'THROTTLED', message: 'Rate exceeded' };
  journal.call('check-source', { call: 'rds:DescribeDBInstances', error });
  journal.failAttempt('check-source', 'poll', 1, THROTTLED, 700);
  journal.succeed('check-leftovers', leftovers);
  journal.start('check-source', source, 2);
  journal.succeed('check-source', source);
  journal.enter(
    ['baseline'],
    ['preflight', 'preflight.account', 'preflight.source', 'preflight.leftovers'],
  );
  journal.perform('baseline', {
    name: 'sql.take-baseline',
    progress: [{ message: 'reading orders, order_lines', lasts: 4200 }],
    output: { at: journal.at, tables: { orders: 48_211, order_lines: 163_904 } },
  });
}

export function impact(scene: SampleScene): void {
  const { journal } = scene;
  if (scene.environment.kind === 'aws') {
    journal.enter(['declare'], ['baseline']);
    journal.milestone('T0', { at: SAMPLE_IMPACT, source: 'declared' });
    journal.milestone('T1', { at: '2026-11-24T00:57:00.000Z', source: 'declared' });
    return;
  }
  journal.enter(['inject-loss'], ['baseline']);
  journal.perform('inject-loss', {
    name: 'sql.inject-loss',
    actsFor: 1800,
    receipt: { rows: 1204 },
    output: { rows: 1204 },
  });
  journal.enter(['detect-loss'], ['inject-loss']);
  journal.milestone('T0');
  journal.perform('detect-loss', {
    name: 'sql.detect-loss',
    everyMs: 15_000,
    progress: [{ message: 'orders look complete', lasts: 60_000 }],
    output: { missing: 1204 },
  });
  journal.enter(['declare'], ['detect-loss']);
  journal.milestone('T1', { errorMs: journal.paced(15_000) });
}

export function declare(scene: SampleScene): void {
  const { journal } = scene;
  journal.pass(scene.environment.kind === 'aws' ? 95_000 : 270_000);
  journal.add({
    type: 'operator.commanded',
    data: { command: { type: 'send', event: 'declare' }, by: 'ops', accepted: true },
  });
  journal.enter(['preparing', 'preparing.parameters', 'preparing.point'], ['declare']);
  journal.milestone('T2');
  journal.milestone('T3');
}

/** Two ways side by side; waiting for the restorable time is the longer one. */
export function prepare(scene: SampleScene): void {
  const { journal } = scene;
  const parameters: SampleActivity = {
    name: 'rds.create-parameter-group',
    owns: SAMPLE_PARAMETERS,
    start: { call: 'rds:CreateDBParameterGroup' },
    look: { call: 'rds:DescribeDBParameterGroups' },
    output: { name: SAMPLE_PARAMETERS.id },
  };
  const point: SampleActivity = {
    name: 'rds.await-restorable-time',
    look: { call: 'rds:DescribeDBInstances' },
    everyMs: 15_000,
    progress: [{ message: 'restorable up to 4 min ago', lasts: 150_000 }],
  };
  journal.schedule('make-parameters', parameters);
  journal.schedule('find-point', point);
  journal.start('make-parameters', parameters);
  journal.start('find-point', point);
  journal.succeed('make-parameters', parameters);
  const polls = journal.watch('find-point', point);
  const restoreTime = new Date(impactMs(scene) - 1000).toISOString();
  journal.succeed(
    'find-point',
    {
      ...point,
      output: { restoreTime },
      bounds: [{ source: 'RestoreTime', instant: restoreTime }],
      facts: [{ label: 'Restore time', value: restoreTime }],
    },
    polls,
  );
  journal.enter(['restoring'], ['preparing', 'preparing.parameters', 'preparing.point']);
}
