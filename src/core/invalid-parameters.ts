import { KunrenError } from './failure.ts';

export interface ParameterProblem {
  /** Below `parameters`. */
  readonly path: readonly string[];
  readonly message: string;
}

/** What a runbook throws when it refuses a drill's parameters: `PARAMETER_INVALID`, with a place for each problem. */
export function invalidParameters(problems: readonly ParameterProblem[]): KunrenError {
  const list = problems.map(({ path, message }) => `parameters.${path.join('.')}: ${message}`);
  return new KunrenError({
    code: 'PARAMETER_INVALID',
    message: list.join('\n'),
    class: 'input',
    details: { issues: problems.map(({ path, message }) => ({ path: [...path], message })) },
  });
}
