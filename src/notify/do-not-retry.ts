/** A failure that another try would meet again, such as a variable that is not set. */
export class DoNotRetry extends Error {
  override readonly name = 'DoNotRetry';
}

/** The value of a variable. @throws DoNotRetry when it is not set */
export function demandVariable(
  env: { readonly [name: string]: string | undefined },
  name: string,
): string {
  const value = env[name];
  if (value) return value;
  throw new DoNotRetry(`the environment variable ${name} is not set`);
}
