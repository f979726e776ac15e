import type { DBParameterGroup, DBSubnetGroup, Endpoint } from '@aws-sdk/client-rds';
import type { Endpoint as HostEndpoint } from '../database-host.ts';
import type { Rds } from './rds.ts';
import type { ParameterGroupRecord, SubnetGroupRecord } from './rds-state.ts';

export function subnetGroupView(rds: Rds, group: SubnetGroupRecord): DBSubnetGroup {
  return {
    DBSubnetGroupName: group.name,
    DBSubnetGroupDescription: group.description,
    VpcId: group.vpc,
    SubnetGroupStatus: 'Complete',
    Subnets: group.subnets.map(({ id, zone }) => ({
      SubnetIdentifier: id,
      SubnetAvailabilityZone: { Name: zone },
      SubnetOutpost: {},
      SubnetStatus: 'Active',
    })),
    DBSubnetGroupArn: rds.arn('subgrp', group.name),
    SupportedNetworkTypes: ['IPV4'],
  };
}

export function parameterGroupView(rds: Rds, group: ParameterGroupRecord): DBParameterGroup {
  return {
    DBParameterGroupName: group.name,
    DBParameterGroupFamily: group.family,
    Description: group.description,
    DBParameterGroupArn: rds.arn('pg', group.name),
  };
}

export function endpointView({ host, port }: HostEndpoint): Endpoint {
  return { Address: host, Port: port, HostedZoneId: 'Z0SANDBOX' };
}
