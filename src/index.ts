/** What a runbook is written with. */
export { ATTESTABLE, type Attestation } from './activities/account/posture/attestation.ts';
export { lookAtArchitecture } from './activities/architecture/look-at-architecture.ts';
export { activities } from './activities/index.ts';
export type {
  ActivityContext,
  AnyActivity,
  Mutation,
  PlannedCall,
  Poll,
  Probe,
} from './core/activity.ts';
export { activityActors, type InputOf, type OutputOf } from './core/activity-actors.ts';
export type { ArchitectureSubject } from './core/architecture.ts';
export type { CheckResult, DataCheck } from './core/check.ts';
export { type DataOfDrill, dataOf, refuseData } from './core/data-of.ts';
export { declaredDetection, declaredImpact, refuseFutureImpact } from './core/declared-times.ts';
export type { Drill, Environment, Scenario } from './core/drill.ts';
export { type Failure, failureOf, type Json, KunrenError } from './core/failure.ts';
export { invalidParameters } from './core/invalid-parameters.ts';
export { known } from './core/known.ts';
export { MILESTONES, type MilestoneId } from './core/milestone.ts';
export type { Role } from './core/people.ts';
export type { Clock, Instant, Ms } from './core/ports.ts';
export { rtoExceeded } from './core/rto-exceeded.ts';
export { resourceName } from './core/run-id.ts';
export type { PostureDemands, Runbook, RunbookOutcome, RunNames } from './core/runbook.ts';
export type { MilestoneMark } from './core/runbook-step.ts';
export type { TaskOutcome, TaskPrompt } from './core/task.ts';
export type { Translations } from './core/translations.ts';
