import {
  DisableAWSServiceAccess$,
  type DisableAWSServiceAccessRequest,
  EnableAWSServiceAccess$,
  type EnableAWSServiceAccessRequest,
  ListAWSServiceAccessForOrganization$,
  type ListAWSServiceAccessForOrganizationRequest,
  type ListAWSServiceAccessForOrganizationResponse,
} from '@aws-sdk/client-organizations';
import { operation } from '../../wire/service.ts';
import { managementOnly } from '../management-only.ts';
import type { Organization } from '../organization.ts';
import { invalidInput } from '../organizations-error.ts';
import { pageOf } from '../page.ts';

export const listServiceAccess = operation<
  ListAWSServiceAccessForOrganizationRequest,
  ListAWSServiceAccessForOrganizationResponse,
  Organization
>({
  schema: ListAWSServiceAccessForOrganization$,
  mutating: false,
  handle: (input, organization, { caller }) => {
    managementOnly(organization, caller);
    const { items, NextToken } = pageOf(organization.state.serviceAccess, input);
    return {
      EnabledServicePrincipals: items.map(({ principal, enabledAt }) => ({
        ServicePrincipal: principal,
        DateEnabled: new Date(enabledAt),
      })),
      NextToken,
    };
  },
});

export const enableServiceAccess = operation<EnableAWSServiceAccessRequest, object, Organization>({
  schema: EnableAWSServiceAccess$,
  mutating: true,
  handle: ({ ServicePrincipal = '' }, organization, call) => {
    managementOnly(organization, call.caller);
    if (!/^[a-z0-9.-]+\.amazonaws\.com$/.test(ServicePrincipal)) {
      const message = 'You specified an unrecognized service principal.';
      throw invalidInput(message, 'UNRECOGNIZED_SERVICE_PRINCIPAL');
    }
    if (organization.trusts(ServicePrincipal)) return {};
    const enabledAt = organization.now();
    organization.state.serviceAccess.push({ principal: ServicePrincipal, enabledAt });
    call.effect(organization.organizationArn(), []);
    return {};
  },
});

/** Without IAM's trusted access there is no centralized root access either. */
export const disableServiceAccess = operation<DisableAWSServiceAccessRequest, object, Organization>(
  {
    schema: DisableAWSServiceAccess$,
    mutating: true,
    handle: ({ ServicePrincipal = '' }, organization, call) => {
      managementOnly(organization, call.caller);
      if (!organization.trusts(ServicePrincipal)) return {};
      const { state } = organization;
      state.serviceAccess = state.serviceAccess.filter(
        ({ principal }) => principal !== ServicePrincipal,
      );
      if (ServicePrincipal === 'iam.amazonaws.com') state.rootFeatures = [];
      call.effect(organization.organizationArn(), []);
      return {};
    },
  },
);
