import type { Tag as SdkTag } from '@aws-sdk/client-rds';
import { invalidValue } from './rds-error.ts';
import type { Tag } from './rds-state.ts';

/**
 * A name that a caller gives to a new instance (at most 63 characters) or snapshot (255), in lower case.
 * @throws ServiceError `InvalidParameterValue`.
 */
export function newIdentifier(
  parameter: string,
  value: string | undefined,
  longest: number,
): string {
  if (!value) {
    throw invalidValue(`The parameter ${parameter} must be provided and must not be blank.`);
  }
  if (value.length > longest) {
    throw invalidValue(
      `The parameter ${parameter} is not a valid identifier because it is longer than ${longest} characters.`,
    );
  }
  if (!/^[a-zA-Z]([a-zA-Z0-9]|-(?=[a-zA-Z0-9]))*$/.test(value)) {
    throw invalidValue(
      `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    );
  }
  return value.toLowerCase();
}

/** @throws ServiceError `InvalidParameterValue`. */
export function checkPassword(password: string): void {
  const complain = (why: string) =>
    invalidValue(`The parameter MasterUserPassword is not a valid password${why}`);
  if (password.length < 8) throw complain(' because it is shorter than 8 characters.');
  if (password.length > 128) throw complain(' because it is longer than 128 characters.');
  if (!/^[!-~]+$/.test(password) || /[/@"]/.test(password)) {
    throw complain(". Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.");
  }
}

/** @throws ServiceError `InvalidParameterValue`. */
export function checkInstanceClass(name: string): void {
  if (!/^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(name)) {
    throw invalidValue(`Invalid DB Instance class: ${name}`);
  }
}

/** As the caller has it, in lower case. @throws ServiceError `InvalidParameterValue`. */
export function backupWindow(window: string | undefined): string | undefined {
  return windowLike(window, /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/);
}

/** The same for `ddd:hh:mm-ddd:hh:mm`. */
export function maintenanceWindow(window: string | undefined): string | undefined {
  const point = '(mon|tue|wed|thu|fri|sat|sun):([01]\\d|2[0-3]):[0-5]\\d';
  return windowLike(window, new RegExp(`^${point}-${point}$`));
}

function windowLike(window: string | undefined, form: RegExp): string | undefined {
  const text = window?.toLowerCase();
  if (text !== undefined && !form.test(text)) {
    throw invalidValue(`The window ${window} is not valid.`);
  }
  return text;
}

/** Tags of a request merged over those that are there. @throws ServiceError `InvalidParameterValue`. */
export function mergeTags(present: readonly Tag[], added: readonly SdkTag[] = []): Tag[] {
  const tags = new Map(present.map((tag) => [tag.Key, tag.Value]));
  for (const { Key = '', Value = '' } of added) {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(Key) || Key.startsWith('aws:')) {
      throw invalidValue(`The tag key '${Key}' is not valid.`);
    }
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(Value)) {
      throw invalidValue(`The value of the tag '${Key}' is not valid.`);
    }
    tags.set(Key, Value);
  }
  if (tags.size > 50) throw invalidValue('A resource has at most 50 tags.');
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
