import type { Undo } from '../../core/activity.ts';
import type { Instant } from '../../core/ports.ts';
import type { RemovalProof } from '../../core/resource.ts';
import { failedWith } from '../aws-failure.ts';
import { pending } from '../rds/pending.ts';
import type { Services } from '../services.ts';
import { type DatedMember, isOfRun, momentOf } from './profile-of-run.ts';
import { findLoginProfile, type LoginProfile } from './root-credentials.ts';
import { iamAsRoot, plannedIam, plannedSession, ROOT_SESSION_IAM } from './root-session.ts';

export type RootRecoveryReceipt = {
  readonly requestedAt: Instant;
  /** False where recovery was allowed before this run; then it stays so. */
  readonly made: boolean;
};

const DELETE = 'IAMDeleteRootUserCredentials';
const AUDIT = 'IAMAuditRootUserCredentials';

/** Deletes the login profile that this run has made, with whatever password it has got since. */
export const undoRootRecovery: Undo<DatedMember, Services, RootRecoveryReceipt> = {
  async start(context, input, receipt) {
    const profile = await findLoginProfile(await iamAsRoot(context, input, AUDIT));
    if (!profile.exists || isLeft(profile, input, receipt)) return;
    const iam = await iamAsRoot(context, input, DELETE);
    await iam.deleteLoginProfile({}).catch((error) => {
      if (!failedWith(error, 'NO_SUCH_ENTITY')) throw error;
    });
  },
  async poll(context, input, receipt) {
    const profile = await findLoginProfile(await iamAsRoot(context, input, AUDIT));
    if (!profile.exists) return { status: 'done', output: proof(profile, 'NoSuchEntity') };
    if (!isLeft(profile, input, receipt)) return pending('the login profile is still there');
    const observed = `none of this run’s: the one of ${momentOf(profile, input)} was there before and stays`;
    return { status: 'done', output: proof(profile, observed) };
  },
  iam: ROOT_SESSION_IAM,
  plan: (input) => [plannedSession(input, DELETE), plannedIam('DeleteLoginProfile', true)],
};

/** Whether a clean-up has nothing to do with it. */
function isLeft(
  profile: LoginProfile,
  input: DatedMember,
  receipt: RootRecoveryReceipt | undefined,
): boolean {
  return receipt?.made === false || !isOfRun(profile, input);
}

function proof({ requestId }: LoginProfile, observed: string): RemovalProof {
  return {
    call: 'iam:GetLoginProfile',
    observed,
    ...(requestId !== undefined && { requestId }),
  };
}
