import type { Fact, Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import { failedWith } from '../aws-failure.ts';
import { findLeftovers } from '../leftovers.ts';
import type { Services } from '../services.ts';
import { demandOurs, describeInstance, plannedLook, type RdsContext } from './describe-instance.ts';
import { familyFits } from './parameter-family.ts';
import type { RestoreTarget } from './restored-instance.ts';
import type { SourceInstance } from './source-instance.ts';

export interface InspectTargetInput
  extends Pick<RestoreTarget, 'subnetGroup' | 'securityGroups' | 'parameterGroup'> {
  /** Name that the restored instance will get. */
  readonly name: string;
  /** @default the environment's */
  readonly region?: string;
  readonly source: SourceInstance;
  /**
   * Take a default subnet group, or the source's own subnet group or security groups, on purpose.
   * @default false
   */
  readonly allowShared?: boolean;
}

/**
 * Makes sure that the place for the restored instance is free, exists and is apart from production.
 * Fails with `NAME_TAKEN` or `TARGET_NOT_ISOLATED` (class `safety`), `SUBNET_GROUP_NOT_FOUND`,
 * `PARAMETER_GROUP_NOT_FOUND` or `PARAMETER_GROUP_MISFIT` (class `input`).
 */
export const inspectTarget: Probe<InspectTargetInput, Record<string, never>, Services> = {
  kind: 'probe',
  name: 'rds.inspect-target',
  waitsOn: 'aws',
  readsExisting: true,
  iam: ['rds:DescribeDBInstances', 'rds:DescribeDBSubnetGroups', 'rds:DescribeDBParameterGroups'],
  plan: ({ name, subnetGroup, parameterGroup }) => ({
    calls: [
      plannedLook(name),
      {
        service: 'rds',
        operation: 'DescribeDBSubnetGroups',
        parameters: { DBSubnetGroupName: subnetGroup },
        mutating: false,
      },
      {
        service: 'rds',
        operation: 'DescribeDBParameterGroups',
        parameters: { DBParameterGroupName: parameterGroup },
        mutating: false,
      },
    ],
    output: {},
  }),
  async poll(context, input) {
    demandIsolation(input);
    const { region = context.region } = input;
    const { instance } = await describeInstance(context, input.name, region);
    if (instance) demandOurs(context, instance, 'NAME_TAKEN');
    await demandSubnetGroup(context, input.subnetGroup, region);
    await demandParameterGroup(context, input, region);
    return {
      status: 'done',
      output: {},
      facts: [
        { label: 'Target', value: `${input.name}${instance ? ' (made by this run before)' : ''}` },
        { label: 'Target subnet group', value: input.subnetGroup },
        { label: 'Target security groups', value: input.securityGroups.join(', ') },
        // What the groups let through is not looked at: their names say nothing about it.
        { label: 'Network rules of the target', value: 'declared, not tested' },
        ...(await leftoverFacts(context, region)),
      ],
    };
  },
};

function demandIsolation({ subnetGroup, securityGroups, source, allowShared }: InspectTargetInput) {
  // RDS would fill an empty list with the VPC's default group, so not even consent makes it sound.
  if (securityGroups.length === 0) throw notIsolated('no security group is given for it');
  if (allowShared) return;
  // The console names the group that it makes for a default VPC `default-vpc-…`.
  if (/^default(-vpc-.*)?$/.test(subnetGroup)) {
    throw notIsolated(`${subnetGroup} is the default VPC's subnet group`);
  }
  if (subnetGroup === source.subnetGroup) {
    throw notIsolated(`${source.id} itself is in the subnet group ${subnetGroup}`);
  }
  const shared = securityGroups.filter((group) => source.securityGroups.includes(group));
  if (shared.length > 0) {
    throw notIsolated(`${source.id} itself is in ${shared.join(', ')}`);
  }
}

function notIsolated(why: string): KunrenError {
  return new KunrenError({
    code: 'TARGET_NOT_ISOLATED',
    message: `The restored instance would not be apart from production: ${why}.`,
    class: 'safety',
  });
}

async function demandSubnetGroup(context: RdsContext, name: string, region: string): Promise<void> {
  const rds = await context.services.aws.rds(region);
  const answer = await rds
    .describeDBSubnetGroups({ DBSubnetGroupName: name })
    .catch((error) => notThere(error, 'DB_SUBNET_GROUP_NOT_FOUND'));
  if (answer?.DBSubnetGroups?.[0]) return;
  throw missing('SUBNET_GROUP_NOT_FOUND', `subnet group ${name}`, region);
}

async function demandParameterGroup(
  context: RdsContext,
  input: InspectTargetInput,
  region: string,
): Promise<void> {
  const { parameterGroup: name, source } = input;
  const rds = await context.services.aws.rds(region);
  const answer = await rds
    .describeDBParameterGroups({ DBParameterGroupName: name })
    .catch((error) => notThere(error, 'DB_PARAMETER_GROUP_NOT_FOUND'));
  const group = answer?.DBParameterGroups?.[0];
  if (!group) throw missing('PARAMETER_GROUP_NOT_FOUND', `parameter group ${name}`, region);
  const family = group.DBParameterGroupFamily ?? '';
  if (familyFits(family, source.engine, source.engineVersion)) return;
  throw new KunrenError({
    code: 'PARAMETER_GROUP_MISFIT',
    message: `The parameter group ${name} is for ${family}, but ${source.id} is ${source.engine} ${source.engineVersion}.`,
    class: 'input',
  });
}

function notThere(error: unknown, code: string): undefined {
  if (!failedWith(error, code)) throw error;
}

function missing(code: string, what: string, region: string): KunrenError {
  return new KunrenError({ code, message: `There is no ${what} in ${region}.`, class: 'input' });
}

async function leftoverFacts(context: RdsContext, region: string): Promise<readonly Fact[]> {
  const leftovers = await findLeftovers(context.services, [region]);
  return leftovers
    .filter(({ run }) => run !== context.run)
    .map(({ id, run, status }) => ({
      label: 'Left by another run',
      value: `${id} (${status}), of run ${run}`,
    }));
}
