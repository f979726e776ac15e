import { ServiceError } from '../wire/service-error.ts';

export function invalid(member: string, value: string | number, rule: string): ServiceError {
  const message = `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${rule}`;
  return new ServiceError('ValidationError', message);
}

export function accessDenied(message: string): ServiceError {
  return new ServiceError('AccessDenied', message, { status: 403 });
}
