import type { Rds } from './rds.ts';

/** Takes a figure that a service of AWS publishes about itself. */
export type OnMetric = (
  namespace: string,
  metric: string,
  dimensions: { readonly [name: string]: string },
  value: number,
) => void;

/**
 * Publishes how far each read replica is behind, in seconds; -1 when it does not receive from its source. Of a
 * replica that is down there is nothing to publish.
 */
export async function reportLag(rds: Rds, onMetric: OnMetric): Promise<void> {
  const replicas = rds.state.instances.filter(({ replicaOf, createdAt }) => replicaOf && createdAt);
  await Promise.all(
    replicas.map(async ({ id, server }) => {
      const facts = await rds.host.replication(server);
      const lag = facts?.streaming === false ? -1 : facts?.lagMs && facts.lagMs / 1000;
      if (lag !== undefined) onMetric('AWS/RDS', 'ReplicaLag', { DBInstanceIdentifier: id }, lag);
    }),
  );
}
