import { type CreateDBInstanceCommandInput, RDS } from '@aws-sdk/client-rds';
import { onTestFinished } from 'vitest';
import { AWAY, HOME, type Moto } from './moto.ts';

/** Clients for what the activities find, in both Regions. */
export interface Orders {
  readonly home: RDS;
  readonly away: RDS;
}

/** Where replicas and restored instances go. */
export const TARGET = {
  subnetGroup: 'drill-isolated',
  securityGroups: ['sg-0000000000000009'],
  parameterGroup: 'orders-postgres18',
  instanceClass: 'db.t4g.medium',
};

export const PRODUCTION: CreateDBInstanceCommandInput = {
  DBInstanceIdentifier: 'orders-prod',
  DBInstanceClass: 'db.t4g.medium',
  Engine: 'postgres',
  EngineVersion: '18.1',
  AllocatedStorage: 20,
  MasterUsername: 'orders_admin',
  MasterUserPassword: 'not-a-secret',
  AvailabilityZone: `${HOME}a`,
  MultiAZ: true,
  PubliclyAccessible: false,
  DBSubnetGroupName: 'orders',
  VpcSecurityGroupIds: ['sg-0000000000000001'],
  DBParameterGroupName: 'orders-postgres18',
  BackupRetentionPeriod: 7,
};

/** The production instance in its Region, and a place beside it in both. */
export async function prepareOrders(
  moto: Moto,
  settings: Partial<CreateDBInstanceCommandInput> = {},
): Promise<Orders> {
  const home = new RDS(moto.settings(HOME));
  const away = new RDS(moto.settings(AWAY));
  onTestFinished(() => {
    home.destroy();
    away.destroy();
  });
  await preparePlace(home, await subnetsOf(moto, HOME));
  await preparePlace(away, await subnetsOf(moto, AWAY));
  await home.createDBInstance({ ...PRODUCTION, ...settings });
  return { home, away };
}

async function preparePlace(rds: RDS, SubnetIds: string[]): Promise<void> {
  for (const DBSubnetGroupName of ['orders', 'drill-isolated']) {
    const DBSubnetGroupDescription = DBSubnetGroupName;
    await rds.createDBSubnetGroup({ DBSubnetGroupName, DBSubnetGroupDescription, SubnetIds });
  }
  await rds.createDBParameterGroup({
    DBParameterGroupName: 'orders-postgres18',
    DBParameterGroupFamily: 'postgres18',
    Description: 'orders',
  });
}

/** There is no client of EC2 here, and moto reads no more of a signature than its Region and service. */
async function subnetsOf(moto: Moto, region: string): Promise<string[]> {
  const response = await fetch(moto.settings().endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=TEST/20261124/${region}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: 'Action=DescribeSubnets&Version=2016-11-15',
  });
  return [...new Set((await response.text()).match(/subnet-[0-9a-f]+/g) ?? [])];
}
