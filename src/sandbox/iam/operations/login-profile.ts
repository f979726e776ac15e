import {
  CreateLoginProfile$,
  type CreateLoginProfileRequest,
  type CreateLoginProfileResponse,
  DeleteLoginProfile$,
  type DeleteLoginProfileRequest,
  GetLoginProfile$,
  type GetLoginProfileRequest,
  type GetLoginProfileResponse,
  type LoginProfile,
} from '@aws-sdk/client-iam';
import { operation } from '../../wire/service.ts';
import type { IamContext } from '../iam-context.ts';
import { alreadyExists, invalid, noSuchEntity } from '../iam-error.ts';
import { type Principal, principalOf } from '../principal.ts';

export const getLoginProfile = operation<
  GetLoginProfileRequest,
  GetLoginProfileResponse,
  IamContext
>({
  schema: GetLoginProfile$,
  mutating: false,
  handle: ({ UserName }, context, { caller }) => ({
    LoginProfile: profileView(principalOf(context, caller, UserName)),
  }),
});

/** For a root user it sets no password: it allows that one is won back by mail. */
export const createLoginProfile = operation<
  CreateLoginProfileRequest,
  CreateLoginProfileResponse,
  IamContext
>({
  schema: CreateLoginProfile$,
  mutating: true,
  honours: ['UserName'],
  handle: ({ UserName }, context, call) => {
    const principal = principalOf(context, call.caller, UserName);
    if (principal.kind === 'user') {
      throw invalid('The sandbox makes no passwords of IAM users, only of root users.');
    }
    if (principal.credentials.login) {
      throw alreadyExists(`Login Profile for user ${principal.name} already exists.`);
    }
    principal.credentials.login = { createdAt: context.root.now() };
    call.effect(principal.arn, []);
    return { LoginProfile: profileView(principal) };
  },
});

export const deleteLoginProfile = operation<DeleteLoginProfileRequest, object, IamContext>({
  schema: DeleteLoginProfile$,
  mutating: true,
  handle: ({ UserName }, context, call) => {
    const principal = principalOf(context, call.caller, UserName);
    if (!principal.credentials.login) throw noProfile(principal);
    delete principal.credentials.login;
    call.effect(principal.arn, []);
    return {};
  },
});

function profileView(principal: Principal): LoginProfile {
  const { login } = principal.credentials;
  if (!login) throw noProfile(principal);
  return {
    UserName: principal.name,
    CreateDate: new Date(login.createdAt),
    PasswordResetRequired: false,
  };
}

function noProfile({ name }: Principal) {
  return noSuchEntity(`Login Profile for User ${name} cannot be found.`);
}
