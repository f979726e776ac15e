import { randomBytes } from 'node:crypto';
import type { Instant } from '../../core/ports.ts';
import type { Endpoint } from '../database-host.ts';
import { VPCS } from './network.ts';
import type { InstanceRecord, RdsState, SubnetGroupRecord } from './rds-state.ts';

/** The production database that is there from the beginning; somebody else has made and started its server. */
export interface Production {
  readonly id: string;
  readonly database: string;
  readonly masterUser: string;
  readonly endpoint: Endpoint;
}

/** The release of PostgreSQL that the sandbox's servers run. */
const ENGINE_VERSION = '18.4';

/** What RDS gives to a restored instance when the caller does not say. */
export const DEFAULTS = {
  subnetGroup: 'default',
  parameterGroup: 'default.postgres18',
  optionGroup: 'default:postgres-18',
} as const;

/** RDS on the first day: production and its surroundings. */
export function seedRds(region: string, production: Production, now: Instant): RdsState {
  return {
    instances: [productionInstance(region, production, now)],
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
  };
}

function productionInstance(region: string, production: Production, now: Instant): InstanceRecord {
  return {
    id: production.id,
    resourceId: newResourceId(),
    status: 'available',
    createdAt: now,
    endpoint: production.endpoint,
    settings: {
      instanceClass: 'db.t4g.medium',
      allocatedStorage: 20,
      storageType: 'gp3',
      engineVersion: ENGINE_VERSION,
      database: production.database,
      masterUser: production.masterUser,
      subnetGroup: 'orders-prod',
      securityGroups: ['sg-0a1b2c3d4e5f60001'],
      parameterGroup: 'orders-postgres18',
      optionGroup: DEFAULTS.optionGroup,
      availabilityZone: `${region}a`,
      multiAz: true,
      publiclyAccessible: false,
      encrypted: true,
      deletionProtection: true,
      backupRetention: 7,
      copyTagsToSnapshot: true,
      autoMinorVersionUpgrade: true,
      iamAuthentication: false,
    },
    tags: [
      { Key: 'service', Value: 'orders' },
      { Key: 'environment', Value: 'production' },
    ],
    works: [],
    deferred: {},
  };
}

function subnetGroup(
  region: string,
  name: string,
  description: string,
  vpc: string,
  digit: string,
): SubnetGroupRecord {
  const subnets = ['a', 'c'].map((letter) => ({
    id: `subnet-0a1b2c3d4e5f6${digit}00${letter}`,
    zone: `${region}${letter}`,
  }));
  return { name, description, vpc, subnets, tags: [] };
}

/** `db-` and 26 letters and digits; unlike a name it is never used again. */
export function newResourceId(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return `db-${[...randomBytes(26)].map((byte) => alphabet[byte % 32]).join('')}`;
}
