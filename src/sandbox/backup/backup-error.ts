import {
  AlreadyExistsException$,
  InvalidParameterValueException$,
  InvalidRequestException$,
  MissingParameterValueException$,
  ResourceNotFoundException$,
} from '@aws-sdk/client-backup';
import { modeledError } from '../wire/service-error.ts';

export const notFound = (message: string) => modeledError(ResourceNotFoundException$, message);

export const invalidValue = (message: string) =>
  modeledError(InvalidParameterValueException$, message);

export const invalidRequest = (message: string) => modeledError(InvalidRequestException$, message);

export const alreadyExists = (message: string, arn: string) =>
  modeledError(AlreadyExistsException$, message, { Arn: arn });

export const missingParameter = (name: string) =>
  modeledError(MissingParameterValueException$, `Missing required parameter: ${name}`);
