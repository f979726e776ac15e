import type { Environment } from '../core/drill.ts';
import { ENGLISH } from './words.ts';

/**
 * What a report must bear on every page unless all its calls went to AWS; `null` when they did.
 * An environment that calls itself AWS but sends its calls elsewhere gives no evidence either.
 */
export function watermark(environment: Environment): string | null {
  if (environment.kind === 'sandbox') return ENGLISH.watermark;
  const { endpointUrl } = environment;
  return endpointUrl === undefined || isAws(endpointUrl) ? null : ENGLISH.watermarkElsewhere;
}

function isAws(endpointUrl: string): boolean {
  const host = URL.canParse(endpointUrl) ? new URL(endpointUrl).hostname : '';
  return ['.amazonaws.com', '.amazonaws.com.cn', '.api.aws'].some((end) => host.endsWith(end));
}
