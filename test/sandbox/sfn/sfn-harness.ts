import { SFN } from '@aws-sdk/client-sfn';
import { onTestFinished, vi } from 'vitest';
import { newSfnState } from '../../../src/sandbox/sfn/seed-machines.ts';
import { Sfn } from '../../../src/sandbox/sfn/sfn.ts';
import { sfnService } from '../../../src/sandbox/sfn/sfn-service.ts';
import type { SfnState } from '../../../src/sandbox/sfn/sfn-state.ts';
import { PLACE, serveServices } from '../cloudwatch/serve-services.ts';
import { StoppedClock } from '../stopped-clock.ts';

const PREFIX = `arn:aws:states:${PLACE.region}:${PLACE.accountId}`;
const ROLE = `arn:aws:iam::${PLACE.accountId}:role/steps`;

/** Step Functions behind a front door on loopback, with a client of the SDK. */
export async function startSfn(state?: SfnState) {
  const clock = new StoppedClock();
  const save = vi.fn(async () => undefined);
  const now = new Date(clock.now()).toISOString();
  const sfn = new Sfn({ state: state ?? newSfnState(PLACE, now), clock, place: PLACE, save });
  const served = await serveServices([sfnService(sfn)], { clock, save });
  const client = new SFN(served.settings);
  onTestFinished(async () => {
    client.destroy();
    await sfn.close();
  });
  const ended = async (executionArn: string | undefined) =>
    vi.waitFor(
      async () => {
        const execution = await client.describeExecution({ executionArn });
        if (execution.status === 'RUNNING') throw new Error('It still runs.');
        return execution;
      },
      { timeout: 10_000, interval: 5 },
    );
  const create = async (definition: object, more: object = {}) => {
    const made = await client.createStateMachine({
      name: 'steps',
      definition: JSON.stringify(definition),
      roleArn: ROLE,
      ...more,
    });
    return made.stateMachineArn;
  };
  return {
    ...served,
    clock,
    save,
    sfn,
    client,
    create,
    ended,
    machineArn: (name: string) => `${PREFIX}:stateMachine:${name}`,
    executionArn: (machine: string, name: string) => `${PREFIX}:execution:${machine}:${name}`,
    /** Makes a state machine of the definition, starts it, and waits for its end. */
    run: async (definition: object, input: unknown = {}) => {
      const stateMachineArn = await create(definition);
      const { executionArn } = await client.startExecution({
        stateMachineArn,
        input: JSON.stringify(input),
      });
      return ended(executionArn);
    },
    history: async (executionArn: string | undefined) =>
      (await client.getExecutionHistory({ executionArn })).events ?? [],
  };
}

/** A state machine of one Wait. */
export const waiting = (Seconds: number, more: object = {}) => ({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds, End: true } },
  ...more,
});

/** A state machine of one Pass. */
export const passing = (Result: unknown = { done: true }) => ({
  StartAt: 'Pass',
  States: { Pass: { Type: 'Pass', Result, End: true } },
});
