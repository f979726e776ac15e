import {
  DescribeOrganization$,
  type DescribeOrganizationResponse,
} from '@aws-sdk/client-organizations';
import { operation } from '../../wire/service.ts';
import type { Organization } from '../organization.ts';

export const describeOrganization = operation<object, DescribeOrganizationResponse, Organization>({
  schema: DescribeOrganization$,
  mutating: false,
  handle: (_, organization) => {
    const { managementAccount, state } = organization;
    const MasterAccountEmail = organization.find(managementAccount)?.email;
    return {
      Organization: {
        Id: state.id,
        Arn: organization.organizationArn(),
        FeatureSet: 'ALL',
        MasterAccountArn: organization.arn(),
        MasterAccountId: managementAccount,
        MasterAccountEmail,
        AvailablePolicyTypes: [],
      },
    };
  },
});
