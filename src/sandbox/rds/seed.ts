import { randomBytes } from 'node:crypto';
import type { Instant } from '../../core/ports.ts';
import type { Place } from './arn.ts';
import { kmsKey } from './kms-keys.ts';
import { VPCS, zonesOf } from './network.ts';
import type { Rds } from './rds.ts';
import type {
  InstanceRecord,
  InstanceSettings,
  RdsState,
  SubnetGroupRecord,
  Tag,
} from './rds-state.ts';

/** The production database that is there from the beginning; somebody else has made its server. */
export interface Production {
  readonly id: string;
  /** Name of its first server at the host. @default its id */
  readonly server?: string;
  readonly database: string;
  readonly masterUser: string;
}

/** The release of PostgreSQL that the sandbox's servers run. */
const ENGINE_VERSION = '18.4';

/** What RDS gives to a restored instance when the caller does not say. */
export const DEFAULTS = {
  subnetGroup: 'default',
  parameterGroup: 'default.postgres18',
  optionGroup: 'default:postgres-18',
  caCertificate: 'rds-ca-rsa2048-g1',
  backupWindow: '17:00-17:30',
  maintenanceWindow: 'sun:18:00-sun:18:30',
} as const;

/** The option groups of each Region. For PostgreSQL there are no options to put into one. */
export const OPTION_GROUPS: readonly string[] = [DEFAULTS.optionGroup, 'orders-postgres18'];

/** RDS of a Region on the first day: the surroundings, and no instance. */
export function seedRds(region: string): RdsState {
  return {
    instances: [],
    snapshots: [],
    subnetGroups: [
      subnetGroup(region, 'default', 'Default subnet group', VPCS.default, '0'),
      subnetGroup(region, 'orders-prod', 'Production, private', VPCS.production, '1'),
      subnetGroup(region, 'drill-isolated', 'Drills, no way out', VPCS.drill, '9'),
    ],
    parameterGroups: [
      {
        name: DEFAULTS.parameterGroup,
        family: 'postgres18',
        description: 'Default parameter group for postgres18',
        tags: [],
      },
      {
        name: 'orders-postgres18',
        family: 'postgres18',
        description: 'Production settings of the orders database',
        tags: [],
      },
    ],
    events: [],
    serversNamed: 0,
  };
}

/** Production, Multi-AZ; its standby is still to be made. */
export function productionInstance(
  place: Place,
  production: Production,
  now: Instant,
): InstanceRecord {
  return {
    id: production.id,
    resourceId: newResourceId(),
    status: 'available',
    createdAt: now,
    hasDoor: true,
    server: production.server ?? production.id,
    retired: [],
    settings: productionSettings(place, production),
    tags: PRODUCTION_TAGS,
    works: [],
    deferred: {},
  };
}

/** Production's read replica in another Region, still to be made. */
export function replicaOfProduction(
  rds: Rds,
  region: string,
  production: InstanceRecord,
): InstanceRecord {
  const id = `${production.id}-replica`;
  const settings = productionSettings(rds.place, production.settings);
  return {
    id,
    resourceId: newResourceId(),
    status: 'creating',
    hasDoor: true,
    server: rds.newServer(id),
    replicaOf: {
      region,
      resourceId: production.resourceId,
      id: production.id,
      server: production.server,
    },
    retired: [],
    settings: { ...settings, multiAz: false, backupRetention: 0 },
    tags: PRODUCTION_TAGS,
    works: [{ kind: 'create-replica' }],
    deferred: {},
  };
}

const PRODUCTION_TAGS: Tag[] = [
  { Key: 'service', Value: 'orders' },
  { Key: 'environment', Value: 'production' },
];

/** None of them what RDS would choose by itself, so that it shows when one gets lost. */
function productionSettings(
  place: Place,
  { database, masterUser }: Pick<InstanceSettings, 'database' | 'masterUser'>,
): InstanceSettings {
  return {
    instanceClass: 'db.t4g.medium',
    allocatedStorage: 20,
    storageType: 'gp3',
    engineVersion: ENGINE_VERSION,
    database,
    masterUser,
    subnetGroup: 'orders-prod',
    securityGroups: ['sg-0a1b2c3d4e5f60001'],
    parameterGroup: 'orders-postgres18',
    optionGroup: 'orders-postgres18',
    availabilityZone: zonesOf(place.region)[0] ?? place.region,
    multiAz: true,
    publiclyAccessible: false,
    encrypted: true,
    kmsKey: kmsKey(place, 'alias/orders'),
    deletionProtection: true,
    backupRetention: 7,
    copyTagsToSnapshot: true,
    autoMinorVersionUpgrade: true,
    iamAuthentication: true,
    maxAllocatedStorage: 100,
    monitoring: { seconds: 60, role: `arn:aws:iam::${place.accountId}:role/orders-monitoring` },
    performanceInsights: { kmsKey: kmsKey(place, 'alias/orders'), retention: 31 },
    logExports: ['postgresql', 'upgrade'],
    caCertificate: 'rds-ca-rsa4096-g1',
    backupWindow: '16:00-16:30',
    maintenanceWindow: 'sat:18:00-sat:18:30',
  };
}

function subnetGroup(
  region: string,
  name: string,
  description: string,
  vpc: string,
  digit: string,
): SubnetGroupRecord {
  const subnets = zonesOf(region).map((zone) => ({
    id: `subnet-0a1b2c3d4e5f6${digit}00${zone.at(-1)}`,
    zone,
  }));
  return { name, description, vpc, subnets, tags: [] };
}

/** `db-` and 26 letters and digits; unlike a name it is never used again. */
export function newResourceId(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return `db-${[...randomBytes(26)].map((byte) => alphabet[byte % 32]).join('')}`;
}
