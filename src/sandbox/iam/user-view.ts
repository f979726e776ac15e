import type { User } from '@aws-sdk/client-iam';
import type { Principal } from './principal.ts';

/** As IAM answers it; a root user has neither path nor name. */
export function userView(principal: Principal): User {
  const { kind, name, userId, arn, createdAt, passwordLastUsed } = principal;
  return {
    Path: kind === 'user' ? '/' : undefined,
    UserName: kind === 'user' ? name : undefined,
    UserId: userId,
    Arn: arn,
    CreateDate: new Date(createdAt),
    ...(passwordLastUsed !== undefined && { PasswordLastUsed: new Date(passwordLastUsed) }),
  };
}
