import type { ActivityContext } from '../../core/activity.ts';
import type { Services } from '../services.ts';

/** How the Account API is told which account is meant: it refuses the caller's own by its id. */
export async function accountParameter(
  { services }: Pick<ActivityContext<Services>, 'services'>,
  accountId: string,
): Promise<{ readonly AccountId?: string }> {
  const { Account } = await (await services.aws.sts()).getCallerIdentity({});
  return Account === accountId ? {} : { AccountId: accountId };
}
