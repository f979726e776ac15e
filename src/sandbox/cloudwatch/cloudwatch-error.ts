import {
  InvalidFormatFault$,
  InvalidNextToken$,
  InvalidParameterCombinationException$,
  InvalidParameterValueException$,
  MissingRequiredParameterException$,
  ResourceNotFound$,
  ResourceNotFoundException$,
} from '@aws-sdk/client-cloudwatch';
import { modeledError, ServiceError } from '../wire/service-error.ts';

export const invalidValue = (message: string) =>
  modeledError(InvalidParameterValueException$, message);

export const invalidCombination = (message: string) =>
  modeledError(InvalidParameterCombinationException$, message);

export const missingParameter = (name: string) =>
  modeledError(MissingRequiredParameterException$, `The parameter ${name} is required.`);

export const invalidFormat = (message: string) => modeledError(InvalidFormatFault$, message);

export const invalidToken = () =>
  modeledError(InvalidNextToken$, 'Request parameter NextToken is invalid');

export const noAlarm = (names: readonly string[]) =>
  modeledError(ResourceNotFound$, `Unknown alarm: ${names.join(', ')}`);

export const noResource = (arn: string) =>
  modeledError(ResourceNotFoundException$, `The resource ${arn} does not exist.`);

/** What the model does not list and CloudWatch answers. */
export const validationError = (message: string) => new ServiceError('ValidationError', message);

/** What CloudWatch can and the sandbox cannot. */
export const unsupported = (message: string) => new ServiceError('UnsupportedBySandbox', message);
