import { ServiceError } from '../wire/service-error.ts';

// Errors that RDS answers and its model does not list.

export const invalidValue = (message: string) => new ServiceError('InvalidParameterValue', message);

export const invalidCombination = (message: string) =>
  new ServiceError('InvalidParameterCombination', message);

export const missingParameter = (name: string) =>
  new ServiceError('MissingParameter', `The request must contain the parameter ${name}.`);
