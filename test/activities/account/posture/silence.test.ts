import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  awsError,
  ENTERED,
  healthyAccounts,
  MANAGEMENT,
  STANDALONE,
  snapshotOf,
} from '../../../support/activity-posture.ts';

/** What can become of a call, beside the answer that all is well. */
const MISHAPS = {
  denied: (stub: Stub) => stub.rejects(awsError('AccessDeniedException', 403)),
  throttled: (stub: Stub) => stub.rejects(awsError('ThrottlingException')),
  broken: (stub: Stub) => stub.rejects(awsError('InternalServerException', 500)),
  unheardOf: (stub: Stub) => stub.rejects(awsError('SomethingNewException')),
  empty: (stub: Stub) => stub.resolves({}),
  odd: (stub: Stub) => stub.resolves({ Unexpected: [null], SummaryMap: 7 } as object),
};

interface Stub {
  rejects(error: Error): unknown;
  resolves(answer: object): unknown;
}

/** Every call that a snapshot makes, but the one that says whose the credentials are. */
const CALLS = [
  'iam.GetAccountSummaryCommand',
  'iam.GenerateCredentialReportCommand',
  'iam.GetCredentialReportCommand',
  'iam.ListOrganizationsFeaturesCommand',
  'account.GetAlternateContactCommand',
  'account.GetContactInformationCommand',
  'account.GetPrimaryEmailCommand',
  'organizations.DescribeAccountCommand',
  'organizations.DescribeOrganizationCommand',
  'globalTrail.LookupEventsCommand',
  'cloudTrail.DescribeTrailsCommand',
  'cloudTrail.GetTrailStatusCommand',
  'cloudTrail.GetEventSelectorsCommand',
  's3.HeadBucketCommand',
  's3.ListBucketsCommand',
  's3.GetBucketVersioningCommand',
  's3.GetObjectLockConfigurationCommand',
] as const;

/** What a finding cannot pass without. Several: it takes all of them. */
const NEEDS: { readonly [finding: string]: readonly (typeof CALLS)[number][] } = {
  'root-mfa': ['iam.GetAccountSummaryCommand'],
  'root-access-keys': ['iam.GetAccountSummaryCommand'],
  'root-certificates': ['iam.GetAccountSummaryCommand'],
  'root-password': ['iam.GetAccountSummaryCommand'],
  'root-last-use': ['iam.GetCredentialReportCommand'],
  'root-events': ['globalTrail.LookupEventsCommand'],
  'contact-billing': ['account.GetAlternateContactCommand'],
  'contact-operations': ['account.GetAlternateContactCommand'],
  'contact-security': ['account.GetAlternateContactCommand'],
  'contact-phone': ['account.GetContactInformationCommand'],
  'contact-country': ['account.GetContactInformationCommand'],
  'root-credentials-management': ['iam.ListOrganizationsFeaturesCommand'],
  'root-sessions': ['iam.ListOrganizationsFeaturesCommand'],
  'account-state': ['organizations.DescribeAccountCommand'],
  'trail-multi-region': ['cloudTrail.DescribeTrailsCommand'],
  'trail-logging': ['cloudTrail.DescribeTrailsCommand', 'cloudTrail.GetTrailStatusCommand'],
  'trail-management-events': [
    'cloudTrail.DescribeTrailsCommand',
    'cloudTrail.GetEventSelectorsCommand',
  ],
  'trail-validation': ['cloudTrail.DescribeTrailsCommand'],
  'trail-bucket-apart': [
    'cloudTrail.DescribeTrailsCommand',
    's3.HeadBucketCommand',
    's3.ListBucketsCommand',
  ],
  'trail-bucket-protected': ['cloudTrail.DescribeTrailsCommand', 's3.GetBucketVersioningCommand'],
};

/** A refusal is what shows that the bucket is another account's. */
const TELLS_ALL_THE_SAME = 's3.HeadBucketCommand denied';

const mishap = fc.constantFrom(...(Object.keys(MISHAPS) as (keyof typeof MISHAPS)[]));
const mishaps = fc.uniqueArray(fc.tuple(fc.constantFrom(...CALLS), mishap), {
  selector: ([call]) => call,
  maxLength: CALLS.length,
});

test('whatever is denied, throttled or malformed, no finding passes that was not really read', async () => {
  await fc.assert(
    fc.asyncProperty(
      mishaps,
      fc.constantFrom(MANAGEMENT, STANDALONE, ENTERED),
      async (struck, account) => {
        const aws = healthyAccounts();
        const silent = new Set<string>();
        for (const [call, how] of struck) {
          const [service, command] = call.split('.') as ['iam', string];
          for (const mock of [aws[service], aws.inside[service]]) {
            MISHAPS[how](mock.on(await commandNamed(command)));
          }
          if (`${call} ${how}` !== TELLS_ALL_THE_SAME) silent.add(call);
        }
        const { findings } = await snapshotOf(aws, { account });
        for (const { id, outcome, reason } of findings) {
          if (outcome === 'pass' || outcome === 'not-applicable') {
            const needs = needsOf(id, account.kind, outcome);
            expect({ id, unread: needs.filter((call) => silent.has(call)) }).toEqual({
              id,
              unread: [],
            });
          }
          expect(reason).not.toBe('');
        }
      },
    ),
    { numRuns: 60 },
  );
});

function needsOf(
  id: string,
  kind: string,
  outcome: 'pass' | 'not-applicable',
): readonly (typeof CALLS)[number][] {
  if (kind === 'standalone' && outcome === 'not-applicable') {
    return id.endsWith('-list')
      ? ['account.GetAlternateContactCommand']
      : ['organizations.DescribeOrganizationCommand'];
  }
  if (id === 'primary-email') {
    return kind === 'member'
      ? ['account.GetPrimaryEmailCommand']
      : ['organizations.DescribeAccountCommand'];
  }
  const needs = NEEDS[id];
  if (!needs) throw new Error(`It is not said what ${id} needs.`);
  return needs;
}

async function commandNamed(name: string): Promise<never> {
  const modules = await Promise.all([
    import('@aws-sdk/client-iam'),
    import('@aws-sdk/client-account'),
    import('@aws-sdk/client-organizations'),
    import('@aws-sdk/client-cloudtrail'),
    import('@aws-sdk/client-s3'),
  ]);
  const found = modules.flatMap((module) => Object.entries(module)).find(([key]) => key === name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found[1] as never;
}
