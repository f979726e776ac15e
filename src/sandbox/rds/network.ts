import { invalidCombination, invalidValue } from './rds-error.ts';

/** Three networks: the account's default one, production's, and one without a way out for drills. */
export const VPCS = {
  default: 'vpc-0a1b2c3d4e5f60000',
  production: 'vpc-0a1b2c3d4e5f60001',
  drill: 'vpc-0a1b2c3d4e5f60009',
} as const;

/** The Availability Zones of a Region in which the account has subnets. */
export function zonesOf(region: string): readonly string[] {
  return [`${region}a`, `${region}c`];
}

const SECURITY_GROUPS: readonly {
  readonly id: string;
  readonly vpc: string;
  readonly isDefault: boolean;
}[] = [
  { id: 'sg-0a1b2c3d4e5f60000', vpc: VPCS.default, isDefault: true },
  { id: 'sg-0a1b2c3d4e5f60010', vpc: VPCS.production, isDefault: true },
  { id: 'sg-0a1b2c3d4e5f60001', vpc: VPCS.production, isDefault: false },
  { id: 'sg-0a1b2c3d4e5f60090', vpc: VPCS.drill, isDefault: true },
  { id: 'sg-0a1b2c3d4e5f60009', vpc: VPCS.drill, isDefault: false },
];

export function defaultSecurityGroup(vpc: string): string {
  const group = SECURITY_GROUPS.find((each) => each.vpc === vpc && each.isDefault);
  if (!group) throw new Error(`No default security group in ${vpc}.`);
  return group.id;
}

/** @throws ServiceError when a group does not exist or belongs to another network. */
export function checkSecurityGroups(ids: readonly string[], vpc: string): void {
  for (const id of ids) {
    const group = SECURITY_GROUPS.find((each) => each.id === id);
    if (!group) throw invalidValue(`Invalid security group , groupId= ${id}, groupName=.`);
    if (group.vpc !== vpc) {
      throw invalidCombination(
        `The DB instance and EC2 security group are in different VPCs. The DB instance is in ${vpc} and the EC2 security group is in ${group.vpc}`,
      );
    }
  }
}
