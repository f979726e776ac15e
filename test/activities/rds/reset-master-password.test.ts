import { DescribeDBInstancesCommand, ModifyDBInstanceCommand } from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { resetMasterPassword } from '../../../src/activities/rds/reset-master-password.ts';
import type { SqlDriver } from '../../../src/activities/sql/driver.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { INSTANCE, rdsError, restored, runTag } from '../../support/activity-rds.ts';

const input = { id: INSTANCE, user: 'shop', secret: 'restored-master' };
const receipt = { id: INSTANCE, requestedAt: '2026-11-24T01:00:00.000Z' };

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;
/** What the endpoint answers to a login. */
let login: () => Promise<void>;
let passwords: string[];

beforeEach(() => {
  aws = scriptedAws();
  login = async () => {};
  passwords = [];
  const sql: SqlDriver = {
    connect: async (_access, password) => {
      passwords.push(password);
      await login();
      return {
        query: async () => ({ columns: ['one'], rows: [['1']] }),
        execute: async () => 0,
        close: async () => {},
      };
    },
  };
  context = activityContext({ services: { aws: aws.aws, sql } });
  aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [restored()] });
});

const refuse = (code: string) => async () => {
  throw Object.assign(new Error(`refused with ${code}`), { code });
};

describe('start', () => {
  test('sets a random password that only the vault knows', async () => {
    const made = await resetMasterPassword.start(context, input);
    const sent = aws.rds.commandCalls(ModifyDBInstanceCommand)[0]?.args[0].input;
    expect(sent).toEqual({
      DBInstanceIdentifier: INSTANCE,
      MasterUserPassword: context.secrets.get('restored-master'),
      ApplyImmediately: true,
    });
    expect(sent?.MasterUserPassword).toMatch(/^[\w-]{32}$/);
    expect(JSON.stringify(made)).not.toContain(sent?.MasterUserPassword);
  });

  test('works in the Region that is named', async () => {
    const there = aws.in('ap-northeast-3').rds;
    there.on(DescribeDBInstancesCommand).resolves({ DBInstances: [restored()] });
    const elsewhere = { ...input, region: 'ap-northeast-3' };
    const made = await resetMasterPassword.start(context, elsewhere);
    doneFrom(await resetMasterPassword.poll(context, elsewhere, made));
    expect(there.commandCalls(ModifyDBInstanceCommand)).toHaveLength(1);
    expect(aws.rds.calls()).toHaveLength(0);
  });

  test('puts the password into the vault before the call, so that it is redacted from the first moment', async () => {
    let known: string | undefined;
    aws.rds.on(ModifyDBInstanceCommand).callsFake((sent) => {
      known = context.secrets.get('restored-master');
      expect(sent.MasterUserPassword).toBe(known);
      throw rdsError('InternalFailure', 500);
    });
    await expect(resetMasterPassword.start(context, input)).rejects.toThrow();
    expect(known).toBeDefined();
  });

  test('never touches an instance without this run’s tag', async () => {
    const TagList = runTag('other-run');
    aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [restored({ TagList })] });
    expect(await failureFrom(resetMasterPassword.start(context, input))).toMatchObject({
      code: 'NOT_OURS',
      class: 'safety',
    });
    expect(aws.rds.commandCalls(ModifyDBInstanceCommand)).toHaveLength(0);
  });

  test('refuses a user that is not the master', async () => {
    const wrong = { ...input, user: 'reader' };
    expect(await failureFrom(resetMasterPassword.start(context, wrong))).toMatchObject({
      code: 'USER_NOT_MASTER',
      class: 'input',
    });
  });

  test('is done anew rather than adopted, and anew after a lost process', async () => {
    expect(await resetMasterPassword.adopt(context, input)).toBeUndefined();
    expect(resetMasterPassword.volatile).toBe(true);
    expect(resetMasterPassword.undo).toBeUndefined();
  });
});

describe('poll', () => {
  const poll = () => resetMasterPassword.poll(context, input, receipt);

  beforeEach(() => context.secrets.put('restored-master', 'new-password'));

  test('waits while RDS has not applied it', async () => {
    aws.rds.on(DescribeDBInstancesCommand).resolves({
      DBInstances: [restored({ PendingModifiedValues: { MasterUserPassword: '****' } })],
    });
    expect(pendingFrom(await poll())).toContain('not applied');
    aws.rds.on(DescribeDBInstancesCommand).resolves({
      DBInstances: [restored({ DBInstanceStatus: 'resetting-master-credentials' })],
    });
    expect(pendingFrom(await poll())).toBe('resetting-master-credentials');
    expect(passwords).toEqual([]);
  });

  test('a stale available is not believed: the login decides', async () => {
    login = refuse('28P01');
    context.clock.pass(20 * 60_000);
    expect(pendingFrom(await poll())).toContain('not accepted yet');
    login = async () => {};
    expect(doneFrom(await poll()).output).toEqual({
      secret: 'restored-master',
      loginProven: true,
    });
    expect(passwords).toEqual(['new-password', 'new-password']);
  });

  test('where nobody answers it waits a while, then goes on without the proof', async () => {
    login = refuse('ECONNREFUSED');
    context.clock.pass(59_000);
    expect(pendingFrom(await poll())).toContain('no login yet');
    context.clock.pass(2_000);
    const done = doneFrom(await poll());
    expect(done.output.loginProven).toBe(false);
    expect(done.facts?.[0]?.value).toContain('not proven');
  });

  test('an abort is not an unreachable endpoint', async () => {
    const aborted = { ...context, signal: AbortSignal.abort() };
    login = refuse('ECONNRESET');
    context.clock.pass(10 * 60_000);
    await expect(resetMasterPassword.poll(aborted, input, receipt)).rejects.toThrow();
  });

  test('a password that was lost with its process is an error, not a wait', async () => {
    const forgetful = activityContext({ services: context.services });
    const failure = await failureFrom(resetMasterPassword.poll(forgetful, input, receipt));
    expect(failure.code).toBe('SECRET_MISSING');
  });
});

test('the plan does not show a password', () => {
  const { calls } = resetMasterPassword.plan(input, { run: 'r', region: 'ap-northeast-1' });
  expect(calls[1]?.parameters['MasterUserPassword']).toContain('random');
});
