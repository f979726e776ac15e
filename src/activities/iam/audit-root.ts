import type { Probe } from '../../core/activity.ts';
import type { PostureSnapshot } from '../../core/posture.ts';
import { postureFacts } from '../../core/tell-posture.ts';
import { type About, fail, type Judgement, judged, pass } from '../account/posture/finding.ts';
import { type Reading, read } from '../account/posture/reading.ts';
import type { Services } from '../services.ts';
import {
  findLoginProfile,
  listAccessKeys,
  listCertificates,
  listCredentials,
  listMfaDevices,
} from './root-credentials.ts';
import {
  iamAsRoot,
  plannedIam,
  plannedSession,
  ROOT_SESSION_IAM,
  type RootMember,
} from './root-session.ts';

export interface AuditRootInput extends RootMember {
  readonly label: PostureSnapshot['label'];
  /** Ids of findings that have to be good after the recovery. @default none */
  readonly required?: readonly string[];
}

/** `null` is not known, which is not none. */
export interface AuditedRoot {
  /** The root user has a password, or may recover one. */
  readonly loginProfile: boolean | null;
  readonly accessKeys: number | null;
  readonly certificates: number | null;
  readonly mfaDevices: number | null;
  /** What was seen, one line for each. What is not known is not among it. */
  readonly found: readonly string[];
  /** Known to have none of these. */
  readonly nothingLeft: boolean;
}

const TASK = 'IAMAuditRootUserCredentials';

/**
 * Lists the root user's credentials in a member, as its root user and with leave to look only. What is denied is
 * unknown. MFA counts as missing only where there is a password to protect.
 * A plan does not perform it: a session as root is on CloudTrail's record, and many have an alarm on it.
 * Fails with `ACCOUNT_INVALID` (class `input`).
 */
export const auditRoot: Probe<AuditRootInput, AuditedRoot, Services> = {
  kind: 'probe',
  name: 'iam.audit-root',
  waitsOn: 'aws',
  iam: ROOT_SESSION_IAM,
  plan: (input) => ({
    calls: [
      plannedSession(input, TASK),
      plannedIam('GetLoginProfile', false),
      plannedIam('ListAccessKeys', false),
      plannedIam('ListSigningCertificates', false),
      plannedIam('ListMFADevices', false),
    ],
    output: {
      loginProfile: null,
      accessKeys: null,
      certificates: null,
      mfaDevices: null,
      found: [],
      nothingLeft: false,
    },
  }),
  async poll(context, input) {
    const iam = await iamAsRoot(context, input, TASK);
    const profile = await read(context, { call: 'iam:GetLoginProfile' }, () =>
      findLoginProfile(iam),
    );
    const keys = await read(context, { call: 'iam:ListAccessKeys' }, () => listAccessKeys(iam));
    const certificates = await read(context, { call: 'iam:ListSigningCertificates' }, () =>
      listCertificates(iam),
    );
    const devices = await read(context, { call: 'iam:ListMFADevices' }, () => listMfaDevices(iam));
    const about = (id: string, title: string, field: string): About => ({
      id,
      title,
      field,
      subject: input.accountId,
    });
    const posture: PostureSnapshot = {
      label: input.label,
      account: input.accountId,
      ...(input.required && { required: input.required }),
      findings: [
        judged(
          about('root-audit-password', 'No root password, and none to recover', 'LoginProfile'),
          profile,
          ({ exists, createdAt }) =>
            exists
              ? fail('The root user has a login profile.', `LoginProfile of ${dated(createdAt)}`)
              : pass('The root user has no login profile.', 'NoSuchEntity'),
        ),
        judged(
          about('root-audit-access-keys', 'No root access keys', 'AccessKeyMetadata'),
          keys,
          (ids) => judgeNone(ids, 'access keys'),
        ),
        judged(
          about('root-audit-certificates', 'No root signing certificates', 'Certificates'),
          certificates,
          (ids) => judgeNone(ids, 'signing certificates'),
        ),
        {
          ...judged(
            about('root-audit-mfa', 'Root password is protected by MFA', 'MFADevices'),
            devices,
            (ids) => judgeMfa(ids, profile),
          ),
          requirement: 'ARC-003',
        },
      ],
    };
    const counts = {
      loginProfile: profile.answered ? profile.value.exists : null,
      accessKeys: countOf(keys),
      certificates: countOf(certificates),
      mfaDevices: countOf(devices),
    };
    const found = listCredentials({
      loginProfile: profile.answered ? profile.value : { exists: false },
      accessKeys: idsOf(keys),
      certificates: idsOf(certificates),
      mfaDevices: idsOf(devices),
    });
    const nothingLeft = Object.values(counts).every((count) => count === 0 || count === false);
    return {
      status: 'done',
      output: { ...counts, found, nothingLeft },
      facts: postureFacts(posture),
      posture,
    };
  },
};

function judgeNone(ids: readonly string[], what: string): Judgement {
  return ids.length === 0
    ? pass(`The root user has no ${what}.`, 'none')
    : fail(`The root user has ${what}.`, ids.join(', '));
}

function judgeMfa(
  serials: readonly string[],
  profile: Reading<{ readonly exists: boolean }>,
): Judgement {
  if (serials.length > 0) return pass('The root user has MFA.', serials.join(', '));
  if (!profile.answered) {
    return {
      outcome: 'unknown',
      reason: `There is no MFA device, and ${profile.why}`,
      observed: 'none',
    };
  }
  return profile.value.exists
    ? fail('The root user has a login profile and no MFA device.', 'none')
    : { outcome: 'not-applicable', reason: 'There is no password to protect.', observed: 'none' };
}

function countOf(ids: Reading<readonly string[]>): number | null {
  return ids.answered ? ids.value.length : null;
}

function idsOf(ids: Reading<readonly string[]>): readonly string[] {
  return ids.answered ? ids.value : [];
}

function dated(createdAt: number | undefined): string {
  return createdAt === undefined ? 'unknown date' : new Date(createdAt).toISOString();
}
