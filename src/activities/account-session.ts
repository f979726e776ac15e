import type { STS } from '@aws-sdk/client-sts';
import { KunrenError } from '../core/failure.ts';
import type { Ms } from '../core/ports.ts';
import { demandAccount } from './account-guard.ts';
import type { AwsCredentials } from './aws-credentials.ts';

/** How an account that is not the environment's own is entered. */
export type AccountSession =
  | {
      readonly by: 'role';
      /** Twelve digits; the account that the role belongs to. */
      readonly accountId: string;
      readonly roleArn: string;
      readonly externalId?: string;
    }
  | {
      /** As the root user of a member, for one task: centralized root access. */
      readonly by: 'root';
      /** Twelve digits; a member of the caller's organization, and not its management account. */
      readonly accountId: string;
      readonly task: RootTask;
    };

/** What a session as root may do: the policies that AWS has for it. */
export type RootTask =
  | 'IAMAuditRootUserCredentials'
  | 'IAMCreateRootUserPassword'
  | 'IAMDeleteRootUserCredentials';

/** As long as AWS lets a session as root live. */
const ROOT_SESSION_MS: Ms = 15 * 60_000;

/**
 * Credentials of the session, for memory only.
 * @param sts - of the caller. Sessions as root are made at an endpoint of a Region; the global one has none.
 * @throws KunrenError `ACCOUNT_MISMATCH` (class `safety`) when the role belongs to another account, `SESSION_INCOMPLETE`.
 */
export async function assumeSession(
  sts: Pick<STS, 'assumeRole' | 'assumeRoot'>,
  session: AccountSession,
): Promise<AwsCredentials> {
  const { Credentials: made } = await assume(sts, session);
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = made ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new KunrenError({
      code: 'SESSION_INCOMPLETE',
      message: `STS gave no usable credentials for account ${session.accountId}.`,
      retryable: true,
    });
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}

function assume(sts: Pick<STS, 'assumeRole' | 'assumeRoot'>, session: AccountSession) {
  switch (session.by) {
    case 'role': {
      const { accountId, roleArn, externalId } = session;
      const Account = /^arn:[\w-]+:iam::(\d{12}):role\//.exec(roleArn)?.[1] ?? '';
      demandAccount(accountId, { Account, Arn: roleArn }, 'the runbook');
      return sts.assumeRole({
        RoleArn: roleArn,
        RoleSessionName: 'kunren',
        ...(externalId !== undefined && { ExternalId: externalId }),
      });
    }
    case 'root':
      return sts.assumeRoot({
        TargetPrincipal: session.accountId,
        TaskPolicyArn: { arn: `arn:aws:iam::aws:policy/root-task/${session.task}` },
        DurationSeconds: ROOT_SESSION_MS / 1000,
      });
  }
}
