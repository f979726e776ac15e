import { beforeEach, expect, test } from 'vitest';
import { snapshotPosture } from '../../../src/activities/account/snapshot-posture.ts';
import { findRootEvents } from '../../../src/activities/cloudtrail/find-root-events.ts';
import { allowRootRecovery } from '../../../src/activities/iam/allow-root-recovery.ts';
import { auditRoot } from '../../../src/activities/iam/audit-root.ts';
import { deleteRootCredentials } from '../../../src/activities/iam/delete-root-credentials.ts';
import { confirmRootAccess } from '../../../src/activities/organizations/confirm-root-access.ts';
import { createServices } from '../../../src/activities/services.ts';
import type { Environment } from '../../../src/core/drill.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { activityContext, doneFrom, failureFrom } from '../../support/activity-context.ts';
import {
  EVENTS_SHOW_MS,
  type OrganizationHarness,
  startOrganization,
} from '../organization-harness.ts';
import { MANAGEMENT, SANDBOX } from '../organization-server.ts';

// What the activities of root accounts ask, and what the sandbox answers, through the real clients.

let harness: OrganizationHarness;

beforeEach(async () => {
  harness = await startOrganization();
});

function attempt() {
  const environment: Environment = {
    name: 'sandbox',
    kind: 'sandbox',
    region: 'ap-northeast-1',
    accountId: MANAGEMENT,
    endpointUrl: harness.url,
  };
  const { signal } = new AbortController();
  // Whoever waits lets time pass in the sandbox, too.
  const clock: Clock = {
    now: () => harness.clock.now(),
    monotonic: () => harness.clock.monotonic(),
    sleep: async (ms) => harness.clock.advance(ms),
  };
  const credentials = { accessKeyId: 'SANDBOX', secretAccessKey: 'none' };
  const services = createServices({ environment, clock, credentials })({
    activity: 'step',
    signal,
    onCall: () => undefined,
  });
  return { ...activityContext({ services, signal }), clock };
}

const audit = async (label: 'before' | 'after' = 'before') =>
  doneFrom(await auditRoot.poll(attempt(), { accountId: SANDBOX, label })).output;

test('a member’s root user is allowed to recover, audited, and left with nothing', async () => {
  const { output } = doneFrom(await confirmRootAccess.poll(attempt(), { accountId: SANDBOX }));
  expect(await audit()).toMatchObject({ loginProfile: false, nothingLeft: true });

  harness.clock.advance(600_000);
  const input = { accountId: SANDBOX, since: output.at };
  const receipt = await allowRootRecovery.start(attempt(), input);
  expect(doneFrom(await allowRootRecovery.poll(attempt(), input, receipt)).output).toMatchObject({
    made: true,
  });
  expect(await audit()).toMatchObject({ loginProfile: true, nothingLeft: false });

  const removal = await deleteRootCredentials.start(attempt(), input);
  const removed = doneFrom(await deleteRootCredentials.poll(attempt(), input, removal)).output;
  expect(removed).toEqual({ removed: ['login profile'] });
  expect(await audit('after')).toMatchObject({ loginProfile: false, nothingLeft: true });

  harness.clock.advance(EVENTS_SHOW_MS);
  const events = await findRootEvents.poll(attempt(), {
    events: ['CreateLoginProfile', 'DeleteLoginProfile'],
    from: output.at,
    enter: {
      by: 'role',
      accountId: SANDBOX,
      roleArn: `arn:aws:iam::${SANDBOX}:role/OrganizationAccountAccessRole`,
    },
  });
  expect(doneFrom(events).output.missing).toEqual([]);
});

test('nobody acts as the root user of the management account', async () => {
  const look = confirmRootAccess.poll(attempt(), { accountId: MANAGEMENT });
  expect(await failureFrom(look)).toMatchObject({ code: 'ACCOUNT_IS_MANAGEMENT' });
});

test('the posture of an account on its first day is sound, but for what only people can say', async () => {
  const { posture } = doneFrom(
    await snapshotPosture.poll(attempt(), {
      account: { id: MANAGEMENT, kind: 'management' },
      label: 'before',
      domains: ['shop.example'],
    }),
  );
  const ids = (outcome: string) =>
    posture?.findings.filter((finding) => finding.outcome === outcome).map(({ id }) => id);
  expect(ids('unknown')).toEqual([
    'contact-billing-list',
    'contact-operations-list',
    'contact-security-list',
    'contact-phone-owned',
  ]);
  expect(ids('fail')).toEqual([]);
  expect(ids('pass')).toEqual(expect.arrayContaining(['root-mfa', 'trail-bucket-apart']));
});
