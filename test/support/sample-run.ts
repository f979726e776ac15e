import type { Drill, Environment } from '../../src/core/drill.ts';
import { foldRecords } from '../../src/core/fold-record.ts';
import { contentHash } from '../../src/core/hash.ts';
import { judge } from '../../src/core/judge.ts';
import type {
  JournalRecord,
  RunbookIdentity,
  RunStatus,
  StepDeclaration,
} from '../../src/core/record.ts';
import { cleanUp } from './sample-clean-up.ts';
import {
  SAMPLE_DRILL,
  SAMPLE_ENVIRONMENTS,
  SAMPLE_IMPACT,
  SAMPLE_PROCESS,
  SAMPLE_RUN,
  SAMPLE_RUNBOOK,
  SAMPLE_START,
  SAMPLE_STEPS,
} from './sample-drill.ts';
import { playFailover } from './sample-failover.ts';
import { failoverDrill } from './sample-failover-drill.ts';
import { SampleJournal } from './sample-journal.ts';
import { declare, impact, preflight, prepare } from './sample-preparation.ts';
import { resetPassword, restore, verify } from './sample-recovery.ts';
import { playRoot, ROOT_RUNBOOK, ROOT_STEPS, rootDrill } from './sample-root.ts';
import { SAMPLE_KINDS, type SampleKind, type SampleScene } from './sample-scene.ts';

export { SAMPLE_KINDS, type SampleKind };

export interface SampleOptions {
  /** @default 'sandbox', where everything is 150 times as fast as on AWS */
  readonly environment?: Environment['kind'];
  /** Changes to the drill. */
  readonly drill?: Partial<Drill>;
}

const SANDBOX_PACE = 1 / 150;

/** The records of a believable run. Pure: the same arguments give the same bytes. */
export function sampleRun(kind: SampleKind, options: SampleOptions = {}): readonly JournalRecord[] {
  const environment = SAMPLE_ENVIRONMENTS[options.environment ?? 'sandbox'];
  const scene: SampleScene = {
    kind,
    environment,
    drill: { ...sampleDrill(kind, environment), ...options.drill },
    journal: new SampleJournal({
      startAt: SAMPLE_START,
      region: environment.region,
      pace: environment.kind === 'sandbox' ? SANDBOX_PACE : 1,
    }),
  };
  if (isFailover(kind)) playFailover(scene);
  else if (kind === 'root') recoverRoot(scene);
  else play(scene);
  return scene.journal.records;
}

function isFailover(kind: SampleKind): boolean {
  return kind === 'failover' || kind === 'stuck';
}

/** In the sandbox the run does the damage itself; on AWS T0 and T1 are declared. */
function sampleDrill(kind: SampleKind, environment: Environment): Drill {
  if (isFailover(kind)) return failoverDrill(environment);
  if (kind === 'root') return rootDrill(environment);
  const { inject, detect, ...scenario } = SAMPLE_DRILL.scenario;
  if (environment.kind === 'aws') {
    return {
      ...SAMPLE_DRILL,
      scenario: { ...scenario, impactAt: SAMPLE_IMPACT, detectedAfterMs: 240_000 },
    };
  }
  if (kind !== 'missed') return SAMPLE_DRILL;
  return { ...SAMPLE_DRILL, objectives: { rtoMs: 20_000, rpoMs: 300_000 } };
}

function recoverRoot(scene: SampleScene): void {
  open(scene, ROOT_RUNBOOK, ROOT_STEPS);
  playRoot(scene);
  finish(scene, 'completed');
}

function play(scene: SampleScene): void {
  open(scene, SAMPLE_RUNBOOK, SAMPLE_STEPS);
  preflight(scene);
  impact(scene);
  declare(scene);
  prepare(scene);
  if (restore(scene)) {
    resetPassword(scene);
    verify(scene);
    cleanUp(scene);
    finish(scene, 'completed');
  } else if (scene.kind !== 'interrupted') {
    cleanUp(scene);
    finish(scene, scene.kind === 'aborted' ? 'aborted' : 'failed');
  }
}

function open(
  { kind, journal, drill, environment }: SampleScene,
  runbook: RunbookIdentity,
  steps: readonly StepDeclaration[],
): void {
  const { objectives, checks } = drill;
  journal.add({
    type: 'run.opened',
    data: {
      format: 1,
      run: SAMPLE_RUN,
      drill,
      criteria: contentHash({ objectives, checks }),
      environment,
      runbook,
      steps,
      process: SAMPLE_PROCESS,
      keep: kind === 'kept',
    },
  });
}

function finish({ journal }: SampleScene, status: RunStatus): void {
  const state = foldRecords(journal.records);
  const failure = state.steps.find((step) => step.status === 'failed' && step.failure)?.failure;
  journal.add({
    type: 'run.finished',
    data: { status, ...(failure && { failure }), verdict: judge(state, 'T5') },
  });
}
