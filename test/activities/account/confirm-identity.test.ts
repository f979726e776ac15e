import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { confirmIdentity } from '../../../src/activities/account/confirm-identity.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import { activityContext, doneFrom, failureFrom } from '../../support/activity-context.ts';

const input = { accountId: '111122223333', region: 'ap-northeast-1' };

function calledBy(Account: string) {
  const { aws, sts } = scriptedAws();
  sts.on(GetCallerIdentityCommand).resolves({ Account, Arn: `arn:aws:iam::${Account}:role/drill` });
  return activityContext({ services: { aws } });
}

test('confirms the declared account and says who calls', async () => {
  const done = doneFrom(await confirmIdentity.poll(calledBy('111122223333'), input));
  expect(done.output).toEqual({
    accountId: '111122223333',
    arn: 'arn:aws:iam::111122223333:role/drill',
  });
  expect(done.facts).toContainEqual({ label: 'Account', value: '111122223333' });
});

test('stops in the wrong account', async () => {
  expect(await failureFrom(confirmIdentity.poll(calledBy('999988887777'), input))).toMatchObject({
    code: 'ACCOUNT_MISMATCH',
    class: 'safety',
    retryable: false,
  });
});

test('stops in the wrong Region without asking AWS', async () => {
  const context = activityContext({ region: 'us-east-1' });
  expect(await failureFrom(confirmIdentity.poll(context, input))).toMatchObject({
    code: 'REGION_MISMATCH',
    class: 'safety',
  });
});

test('asks in another Region when the drill’s own may be down', async () => {
  const aws = scriptedAws();
  aws.in('ap-northeast-3').sts.on(GetCallerIdentityCommand).resolves({ Account: input.accountId });
  const context = activityContext({ services: { aws: aws.aws } });
  const poll = confirmIdentity.poll(context, { ...input, askIn: 'ap-northeast-3' });
  expect(doneFrom(await poll).output.accountId).toBe('111122223333');
  expect(aws.sts.calls()).toHaveLength(0);
});
