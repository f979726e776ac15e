import type { DBInstance } from '@aws-sdk/client-rds';
import { failureOf } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import { type SqlAccess, within, withSession } from '../sql/driver.ts';
import { isFenced, isStandby } from '../sql/fence.ts';
import { takesWrites } from '../sql/try-write.ts';
import { describeInstance, type InstanceRef, type RdsContext } from './describe-instance.ts';
import { replicationOf } from './replication.ts';

export interface SurveyedInstance extends InstanceRef {
  /**
   * The way into its database. The address is the last one known; where RDS tells another one, that is taken.
   * @default nothing is asked of the database, and nobody knows whether it takes writes
   */
  readonly access?: SqlAccess;
}

type Known = 'yes' | 'no' | 'unknown';

/** What could be learnt about one instance. */
export interface Surveyed extends InstanceRef {
  /** Of RDS; `absent` where RDS says that there is none, `unknown` where it could not be asked. */
  readonly status: string;
  readonly role: 'primary' | 'replica' | 'unknown';
  readonly replicaOf?: string;
  /** e.g. `replicating` */
  readonly replication?: string;
  readonly writes: Known;
  readonly fenced: Known;
  /** Why something is not known. */
  readonly reason?: string;
}

const ASK_RDS_MS: Ms = 15_000;
const ASK_DATABASE_MS: Ms = 8_000;

/** Asks RDS, then the database, each for a short time; whatever goes wrong becomes `unknown`. */
export async function lookAround(context: RdsContext, one: SurveyedInstance): Promise<Surveyed> {
  const { region, id } = one;
  const seen = await askRds(context, one);
  const told = 'instance' in seen ? fromRds(seen.instance) : NOTHING_TOLD;
  const failed = 'reason' in seen ? [seen.reason] : [];
  if (told.status === ABSENT) {
    return { region, id, ...told, writes: 'no', fenced: 'unknown' };
  }
  const asked = await askDatabase(context, one, 'instance' in seen ? seen.instance : undefined);
  const reasons = [...failed, ...('reason' in asked ? [asked.reason] : [])];
  const { role = told.role, writes = UNKNOWN, fenced = UNKNOWN } = 'reason' in asked ? {} : asked;
  return {
    region,
    id,
    ...told,
    // RDS may not tell, or be late; the server knows whether it follows.
    role,
    writes,
    fenced,
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
  };
}

const UNKNOWN = 'unknown';
const ABSENT = 'absent';

type Told = Pick<Surveyed, 'status' | 'role' | 'replicaOf' | 'replication'>;

const NOTHING_TOLD: Told = { status: UNKNOWN, role: UNKNOWN };

function fromRds(instance: DBInstance | undefined): Told {
  if (!instance) return { status: ABSENT, role: UNKNOWN };
  const { source, state } = replicationOf(instance);
  const status = instance.DBInstanceStatus ?? UNKNOWN;
  if (source === undefined) return { status, role: 'primary' };
  return { status, role: 'replica', replicaOf: source, replication: state };
}

async function askRds(
  context: RdsContext,
  { region, id }: InstanceRef,
): Promise<{ readonly instance: DBInstance | undefined } | { readonly reason: string }> {
  const answered = new AbortController();
  const late = context.clock
    .sleep(ASK_RDS_MS, AbortSignal.any([context.signal, answered.signal]))
    .then(
      () => ({ reason: 'RDS did not answer in time' }),
      () => ({ reason: 'RDS was not waited for' }),
    );
  const asked = describeInstance(context, id, region).then(
    ({ instance }) => ({ instance }),
    (error) => ({ reason: `RDS could not be asked: ${failureOf(error).message}` }),
  );
  const seen = await Promise.race([asked, late]);
  answered.abort();
  await late;
  context.signal.throwIfAborted();
  return seen;
}

/** Nobody at the address, or no way in, is not a "no": it may be another network that is broken. */
async function askDatabase(
  context: RdsContext,
  { access: known }: SurveyedInstance,
  instance: DBInstance | undefined,
) {
  if (!known) return { reason: 'its database was not asked' };
  const { Address: host = known.host, Port: port = known.port } = instance?.Endpoint ?? {};
  const access = { ...known, host, port };
  try {
    return await within(context, ASK_DATABASE_MS, (short) =>
      withSession(
        short,
        access,
        async (session) => {
          const role: Surveyed['role'] = (await isStandby(session)) ? 'replica' : 'primary';
          const fenced: Known = (await isFenced(session)) ? 'yes' : 'no';
          const writes: Known = (await takesWrites(session, context.run)) ? 'yes' : 'no';
          return { role, writes, fenced };
        },
        ASK_DATABASE_MS,
      ),
    );
  } catch (error) {
    context.signal.throwIfAborted();
    return { reason: `its database could not be asked: ${failureOf(error).message}` };
  }
}
