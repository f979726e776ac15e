import type { PlannedCall } from '../../core/activity.ts';
import type { ArchitecturePart, ArchitectureSubject } from '../../core/architecture.ts';
import type { RdsContext } from '../rds/describe-instance.ts';

/** How one kind of subject is looked at. What cannot be read is told as unknown, and is no failure. */
export interface Looker<Subject extends ArchitectureSubject> {
  readonly iam: readonly string[];
  plan(subject: Subject): readonly PlannedCall[];
  look(context: RdsContext, subject: Subject): Promise<readonly ArchitecturePart[]>;
}
