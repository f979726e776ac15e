import type { IAM } from '@aws-sdk/client-iam';
import type { Mutation } from '../../core/activity.ts';
import type { Instant } from '../../core/ports.ts';
import { failedWith } from '../aws-failure.ts';
import { instantNow } from '../instant-now.ts';
import { pending } from '../rds/pending.ts';
import type { Services } from '../services.ts';
import { findRootCredentials, listCredentials, type RootCredentials } from './root-credentials.ts';
import {
  iamAsRoot,
  plannedIam,
  plannedSession,
  ROOT_SESSION_IAM,
  type RootMember,
} from './root-session.ts';

export type DeleteRootReceipt = {
  readonly requestedAt: Instant;
  /** What was there, one line for each. */
  readonly removed: readonly string[];
};

const DELETE = 'IAMDeleteRootUserCredentials';
const AUDIT = 'IAMAuditRootUserCredentials';

/**
 * Removes whatever the root user of a member could sign in or call with: login profile, access keys, signing
 * certificates, MFA devices. It cannot be undone, and what is gone already is no failure.
 * Done only when an audit finds nothing any more.
 * Fails with `ACCOUNT_INVALID` (class `input`) or `ANSWER_INCOMPLETE`.
 */
export const deleteRootCredentials: Mutation<
  RootMember,
  DeleteRootReceipt,
  { readonly removed: readonly string[] },
  Services
> = {
  kind: 'mutation',
  name: 'iam.delete-root-credentials',
  waitsOn: 'aws',
  iam: ROOT_SESSION_IAM,
  plan: (input) => ({
    calls: [
      plannedSession(input, DELETE),
      plannedIam('DeleteLoginProfile', true),
      plannedIam('DeleteAccessKey', true),
      plannedIam('DeleteSigningCertificate', true),
      plannedIam('DeactivateMFADevice', true),
      plannedSession(input, AUDIT),
    ],
    output: { removed: [] },
  }),
  async start(context, input) {
    const requestedAt = instantNow(context);
    const iam = await iamAsRoot(context, input, DELETE);
    const found = await findRootCredentials(iam);
    await removeAll(iam, found);
    return { requestedAt, removed: listCredentials(found) };
  },
  async poll(context, input, { removed }) {
    const left = listCredentials(await findRootCredentials(await iamAsRoot(context, input, AUDIT)));
    if (left.length > 0) return pending(`still there: ${left.join(', ')}`);
    return {
      status: 'done',
      output: { removed },
      facts: [
        {
          label: 'Root credentials',
          value: `account ${input.accountId} has none; removed: ${removed.join(', ') || 'nothing'}`,
        },
      ],
    };
  },
  async adopt(context, input) {
    const left = listCredentials(await findRootCredentials(await iamAsRoot(context, input, AUDIT)));
    // What an interrupted removal has left is removed by another one.
    return left.length === 0 ? { requestedAt: instantNow(context), removed: [] } : undefined;
  },
};

/** The password first and MFA last, so that at no time a password stands without its MFA. */
async function removeAll(iam: IAM, found: RootCredentials): Promise<void> {
  if (found.loginProfile.exists) await gone(iam.deleteLoginProfile({}));
  for (const AccessKeyId of found.accessKeys) await gone(iam.deleteAccessKey({ AccessKeyId }));
  for (const CertificateId of found.certificates) {
    await gone(iam.deleteSigningCertificate({ CertificateId }));
  }
  for (const SerialNumber of found.mfaDevices) {
    await gone(iam.deactivateMFADevice({ SerialNumber }));
  }
}

async function gone(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error) => {
    if (!failedWith(error, 'NO_SUCH_ENTITY')) throw error;
  });
}
