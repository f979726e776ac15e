import { AssumeRoot$, type AssumeRootRequest, type AssumeRootResponse } from '@aws-sdk/client-sts';
import type { Call } from '../wire/service.ts';
import { operation } from '../wire/service.ts';
import { newCredentials } from './new-credentials.ts';
import type { StsContext } from './sts-context.ts';
import { accessDenied, invalid } from './sts-error.ts';
import { taskOf } from './task-policies.ts';

const MOST_SECONDS = 900;
/** A signature for this Region is the global endpoint's: the sandbox has no Region of its own there. */
const GLOBAL_ENDPOINT = 'us-east-1';

export const assumeRoot = operation<AssumeRootRequest, AssumeRootResponse, StsContext>({
  schema: AssumeRoot$,
  mutating: true,
  handle: (input, context, call) => {
    const seconds = input.DurationSeconds ?? MOST_SECONDS;
    if (seconds < 0) {
      throw invalid('durationSeconds', seconds, 'have value greater than or equal to 0');
    }
    if (seconds > MOST_SECONDS) {
      throw invalid('durationSeconds', seconds, `have value less than or equal to ${MOST_SECONDS}`);
    }
    const arn = input.TaskPolicyArn?.arn ?? '';
    const task = taskOf(arn);
    if (task === undefined) {
      throw invalid('taskPolicyArn.arn', arn, 'be the ARN of a policy under root-task/');
    }
    const account = targetOf(input.TargetPrincipal ?? '');
    const why = refusal(context, account, call);
    if (account === undefined || why !== undefined) {
      const message = `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRoot on resource: ${input.TargetPrincipal}`;
      throw accessDenied(`${message} (${why})`);
    }
    const session = context.identities.openRootSession({ account, task }, seconds);
    call.seenBy(account);
    return { Credentials: newCredentials(session) };
  },
});

/** The account that is meant by its number, or by the ARN of its root user. */
function targetOf(principal: string): string | undefined {
  return /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(principal)?.[1];
}

function refusal(
  { organization }: StsContext,
  account: string | undefined,
  { caller, region }: Call,
): string | undefined {
  const { managementAccount } = organization;
  if (region === GLOBAL_ENDPOINT)
    return 'the global endpoint does not support it; use a Regional one';
  if (caller.kind === 'root') return 'a root user may not call it';
  if (caller.account !== managementAccount) return 'only the management account may call it';
  if (!organization.has('RootSessions')) return 'the organization has not enabled root sessions';
  if (account === managementAccount) return 'the management account has no such sessions';
  if (account === undefined || !organization.isMember(account)) return 'it is no member account';
  return undefined;
}
