import {
  DisableOrganizationsRootCredentialsManagement$,
  type DisableOrganizationsRootCredentialsManagementResponse,
  DisableOrganizationsRootSessions$,
  type DisableOrganizationsRootSessionsResponse,
  EnableOrganizationsRootCredentialsManagement$,
  type EnableOrganizationsRootCredentialsManagementResponse,
  EnableOrganizationsRootSessions$,
  type EnableOrganizationsRootSessionsResponse,
  ListOrganizationsFeatures$,
  type ListOrganizationsFeaturesResponse,
} from '@aws-sdk/client-iam';
import type { RootFeature } from '../../organizations/organization-state.ts';
import { type Call, operation } from '../../wire/service.ts';
import type { IamContext } from '../iam-context.ts';
import { noServiceAccess, notManagement } from '../iam-error.ts';

export const listOrganizationsFeatures = operation<
  object,
  ListOrganizationsFeaturesResponse,
  IamContext
>({
  schema: ListOrganizationsFeatures$,
  mutating: false,
  handle: (_, context, call) => {
    check(context, call);
    return view(context);
  },
});

export const enableRootCredentialsManagement = operation<
  object,
  EnableOrganizationsRootCredentialsManagementResponse,
  IamContext
>({
  schema: EnableOrganizationsRootCredentialsManagement$,
  mutating: true,
  handle: (_, context, call) => turn(context, call, 'RootCredentialsManagement', true),
});

export const disableRootCredentialsManagement = operation<
  object,
  DisableOrganizationsRootCredentialsManagementResponse,
  IamContext
>({
  schema: DisableOrganizationsRootCredentialsManagement$,
  mutating: true,
  handle: (_, context, call) => turn(context, call, 'RootCredentialsManagement', false),
});

export const enableRootSessions = operation<
  object,
  EnableOrganizationsRootSessionsResponse,
  IamContext
>({
  schema: EnableOrganizationsRootSessions$,
  mutating: true,
  handle: (_, context, call) => turn(context, call, 'RootSessions', true),
});

export const disableRootSessions = operation<
  object,
  DisableOrganizationsRootSessionsResponse,
  IamContext
>({
  schema: DisableOrganizationsRootSessions$,
  mutating: true,
  handle: (_, context, call) => turn(context, call, 'RootSessions', false),
});

function turn(context: IamContext, call: Call, feature: RootFeature, on: boolean) {
  check(context, call);
  const { organization } = context;
  if (organization.has(feature) !== on) {
    const others = organization.state.rootFeatures.filter((each) => each !== feature);
    organization.state.rootFeatures = on ? [...others, feature] : others;
    call.effect(organization.organizationArn(), []);
  }
  return view(context);
}

function check({ organization }: IamContext, { caller }: Call): void {
  if (caller.account !== organization.managementAccount) throw notManagement(caller.account);
  if (!organization.trusts('iam.amazonaws.com')) throw noServiceAccess();
}

function view({ organization }: IamContext) {
  const { id, rootFeatures } = organization.state;
  return { OrganizationId: id, EnabledFeatures: [...rootFeatures] };
}
