import { type Failure, KunrenError } from '../../core/failure.ts';

/** During `connect` nothing has been asked for yet, so a lost connection leaves nothing in doubt. */
export type SqlPhase = 'connect' | 'statement';

interface Server {
  readonly host: string;
  readonly port: number;
}

type Meaning = Pick<Failure, 'code' | 'class' | 'retryable' | 'ambiguous'>;

/**
 * What an error of a database, or of the way to it, means for the run.
 * An error that is known already is returned as it is; one that comes from neither stays a bug.
 */
export function sqlFailure(error: unknown, phase: SqlPhase, server?: Server): KunrenError {
  if (error instanceof KunrenError) return error;
  const thrown = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const meaning = judge(code, thrown.message, phase);
  const way = meaning.code === 'TLS_CERTIFICATE_UNTRUSTED' ? TRUST_IT : '';
  const where = `${server ? ` (${server.host}:${server.port})` : ''}${way}`;
  return new KunrenError(
    {
      ...meaning,
      message: `${thrown.message}${where}`,
      ...(code !== undefined && { details: { sqlState: code } }),
    },
    { cause: error },
  );
}

const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
const CONNECTION_LOST = /^(ECONNRESET|EPIPE|ETIMEDOUT|ABORT_ERR|08...|57P01|57P02)$/;
/** Nobody that this machine knows vouches for the server's certificate. */
const AUTHORITY_UNKNOWN =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_UNTRUSTED)$/;
const TRUST_IT =
  ". Set NODE_EXTRA_CA_CERTS to the file with RDS's certificate bundle (global-bundle.pem), then start again";
const TLS_UNTRUSTED = /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_TLS_)/;
// node-postgres throws these without a code.
const LOST_IN_WORDS = /connection terminated|timeout expired|not queryable|connection was closed/i;

const SQLSTATES: { readonly [state: string]: Meaning } = {
  '28P01': lasting('SQL_AUTH_REFUSED', 'input'),
  '28000': lasting('SQL_AUTH_REFUSED', 'input'),
  '3D000': lasting('SQL_DATABASE_NOT_FOUND', 'input'),
  '57P03': passing('SQL_STARTING_UP', false),
  '53300': passing('SQL_TOO_MANY_CONNECTIONS', false),
  '55P03': passing('SQL_LOCKED', false),
  '40001': passing('SQL_CONFLICT', false),
  '40P01': passing('SQL_CONFLICT', false),
  '57014': lasting('SQL_STATEMENT_TIMEOUT', 'environment'),
  '25006': lasting('SQL_READ_ONLY', 'environment'),
  '42501': lasting('SQL_PERMISSION_DENIED', 'input'),
  '42P01': lasting('SQL_TABLE_NOT_FOUND', 'input'),
  '3F000': lasting('SQL_TABLE_NOT_FOUND', 'input'),
  '42703': lasting('SQL_COLUMN_NOT_FOUND', 'input'),
};

function judge(code: string | undefined, message: string, phase: SqlPhase): Meaning {
  if (code !== undefined) {
    const known = SQLSTATES[code];
    if (known) return known;
    if (UNREACHABLE.test(code)) return passing('SQL_UNREACHABLE', false);
    if (AUTHORITY_UNKNOWN.test(code)) return lasting('TLS_CERTIFICATE_UNTRUSTED', 'input');
    if (TLS_UNTRUSTED.test(code)) return lasting('SQL_TLS_UNTRUSTED', 'environment');
    if (code.startsWith('53')) return passing('SQL_OUT_OF_RESOURCES', false);
  }
  if (CONNECTION_LOST.test(code ?? '') || LOST_IN_WORDS.test(message)) {
    return phase === 'connect'
      ? passing('SQL_UNREACHABLE', false)
      : passing('SQL_CONNECTION_LOST', true);
  }
  if (/does not support SSL/.test(message)) return lasting('SQL_TLS_REFUSED', 'input');
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) return lasting(`SQLSTATE_${code}`, 'input');
  return lasting('UNEXPECTED', 'bug');
}

function passing(code: string, ambiguous: boolean): Meaning {
  return { code, class: 'environment', retryable: true, ambiguous };
}

function lasting(code: string, failureClass: Failure['class']): Meaning {
  return { code, class: failureClass, retryable: false, ambiguous: false };
}
