import type { Fact } from '../../src/core/activity.ts';
import type { Failure } from '../../src/core/failure.ts';
import { foldRecords } from '../../src/core/fold-record.ts';
import { contentHash } from '../../src/core/hash.ts';
import { judge } from '../../src/core/judge.ts';
import type { OwnedResource } from '../../src/core/resource.ts';
import { CLEANUP_STEP } from '../../src/core/run-state.ts';
import { SAMPLE_IMPACT, SAMPLE_PROCESS } from './sample-drill.ts';
import {
  FAILOVER_LIVE,
  FAILOVER_REBUILT,
  FAILOVER_RECORD,
  FAILOVER_RUN,
  FAILOVER_RUNBOOK,
  FAILOVER_STEPS,
} from './sample-failover-drill.ts';
import { sampleLostWrites, sampleOutage } from './sample-outage.ts';
import { verify } from './sample-recovery.ts';
import { impactMs, type SampleScene } from './sample-scene.ts';

const NEW_REGION = 'ap-northeast-3';

const NOT_MOVED: Failure = {
  code: 'TRAFFIC_NOT_MOVED',
  message: 'Requests still go to ap-northeast-1, although its health check fails.',
  class: 'environment',
  retryable: false,
  ambiguous: false,
};

/**
 * A Region dies, its replica is promoted, DNS does not follow, and an operator decides.
 * - `failover`: edits the record, fails back later; the rebuilt primary is handed over.
 * - `stuck`: stops there; users still fail, and what the run made is removed.
 */
export function playFailover(scene: SampleScene): void {
  open(scene);
  preflight(scene);
  impact(scene);
  recover(scene);
  const goesOn = scene.kind === 'failover';
  decide(scene, 'choose', goesOn ? 'edit-record' : 'stop', 62_000);
  if (!goesOn) {
    readLog(scene);
    cleanUp(scene);
    finish(scene, NOT_MOVED);
    return;
  }
  moveTraffic(scene);
  readLog(scene, foldRecords(scene.journal.records).milestones.T6?.instant);
  failBack(scene);
  cleanUp(scene);
  finish(scene);
}

function open({ journal, drill, environment }: SampleScene): void {
  const { objectives, checks } = drill;
  journal.add({
    type: 'run.opened',
    data: {
      format: 1,
      run: FAILOVER_RUN,
      drill,
      criteria: contentHash({ objectives, checks }),
      environment,
      runbook: FAILOVER_RUNBOOK,
      steps: FAILOVER_STEPS,
      process: SAMPLE_PROCESS,
      keep: false,
      ...(environment.kind === 'aws' && { live: FAILOVER_LIVE }),
    },
  });
}

function preflight({ journal, environment }: SampleScene): void {
  const { accountId } = environment;
  journal.enter(['preflight']);
  journal.perform('check-account', {
    name: 'sts.check-identity',
    look: { call: 'sts:GetCallerIdentity', ms: 140, region: NEW_REGION },
    output: { accountId },
    facts: [{ label: 'Account', value: accountId }],
  });
  journal.perform('check-replica', {
    name: 'rds.check-replication',
    input: { replica: 'orders-prod-replica', region: NEW_REGION },
    look: { call: 'rds:DescribeDBInstances', ms: 210, region: NEW_REGION },
    output: { lagMs: 1200 },
    facts: [{ label: 'Replication lag', value: '1.2 s of 1 min allowed' }],
  });
}

function impact({ journal, environment }: SampleScene): void {
  if (environment.kind === 'aws') {
    journal.enter(['declare'], ['preflight']);
    journal.milestone('T0', { at: SAMPLE_IMPACT, source: 'declared' });
    journal.milestone('T1', { at: '2026-11-24T00:57:00.000Z', source: 'declared' });
  } else {
    journal.enter(['taking-down'], ['preflight']);
    journal.perform('take-down', {
      name: 'sandbox.take-down',
      actsFor: 6000,
      output: { region: 'ap-northeast-1' },
    });
    journal.enter(['detecting'], ['taking-down']);
    journal.milestone('T0');
    journal.perform('detect', {
      name: 'http.await-failure',
      everyMs: 10_000,
      progress: [{ message: 'requests are still answered', lasts: 30_000 }],
    });
    journal.enter(['declare'], ['detecting']);
    journal.milestone('T1', { errorMs: journal.paced(10_000) });
  }
  journal.pass(95_000);
  journal.add({
    type: 'operator.commanded',
    data: { command: { type: 'send', event: 'declare' }, by: 'ops', accepted: true },
  });
  journal.enter(['fencing'], ['declare']);
  journal.milestone('T2');
  journal.milestone('T3');
}

function recover(scene: SampleScene): void {
  const { journal } = scene;
  journal.perform('fence', {
    name: 'rds.fence-primary',
    actsFor: 8000,
    output: { fenced: true },
    facts: [{ label: 'Old primary', value: 'unreachable, so it takes no writes' }],
  });
  journal.enter(['promoting'], ['fencing']);
  journal.perform('promote', {
    name: 'rds.promote-replica',
    input: { replica: 'orders-prod-replica', region: NEW_REGION },
    start: { call: 'rds:PromoteReadReplica', ms: 1300, region: NEW_REGION },
    look: { call: 'rds:DescribeDBInstances', region: NEW_REGION },
    everyMs: 10_000,
    progress: [
      { message: 'modifying', lasts: 140_000 },
      { message: 'backing-up', lasts: 90_000 },
    ],
    output: { id: 'orders-prod-replica', writable: true },
    facts: [{ label: 'Takes writes', value: 'orders-prod-replica in ap-northeast-3' }],
  });
  journal.enter(['verifying'], ['promoting']);
  journal.milestone('T4', { errorMs: journal.paced(10_000) });
  verify(scene);
  const told = {
    name: 'dns.await-answer',
    owns: FAILOVER_RECORD,
    start: { call: 'route53:ChangeResourceRecordSets', region: 'us-east-1' },
    look: { call: 'route53:TestDNSAnswer', region: 'us-east-1' },
    everyMs: 10_000,
    progress: [{ message: 'answers are still 127.0.11.1', lasts: 120_000 }],
  };
  journal.enter(['awaiting-traffic'], ['recovered']);
  journal.schedule('await-traffic', told);
  journal.start('await-traffic', told);
  journal.watch('await-traffic', told);
  journal.add({
    type: 'activity.failed',
    data: { activity: 'await-traffic', failure: NOT_MOVED },
  });
}

/** The run has come to a gate, and waits until somebody answers. */
function decide({ journal }: SampleScene, gate: string, event: string, waits: number): void {
  journal.enter([gate]);
  journal.pass(waits);
  journal.add({
    type: 'operator.commanded',
    data: { command: { type: 'send', event }, by: 'ops', accepted: true },
  });
  journal.enter([], [gate]);
}

function moveTraffic({ journal }: SampleScene): void {
  journal.perform('edit-record', {
    name: 'dns.change-record',
    start: { call: 'route53:ChangeResourceRecordSets', ms: 1100, region: 'us-east-1' },
    look: { call: 'route53:GetChange', region: 'us-east-1' },
    everyMs: 5000,
    progress: [{ message: 'PENDING', lasts: 35_000 }],
    output: { status: 'INSYNC' },
    facts: [{ label: 'Plane', value: 'control plane (us-east-1)' }],
  });
  journal.perform('confirm', {
    name: 'http.confirm-traffic',
    everyMs: 2000,
    progress: [{ message: '3 of 10 requests answered by ap-northeast-3', lasts: 20_000 }],
    facts: [{ label: 'Traffic goes to', value: 'ap-northeast-3' }],
  });
  journal.milestone('T6', { errorMs: journal.paced(2000), note: '10 of 10 requests' });
}

/** @param movedAt absent: users still fail */
function readLog(scene: SampleScene, movedAt?: string): void {
  const { journal, environment } = scene;
  journal.pass(90_000);
  const impactAt = new Date(impactMs(scene)).toISOString();
  const everyMs = environment.kind === 'sandbox' ? 20 : 500;
  const source = environment.kind === 'sandbox' ? 'sandbox client' : 'shop-probe.ndjson';
  journal.perform('read-log', {
    name: 'client.read-log',
    actsFor: 400,
    outage: sampleOutage({
      source,
      impactAt,
      ...(movedAt !== undefined && { movedAt }),
      readAt: journal.at,
      everyMs,
      ttlMs: journal.paced(30_000),
    }),
    lostWrites: sampleLostWrites({ source, impactAt, everyMs }),
  });
}

function failBack(scene: SampleScene): void {
  const { journal } = scene;
  decide(scene, 'return', 'fail-back', 240_000);
  journal.perform('rebuild', {
    name: 'rds.create-replica',
    input: { source: 'orders-prod-replica', target: FAILOVER_REBUILT.id },
    owns: FAILOVER_REBUILT,
    start: { call: 'rds:CreateDBInstanceReadReplica', ms: 1500 },
    look: { call: 'rds:DescribeDBInstances' },
    everyMs: 15_000,
    progress: [{ message: 'creating', lasts: 420_000 }],
  });
  journal.perform('switch-back', {
    name: 'rds.promote-replica',
    start: { call: 'rds:PromoteReadReplica', ms: 1300 },
    look: { call: 'rds:DescribeDBInstances' },
    everyMs: 10_000,
    progress: [{ message: 'modifying', lasts: 130_000 }],
  });
  const facts: readonly Fact[] = [
    { label: 'Traffic goes to', value: 'ap-northeast-1' },
    { label: 'Primary at the end', value: 'orders-prod in ap-northeast-1' },
  ];
  journal.perform('confirm-back', {
    name: 'http.confirm-traffic',
    everyMs: 2000,
    progress: [{ message: '6 of 10 requests answered by ap-northeast-1', lasts: 16_000 }],
    facts,
  });
  journal.milestone('T7', { errorMs: journal.paced(2000) });
}

function cleanUp({ journal, kind }: SampleScene): void {
  const rebuilt = { activity: 'rebuild', resource: FAILOVER_REBUILT };
  const record = { activity: 'await-traffic', resource: FAILOVER_RECORD };
  const owned = kind === 'failover' ? [rebuilt, record] : [record];
  const resources = owned.map(({ activity, resource }) => ({ ...resource, activity }));
  journal.add({ type: 'cleanup.started', data: { resources, keep: false } });
  if (kind === 'failover') journal.add({ type: 'resource.handed-over', data: rebuilt });
  release(journal, record);
  journal.add({ type: 'cleanup.finished', data: { released: 1, kept: 0, leaked: 0 } });
}

function release(
  journal: SampleScene['journal'],
  owned: { readonly activity: string; readonly resource: OwnedResource },
): void {
  const { activity } = owned;
  const look = { call: 'route53:ListResourceRecordSets', region: 'us-east-1' };
  journal.attempt(activity, 'undo');
  journal.call(activity, {
    call: 'route53:ChangeResourceRecordSets',
    mutating: true,
    region: 'us-east-1',
  });
  journal.watch(activity, {
    name: CLEANUP_STEP,
    look,
    everyMs: 5000,
    progress: [{ message: 'PENDING', lasts: 20_000 }],
  });
  const proof = { call: look.call, observed: 'no such record' };
  journal.add({ type: 'resource.released', data: { ...owned, proof } });
}

function finish({ journal }: SampleScene, failure?: Failure): void {
  const verdict = judge(foldRecords(journal.records), 'T6');
  journal.add({
    type: 'run.finished',
    data: { status: failure ? 'failed' : 'completed', verdict, ...(failure && { failure }) },
  });
}
