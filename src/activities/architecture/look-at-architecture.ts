import type { Probe } from '../../core/activity.ts';
import type {
  Architecture,
  ArchitectureKind,
  ArchitecturePart,
  ArchitectureSubject,
} from '../../core/architecture.ts';
import { instantNow } from '../instant-now.ts';
import type { RdsContext } from '../rds/describe-instance.ts';
import type { Services } from '../services.ts';
import { alarm } from './alarm.ts';
import { backupPlans } from './backup-plans.ts';
import { backupVault } from './backup-vault.ts';
import { dbInstance } from './db-instance.ts';
import type { Looker } from './looker.ts';
import { recordSet } from './record-set.ts';
import { restoreTest, restoreTestingPlan } from './restore-test.ts';
import { rootUser } from './root-user.ts';
import { stateMachine } from './state-machine.ts';

type Lookers = {
  readonly [Kind in ArchitectureKind]: Looker<Extract<ArchitectureSubject, { kind: Kind }>>;
};

const LOOKERS: Lookers = {
  'db-instance': dbInstance,
  'record-set': recordSet,
  'backup-vault': backupVault,
  'backup-plans': backupPlans,
  'restore-test': restoreTest,
  'restore-testing-plan': restoreTestingPlan,
  alarm,
  'state-machine': stateMachine,
  'root-user': rootUser,
};

export interface LookAtArchitectureInput {
  /** Of the kinds that the probe was made for. */
  readonly subjects: readonly ArchitectureSubject[];
}

/**
 * A look at how what a run exercises is set up, for the record: before anything is changed. It never fails for what it
 * may not see or what does not answer soon; that is told as unknown. Made for the kinds of subjects that a runbook has,
 * so that its role need not allow the others.
 */
export function lookAtArchitecture(
  ...kinds: readonly ArchitectureKind[]
): Probe<LookAtArchitectureInput, Record<string, never>, Services> {
  return {
    kind: 'probe',
    name: 'architecture.look',
    waitsOn: 'aws',
    iam: [...new Set(kinds.flatMap((kind) => LOOKERS[kind].iam))].sort(),
    attemptTimeoutMs: 60_000,
    plan: ({ subjects }) => ({
      calls: subjects.flatMap((subject) => lookerOf(subject).plan(subject)),
      output: {},
    }),
    async poll(context, { subjects }) {
      const architecture: Architecture = {
        at: instantNow(context),
        parts: await lookAtSubjects(context, subjects),
      };
      return { status: 'done', output: {}, architecture };
    },
  };
}

/** @throws KunrenError for credentials that have ended or belong elsewhere, and for a bug. */
export async function lookAtSubjects(
  context: RdsContext,
  subjects: readonly ArchitectureSubject[],
): Promise<readonly ArchitecturePart[]> {
  const parts = await Promise.all(
    subjects.map((subject) => lookerOf(subject).look(context, subject)),
  );
  return parts.flat();
}

/** The types cannot tell that the looker of a kind is that of a subject of this kind. */
function lookerOf(subject: ArchitectureSubject): Looker<ArchitectureSubject> {
  return LOOKERS[subject.kind] as Looker<ArchitectureSubject>;
}
