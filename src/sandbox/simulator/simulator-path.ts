/** Where the simulator is; no path of AWS begins like this. */
export const SIMULATOR_PATH = '/_sandbox/sign-in';

/** The path of one of its pages or forms. @param name e.g. `mfa` */
export function simulatorPath(
  name: string,
  query: { readonly [name: string]: string } = {},
): string {
  const search = new URLSearchParams(query).toString();
  const path = name === '' ? SIMULATOR_PATH : `${SIMULATOR_PATH}/${name}`;
  return search === '' ? path : `${path}?${search}`;
}

/** Whether the path is one of the simulator's. */
export function isSimulatorPath(path: string): boolean {
  return path === SIMULATOR_PATH || path.startsWith(`${SIMULATOR_PATH}/`);
}
