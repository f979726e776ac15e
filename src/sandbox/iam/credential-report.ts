import type { AccessKey, Credentials } from '../root/root-state.ts';
import type { Principal } from './principal.ts';

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const;

const NONE = 'N/A';

/** The report of an account, as CSV. @param principals the root user first */
export function credentialReport(principals: readonly Principal[]): string {
  return [COLUMNS, ...principals.map(rowOf)].map((cells) => cells.join(',')).join('\n');
}

function rowOf(principal: Principal): readonly string[] {
  const { arn, createdAt, credentials } = principal;
  const { mfaDevices, accessKeys, signingCertificates } = credentials;
  return [
    principal.kind === 'root' ? '<root_account>' : principal.name,
    arn,
    csvTime(createdAt),
    ...passwordCells(principal),
    String(mfaDevices.length > 0),
    ...keyCells(accessKeys[0]),
    ...keyCells(accessKeys[1]),
    ...certificateCells(signingCertificates[0]),
    ...certificateCells(signingCertificates[1]),
  ];
}

/** AWS tells of the root user's password only when it was used last. */
function passwordCells({ kind, credentials, passwordLastUsed }: Principal): readonly string[] {
  const lastUsed = passwordLastUsed === undefined ? 'no_information' : csvTime(passwordLastUsed);
  if (kind === 'root') return ['not_supported', lastUsed, 'not_supported', 'not_supported'];
  const { login } = credentials;
  return login ? ['true', lastUsed, csvTime(login.createdAt), NONE] : ['false', NONE, NONE, NONE];
}

function keyCells(key: AccessKey | undefined): readonly string[] {
  if (!key) return ['false', NONE, NONE, NONE, NONE];
  const { createdAt, lastUsed } = key;
  const used = lastUsed
    ? [csvTime(lastUsed.at), lastUsed.region, lastUsed.service]
    : [NONE, NONE, NONE];
  return ['true', csvTime(createdAt), ...used];
}

function certificateCells(
  certificate: Credentials['signingCertificates'][number] | undefined,
): readonly string[] {
  return certificate ? ['true', csvTime(certificate.uploadedAt)] : ['false', NONE];
}

function csvTime(instant: string): string {
  return instant.replace(/\.\d+Z$/, '+00:00');
}
