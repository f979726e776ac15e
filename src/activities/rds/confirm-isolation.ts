import type { DBInstance } from '@aws-sdk/client-rds';
import type { Poll, Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import { demandOurs, describeInstance, plannedLook } from './describe-instance.ts';
import type { RestoreTarget } from './restored-instance.ts';

export interface ConfirmIsolationInput {
  /** Identifier of the restored instance. */
  readonly id: string;
  readonly target: RestoreTarget;
}

type Nothing = Record<string, never>;

/**
 * Makes sure that the restored instance stands where it was asked to stand, and that its settings are in force.
 * Fails with `NOT_ISOLATED` or `NOT_OURS` (class `safety`).
 */
export const confirmIsolation: Probe<ConfirmIsolationInput, Nothing, Services> = {
  kind: 'probe',
  name: 'rds.confirm-isolation',
  waitsOn: 'aws',
  iam: ['rds:DescribeDBInstances'],
  plan: ({ id }) => ({ calls: [plannedLook(id)], output: {} }),
  async poll(context, { id, target }) {
    const { instance } = await describeInstance(context, id);
    if (!instance) throw notIsolated(id, 'it does not exist');
    demandOurs(context, instance, 'NOT_OURS');
    const fault = faultOf(instance, target);
    if (fault !== undefined) throw notIsolated(id, fault);
    const waiting = waitingFor(instance);
    if (waiting !== undefined) return { status: 'pending', progress: { message: waiting } };
    return isolated(instance, target);
  },
};

/** What will not come right by waiting. */
function faultOf(instance: DBInstance, target: RestoreTarget): string | undefined {
  if (instance.PubliclyAccessible !== false) return 'it is publicly accessible';
  const subnetGroup = instance.DBSubnetGroup?.DBSubnetGroupName;
  if (subnetGroup !== target.subnetGroup) {
    return `it is in the subnet group ${subnetGroup}, not in ${target.subnetGroup}`;
  }
  const groups = (instance.VpcSecurityGroups ?? [])
    .filter(({ Status }) => Status !== 'removing')
    .flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []);
  if (inOrder(groups) !== inOrder(target.securityGroups)) {
    return `its security groups are ${inOrder(groups)}, not ${inOrder(target.securityGroups)}`;
  }
  const parameterGroups = instance.DBParameterGroups ?? [];
  if (!parameterGroups.some((group) => group.DBParameterGroupName === target.parameterGroup)) {
    return `it does not have the parameter group ${target.parameterGroup}`;
  }
  const stuck = parameterGroups.find(({ ParameterApplyStatus: status }) => !comesRight(status));
  if (stuck) {
    const { DBParameterGroupName: name, ParameterApplyStatus: status } = stuck;
    const needs = status === 'pending-reboot' ? ' and needs a reboot to be in force' : '';
    return `its parameter group ${name} is ${status}${needs}`;
  }
  return undefined;
}

/** In force, or on its way without anybody's doing. */
function comesRight(status: string | undefined): boolean {
  return status === undefined || ['in-sync', 'applying', 'adding', 'removing'].includes(status);
}

function inOrder(names: readonly string[]): string {
  return [...new Set(names)].sort().join(', ');
}

/** What is right already, but not in force yet. */
function waitingFor(instance: DBInstance): string | undefined {
  const securityGroup = instance.VpcSecurityGroups?.find(({ Status }) => Status !== 'active');
  if (securityGroup) {
    return `security group ${securityGroup.VpcSecurityGroupId} is ${securityGroup.Status}`;
  }
  const parameters = instance.DBParameterGroups?.find((g) => g.ParameterApplyStatus !== 'in-sync');
  if (parameters) {
    return `parameter group ${parameters.DBParameterGroupName} is ${parameters.ParameterApplyStatus}`;
  }
  return undefined;
}

function isolated(instance: DBInstance, target: RestoreTarget): Poll<Nothing> {
  const { Address = '', Port } = instance.Endpoint ?? {};
  return {
    status: 'done',
    output: {},
    facts: [
      { label: 'Publicly accessible', value: 'no' },
      { label: 'Isolated endpoint', value: `${Address}:${Port}` },
      { label: 'Subnet group', value: target.subnetGroup },
      { label: 'Security groups in force', value: target.securityGroups.join(', ') },
      { label: 'Parameter group in sync', value: target.parameterGroup },
    ],
  };
}

function notIsolated(id: string, why: string): KunrenError {
  return new KunrenError({
    code: 'NOT_ISOLATED',
    message: `The restored instance ${id} is not isolated as declared: ${why}.`,
    class: 'safety',
  });
}
