import { type ActivityContext, AT_THE_RUN, type Mutation } from '../../core/activity.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { GLOBAL_REGION } from '../account-clients.ts';
import { failedWith } from '../aws-failure.ts';
import { instantNow } from '../instant-now.ts';
import { pending } from '../rds/pending.ts';
import type { Services } from '../services.ts';
import { type DatedMember, isOfRun, momentOf } from './profile-of-run.ts';
import { findLoginProfile, type LoginProfile } from './root-credentials.ts';
import { iamAsRoot, plannedIam, plannedSession, ROOT_SESSION_IAM } from './root-session.ts';
import { type RootRecoveryReceipt, undoRootRecovery } from './undo-root-recovery.ts';

export interface AllowedRootRecovery {
  /** False where recovery was allowed before this run. */
  readonly made: boolean;
  /** Of the login profile. */
  readonly createdAt: Instant;
}

type Context = ActivityContext<Services>;

const CREATE = 'IAMCreateRootUserPassword';

/** IAM shows a change everywhere within seconds, mostly. */
const SETTLES_MS: Ms = 30_000;

/**
 * Allows the root user of a member to recover a password by mail: makes a login profile. Taken back at the end of the
 * run, where the run has made it.
 * Fails with `ACCOUNT_INVALID` (class `input`) or `LOGIN_PROFILE_IN_DOUBT` (class `safety`).
 */
export const allowRootRecovery: Mutation<
  DatedMember,
  RootRecoveryReceipt,
  AllowedRootRecovery,
  Services
> = {
  kind: 'mutation',
  name: 'iam.allow-root-recovery',
  waitsOn: 'aws',
  iam: ROOT_SESSION_IAM,
  settlesWithinMs: SETTLES_MS,
  owns: ({ accountId }) => ({
    type: 'iam:root-login-profile',
    id: accountId,
    region: GLOBAL_REGION,
  }),
  plan: (input) => ({
    calls: [
      plannedSession(input, CREATE),
      plannedIam('GetLoginProfile', false),
      plannedIam('CreateLoginProfile', true),
    ],
    output: { made: true, createdAt: AT_THE_RUN },
  }),
  start: allow,
  async poll(context, input, { made }) {
    const profile = await findLoginProfile(await iamAsRoot(context, input, CREATE));
    if (!profile.exists) return pending('no login profile is shown yet');
    const createdAt = momentOf(profile, input);
    const value = `account ${input.accountId}: login profile of ${createdAt}${made ? '' : ', there before this run'}`;
    return {
      status: 'done',
      output: { made, createdAt },
      facts: [{ label: 'Root recovery allowed', value }],
    };
  },
  async adopt(context, input) {
    const profile = await findLoginProfile(await iamAsRoot(context, input, CREATE));
    return profile.exists ? receiptFor(context, input, profile) : undefined;
  },
  undo: undoRootRecovery,
};

/** The same for a real recovery: once the run has completed, the root user keeps the password that was recovered. */
export const allowLastingRootRecovery: typeof allowRootRecovery = {
  ...allowRootRecovery,
  name: 'iam.allow-lasting-root-recovery',
  undo: { ...undoRootRecovery, when: 'unless-completed' },
};

async function allow(context: Context, input: DatedMember): Promise<RootRecoveryReceipt> {
  const iam = await iamAsRoot(context, input, CREATE);
  const before = await findLoginProfile(iam);
  if (before.exists) return receiptFor(context, input, before);
  const requestedAt = instantNow(context);
  try {
    await iam.createLoginProfile({});
    return { requestedAt, made: true };
  } catch (error) {
    if (!failedWith(error, 'ENTITY_ALREADY_EXISTS')) throw error;
    const profile = await findLoginProfile(iam);
    if (!profile.exists) throw error;
    return receiptFor(context, input, profile);
  }
}

function receiptFor(
  context: Context,
  input: DatedMember,
  profile: LoginProfile,
): RootRecoveryReceipt {
  return { requestedAt: instantNow(context), made: isOfRun(profile, input) };
}
