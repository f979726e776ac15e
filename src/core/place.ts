import type { Environment } from './drill.ts';
import { goesToAws } from './goes-to-aws.ts';

/** Where the calls of a run went. Only what AWS itself has answered is evidence. */
export type Place = 'aws' | 'sandbox' | 'elsewhere';

export function placeOf(environment: Environment): Place {
  if (goesToAws(environment)) return 'aws';
  return environment.kind === 'sandbox' ? 'sandbox' : 'elsewhere';
}
