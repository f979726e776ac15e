import type { Environment } from './drill.ts';

/**
 * Whether the calls of an environment go to AWS itself. Nothing else can be evidence: not a sandbox, and not an
 * environment that calls itself AWS but sends its calls elsewhere.
 */
export function goesToAws({ kind, endpointUrl }: Environment): boolean {
  return kind === 'aws' && (endpointUrl === undefined || isAwsHost(endpointUrl));
}

function isAwsHost(endpointUrl: string): boolean {
  const host = URL.canParse(endpointUrl) ? new URL(endpointUrl).hostname : '';
  return ['.amazonaws.com', '.amazonaws.com.cn', '.api.aws'].some((end) => host.endsWith(end));
}
