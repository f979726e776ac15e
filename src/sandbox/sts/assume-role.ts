import { AssumeRole$, type AssumeRoleRequest, type AssumeRoleResponse } from '@aws-sdk/client-sts';
import { operation } from '../wire/service.ts';
import type { Identity } from './identity.ts';
import { newCredentials } from './new-credentials.ts';
import type { StsContext } from './sts-context.ts';
import { accessDenied, invalid } from './sts-error.ts';

const DEFAULT_SECONDS = 3600;

export const assumeRole = operation<AssumeRoleRequest, AssumeRoleResponse, StsContext>({
  schema: AssumeRole$,
  mutating: true,
  honours: ['RoleArn', 'RoleSessionName', 'ExternalId', 'DurationSeconds'],
  handle: (input, context, call) => {
    const { RoleArn = '', RoleSessionName = '', ExternalId } = input;
    const seconds = input.DurationSeconds ?? DEFAULT_SECONDS;
    if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
      throw invalid(
        'roleSessionName',
        RoleSessionName,
        'satisfy regular expression pattern: [\\w+=,.@-]*',
      );
    }
    if (seconds < 900) {
      throw invalid('durationSeconds', seconds, 'have value greater than or equal to 900');
    }
    if (seconds > 43_200) {
      throw invalid('durationSeconds', seconds, 'have value less than or equal to 43200');
    }
    const { identities } = context;
    if (call.caller.kind === 'root')
      throw accessDenied('Roles may not be assumed by root accounts.');
    const role = roleOf(context, RoleArn, call.caller);
    const condition = identities.state.roles.find((each) => each.name === role?.role);
    if (!role || (condition && condition.externalId !== ExternalId)) {
      const message = `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`;
      throw accessDenied(message);
    }
    const session = identities.openSession({ ...role, session: RoleSessionName }, seconds);
    const { userId, arn } = identities.identityOf(session);
    call.seenBy(role.account);
    return {
      Credentials: newCredentials(session),
      AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
      PackedPolicySize: 0,
    };
  },
});

/** A role that trusts the caller: one of its own account, or, for the management account, of any member. */
function roleOf(
  { organization }: StsContext,
  arn: string,
  caller: Identity,
): { readonly account: string; readonly role: string } | undefined {
  const [, account, path] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
  const role = path?.split('/').at(-1);
  if (!account || !role || !organization.find(account)) return undefined;
  const isTrusted = caller.account === account || caller.account === organization.managementAccount;
  return isTrusted ? { account, role } : undefined;
}
