import { KunrenError } from '../../core/failure.ts';

/** Does the work, and has whatever goes wrong with it tell which run it is about. */
export async function aboutRun<T>(run: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw withRun(error, run);
  }
}

export function withRun(error: unknown, run: string): unknown {
  if (!(error instanceof KunrenError)) return error;
  const { failure } = error;
  return new KunrenError({ ...failure, details: { run, ...failure.details } }, { cause: error });
}
