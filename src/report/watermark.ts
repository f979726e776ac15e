import type { Environment } from '../core/drill.ts';
import { goesToAws } from '../core/goes-to-aws.ts';
import { ENGLISH } from './words.ts';

/** What a report must bear on every page unless all its calls went to AWS; `null` when they did. */
export function watermark(environment: Environment): string | null {
  if (goesToAws(environment)) return null;
  return environment.kind === 'sandbox' ? ENGLISH.watermark : ENGLISH.watermarkElsewhere;
}
