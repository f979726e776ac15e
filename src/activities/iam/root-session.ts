import type { IAM } from '@aws-sdk/client-iam';
import type { ActivityContext, PlannedCall } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { RootTask } from '../account-session.ts';
import type { Services } from '../services.ts';

/** A member, as whose root user something is done for a task. */
export interface RootMember {
  /** Twelve digits; never the management account. */
  readonly accountId: string;
}

/** The caller needs no more: what a session as root may do is said by its task. */
export const ROOT_SESSION_IAM = ['sts:AssumeRoot', 'sts:GetCallerIdentity'];

/** @throws KunrenError `ACCOUNT_INVALID` (class `input`). */
export async function iamAsRoot(
  { services }: ActivityContext<Services>,
  { accountId }: RootMember,
  task: RootTask,
): Promise<IAM> {
  if (!/^\d{12}$/.test(accountId)) {
    throw new KunrenError({
      code: 'ACCOUNT_INVALID',
      message: `"${accountId}" is not an account id of twelve digits.`,
      class: 'input',
    });
  }
  return services.aws.inAccount({ by: 'root', accountId, task }).iam();
}

export function plannedSession({ accountId }: RootMember, task: RootTask): PlannedCall {
  return {
    service: 'sts',
    operation: 'AssumeRoot',
    parameters: { TargetPrincipal: accountId, TaskPolicyArn: `root-task/${task}` },
    mutating: false,
  };
}

export function plannedIam(operation: string, mutating: boolean): PlannedCall {
  return { service: 'iam', operation, parameters: {}, mutating };
}
