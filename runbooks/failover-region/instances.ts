import { known, resourceName } from '../../src/index.ts';
import type { Context } from './context.ts';

// Which instance is meant, and how its database is reached.

/** Names in the vault; the values never leave the memory of the process. */
const READER_PASSWORD = 'source-password';
const OWNER_PASSWORD = 'admin-password';
export const DRILL_PASSWORD = 'drill-password';

export function oldPrimary({ primary }: Context) {
  const { region, id, dbiResourceId: resourceId } = known(primary);
  return { region, id, resourceId };
}

/** The same by its name, when its Region has not answered yet. */
export function namedPrimary(context: Context) {
  const { primary, names, parameters } = context;
  return primary ? oldPrimary(context) : { region: names.region, id: parameters.primary };
}

/** How the old primary's database is reached, as far as that is known: by nothing, where its Region never answered. */
export function primaryReached({ primary, replica, parameters }: Context): Reached {
  const { primaryAddress: endpoint = { host: '', port: 0 } } = parameters;
  // A replica has the users of its primary.
  return primary ?? { endpoint, masterUser: known(replica).masterUser };
}

/** After the promotion, as production had it; as the replica has it, where that is not known. */
export function backupRetention({ primary, replica }: Context): number {
  return Math.max(1, (primary ?? known(replica)).backupRetentionDays);
}

export function replicaOf({ replica }: Context) {
  const { region, id, dbiResourceId: resourceId } = known(replica);
  return { region, id, resourceId };
}

/** What is asked about the lag of production's replica. */
export function lagOfReplica({ replica, parameters, rpoMs }: Context) {
  const { region, id, createdAt } = known(replica);
  return {
    replica: id,
    region,
    limitMs: rpoMs,
    periodMs: parameters.lagPeriodSeconds * 1000,
    // Another replica may have had its name before, as after a failback.
    ...(createdAt !== undefined && { madeAt: createdAt }),
    waitMs: 60_000,
  };
}

/** The replica that the rehearsal has made. */
export function standOf({ stand, parameters }: Context) {
  const { id, dbiResourceId: resourceId } = known(stand);
  return { region: parameters.standby.region, id, resourceId };
}

/** The new primary at home. */
export function rebuiltOf({ rebuilt, primary }: Context) {
  const { id, dbiResourceId: resourceId } = known(rebuilt);
  return { region: known(primary).region, id, resourceId };
}

export function newReplicaOf({ newReplica, parameters }: Context) {
  const { id, dbiResourceId: resourceId } = known(newReplica);
  return { region: parameters.standby.region, id, resourceId };
}

/** Place and name for what a rehearsal promotes. */
export function standToMake(context: Context) {
  const { names, parameters } = context;
  const { arn, endpoint, masterUser } = known(context.primary);
  const { region } = parameters.standby;
  return {
    region,
    name: resourceName(names.run),
    source: { arn, port: endpoint.port, masterUser },
    target: standbyTarget(context),
  };
}

/** The old primary's place, filled from where the data are now. */
export function homeToMake({ primary, replica, promoted }: Context) {
  const { region, id, likeness } = known(primary);
  const { arn, endpoint, masterUser } = known(promoted);
  const { storageGb } = known(replica);
  return {
    region,
    name: id,
    source: { arn, port: endpoint.port, masterUser, storageGb },
    like: likeness,
  };
}

/** The replica's place, filled from the primary that is at home again. */
export function replicaToMake({ replica, primary, home }: Context) {
  const { region, id, likeness } = known(replica);
  const { arn, endpoint, masterUser } = known(home);
  const { storageGb } = known(primary);
  return {
    region,
    name: id,
    source: { arn, port: endpoint.port, masterUser, storageGb },
    like: likeness,
  };
}

/** It is encrypted like production's own replica unless the drill names another key. */
function standbyTarget({ parameters, replica }: Context) {
  const { subnetGroup, securityGroups, parameterGroup, instanceClass } = parameters.standby;
  const kmsKey = parameters.standby.kmsKey ?? known(replica).likeness.created.KmsKeyId;
  return {
    subnetGroup,
    securityGroups,
    parameterGroup,
    instanceClass,
    ...(kmsKey !== undefined && { kmsKey }),
  };
}

/** The name that an instance gets when another one takes its place; told by the end of the run's name. */
export function asideName(id: string, run: string): string {
  return `${id.slice(0, 50)}-before-${run.slice(-4)}`;
}

interface Reached {
  readonly endpoint: { readonly host: string; readonly port: number };
  readonly masterUser: string;
}

/** Checks write a row and fences close a database, which whoever only reads may not. */
export function ownerAccess(context: Context, instance: Reached | null) {
  const { masterUser } = known(instance);
  return { ...address(context, instance), user: masterUser, secret: OWNER_PASSWORD };
}

/** A rehearsal gives its own replica a password that nothing else has. */
export function standAccess(context: Context) {
  return { ...ownerAccess(context, context.promoted), secret: DRILL_PASSWORD };
}

export function readerAccess(context: Context) {
  const { user } = context.database;
  return { ...address(context, context.primary), user, secret: READER_PASSWORD };
}

function address({ database, names }: Context, instance: Pick<Reached, 'endpoint'> | null) {
  const { host, port } = known(instance).endpoint;
  // What leaves this machine is encrypted; the sandbox's databases are on it.
  return { host, port, database: database.name, tls: names.environment === 'aws' };
}

/** Whoever might take writes at this moment, under the name that it has now. */
export function everybody(context: Context) {
  const { replica, promoted, setAside, home, rebuilt, relieved } = context;
  if (!replica) return [];
  const at = (ref: { region: string; id: string }, reached: Reached) => ({
    region: ref.region,
    id: ref.id,
    access: ownerAccess(context, reached),
  });
  const reached = primaryReached(context);
  const { masterUser } = reached;
  return [
    at(setAside ?? namedPrimary(context), reached),
    at(relieved ?? replica, promoted ?? replica),
    ...(rebuilt ? [at(rebuiltOf(context), home ?? { ...rebuilt, masterUser })] : []),
  ];
}
