import type { DBInstance, Parameter } from '@aws-sdk/client-rds';
import type { Fact } from '../../core/activity.ts';
import type { ArchitecturePart, ArchitectureSubject } from '../../core/architecture.ts';
import { resourceName } from '../../core/run-id.ts';
import { mapReading } from '../account/posture/reading.ts';
import {
  describeInstance,
  type InstanceRef,
  plannedLook,
  type RdsContext,
} from '../rds/describe-instance.ts';
import { sourceOf } from '../rds/replication.ts';
import type { Looker } from './looker.ts';
import { factsFrom, partOf, readSoon } from './read-part.ts';

type Subject = Extract<ArchitectureSubject, { kind: 'db-instance' }>;

/** Settings of an instance, the parameters of its group that are not the default, and its replicas. */
export const dbInstance: Looker<Subject> = {
  iam: ['rds:DescribeDBInstances', 'rds:DescribeDBParameters'],
  plan: ({ id }) => [
    plannedLook(id),
    {
      service: 'rds',
      operation: 'DescribeDBParameters',
      parameters: { Source: 'user' },
      mutating: false,
    },
  ],
  async look(context, subject) {
    const { id, region } = subject;
    const call = { call: 'rds:DescribeDBInstances' };
    const read = await readSoon(context, call, () => describeInstance(context, id, region));
    const settings = partOf(subject, 'settings', read, ({ instance }) =>
      instance ? settingsOf(instance) : undefined,
    );
    if (!read.answered || !read.value.instance) return [settings];
    const { instance } = read.value;
    return [
      settings,
      ...(await Promise.all([
        lookAtParameters(context, subject, instance),
        lookAtReplicas(context, subject, instance),
      ])),
    ];
  },
};

function settingsOf(instance: DBInstance): Fact[] {
  const { BackupRetentionPeriod: days = 0, StorageEncrypted, KmsKeyId } = instance;
  return factsFrom({
    engine: `${instance.Engine} ${instance.EngineVersion ?? ''}`.trim(),
    'instance class': instance.DBInstanceClass,
    storage: storageOf(instance),
    IOPS: instance.Iops,
    'storage throughput': instance.StorageThroughput,
    'Multi-AZ': instance.MultiAZ ?? false,
    encryption: StorageEncrypted ? (KmsKeyId ?? 'yes') : 'no',
    'subnet group': instance.DBSubnetGroup?.DBSubnetGroupName,
    'security groups': (instance.VpcSecurityGroups ?? []).map(
      (one) => one.VpcSecurityGroupId ?? '',
    ),
    'parameter group': instance.DBParameterGroups?.[0]?.DBParameterGroupName,
    'option group': instance.OptionGroupMemberships?.[0]?.OptionGroupName,
    'publicly accessible': instance.PubliclyAccessible ?? false,
    'backup retention': days === 1 ? '1 day' : `${days} days`,
    'backup window': instance.PreferredBackupWindow,
    'deletion protection': instance.DeletionProtection ?? false,
    'replica of': sourceOf(instance),
  });
}

/** Where storage grows by itself, its size is no setting. */
function storageOf({ StorageType, AllocatedStorage = 0, MaxAllocatedStorage = 0 }: DBInstance) {
  const size =
    MaxAllocatedStorage > AllocatedStorage
      ? `up to ${MaxAllocatedStorage} GiB by itself`
      : `${AllocatedStorage} GiB`;
  return StorageType === undefined ? size : `${StorageType}, ${size}`;
}

async function lookAtParameters(
  context: RdsContext,
  subject: Subject,
  { DBParameterGroups: [group] = [] }: DBInstance,
): Promise<ArchitecturePart> {
  const name = group?.DBParameterGroupName ?? '';
  const call = { call: 'rds:DescribeDBParameters' };
  const read = await readSoon(context, call, () => ownParameters(context, subject.region, name));
  const tell = (parameters: readonly Parameter[]) =>
    factsFrom(
      Object.fromEntries(
        parameters.map(({ ParameterName, ParameterValue }) => [
          `parameter ${ParameterName}`,
          ParameterValue,
        ]),
      ),
    );
  return partOf(subject, 'parameters', read, tell, 'default');
}

/** Those that somebody has set. */
async function ownParameters(
  context: RdsContext,
  region: string,
  group: string,
): Promise<readonly Parameter[]> {
  const rds = await context.services.aws.rds(region);
  const found: Parameter[] = [];
  let marker: string | undefined;
  do {
    const page = await rds.describeDBParameters({
      DBParameterGroupName: group,
      Source: 'user',
      ...(marker !== undefined && { Marker: marker }),
    });
    found.push(...(page.Parameters ?? []));
    marker = page.Marker;
  } while (marker);
  return found;
}

/** What a rehearsal makes beside production is no part of it. */
const OF_RUNS = resourceName('');

async function lookAtReplicas(
  context: RdsContext,
  subject: Subject,
  { ReadReplicaDBInstanceIdentifiers: names = [] }: DBInstance,
): Promise<ArchitecturePart> {
  const replicas = names
    .map((name) => refOf(name, subject.region))
    .filter(({ id }) => !id.startsWith(OF_RUNS));
  const call = { call: 'rds:DescribeDBInstances' };
  const read = await readSoon(context, call, () =>
    Promise.all(replicas.map((one) => describeInstance(context, one.id, one.region))),
  );
  const told = mapReading(read, (looks) =>
    replicas.map(({ id, region }, index) => ({
      label: `replica ${id} in ${region}`,
      value: looks[index]?.instance?.DBInstanceClass ?? 'gone',
    })),
  );
  return partOf(subject, 'replicas', told, (facts) => facts);
}

/** RDS names a replica in another Region by its ARN. */
function refOf(name: string, home: string): InstanceRef {
  const [, , , region, , , id] = name.split(':');
  return id === undefined ? { region: home, id: name } : { region: region ?? home, id };
}
