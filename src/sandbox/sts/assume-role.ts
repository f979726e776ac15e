import { randomBytes } from 'node:crypto';
import { AssumeRole$, type AssumeRoleRequest, type AssumeRoleResponse } from '@aws-sdk/client-sts';
import { operation } from '../wire/service.ts';
import { ServiceError } from '../wire/service-error.ts';
import type { Identities } from './identities.ts';

const DEFAULT_SECONDS = 3600;

export const assumeRole = operation<AssumeRoleRequest, AssumeRoleResponse, Identities>({
  schema: AssumeRole$,
  mutating: true,
  honours: ['RoleArn', 'RoleSessionName', 'ExternalId', 'DurationSeconds'],
  handle: (input, identities, { accessKey }) => {
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
    const prefix = `arn:aws:iam::${identities.accountId}:role/`;
    const role = RoleArn.startsWith(prefix) ? RoleArn.split('/').at(-1) : undefined;
    const condition = identities.state.roles.find((each) => each.name === role);
    if (!role || (condition && condition.externalId !== ExternalId)) {
      const { arn } = identities.identify(accessKey);
      const message = `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`;
      throw new ServiceError('AccessDenied', message, { status: 403 });
    }
    const session = identities.openSession(role, RoleSessionName, seconds);
    const { userId, arn } = identities.identityOf(session);
    return {
      Credentials: {
        AccessKeyId: session.accessKey,
        SecretAccessKey: randomBytes(30).toString('base64'),
        SessionToken: randomBytes(96).toString('base64'),
        Expiration: new Date(session.expiresAt),
      },
      AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
      PackedPolicySize: 0,
    };
  },
});

function invalid(member: string, value: string | number, rule: string): ServiceError {
  const message = `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${rule}`;
  return new ServiceError('ValidationError', message);
}
