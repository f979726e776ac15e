import {
  ExecutionAlreadyExists$,
  ExecutionDoesNotExist$,
  InvalidArn$,
  InvalidDefinition$,
  InvalidExecutionInput$,
  InvalidName$,
  InvalidToken$,
  MissingRequiredParameter$,
  ResourceNotFound$,
  StateMachineAlreadyExists$,
  StateMachineDoesNotExist$,
  ValidationException$,
} from '@aws-sdk/client-sfn';
import { modeledError, ServiceError } from '../wire/service-error.ts';

export const invalidArn = (arn: string) =>
  modeledError(InvalidArn$, `Invalid Arn: 'Resource type not valid in this context: ${arn}'`);

export const invalidName = (name: string) => modeledError(InvalidName$, `Invalid Name: '${name}'`);

export const invalidDefinition = (why: string) =>
  modeledError(InvalidDefinition$, `Invalid State Machine Definition: '${why}'`);

export const invalidInput = (why: string) =>
  modeledError(InvalidExecutionInput$, `Invalid State Machine Execution Input: '${why}'`);

export const invalidToken = () => modeledError(InvalidToken$, "Invalid Token: 'Invalid token'");

export const missingParameter = (name: string) =>
  modeledError(ValidationException$, `The request must contain the parameter ${name}.`);

export const nothingToUpdate = () =>
  modeledError(
    MissingRequiredParameter$,
    'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
  );

export const outOfRange = (name: string, most: number) =>
  modeledError(ValidationException$, `The parameter ${name} must be from 0 to ${most}.`);

export const noResource = (arn: string) =>
  modeledError(ResourceNotFound$, `Resource not found: '${arn}'`);

export const noMachine = (arn: string) =>
  modeledError(StateMachineDoesNotExist$, `State Machine Does Not Exist: '${arn}'`);

export const machineExists = (arn: string) =>
  modeledError(StateMachineAlreadyExists$, `State Machine Already Exists: '${arn}'`);

export const noExecution = (arn: string) =>
  modeledError(ExecutionDoesNotExist$, `Execution Does Not Exist: '${arn}'`);

export const executionExists = (arn: string) =>
  modeledError(ExecutionAlreadyExists$, `Execution Already Exists: '${arn}'`);

/** What Step Functions can and the sandbox cannot. */
export const unsupported = (message: string) => new ServiceError('UnsupportedBySandbox', message);
