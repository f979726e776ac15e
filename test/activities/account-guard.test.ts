import { beforeEach, expect, test } from 'vitest';
import { createAccountGuard } from '../../src/activities/account-guard.ts';
import type { AwsCredentials } from '../../src/activities/aws-credentials.ts';
import { KunrenError } from '../../src/core/failure.ts';
import { failureFrom } from '../support/activity-context.ts';

const ACCOUNT = '111122223333';
const OTHER = '999988887777';
const HOME = 'ap-northeast-1';
const AWAY = 'ap-northeast-3';

/** Who is logged in in the other terminal. */
let login: string;
let held: AwsCredentials | undefined;
let asked: string[];

const source = {
  provide: async () => {
    held ??= { accessKeyId: login, secretAccessKey: 'secret' };
    return held;
  },
  forget: () => {
    held = undefined;
  },
};

beforeEach(() => {
  login = 'OWN';
  held = undefined;
  asked = [];
});

const ask = async ({ accessKeyId }: AwsCredentials) => {
  asked.push(accessKeyId);
  return { Account: accessKeyId === 'STRANGER' ? OTHER : ACCOUNT, Arn: 'arn' };
};

const cutOff = () =>
  new KunrenError({ code: 'CANCELLED', message: 'cut off', class: 'cancelled', ambiguous: true });

test('credentials are asked about once, however many want them at the same time or later', async () => {
  const guard = createAccountGuard(ACCOUNT, source);
  await Promise.all([guard.provide(HOME, ask), guard.provide(HOME, ask)]);
  expect((await guard.provide(HOME, ask)).accessKeyId).toBe('OWN');
  expect(asked).toEqual(['OWN']);
});

test('other credentials are asked about anew, also when they come by themselves', async () => {
  const guard = createAccountGuard(ACCOUNT, source);
  await guard.provide(HOME, ask);
  held = { accessKeyId: 'RENEWED', secretAccessKey: 'secret' };
  await guard.provide(HOME, ask);
  guard.forget();
  await guard.provide(HOME, ask);
  expect(asked).toEqual(['OWN', 'RENEWED', 'OWN']);
});

test('those of another account are never let out, and a right login after them is seen', async () => {
  const guard = createAccountGuard(ACCOUNT, source);
  await guard.provide(HOME, ask);
  guard.forget();
  login = 'STRANGER';
  const refused = { code: 'ACCOUNT_MISMATCH', class: 'safety', retryable: false, ambiguous: false };
  const both = [failureFrom(guard.provide(HOME, ask)), failureFrom(guard.provide(HOME, ask))];
  expect(await Promise.all(both)).toMatchObject([refused, refused]);
  expect(asked).toEqual(['OWN', 'STRANGER']);
  login = 'RIGHT';
  expect((await guard.provide(HOME, ask)).accessKeyId).toBe('RIGHT');
});

test('an answer without an account is no answer', async () => {
  const guard = createAccountGuard(ACCOUNT, source);
  expect(await failureFrom(guard.provide(HOME, async () => ({})))).toMatchObject({
    code: 'ACCOUNT_MISMATCH',
  });
});

test('a question that fails leaves nothing in doubt, since no call was made, and is asked again', async () => {
  const guard = createAccountGuard(ACCOUNT, source);
  const lost = new KunrenError({
    code: 'CONNECTION_LOST',
    message: 'reset',
    retryable: true,
    ambiguous: true,
  });
  expect(await failureFrom(guard.provide(HOME, () => Promise.reject(lost)))).toMatchObject({
    code: 'CONNECTION_LOST',
    retryable: true,
    ambiguous: false,
  });
  await guard.provide(HOME, ask);
  expect(asked).toEqual(['OWN']);
});

test('whoever is cut off while asking does not end those who wait for the answer', async () => {
  const guard = createAccountGuard(ACCOUNT, source);
  const cut = failureFrom(guard.provide(HOME, () => Promise.reject(cutOff())));
  const waiting = guard.provide(HOME, ask);
  expect(await cut).toMatchObject({ code: 'CANCELLED' });
  expect((await waiting).accessKeyId).toBe('OWN');
  expect(asked).toEqual(['OWN']);
});

test('a Region that does not answer holds up nothing in another one', async () => {
  const guard = createAccountGuard(ACCOUNT, source);
  let fail = (_error: KunrenError) => {};
  const hangs = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  const home = failureFrom(guard.provide(HOME, () => hangs));
  expect((await guard.provide(AWAY, ask)).accessKeyId).toBe('OWN');
  fail(new KunrenError({ code: 'TIMED_OUT', message: 'no answer', retryable: true }));
  expect(await home).toMatchObject({ code: 'TIMED_OUT' });
});

test('what one Region has answered need not be asked in another', async () => {
  const guard = createAccountGuard(ACCOUNT, source);
  await guard.provide(AWAY, ask);
  await guard.provide(HOME, () => Promise.reject(new Error('nobody should ask')));
  expect(asked).toEqual(['OWN']);
});
