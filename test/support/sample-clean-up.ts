import type { Failure } from '../../src/core/failure.ts';
import type { Ms } from '../../src/core/ports.ts';
import type { OwnedResource } from '../../src/core/resource.ts';
import { CLEANUP_STEP } from '../../src/core/run-state.ts';
import { SAMPLE_COPY, SAMPLE_PARAMETERS } from './sample-drill.ts';
import type { SampleActivity } from './sample-journal.ts';
import type { SampleScene } from './sample-scene.ts';

/** In reverse order: the instance, then its parameter group. */
export function cleanUp(scene: SampleScene): void {
  const { journal } = scene;
  const keep = scene.kind === 'kept';
  const copy = { activity: 'restore', resource: SAMPLE_COPY };
  const parameters = { activity: 'make-parameters', resource: SAMPLE_PARAMETERS };
  const resources = [copy, parameters].map(({ activity, resource }) => ({
    ...resource,
    activity,
  }));
  journal.add({ type: 'cleanup.started', data: { resources, keep } });
  if (keep) {
    journal.add({ type: 'resource.kept', data: copy });
    journal.add({ type: 'resource.kept', data: parameters });
    journal.add({ type: 'cleanup.finished', data: { released: 0, kept: 2, leaked: 0 } });
    return;
  }
  const leaked = scene.kind === 'leaked';
  if (leaked) leak(scene, copy);
  else
    release(
      scene,
      copy,
      'rds:DeleteDBInstance',
      'rds:DescribeDBInstances',
      'DBInstanceNotFound',
      260_000,
    );
  release(
    scene,
    parameters,
    'rds:DeleteDBParameterGroup',
    'rds:DescribeDBParameterGroups',
    'DBParameterGroupNotFound',
    2000,
  );
  const released = leaked ? 1 : 2;
  journal.add({
    type: 'cleanup.finished',
    data: { released, kept: 0, leaked: resources.length - released },
  });
}

function release(
  scene: SampleScene,
  owned: { activity: string; resource: OwnedResource },
  deletion: string,
  look: string,
  observed: string,
  lasts: Ms,
): void {
  const { journal } = scene;
  const { activity } = owned;
  journal.attempt(activity, 'undo');
  journal.call(activity, { call: deletion, mutating: true, ms: 800 });
  const told: SampleActivity = {
    name: CLEANUP_STEP,
    look: { call: look },
    everyMs: 15_000,
    progress: [{ message: `deleting ${owned.resource.type}`, lasts }],
  };
  journal.watch(activity, told);
  journal.call(activity, {
    call: look,
    error: { code: observed, message: 'not found' },
    httpStatus: 404,
  });
  const last = journal.records.at(-1);
  const requestId = last?.type === 'call.completed' ? last.data.requestId : undefined;
  journal.add({
    type: 'resource.released',
    data: {
      ...owned,
      proof: { call: look, observed, ...(requestId !== undefined && { requestId }) },
    },
  });
}

function leak(scene: SampleScene, owned: { activity: string; resource: OwnedResource }): void {
  const { journal } = scene;
  const failure: Failure = {
    code: 'INVALID_STATE',
    message:
      'Instance is in state incompatible-parameters and cannot be deleted while a modification is pending.',
    class: 'environment',
    retryable: false,
    ambiguous: false,
  };
  for (const attempt of [1, 2, 3]) {
    journal.attempt(owned.activity, 'undo', attempt);
    const error = { code: 'InvalidDBInstanceState', message: failure.message };
    journal.call(owned.activity, { call: 'rds:DeleteDBInstance', mutating: true, error });
    journal.failAttempt(owned.activity, 'undo', attempt, failure, attempt < 3 ? 20_000 : undefined);
  }
  journal.add({ type: 'resource.leaked', data: { ...owned, failure } });
}
