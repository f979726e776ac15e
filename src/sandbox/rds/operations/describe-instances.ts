import {
  type DBInstanceMessage,
  DescribeDBInstances$,
  type DescribeDBInstancesMessage,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { nameOf } from '../arn.ts';
import { passesFilters } from '../filter.ts';
import { instanceView } from '../instance-view.ts';
import { pageOf } from '../page.ts';
import type { RdsContext } from '../rds-context.ts';
import type { InstanceRecord } from '../rds-state.ts';

export const describeInstances = operation<
  DescribeDBInstancesMessage,
  DBInstanceMessage,
  RdsContext
>({
  schema: DescribeDBInstances$,
  mutating: false,
  handle: async (input, { rds }, { stale }) => {
    await rds.lookAtServers();
    const all = stale ? rds.instanceHistory.stale(rds.state.instances) : rds.state.instances;
    const passes = passesFilters<InstanceRecord>(input.Filters, {
      'db-instance-id': ({ id }) => [id, rds.arn('db', id)],
      'db-cluster-id': () => [],
      'dbi-resource-id': ({ resourceId }) => [resourceId],
      domain: () => [],
      engine: () => ['postgres'],
    });
    const id = input.DBInstanceIdentifier;
    const name = id && nameOf(rds.place, id);
    const found = all.filter((each) => (!name || each.id === name) && passes(each));
    if (id && !found.some((each) => each.id === name)) throw rds.noInstance(id);
    const { items, Marker } = pageOf(found, (each) => each.id, input);
    const views = items.map((each) => instanceView(rds, each));
    return { DBInstances: await Promise.all(views), Marker };
  },
});
