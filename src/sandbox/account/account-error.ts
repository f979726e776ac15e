import {
  AccessDeniedException$,
  ConflictException$,
  ResourceNotFoundException$,
  ValidationException$,
} from '@aws-sdk/client-account';
import { modeledError } from '../wire/service-error.ts';

export const accessDenied = (message: string) => modeledError(AccessDeniedException$, message);

export const conflict = (message: string) => modeledError(ConflictException$, message);

export const notFound = (message: string) => modeledError(ResourceNotFoundException$, message);

export const invalid = (message: string) =>
  modeledError(ValidationException$, message, { reason: 'fieldValidationFailed' });
