import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../../src/cli/io.ts';
import { confirmLive } from '../../../src/cli/runs/confirm-live.ts';
import type { Environment } from '../../../src/core/drill.ts';
import type { Runbook } from '../../../src/core/runbook.ts';
import { failureFrom } from '../../support/activity-context.ts';
import { toyDrill, toyEnvironment, toyRunbook } from '../../support/toy-runbook.ts';

const aws: Environment = { ...toyEnvironment, name: 'staging', kind: 'aws' };
const failover: Runbook = {
  ...toyRunbook,
  production: { workload: () => 'orders', isChangedBy: () => false, consequence: 'Orders move.' },
};
const always: Runbook = {
  ...toyRunbook,
  production: { workload: () => 'orders', isChangedBy: () => true, consequence: 'Orders move.' },
};

/** A terminal at which somebody types; `undefined` when there is none. */
function io(typed?: string): Io & { readonly said: string[] } {
  const stdin = new PassThrough();
  if (typed !== undefined) stdin.end(typed);
  const said: string[] = [];
  return {
    cwd: '/',
    env: {},
    stdin: stdin as unknown as Io['stdin'],
    stdout: new PassThrough() as unknown as Io['stdout'],
    out: () => undefined,
    err: (line) => said.push(line),
    interactive: typed !== undefined,
    color: false,
    said,
  };
}

const ask = (
  terminal: Io,
  options: { readonly live: boolean; readonly confirm?: string },
  { runbook = failover, environment = aws } = {},
) => confirmLive(terminal, { drill: toyDrill, runbook, environment }, options);

describe('a run that changes production', () => {
  it('starts when its operator types the name of the workload', async () => {
    const terminal = io('orders\n');
    expect(await ask(terminal, { live: true })).toMatchObject({ workload: 'orders', how: 'typed' });
    expect(terminal.said).toEqual([
      `This is a LIVE run of ${failover.id} on orders in staging, not a rehearsal.`,
      `Account ${aws.accountId}, ${aws.region}. Orders move.`,
    ]);
  });

  it.each(['order\n', 'ORDERS\n', 'yes\n', '\n', ''])('does not start on %j', async (typed) => {
    const failure = await failureFrom(ask(io(typed), { live: true }));
    expect(failure).toMatchObject({ code: 'LIVE_NOT_CONFIRMED', class: 'input' });
  });

  it('is refused without a terminal, unless the name is given exactly', async () => {
    expect((await failureFrom(ask(io(), { live: true }))).message).toContain('--confirm orders');
    const wrong = await failureFrom(ask(io(), { live: true, confirm: 'Orders' }));
    expect(wrong.code).toBe('LIVE_NOT_CONFIRMED');
    expect(await ask(io(), { live: true, confirm: 'orders' })).toMatchObject({ how: 'flag' });
  });

  it('is not started by a drill alone in an AWS account', async () => {
    const failure = await failureFrom(ask(io(), { live: false }, { runbook: always }));
    expect(failure.code).toBe('LIVE_NOT_ASKED_FOR');
    const sandbox = { runbook: always, environment: toyEnvironment };
    expect(await ask(io(), { live: false }, sandbox)).toBeUndefined();
  });

  it('means nothing for a runbook that never changes production', async () => {
    const failure = await failureFrom(ask(io(), { live: true }, { runbook: toyRunbook }));
    expect(failure.code).toBe('LIVE_UNSUPPORTED');
  });
});

describe('a rehearsal', () => {
  it('needs no confirmation', async () => {
    expect(await ask(io(), { live: false })).toBeUndefined();
  });
});
