import { describe, expect, test } from 'vitest';
import { awsFailure } from '../../src/activities/aws-failure.ts';

// How Route 53, Backup, CloudWatch and Step Functions say what is wrong.

function awsError(name: string, status = 400, more: object = {}): Error {
  return Object.assign(new Error(`${name} happened`), {
    name,
    $fault: status >= 500 ? 'server' : 'client',
    $metadata: { httpStatusCode: status, requestId: 'req-1' },
    ...more,
  });
}

const failureOf = (error: unknown) => awsFailure(error).failure;

describe('who must act, and whether to try again', () => {
  test.each([
    [
      'a change before the last one is done',
      awsError('PriorRequestNotComplete'),
      'THROTTLED',
      'environment',
      true,
      false,
    ],
    [
      'another change at the same time',
      awsError('ConcurrentModification'),
      'CONCURRENT_MODIFICATION',
      'environment',
      true,
      false,
    ],
    [
      'a backup that is busy',
      awsError('InvalidResourceStateException'),
      'INVALID_RESOURCE_STATE',
      'environment',
      true,
      false,
    ],
    [
      'as many executions as may run',
      awsError('ExecutionLimitExceeded'),
      'EXECUTION_LIMIT_EXCEEDED',
      'environment',
      true,
      false,
    ],
    [
      'a limit that only AWS can raise',
      awsError('LimitExceededException'),
      'LIMIT_EXCEEDED',
      'environment',
      false,
      false,
    ],
    [
      'a Backup that is unavailable',
      awsError('ServiceUnavailableException', 500),
      'SERVICE_UNAVAILABLE',
      'environment',
      true,
      true,
    ],
    [
      'a key that may not be used',
      awsError('KmsAccessDeniedException'),
      'ACCESS_DENIED',
      'environment',
      false,
      false,
    ],
    [
      'a key that is asked too often',
      awsError('KmsThrottlingException'),
      'THROTTLED',
      'environment',
      true,
      false,
    ],
    ...(
      [
        ['NoSuchHostedZone', 'NO_SUCH_HOSTED_ZONE'],
        ['NoSuchHealthCheck', 'NO_SUCH_HEALTH_CHECK'],
        ['NoSuchChange', 'NO_SUCH_CHANGE'],
        ['InvalidChangeBatch', 'INVALID_CHANGE_BATCH'],
        ['ExecutionAlreadyExists', 'EXECUTION_ALREADY_EXISTS'],
        ['ExecutionDoesNotExist', 'EXECUTION_DOES_NOT_EXIST'],
        ['StateMachineDoesNotExist', 'STATE_MACHINE_DOES_NOT_EXIST'],
        ['InvalidExecutionInput', 'INVALID_EXECUTION_INPUT'],
        ['InvalidParameterValueException', 'INVALID_PARAMETER_VALUE'],
        ['MissingParameterValueException', 'MISSING_PARAMETER_VALUE'],
        ['ResourceNotFoundException', 'RESOURCE_NOT_FOUND'],
      ] as const
    ).map(([name, code]) => [name, awsError(name), code, 'input', false, false] as const),
  ] as const)('%s', (_case, error, code, failureClass, retryable, ambiguous) => {
    expect(failureOf(error)).toMatchObject({ code, class: failureClass, retryable, ambiguous });
  });
});

test('a batch of changes that is refused says why, of each of them', () => {
  const messages = ['RRSet is invalid', 'TTL is missing'];
  const error = awsError('InvalidChangeBatch', 400, { messages });
  expect(failureOf(error).message).toBe(
    'Route 53 took none of the changes: RRSet is invalid; TTL is missing',
  );
  expect(failureOf(awsError('InvalidChangeBatch')).message).toMatch(/InvalidChangeBatch happened/);
});
