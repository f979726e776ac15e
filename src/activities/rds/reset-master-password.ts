import { randomBytes } from 'node:crypto';
import type { DBInstance } from '@aws-sdk/client-rds';
import type { Mutation, Poll } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { type SqlAccess, withSession } from '../sql/driver.ts';
import { demandOurs, describeInstance, plannedLook, type RdsContext } from './describe-instance.ts';
import { given } from './source-instance.ts';

export interface ResetMasterPasswordInput {
  /** Identifier of the restored instance. */
  readonly id: string;
  /** @default the environment's */
  readonly region?: string;
  /** The instance's master user. */
  readonly user: string;
  /** Name under which the new password is put into the vault. */
  readonly secret: string;
  /**
   * A database to log in to.
   * @default 'postgres'
   */
  readonly database?: string;
  /**
   * How long to try to log in with the new password where nobody answers at the endpoint.
   * @default 60_000
   */
  readonly proveWithinMs?: Ms;
}

export type ResetReceipt = { readonly id: string; readonly requestedAt: Instant };

export interface MasterPassword {
  readonly secret: string;
  /** False: the endpoint cannot be reached from here, so nothing beyond the word of RDS is known. */
  readonly loginProven: boolean;
}

const PROVE_WITHIN_MS: Ms = 60_000;

/**
 * Gives the restored instance a password of its own: it still has production's of the time of the backup, which RDS
 * never tells. The new one lives in memory only.
 * Fails with `NOT_OURS` (class `safety`) or `USER_NOT_MASTER` (class `input`).
 */
export const resetMasterPassword: Mutation<
  ResetMasterPasswordInput,
  ResetReceipt,
  MasterPassword,
  Services
> = {
  kind: 'mutation',
  name: 'rds.reset-master-password',
  waitsOn: 'aws',
  volatile: true,
  iam: ['rds:DescribeDBInstances', 'rds:ModifyDBInstance'],
  pollEvery: { initialMs: 500, maxMs: 5_000, factor: 1.4 },
  plan: ({ id, secret }) => ({
    calls: [
      plannedLook(id),
      {
        service: 'rds',
        operation: 'ModifyDBInstance',
        parameters: modification(id, '(random, kept in memory only)'),
        mutating: true,
      },
    ],
    output: { secret, loginProven: true },
  }),
  async start(context, { id, region, user, secret }) {
    const instance = await describeOurs(context, id, region);
    if (instance.MasterUsername !== user) {
      throw new KunrenError({
        code: 'USER_NOT_MASTER',
        message: `The master user of ${id} is ${instance.MasterUsername}, not ${user}; RDS resets no other password.`,
        class: 'input',
      });
    }
    // 32 characters of the base64url alphabet, which RDS takes for every engine.
    // biome-ignore lint/plugin: nobody may foretell a password, so it comes from the system, not through a port
    const password = randomBytes(24).toString('base64url');
    // First into the vault, so that from here on the journal redacts it wherever it turns up.
    context.secrets.put(secret, password);
    const requestedAt = instantNow(context);
    const rds = await context.services.aws.rds(region);
    await rds.modifyDBInstance(modification(id, password));
    return { id, requestedAt };
  },
  async poll(context, input, receipt) {
    const instance = await describeOurs(context, input.id, input.region);
    const { DBInstanceStatus: status = 'unknown', PendingModifiedValues: pendingValues } = instance;
    if (pendingValues?.MasterUserPassword !== undefined)
      return pending('new password not applied yet');
    if (status !== 'available') return pending(status);
    return proveLogin(context, input, receipt, instance);
  },
  // A password of an earlier attempt is lost with its process, so it cannot be taken over. Setting another one is
  // safe: the last one set is the one that counts, and only this run knows it.
  adopt: async () => undefined,
};

async function describeOurs(
  context: RdsContext,
  id: string,
  region: string | undefined,
): Promise<DBInstance> {
  const { instance } = await describeInstance(context, id, region);
  if (!instance) {
    throw new KunrenError({
      code: 'DB_INSTANCE_NOT_FOUND',
      message: `There is no instance ${id}.`,
    });
  }
  demandOurs(context, instance, 'NOT_OURS');
  return instance;
}

/**
 * Right after the call RDS still says `available`, with the old password in force: only a login tells.
 */
async function proveLogin(
  context: RdsContext,
  input: ResetMasterPasswordInput,
  receipt: ResetReceipt,
  instance: DBInstance,
): Promise<Poll<MasterPassword>> {
  const { secret } = input;
  const access: SqlAccess = {
    host: given(instance.Endpoint?.Address, 'Endpoint.Address'),
    port: given(instance.Endpoint?.Port, 'Endpoint.Port'),
    database: input.database ?? 'postgres',
    user: input.user,
    secret,
    tls: context.environment === 'aws',
  };
  const login = (value: string) => [{ label: 'Login with the new master password', value }];
  try {
    await withSession(context, access, (session) => session.query('select 1'));
    return {
      status: 'done',
      output: { secret, loginProven: true },
      facts: login('proven'),
    };
  } catch (error) {
    if (!(error instanceof KunrenError) || context.signal.aborted) throw error;
    if (error.code === 'SQL_AUTH_REFUSED') return pending('new password not accepted yet');
    if (error.code === 'SECRET_MISSING' || error.failure.class === 'bug') throw error;
    const waited = context.clock.now() - Date.parse(receipt.requestedAt);
    if (waited < (input.proveWithinMs ?? PROVE_WITHIN_MS)) {
      return pending(`no login yet: ${error.message}`);
    }
    return {
      status: 'done',
      output: { secret, loginProven: false },
      facts: login(`not proven: ${error.message}`),
    };
  }
}

function pending(message: string): Poll<MasterPassword> {
  return { status: 'pending', progress: { message } };
}

function modification(id: string, password: string) {
  return { DBInstanceIdentifier: id, MasterUserPassword: password, ApplyImmediately: true };
}
