import { GetUser$, type GetUserRequest, type GetUserResponse } from '@aws-sdk/client-iam';
import { operation } from '../../wire/service.ts';
import type { IamContext } from '../iam-context.ts';
import { principalOf } from '../principal.ts';
import { userView } from '../user-view.ts';

export const getUser = operation<GetUserRequest, GetUserResponse, IamContext>({
  schema: GetUser$,
  mutating: false,
  handle: ({ UserName }, context, { caller }) => ({
    User: userView(principalOf(context, caller, UserName)),
  }),
});
