import type { AccountClients } from '../../src/activities/account-clients.ts';
import type { AwsClients } from '../../src/activities/aws-clients.ts';
import type { Services } from '../../src/activities/services.ts';
import { postgresDriver } from '../../src/activities/sql/postgres-driver.ts';
import type { ActivityContext, Poll } from '../../src/core/activity.ts';
import { type Failure, failureOf } from '../../src/core/failure.ts';
import { DRILL_TAG, RUN_TAG } from '../../src/core/resource.ts';
import { FakeClock } from './fake-clock.ts';

export const RUN = 'restore-rds-20261124-010000-abcd';

export interface TestContext extends ActivityContext<Services> {
  readonly clock: FakeClock;
}

/** What an attempt gets: a fake clock, a vault of its own, no AWS unless given. */
export function activityContext(
  overrides: Partial<Omit<TestContext, 'services'>> & {
    readonly services?: Partial<Services>;
  } = {},
): TestContext {
  const { services, ...rest } = overrides;
  const vault = new Map<string, string>();
  const run = overrides.run ?? RUN;
  return {
    run,
    drill: 'restore-rds',
    activity: 'step',
    region: 'ap-northeast-1',
    environment: 'sandbox',
    signal: new AbortController().signal,
    clock: new FakeClock(),
    secrets: { put: (name, value) => vault.set(name, value), get: (name) => vault.get(name) },
    tags: { [RUN_TAG]: run, [DRILL_TAG]: 'restore-rds' },
    services: { aws: noAws, sql: postgresDriver, dns: {}, ...services },
    ...rest,
  };
}

const no = (what: string) => () => Promise.reject(new Error(`This test has no ${what}.`));

/** No services by which an account's posture is read. */
export const noAccount: AccountClients = {
  iam: no('IAM'),
  account: no('Account'),
  organizations: no('Organizations'),
  cloudTrail: no('CloudTrail'),
  s3: no('S3'),
};

const noAws: AwsClients = {
  ...noAccount,
  rds: no('RDS'),
  backup: no('Backup'),
  cloudWatch: no('CloudWatch'),
  sfn: no('Step Functions'),
  kms: no('KMS'),
  route53: no('Route 53'),
  sts: no('STS'),
  inAccount: () => noAccount,
};

/** The failure that a promise rejects with; an error when it does not reject. */
export async function failureFrom(promise: Promise<unknown>): Promise<Failure> {
  return promise.then(
    (value) => {
      throw new Error(`Expected a failure, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => failureOf(error),
  );
}

export function doneFrom<Output>(poll: Poll<Output>): Extract<Poll<Output>, { status: 'done' }> {
  if (poll.status === 'done') return poll;
  throw new Error(`Expected it to be done, but: ${poll.progress.message}`);
}

export function pendingFrom<Output>(poll: Poll<Output>): string {
  if (poll.status === 'pending') return poll.progress.message;
  throw new Error(`Expected it to be pending, got ${JSON.stringify(poll.output)}`);
}
