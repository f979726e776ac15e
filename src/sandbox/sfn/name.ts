import { invalidName } from './sfn-error.ts';

/** A name that a caller gives to a state machine or an execution. @throws ServiceError `InvalidName`. */
export function checkName(name: string): string {
  // Neither spaces and control characters nor brackets, wildcards and a few special characters.
  if (!/^[^\s\p{Cc}<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/u.test(name)) throw invalidName(name);
  return name;
}
