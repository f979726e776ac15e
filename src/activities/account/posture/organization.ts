import type { Organizations } from '@aws-sdk/client-organizations';
import type { PostureFinding } from '../../../core/posture.ts';
import { failedWith } from '../../aws-failure.ts';
import {
  type About,
  fail,
  type Judgement,
  judged,
  notApplicable,
  pass,
  unexpected,
  unknown,
} from './finding.ts';
import type { PostureScope } from './posture-scope.ts';
import { read } from './reading.ts';

const FEATURES = [
  { id: 'root-credentials-management', feature: 'RootCredentialsManagement' },
  { id: 'root-sessions', feature: 'RootSessions' },
] as const;

/** Centralized root access, and whether the account is active. */
export async function readOrganization(scope: PostureScope): Promise<readonly PostureFinding[]> {
  const { account, features } = scope;
  const subject = account.id;
  const abouts = FEATURES.map(({ id, feature }) => ({
    about: { id, title: `Organization has ${feature}`, subject },
    feature,
  }));
  const state = { id: 'account-state', title: 'Account is active', subject };
  if (account.kind === 'standalone') {
    return readAlone(scope, [...abouts.map(({ about }) => about), state]);
  }
  return [
    ...abouts.map(({ about, feature }) =>
      judged({ ...about, field: 'EnabledFeatures' }, features, ({ EnabledFeatures: enabled }) =>
        judgeFeature(enabled, feature),
      ),
    ),
    await readState(scope, { ...state, field: 'Account.State' }),
  ];
}

function judgeFeature(enabled: readonly string[] | undefined, feature: string): Judgement {
  if (!enabled) return unexpected('EnabledFeatures', enabled);
  const observed = `EnabledFeatures ${enabled.join(', ') || 'none'}`;
  return enabled.includes(feature)
    ? pass(`${feature} is on.`, observed)
    : fail(`${feature} is off.`, observed);
}

/** By `State`: `Status` is not kept up any more. */
async function readState(scope: PostureScope, about: About): Promise<PostureFinding> {
  const { context, account, caller } = scope;
  const described = await read(context, { call: 'organizations:DescribeAccount' }, async () =>
    (await caller.organizations()).describeAccount({ AccountId: account.id }),
  );
  return judged(about, described, ({ Account: found }) => {
    const state = found?.State;
    if (state === undefined) return unexpected(about.field, state);
    return state === 'ACTIVE'
      ? pass('The account is active.', `State ${state}`)
      : fail('The account is not active.', `State ${state}`);
  });
}

/** Nothing of this concerns an account in no organization; that it is in none is looked up, not believed. */
async function readAlone(
  { context, inside }: PostureScope,
  abouts: readonly Omit<About, 'field'>[],
): Promise<readonly PostureFinding[]> {
  const membership = await read(context, { call: 'organizations:DescribeOrganization' }, async () =>
    describeMembership(await inside.organizations()),
  );
  return abouts.map((about) =>
    judged({ ...about, field: 'Organization.Id' }, membership, ({ alone, organization }) => {
      if (alone) return notApplicable('The account is in no organization.');
      if (organization === undefined) return unexpected('Organization.Id', organization);
      return unknown(
        'The account is declared to be in no organization, and is in one.',
        organization,
      );
    }),
  );
}

async function describeMembership(
  organizations: Organizations,
): Promise<{ readonly alone: boolean; readonly organization?: string | undefined }> {
  try {
    const { Organization } = await organizations.describeOrganization({});
    return { alone: false, organization: Organization?.Id };
  } catch (error) {
    if (failedWith(error, 'AWS_ORGANIZATIONS_NOT_IN_USE')) return { alone: true };
    throw error;
  }
}
