import type { PlannedCall } from '../../core/activity.ts';

/** The calls by which an account and its organization are looked at. */
export function plannedLooks(accountId: string): readonly PlannedCall[] {
  return [
    { service: 'sts', operation: 'GetCallerIdentity', parameters: {}, mutating: false },
    {
      service: 'organizations',
      operation: 'DescribeOrganization',
      parameters: {},
      mutating: false,
    },
    {
      service: 'organizations',
      operation: 'DescribeAccount',
      parameters: { AccountId: accountId },
      mutating: false,
    },
    { service: 'iam', operation: 'ListOrganizationsFeatures', parameters: {}, mutating: false },
  ];
}
