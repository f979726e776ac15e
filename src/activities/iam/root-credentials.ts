import type { IAM } from '@aws-sdk/client-iam';
import { KunrenError } from '../../core/failure.ts';
import { awsFailure, failedWith } from '../aws-failure.ts';

/** Everything by which somebody could sign in, or call, as the root user. In a session as root, no user is named. */
export interface RootCredentials {
  readonly loginProfile: LoginProfile;
  /** Ids. */
  readonly accessKeys: readonly string[];
  /** Ids. */
  readonly certificates: readonly string[];
  /** Serial numbers. */
  readonly mfaDevices: readonly string[];
}

/** With a login profile the root user has a password, or may recover one. */
export interface LoginProfile {
  readonly exists: boolean;
  /** Wall clock in ms, to the second. Absent where there is none, or AWS does not tell. */
  readonly createdAt?: number;
  readonly requestId?: string;
}

/** One line for each, e.g. `access key AKIA…`: the ids lead to its uses in CloudTrail. */
export function listCredentials({
  loginProfile,
  accessKeys,
  certificates,
  mfaDevices,
}: RootCredentials): readonly string[] {
  return [
    ...(loginProfile.exists ? ['login profile'] : []),
    ...accessKeys.map((id) => `access key ${id}`),
    ...certificates.map((id) => `signing certificate ${id}`),
    ...mfaDevices.map((serial) => `MFA device ${serial}`),
  ];
}

export async function findRootCredentials(iam: IAM): Promise<RootCredentials> {
  return {
    loginProfile: await findLoginProfile(iam),
    accessKeys: await listAccessKeys(iam),
    certificates: await listCertificates(iam),
    mfaDevices: await listMfaDevices(iam),
  };
}

export async function findLoginProfile(iam: IAM): Promise<LoginProfile> {
  try {
    const { LoginProfile: profile, $metadata } = await iam.getLoginProfile({});
    if (!profile) throw incomplete('GetLoginProfile', 'LoginProfile');
    const createdAt = profile.CreateDate?.getTime();
    return {
      exists: true,
      ...(createdAt !== undefined && { createdAt }),
      ...($metadata.requestId !== undefined && { requestId: $metadata.requestId }),
    };
  } catch (error) {
    if (!failedWith(error, 'NO_SUCH_ENTITY')) throw error;
    const requestId = awsFailure(error).failure.details?.['requestId'];
    return { exists: false, ...(typeof requestId === 'string' && { requestId }) };
  }
}

export function listAccessKeys(iam: IAM): Promise<readonly string[]> {
  return listAll('ListAccessKeys', async (Marker) => {
    const { AccessKeyMetadata: keys, ...page } = await iam.listAccessKeys(Marker);
    return { ...page, ids: keys?.map(({ AccessKeyId: id }) => id) };
  });
}

export function listCertificates(iam: IAM): Promise<readonly string[]> {
  return listAll('ListSigningCertificates', async (Marker) => {
    const { Certificates: certificates, ...page } = await iam.listSigningCertificates(Marker);
    return { ...page, ids: certificates?.map(({ CertificateId: id }) => id) };
  });
}

export function listMfaDevices(iam: IAM): Promise<readonly string[]> {
  return listAll('ListMFADevices', async (Marker) => {
    const { MFADevices: devices, ...page } = await iam.listMFADevices(Marker);
    return { ...page, ids: devices?.map(({ SerialNumber: serial }) => serial) };
  });
}

interface Page {
  readonly ids: readonly (string | undefined)[] | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** @throws KunrenError `ANSWER_INCOMPLETE` for an answer without a list: it is not one with an empty list. */
async function listAll(
  call: string,
  ask: (from: { readonly Marker?: string }) => Promise<Page>,
): Promise<readonly string[]> {
  const found: string[] = [];
  let from: { readonly Marker?: string } = {};
  for (;;) {
    const { ids, IsTruncated: more, Marker } = await ask(from);
    if (!ids) throw incomplete(call, 'list');
    for (const id of ids) {
      if (id === undefined) throw incomplete(call, 'id');
      found.push(id);
    }
    if (more !== true) return found;
    if (Marker === undefined) throw incomplete(call, 'Marker');
    from = { Marker };
  }
}

function incomplete(call: string, what: string): KunrenError {
  return new KunrenError({
    code: 'ANSWER_INCOMPLETE',
    message: `iam:${call} answered without its ${what}.`,
  });
}
