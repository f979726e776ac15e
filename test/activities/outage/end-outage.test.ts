import { expect, test } from 'vitest';
import { endOutage } from '../../../src/activities/outage/end-outage.ts';
import type {
  OutageInForce,
  SandboxControl,
} from '../../../src/activities/outage/sandbox-control.ts';
import { activityContext, doneFrom, failureFrom } from '../../support/activity-context.ts';

const outage = { kind: 'region', name: 'ap-northeast-1' } as const;

/** As the sandbox does it: the end of an outage that is not there is refused. */
function sandbox(...inForce: string[]): SandboxControl {
  let names = inForce;
  const since = '2026-11-24T01:00:00.000Z';
  const list = (): OutageInForce[] => names.map((name) => ({ kind: 'region', name, since }));
  return {
    clientLogUrl: '',
    signInUrl: '',
    troubleRoot: async () => undefined,
    startOutage: async () => Promise.reject(new Error('nothing is to be started')),
    endOutage: async (name) => {
      if (!names.includes(name)) throw new Error(`There is no outage of ${name}.`);
      names = names.filter((one) => one !== name);
    },
    listOutages: async () => list(),
  };
}

const contextOf = (control: SandboxControl) =>
  activityContext({ environment: 'sandbox', services: { sandbox: control } });

test.each([
  ['is there', ['ap-northeast-1', 'ap-northeast-3a']],
  ['somebody else has ended already', ['ap-northeast-3a']],
])('an outage that %s is over then, and no other', async (_case, inForce) => {
  const control = sandbox(...inForce);
  const context = contextOf(control);
  const receipt = await endOutage.start(context, { outage });
  expect(doneFrom(await endOutage.poll(context, { outage }, receipt)).output).toEqual({
    name: 'ap-northeast-1',
  });
  const left = await control.listOutages(context.signal);
  expect(left.map(({ name }) => name)).toEqual(['ap-northeast-3a']);
});

test('nothing is ended anywhere but in the sandbox', async () => {
  const context = activityContext({ environment: 'aws' });
  expect(await failureFrom(endOutage.start(context, { outage }))).toMatchObject({
    code: 'INJECTION_REFUSED',
    class: 'safety',
  });
});
