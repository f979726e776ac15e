import {
  GetCallerIdentity$,
  type GetCallerIdentityRequest,
  type GetCallerIdentityResponse,
} from '@aws-sdk/client-sts';
import { operation } from '../wire/service.ts';
import type { Identities } from './identities.ts';

export const getCallerIdentity = operation<
  GetCallerIdentityRequest,
  GetCallerIdentityResponse,
  Identities
>({
  schema: GetCallerIdentity$,
  mutating: false,
  handle: (_, identities, { accessKey }) => {
    const { userId, arn } = identities.identify(accessKey);
    return { UserId: userId, Account: identities.accountId, Arn: arn };
  },
});
