import type { Instant } from '../../core/ports.ts';
import type { Credentials } from '../root/root-state.ts';
import type { Identity } from '../sts/identity.ts';
import { rootOf } from '../sts/identity.ts';
import type { IamContext } from './iam-context.ts';
import { invalid, noSuchEntity } from './iam-error.ts';
import type { UserRecord } from './iam-state.ts';

/** Whose credentials a call is about: an IAM user, or the root user. */
export interface Principal {
  readonly kind: 'user' | 'root';
  readonly name: string;
  readonly userId: string;
  readonly arn: string;
  readonly createdAt: Instant;
  readonly passwordLastUsed?: Instant;
  readonly credentials: Credentials;
}

/**
 * The user of that name; without one, whoever calls.
 * @throws ServiceError `NoSuchEntity`; `ValidationError` for a role, which has no credentials of its own.
 */
export function principalOf(
  context: IamContext,
  caller: Identity,
  userName: string | undefined,
): Principal {
  if (userName === undefined && caller.kind === 'root')
    return rootPrincipal(context, caller.account);
  if (userName === undefined && caller.kind !== 'user') {
    throw invalid('Must specify userName when calling with non-User credentials');
  }
  const name = userName ?? caller.name;
  const user = context.state.users.find(
    (each) => each.account === caller.account && each.name === name,
  );
  if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return userPrincipal(user);
}

/** The root user and the IAM users of an account. */
export function principalsOf(context: IamContext, account: string): readonly Principal[] {
  const users = context.state.users.filter((each) => each.account === account);
  return [rootPrincipal(context, account), ...users.map(userPrincipal)];
}

function rootPrincipal({ root }: IamContext, account: string): Principal {
  const user = root.find(account);
  if (!user) throw noSuchEntity(`The sandbox has no root user of account ${account}.`);
  const { createdAt, passwordLastUsed, credentials } = user;
  const { userId, arn, name } = rootOf(account);
  return {
    kind: 'root',
    name,
    userId,
    arn,
    createdAt,
    credentials,
    ...(passwordLastUsed !== undefined && { passwordLastUsed }),
  };
}

function userPrincipal({ account, name, userId, createdAt, credentials }: UserRecord): Principal {
  const arn = `arn:aws:iam::${account}:user/${name}`;
  return { kind: 'user', name, userId, arn, createdAt, credentials };
}
