import type { DBInstance, RDS } from '@aws-sdk/client-rds';
import type { EngineOptions } from '../../src/engine/engine-options.ts';
import type { Moto } from './moto.ts';

type Services = ReturnType<Moto['services']>;

/**
 * Puts into the answers of RDS what AWS tells and moto does not, so that a run goes on to its next calls: where a
 * standby is, that a replica replicates, that a failover has moved the instance and that a promotion has ended. moto
 * has taken the calls for these before.
 */
export function fillGaps(services: Services): EngineOptions['services'] {
  const gaps: Gaps = { movedOver: new Set(), promoted: new Set() };
  return (scope) => {
    const { aws, ...others } = services(scope);
    const rds = async (region?: string) => {
      const client = await aws.rds(region);
      fillAnswers(client, gaps);
      return client;
    };
    return { ...others, aws: { ...aws, rds } };
  };
}

/** Identifiers of instances. */
interface Gaps {
  readonly movedOver: Set<string>;
  readonly promoted: Set<string>;
}

function fillAnswers(client: RDS, gaps: Gaps): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        const { DBInstanceIdentifier: id = '' } = args.input as DBInstance;
        if (commandName === 'RebootDBInstanceCommand') gaps.movedOver.add(id);
        if (commandName === 'PromoteReadReplicaCommand') gaps.promoted.add(id);
        const { DBInstances = [] } = answer.output as { readonly DBInstances?: DBInstance[] };
        for (const instance of DBInstances) fill(instance, gaps);
        return answer;
      },
    // Once, however often an attempt asks for the client.
    { name: 'fill-gaps-of-moto', step: 'initialize', override: true },
  );
}

function fill(instance: DBInstance, { movedOver, promoted }: Gaps): void {
  const { DBInstanceIdentifier: id = '', AvailabilityZone: zone = '' } = instance;
  if (instance.MultiAZ) {
    const other = zone.replace(/.$/, 'c');
    instance.AvailabilityZone = movedOver.has(id) ? other : zone;
    instance.SecondaryAvailabilityZone = movedOver.has(id) ? zone : other;
  }
  if (promoted.has(id)) delete instance.ReadReplicaSourceDBInstanceIdentifier;
  else if (instance.ReadReplicaSourceDBInstanceIdentifier) {
    const StatusType = 'read replication';
    instance.StatusInfos = [{ StatusType, Status: 'replicating', Normal: true }];
  }
}
