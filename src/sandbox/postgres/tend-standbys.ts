import type pg from 'pg';
import { KunrenError } from '../../core/failure.ts';
import type { Following } from './database-files.ts';

/** The role that standbys receive with, named as on RDS. */
export const REPLICATION_USER = 'rdsrepladmin';

/** A standby as its source knows it. */
export interface Standby extends Following {
  readonly slot: string;
}

const PROMOTION_LIMIT_SECONDS = 60;
const SLOT_PREFIX = 'standby_';

/** The name of a standby at its source: of the slot that holds its logs, and of the one who receives. */
export function slotName(incarnation: string): string {
  return SLOT_PREFIX + incarnation.replaceAll('-', '');
}

/** How a standby reaches its source. */
export function sourceConninfo(
  source: { readonly port: number; readonly password: string },
  slot: string,
): string {
  return `host=127.0.0.1 port=${source.port} user=${REPLICATION_USER} password=${source.password} application_name=${slot} sslmode=disable connect_timeout=5`;
}

/**
 * Brings a source into line with the standbys that it has now. Commits wait for the synchronous ones that stream,
 * and for none that does not: the source goes on alone. Slots of standbys that are gone are dropped, or the logs
 * for them would pile up.
 * @param standbys - asked after the look at the server: whoever makes a standby tells so before it makes the slot
 */
export async function tendStandbys(
  source: pg.Client,
  standbys: () => readonly Standby[],
): Promise<void> {
  const { rows } = await source.query<{ names: string; streaming: string[]; idle: string[] }>(LOOK);
  const found = rows[0];
  if (!found) return;
  const known = standbys();
  const ownerless = found.idle.filter((slot) => known.every((standby) => standby.slot !== slot));
  if (ownerless.length > 0) await source.query(DROP, [ownerless]);
  const awaited = known
    .filter(({ synchronous, slot }) => synchronous && found.streaming.includes(slot))
    .map(({ slot }) => slot);
  const names = awaited.length === 0 ? '' : `FIRST ${awaited.length} (${awaited.join(', ')})`;
  if (names !== found.names) await changeSetting(source, 'synchronous_standby_names', names);
}

const LOOK = `
  SELECT current_setting('synchronous_standby_names') AS names,
         ARRAY(SELECT application_name FROM pg_stat_replication WHERE state = 'streaming') AS streaming,
         ARRAY(SELECT slot_name::text FROM pg_replication_slots
                WHERE starts_with(slot_name, '${SLOT_PREFIX}') AND NOT active) AS idle`;

const DROP = `
  SELECT pg_drop_replication_slot(slot_name)
    FROM pg_replication_slots WHERE slot_name = ANY($1) AND NOT active`;

/** Has a running standby receive from where its source is now. */
export async function leadToSource(standby: pg.Client, conninfo: string): Promise<void> {
  const { rows } = await standby.query("SELECT current_setting('primary_conninfo') AS now");
  if (rows[0]?.now !== conninfo) await changeSetting(standby, 'primary_conninfo', conninfo);
}

/**
 * Opens a standby for writes and waits until it takes them; one that does already stays as it is.
 * @throws KunrenError `PROMOTION_FAILED`
 */
export async function promoteStandby(standby: pg.Client): Promise<void> {
  const { rows } = await standby.query<{ promoted: boolean }>(
    `SELECT CASE WHEN pg_is_in_recovery() THEN pg_promote(true, ${PROMOTION_LIMIT_SECONDS}) ELSE true END AS promoted`,
  );
  if (rows[0]?.promoted) return;
  throw new KunrenError({
    code: 'PROMOTION_FAILED',
    message: `The standby takes no writes ${PROMOTION_LIMIT_SECONDS} s after it was told to.`,
  });
}

/** Changes a setting of a running server, until it is started again. */
export async function changeSetting(
  client: pg.Client,
  setting: string,
  value: string,
): Promise<void> {
  await client.query(`ALTER SYSTEM SET ${setting} = ${client.escapeLiteral(value)}`);
  await client.query('SELECT pg_reload_conf()');
}
