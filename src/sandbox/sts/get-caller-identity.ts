import {
  GetCallerIdentity$,
  type GetCallerIdentityRequest,
  type GetCallerIdentityResponse,
} from '@aws-sdk/client-sts';
import { operation } from '../wire/service.ts';
import type { StsContext } from './sts-context.ts';

export const getCallerIdentity = operation<
  GetCallerIdentityRequest,
  GetCallerIdentityResponse,
  StsContext
>({
  schema: GetCallerIdentity$,
  mutating: false,
  handle: (_, __, { caller }) => ({
    UserId: caller.userId,
    Account: caller.account,
    Arn: caller.arn,
  }),
});
