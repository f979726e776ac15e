import { SFN } from '@aws-sdk/client-sfn';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { runStateMachine } from '../../src/activities/sfn/run-state-machine.ts';
import { doneFrom, failureFrom, pendingFrom, RUN } from '../support/activity-context.ts';
import { ACCOUNT, AWAY, hasMoto, motoForEachTest } from './moto.ts';

const SOON = { timeout: 10_000, interval: 20 };

describe.skipIf(!hasMoto)('Step Functions at moto', { timeout: 60_000 }, () => {
  const moto = motoForEachTest();

  /** A state machine of one state, which moto really runs. */
  async function prepareMachine(state: object) {
    await moto.tell('config', { stepfunctions: { execute_state_machine: true } });
    const sfn = new SFN(moto.settings(AWAY));
    onTestFinished(() => sfn.destroy());
    const { stateMachineArn = '' } = await sfn.createStateMachine({
      name: 'orders-after-failover',
      definition: JSON.stringify({ StartAt: 'Tell', States: { Tell: state } }),
      roleArn: `arn:aws:iam::${ACCOUNT}:role/orders`,
    });
    const input = { stateMachineArn, name: `kunren-${RUN}`, input: { workload: 'orders' } };
    return { sfn, input };
  }

  test('an execution is started once, however often it is asked for', async () => {
    const { sfn, input } = await prepareMachine({ Type: 'Wait', Seconds: 600, End: true });
    const context = moto.attempt();
    expect(await runStateMachine.adopt(context, input)).toBeUndefined();
    const receipt = await runStateMachine.start(context, input);
    expect(receipt.executionArn).toBe(
      `arn:aws:states:${AWAY}:${ACCOUNT}:execution:orders-after-failover:kunren-${RUN}`,
    );
    expect(await runStateMachine.start(context, input)).toEqual(receipt);
    expect(await runStateMachine.adopt(context, input)).toEqual(receipt);
    expect(pendingFrom(await runStateMachine.poll(context, input, receipt))).toBe('running');
    const { stateMachineArn } = input;
    expect((await sfn.listExecutions({ stateMachineArn })).executions).toHaveLength(1);
    const other = { ...input, input: { workload: 'payments' } };
    expect(await failureFrom(runStateMachine.start(context, other))).toMatchObject({
      code: 'EXECUTION_NAME_TAKEN',
    });
  });

  test('one that still runs is stopped, and says so', async () => {
    const { input } = await prepareMachine({ Type: 'Wait', Seconds: 600, End: true });
    const context = moto.attempt();
    const receipt = await runStateMachine.start(context, input);
    const { undo } = runStateMachine;
    await undo?.start(context, input, receipt);
    await vi.waitFor(async () => {
      expect(await undo?.poll(context, input, receipt)).toMatchObject({
        status: 'done',
        output: { call: 'states:DescribeExecution', observed: 'ABORTED' },
      });
    }, SOON);
    expect(await failureFrom(runStateMachine.poll(context, input, receipt))).toMatchObject({
      code: 'EXECUTION_FAILED',
      details: { status: 'ABORTED' },
    });
    expect(moto.changes).toEqual([`StartExecution ${AWAY} 200`, `StopExecution ${AWAY} 200`]);
  });

  test('its output is read when it has succeeded', async () => {
    const { input } = await prepareMachine({ Type: 'Pass', End: true });
    const context = moto.attempt();
    const receipt = await runStateMachine.start(context, input);
    await vi.waitFor(async () => {
      const { output } = doneFrom(await runStateMachine.poll(context, input, receipt));
      expect(output.output).toEqual({ workload: 'orders' });
    }, SOON);
    // It is there, and has ended already.
    expect(await runStateMachine.start(context, input)).toEqual(receipt);
  });

  test('where it has failed, its history says in which state and why', async () => {
    const { input } = await prepareMachine({ Type: 'Fail', Error: 'NoStock', Cause: 'sold out' });
    const context = moto.attempt();
    const receipt = await runStateMachine.start(context, input);
    await vi.waitFor(async () => {
      expect(await failureFrom(runStateMachine.poll(context, input, receipt))).toMatchObject({
        code: 'EXECUTION_FAILED',
        details: { status: 'FAILED', error: 'NoStock', cause: 'sold out', state: 'Tell' },
      });
    }, SOON);
    expect(moto.calls.at(-1)).toMatchObject({ operation: 'GetExecutionHistory', httpStatus: 200 });
  });
});
