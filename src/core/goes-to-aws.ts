import type { Environment } from './drill.ts';

/**
 * Whether the calls of an environment go to AWS itself. Nothing else can be evidence: not a sandbox, and not an
 * environment that calls itself AWS but sends its calls elsewhere.
 */
export function goesToAws({ kind, endpointUrl }: Environment): boolean {
  return kind === 'aws' && (endpointUrl === undefined || isOfAService(endpointUrl));
}

/**
 * The endpoint of a service in a Region, of one for all Regions, or that of a VPC. Under the same domain are machines,
 * load balancers, APIs and buckets of customers, behind which anything may answer.
 */
const SERVICE_HOST = new RegExp(
  [
    /^(vpce-[0-9a-z-]+\.)?/,
    /(rds|sts|iam|s3|kms|backup|states|route53|account|monitoring|cloudtrail|organizations)(-fips)?/,
    /(\.dualstack)?(\.[a-z]{2}(-[a-z]+)+-\d)?(\.vpce)?/,
    /\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/,
  ]
    .map(({ source }) => source)
    .join(''),
);

function isOfAService(endpointUrl: string): boolean {
  if (!URL.canParse(endpointUrl)) return false;
  const { protocol, port, hostname } = new URL(endpointUrl);
  return protocol === 'https:' && port === '' && SERVICE_HOST.test(hostname);
}
