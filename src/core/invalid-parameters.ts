import { KunrenError } from './failure.ts';

/** As zod says it; one that a runbook makes itself needs a path and a message. */
export interface ParameterIssue {
  readonly code?: string;
  /** Below `parameters`, in camelCase. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of `unrecognized_keys`. */
  readonly keys?: readonly string[];
}

/** What is said of a key that the runbook does not know. */
export const UNKNOWN_PARAMETER = 'There is no such parameter.';

interface Problem {
  readonly path: string[];
  readonly message: string;
}

/**
 * What a runbook throws when it refuses a drill's parameters: `PARAMETER_INVALID`, with a place for each problem in
 * `details.issues`.
 */
export function invalidParameters(issues: readonly ParameterIssue[]): KunrenError {
  const problems = issues.flatMap(inWords);
  const list = problems.map(({ path, message }) => `parameters.${path.join('.')}: ${message}`);
  return new KunrenError({
    code: 'PARAMETER_INVALID',
    message: list.join('\n'),
    class: 'input',
    details: { issues: problems.map(({ path, message }) => ({ path, message })) },
  });
}

function inWords({ code, path: given, message, keys = [] }: ParameterIssue): Problem[] {
  const path = given.map(String);
  if (code === 'unrecognized_keys') {
    // Each at its own place, which is what has to be changed.
    return keys.map((key) => ({ path: [...path, key], message: UNKNOWN_PARAMETER }));
  }
  if (code === 'invalid_type' && message.endsWith('received undefined')) {
    return [{ path, message: 'It is missing, and the runbook needs it.' }];
  }
  return [{ path, message }];
}
