import {
  type DBParameterGroupDetails,
  type DBParameterGroupsMessage,
  type DBSubnetGroupMessage,
  DescribeDBParameterGroups$,
  type DescribeDBParameterGroupsMessage,
  DescribeDBParameters$,
  type DescribeDBParametersMessage,
  DescribeDBSubnetGroups$,
  type DescribeDBSubnetGroupsMessage,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { parameterGroupView, subnetGroupView } from '../group-view.ts';
import { pageOf } from '../page.ts';
import type { RdsContext } from '../rds-context.ts';

export const describeSubnetGroups = operation<
  DescribeDBSubnetGroupsMessage,
  DBSubnetGroupMessage,
  RdsContext
>({
  schema: DescribeDBSubnetGroups$,
  mutating: false,
  honours: ['DBSubnetGroupName', 'MaxRecords', 'Marker'],
  handle: (input, { rds }) => {
    const name = input.DBSubnetGroupName;
    const found = name ? [rds.subnetGroup(name)] : rds.state.subnetGroups;
    const { items, Marker } = pageOf(found, (group) => group.name, input);
    return { DBSubnetGroups: items.map((group) => subnetGroupView(rds, group)), Marker };
  },
});

export const describeParameterGroups = operation<
  DescribeDBParameterGroupsMessage,
  DBParameterGroupsMessage,
  RdsContext
>({
  schema: DescribeDBParameterGroups$,
  mutating: false,
  honours: ['DBParameterGroupName', 'MaxRecords', 'Marker'],
  handle: (input, { rds }) => {
    const name = input.DBParameterGroupName;
    const found = name ? [rds.parameterGroup(name)] : rds.state.parameterGroups;
    const { items, Marker } = pageOf(found, (group) => group.name, input);
    return { DBParameterGroups: items.map((group) => parameterGroupView(rds, group)), Marker };
  },
});

/** Nobody sets parameters in the sandbox's groups; its servers run with what they are made with. */
export const describeParameters = operation<
  DescribeDBParametersMessage,
  DBParameterGroupDetails,
  RdsContext
>({
  schema: DescribeDBParameters$,
  mutating: false,
  honours: ['DBParameterGroupName', 'Source', 'MaxRecords', 'Marker'],
  handle: ({ DBParameterGroupName: name, Source }, { rds }) => {
    rds.parameterGroup(name ?? '');
    if (Source !== 'user') {
      const message = 'The sandbox lists parameters of the source user only.';
      throw new ServiceError('UnsupportedBySandbox', message);
    }
    return { Parameters: [] };
  },
});
