import { AT_THE_RUN, type Probe } from '../../core/activity.ts';
import { failureOf, KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import { plannedQuery } from './check-statement.ts';
import { type SqlAccess, type SqlSession, withSession } from './driver.ts';
import { ownerRights } from './postgres-fence.ts';
import { oneRow } from './transaction.ts';

export interface ConfirmOwnerLoginInput {
  /** The replica's database, as the owner: roles and passwords are those of its primary, which may be down. */
  readonly access: SqlAccess;
}

export interface OwnerLogin {
  /** Whom the server takes the login for. */
  readonly role: string;
}

/**
 * Logs in as the owner before anything is touched, and makes sure that the role may do what a fence takes: set a
 * default of the database, end sessions of others, and make a table. Nothing is written.
 * Fails with `OWNER_LOGIN_REFUSED` or `OWNER_RIGHTS_MISSING` (class `input`).
 */
export const confirmOwnerLogin: Probe<ConfirmOwnerLoginInput, OwnerLogin, Services> = {
  kind: 'probe',
  name: 'sql.confirm-owner-login',
  waitsOn: 'tool',
  iam: [],
  retry: { attempts: 4, baseMs: 500, capMs: 5_000 },
  plan: () => ({
    calls: [plannedQuery(undefined, ownerRights)],
    output: { role: AT_THE_RUN },
  }),
  async poll(context, { access }) {
    const rights = await withSession(context, access, readRights).catch((error) => {
      throw refusal(error, access);
    });
    const missing = missingRights(rights, access);
    if (missing.length > 0) {
      throw new KunrenError({
        code: 'OWNER_RIGHTS_MISSING',
        message: `${rights.role} at ${access.host}:${access.port} could not fence the database ${access.database}: ${missing.join('; ')}.`,
        class: 'input',
        details: { role: rights.role, databaseOwner: rights.databaseOwner },
      });
    }
    const { role, databaseOwner, isStandby } = rights;
    return {
      status: 'done',
      output: { role },
      facts: [
        {
          label: 'Owner login',
          value: `${role} at ${access.host}:${access.port}${isStandby ? ', a standby' : ''}`,
        },
        {
          label: 'Owner rights',
          value: `changes ${access.database} (it belongs to ${databaseOwner}), ends sessions, makes tables`,
        },
      ],
    };
  },
};

interface Rights {
  readonly role: string;
  readonly isStandby: boolean;
  readonly databaseOwner: string;
  readonly mayAlter: boolean;
  readonly maySignal: boolean;
  /** Where an unqualified table would go; empty where there is no such schema. */
  readonly schema: string;
  readonly mayCreate: boolean;
}

async function readRights(session: SqlSession): Promise<Rights> {
  const [role, standby, owner, alters, signals, schema, creates] = await oneRow(
    session,
    ownerRights,
  );
  return {
    role: role ?? '',
    isStandby: standby === 't',
    databaseOwner: owner ?? '',
    mayAlter: alters === 't',
    maySignal: signals === 't',
    schema: schema ?? '',
    mayCreate: creates === 't',
  };
}

/** Each as a right and how to give it. */
function missingRights(rights: Rights, { database }: SqlAccess): readonly string[] {
  const { databaseOwner, mayAlter, maySignal, schema, mayCreate } = rights;
  return [
    ...(mayAlter
      ? []
      : [
          `it may not alter the database, which belongs to ${databaseOwner} (make it a member of that role)`,
        ]),
    ...(maySignal
      ? []
      : ['it may not end sessions (make it a member of pg_signal_backend, or of rds_superuser)']),
    ...(mayCreate
      ? []
      : [
          schema === ''
            ? `there is no schema of ${database} in its search path`
            : `it may not make a table in the schema ${schema} (grant it CREATE there)`,
        ]),
  ];
}

const REFUSED = new Set([
  'SECRET_MISSING',
  'SQL_AUTH_REFUSED',
  'SQL_DATABASE_NOT_FOUND',
  'SQL_PERMISSION_DENIED',
]);

function refusal(error: unknown, { user, host, port, database }: SqlAccess): unknown {
  const { code, message } = failureOf(error);
  if (!REFUSED.has(code)) return error;
  return new KunrenError(
    {
      code: 'OWNER_LOGIN_REFUSED',
      message: `The owner ${user} cannot log in to ${database} at ${host}:${port}: ${message} A failover stops writes with this login; admin-password-env of the environment names the variable with its password.`,
      class: 'input',
      details: { cause: code },
    },
    { cause: error },
  );
}
