import { expect, test, vi } from 'vitest';
import { awsCli, awsCliError, hasAwsCli } from '../../support/aws-cli.ts';
import { startSfn } from './sfn-harness.ts';

test.runIf(hasAwsCli)(
  'the AWS CLI starts an execution and reads what came of it',
  async () => {
    const { url, machineArn, executionArn } = await startSfn();
    const stepfunctions = (...words: string[]) => awsCli(url, 'stepfunctions', ...words);
    const machine = machineArn('orders-after-failover');
    const arn = executionArn('orders-after-failover', 'run-1');
    const started = await stepfunctions(
      'start-execution',
      `--state-machine-arn=${machine}`,
      '--name=run-1',
      '--input={"workload":"orders","primaryRegion":"ap-northeast-3"}',
    );
    expect(started).toMatchObject({ executionArn: arn });
    await vi.waitFor(
      async () => {
        const described = await stepfunctions('describe-execution', `--execution-arn=${arn}`);
        expect(described).toMatchObject({ status: 'SUCCEEDED', name: 'run-1' });
      },
      { timeout: 40_000, interval: 100 },
    );
    const [history, listed, taken] = await Promise.all([
      stepfunctions('get-execution-history', `--execution-arn=${arn}`, '--reverse-order'),
      stepfunctions('list-state-machines'),
      awsCliError(
        stepfunctions('start-execution', `--state-machine-arn=${machine}`, '--name=run-1'),
      ),
    ]);
    expect(history).toMatchObject({
      events: expect.arrayContaining([expect.objectContaining({ type: 'ExecutionSucceeded' })]),
    });
    expect(listed).toMatchObject({ stateMachines: [{ name: 'orders-after-failover' }] });
    expect(taken).toMatch(/An error occurred \(ExecutionAlreadyExists\)/);
  },
  90_000,
);
