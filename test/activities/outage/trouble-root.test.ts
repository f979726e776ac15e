import { expect, test } from 'vitest';
import type { SandboxControl } from '../../../src/activities/outage/sandbox-control.ts';
import { troubleRoot } from '../../../src/activities/outage/trouble-root.ts';
import { activityContext, doneFrom, failureFrom } from '../../support/activity-context.ts';

const input = { accountId: '000000000000', trouble: 'lost-mfa' } as const;

function sandbox() {
  const troubled: string[] = [];
  const none = async () => Promise.reject(new Error('nothing else is asked for'));
  const control: SandboxControl = {
    clientLogUrl: '',
    signInUrl: '',
    troubleRoot: async (accountId, trouble) => {
      troubled.push(`${accountId} ${trouble}`);
    },
    startOutage: none,
    endOutage: none,
    listOutages: none,
  };
  const context = activityContext({ environment: 'sandbox', services: { sandbox: control } });
  return { troubled, context };
}

test('brings the trouble, and takes the time before it for the impact', async () => {
  const { troubled, context } = sandbox();
  const receipt = await troubleRoot.start(context, input);
  context.clock.pass(5000);
  const { output, facts } = doneFrom(await troubleRoot.poll(context, input, receipt));
  expect(troubled).toEqual(['000000000000 lost-mfa']);
  expect(output).toEqual({ impactAt: '2026-11-24T01:00:00.000Z' });
  expect(facts?.[0]?.value).toBe('000000000000: lost-mfa at 2026-11-24T01:00:00.000Z');
});

test('is brought again where it is not known whether it was', async () => {
  const { troubled, context } = sandbox();
  await troubleRoot.start(context, input);
  expect(await troubleRoot.adopt(context, input)).toBeUndefined();
  expect(troubled).toHaveLength(1);
});

test.each([
  ['an AWS account', { environment: 'aws' } as const],
  [
    'an AWS account, even with a sandbox at hand',
    { ...sandbox().context, environment: 'aws' } as const,
  ],
  ['a sandbox that is not there', { environment: 'sandbox' } as const],
])('is refused in %s', async (_, context) => {
  expect(await failureFrom(troubleRoot.start(activityContext(context), input))).toMatchObject({
    code: 'INJECTION_REFUSED',
    class: 'safety',
  });
});
