import type { CheckResult } from '../../src/core/check.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { Ms } from '../../src/core/ports.ts';
import { type SampleChecks, sampleChecks } from './sample-checks.ts';
import { SAMPLE_COPY, SAMPLE_PROCESS, SAMPLE_RUNBOOK } from './sample-drill.ts';
import type { SampleActivity } from './sample-journal.ts';
import { impactMs, type SampleScene } from './sample-scene.ts';

const RESTORE_MS: Ms = 19 * 60_000;
const SLOW_RESTORE_MS: Ms = 71 * 60_000;

const ENDPOINTS = {
  sandbox: { address: '127.0.0.1', port: 5433 },
  aws: { address: `${SAMPLE_COPY.id}.c9akciq32.ap-northeast-1.rds.amazonaws.com`, port: 5432 },
} as const;

/** @returns whether there is a database at the end of it. */
export function restore(scene: SampleScene): boolean {
  const { journal } = scene;
  const told: SampleActivity = {
    name: 'rds.restore-to-point-in-time',
    input: { source: 'orders-production', target: SAMPLE_COPY.id, useLatest: false },
    owns: SAMPLE_COPY,
    start: { call: 'rds:RestoreDBInstanceToPointInTime', ms: 1400 },
    look: { call: 'rds:DescribeDBInstances' },
    everyMs: 15_000,
  };
  const wholeMs = scene.kind === 'missed' ? SLOW_RESTORE_MS : RESTORE_MS;
  const part = (share: number, message: string) => ({ message, lasts: wholeMs * share });
  const creating = { ...told, progress: [part(0.6, 'creating')] };
  const rest = { ...told, progress: [part(0.3, 'backing-up'), part(0.1, 'modifying')] };
  journal.schedule('restore', told);
  journal.start('restore', told);
  let polls = journal.watch('restore', creating);
  const { kind } = scene;
  if (kind === 'interrupted') return false;
  if (kind === 'aborted') {
    abort(scene);
    return false;
  }
  if (kind === 'leaked') {
    failRestore(scene);
    return false;
  }
  if (kind === 'resumed') {
    resume(scene, told);
    polls = 0;
  }
  if (kind === 'paused') pause(scene);
  if (kind === 'clock-jumped') journal.jumpClock(journal.paced(90_000));
  polls = journal.watch('restore', rest, polls);
  const endpoint = ENDPOINTS[scene.environment.kind];
  journal.succeed(
    'restore',
    {
      ...told,
      output: { id: SAMPLE_COPY.id, endpoint },
      facts: [{ label: 'Endpoint of the copy', value: `${endpoint.address}:${endpoint.port}` }],
    },
    polls,
  );
  return true;
}

function abort(scene: SampleScene): void {
  const { journal } = scene;
  const reason = 'real incident elsewhere';
  journal.add({
    type: 'operator.commanded',
    data: { command: { type: 'abort', reason }, by: 'ops', accepted: true },
  });
  journal.add({
    type: 'activity.cancelled',
    data: { activity: 'restore', reason: 'the operator aborted the run' },
  });
}

function failRestore(scene: SampleScene): void {
  const failure: Failure = {
    code: 'RESTORE_FAILED',
    message: 'The instance went to incompatible-parameters; it will never become available.',
    class: 'input',
    retryable: false,
    ambiguous: false,
    details: { status: 'incompatible-parameters' },
  };
  scene.journal.add({
    type: 'attempt.failed',
    data: { activity: 'restore', attempt: 1, phase: 'poll', failure },
  });
  scene.journal.add({ type: 'activity.failed', data: { activity: 'restore', failure } });
}

function resume(scene: SampleScene, told: SampleActivity): void {
  const { journal } = scene;
  journal.reboot(180_000);
  const boot = '0a4f1c77-9d0e-4b0c-8f63-5b1c2a9e7d20';
  journal.add({
    type: 'run.resumed',
    data: { process: { ...SAMPLE_PROCESS, pid: 1203, boot }, runbook: SAMPLE_RUNBOOK },
  });
  journal.attempt('restore', 'adopt', 2);
  journal.call('restore', { call: 'rds:DescribeDBInstances', ms: 230 });
  journal.receipt('restore', told, 2, true);
}

function pause(scene: SampleScene): void {
  const { journal } = scene;
  const failure: Failure = {
    code: 'CREDENTIALS_EXPIRED',
    message: 'The security token included in the request is expired',
    class: 'credentials',
    retryable: true,
    ambiguous: false,
  };
  journal.call('restore', { call: 'rds:DescribeDBInstances', error: failure, httpStatus: 403 });
  journal.add({ type: 'run.paused', data: { failure, activity: 'restore' } });
  journal.pass(240_000);
  journal.add({ type: 'run.unpaused', data: { activity: 'restore' } });
}

export function resetPassword(scene: SampleScene): void {
  const { journal } = scene;
  journal.enter(['resetting-password'], ['restoring']);
  journal.perform('reset-password', {
    name: 'rds.reset-password',
    start: { call: 'rds:ModifyDBInstance', ms: 700 },
    look: { call: 'rds:DescribeDBInstances' },
    everyMs: 5000,
    progress: [{ message: 'resetting-master-credentials', lasts: 45_000 }],
  });
  journal.enter(['verifying'], ['resetting-password']);
  journal.milestone('T4', { errorMs: journal.paced(5000) });
}

export function verify(scene: SampleScene): void {
  const { journal } = scene;
  const told: SampleActivity = { name: 'sql.run-checks' };
  journal.schedule('verify', told);
  journal.start('verify', told);
  const checks: CheckResult[] = [];
  const declared = scene.drill.checks;
  for (const [index, check] of declared.entries()) {
    const result = sampleChecks(check, {
      at: journal.at,
      impactMs: impactMs(scene),
      ...trouble(scene),
    });
    checks.push({ ...result, durationMs: journal.paced(result.durationMs) });
    const message = `checks ${index + 1} of ${declared.length}: ${check.id}`;
    const percent = Math.round((100 * index) / declared.length);
    journal.add({
      type: 'poll.observed',
      data: { activity: 'verify', polls: index + 1, progress: { message, percent } },
    });
    journal.pass(result.durationMs);
  }
  journal.succeed(
    'verify',
    { ...told, checks, output: { checks: checks.length } },
    declared.length,
  );
  journal.enter(['recovered'], ['verifying']);
  journal.milestone('T5', { note: 'wrote a row and read it back' });
}

function trouble(scene: SampleScene): SampleChecks {
  return {
    checksumDiffers: scene.kind === 'failed-check',
    heartbeatUnreadable: scene.kind === 'unproven',
  };
}
