import {
  DeleteAccessKey$,
  type DeleteAccessKeyRequest,
  GetAccessKeyLastUsed$,
  type GetAccessKeyLastUsedRequest,
  type GetAccessKeyLastUsedResponse,
  ListAccessKeys$,
  type ListAccessKeysRequest,
  type ListAccessKeysResponse,
} from '@aws-sdk/client-iam';
import { accessDenied } from '../../sts/sts-error.ts';
import { operation } from '../../wire/service.ts';
import type { IamContext } from '../iam-context.ts';
import { noSuchEntity } from '../iam-error.ts';
import { pageOf } from '../page.ts';
import { principalOf, principalsOf } from '../principal.ts';

export const listAccessKeys = operation<ListAccessKeysRequest, ListAccessKeysResponse, IamContext>({
  schema: ListAccessKeys$,
  mutating: false,
  handle: (input, context, { caller }) => {
    const { name, credentials } = principalOf(context, caller, input.UserName);
    const { items, ...rest } = pageOf(credentials.accessKeys, input);
    const AccessKeyMetadata = items.map(({ id, createdAt }) => ({
      UserName: name,
      AccessKeyId: id,
      Status: 'Active' as const,
      CreateDate: new Date(createdAt),
    }));
    return { AccessKeyMetadata, ...rest };
  },
});

export const deleteAccessKey = operation<DeleteAccessKeyRequest, object, IamContext>({
  schema: DeleteAccessKey$,
  mutating: true,
  handle: ({ UserName, AccessKeyId }, context, call) => {
    const { credentials, arn } = principalOf(context, call.caller, UserName);
    const { accessKeys } = credentials;
    const at = accessKeys.findIndex(({ id }) => id === AccessKeyId);
    if (at < 0) throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found.`);
    accessKeys.splice(at, 1);
    call.effect(arn, []);
    return {};
  },
});

/** Only of keys in the caller's own account. */
export const getAccessKeyLastUsed = operation<
  GetAccessKeyLastUsedRequest,
  GetAccessKeyLastUsedResponse,
  IamContext
>({
  schema: GetAccessKeyLastUsed$,
  mutating: false,
  handle: ({ AccessKeyId = '' }, context, { caller }) => {
    for (const { name, credentials } of principalsOf(context, caller.account)) {
      const key = credentials.accessKeys.find(({ id }) => id === AccessKeyId);
      if (!key) continue;
      const { at, service = 'N/A', region = 'N/A' } = key.lastUsed ?? {};
      return {
        UserName: name,
        AccessKeyLastUsed: {
          ...(at !== undefined && { LastUsedDate: new Date(at) }),
          ServiceName: service,
          Region: region,
        } as GetAccessKeyLastUsedResponse['AccessKeyLastUsed'],
      };
    }
    const message = `User: ${caller.arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${AccessKeyId}`;
    throw accessDenied(message);
  },
});
