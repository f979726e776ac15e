import { failureOf, KunrenError } from '../core/failure.ts';
import type { AwsCredentials, CredentialSource } from './aws-credentials.ts';

/** Who AWS says that some credentials belong to. */
export interface CallerIdentity {
  readonly Account?: string | undefined;
  readonly Arn?: string | undefined;
}

/** Lets credentials out only once AWS has said that they belong to the declared account. */
export interface AccountGuard {
  /**
   * @param region - where the credentials are wanted, and where `ask` asks: a Region that is down holds up nothing in
   * another one.
   * @param ask - asks AWS about the credentials that it is given; called once for each set of them.
   * @throws KunrenError `ACCOUNT_MISMATCH` (class `safety`), or what `ask` failed with.
   */
  provide(
    region: string,
    ask: (held: AwsCredentials) => Promise<CallerIdentity>,
  ): Promise<AwsCredentials>;
  /** Starts afresh: other credentials may come, and they are asked about again. */
  forget(): void;
}

/**
 * Another account answers "not found" for whatever this one holds, and that would be written down as a proof. So not
 * only a run's first step has to know the account, but every process, and every login that is renewed on the way.
 */
export function createAccountGuard(accountId: string, credentials: CredentialSource): AccountGuard {
  /** Access keys that AWS has answered for, whichever Region it was: a key belongs to one account for ever. */
  const confirmed = new Set<string>();
  /** Questions without an answer yet, by access key and Region. */
  const asking = new Map<string, Promise<void>>();

  const forget = () => {
    confirmed.clear();
    asking.clear();
    credentials.forget();
  };
  const confirm = async (
    held: AwsCredentials,
    region: string,
    ask: (held: AwsCredentials) => Promise<CallerIdentity>,
  ) => {
    const key = held.accessKeyId;
    const question = `${key} ${region}`;
    for (let shared = asking.get(question); shared; shared = asking.get(question)) {
      const failure = await shared.then(() => undefined, failureOf);
      if (!failure) return;
      if (failure.class === 'safety') throw new KunrenError(failure);
      // Whoever asked may have been cut off by a signal that is not ours; then the question is still open.
    }
    if (confirmed.has(key)) return;
    const own = ask(held).then((identity) => demandAccount(accountId, identity));
    asking.set(question, own);
    const settle = () => {
      if (asking.get(question) === own) asking.delete(question);
    };
    try {
      await own;
      confirmed.add(key);
      settle();
    } catch (error) {
      settle();
      const { failure } = error instanceof KunrenError ? error : { failure: failureOf(error) };
      // Not even the next attempt must use them, and a login made meanwhile in another terminal counts.
      if (failure.class === 'safety') forget();
      // Whatever became of the question, the call that it was asked for has not been made.
      throw new KunrenError({ ...failure, ambiguous: false }, { cause: error });
    }
  };

  return {
    async provide(region, ask) {
      const held = await credentials.provide(region);
      await confirm(held, region, ask);
      return held;
    },
    forget,
  };
}

/**
 * @param declaredBy - whose word it is that the account should be that one
 * @throws KunrenError `ACCOUNT_MISMATCH` (class `safety`).
 */
export function demandAccount(
  accountId: string,
  { Account = '', Arn = '' }: CallerIdentity,
  declaredBy = 'the environment',
): void {
  if (Account === accountId) return;
  throw new KunrenError({
    code: 'ACCOUNT_MISMATCH',
    message: `The credentials belong to account ${Account}, but ${declaredBy} declares ${accountId}.`,
    class: 'safety',
    details: { arn: Arn },
  });
}
