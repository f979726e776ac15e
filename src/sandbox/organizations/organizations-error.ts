import {
  AccessDeniedException$,
  AccountNotFoundException$,
  InvalidInputException$,
} from '@aws-sdk/client-organizations';
import { modeledError } from '../wire/service-error.ts';

export const accessDenied = () =>
  modeledError(AccessDeniedException$, "You don't have permissions to access this resource.");

export const accountNotFound = () =>
  modeledError(AccountNotFoundException$, "You specified an account that doesn't exist.");

export const invalidInput = (message: string, reason: string) =>
  modeledError(InvalidInputException$, message, { Reason: reason });
