import { Backup } from '@aws-sdk/client-backup';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { RDS } from '@aws-sdk/client-rds';
import { Route53 } from '@aws-sdk/client-route-53';
import { SFN } from '@aws-sdk/client-sfn';
import { STS } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import type { AwsClients } from '../../src/activities/aws-clients.ts';
import { noAccount } from './activity-context.ts';

const credentials = { accessKeyId: 'TEST', secretAccessKey: 'test' };

/** The Region of `scriptedAws` where a test names none. */
const REGION = 'ap-northeast-1';

/**
 * One account with scripted answers; what is not scripted answers with nothing.
 * `in(region)` gives the mocks of another Region. Route 53 is the same in all of them.
 */
export function scriptedAws(home = REGION) {
  const regions = new Map<string, ReturnType<typeof scriptedRegion>>();
  const at = (region = home) => {
    const found = regions.get(region) ?? scriptedRegion(region);
    regions.set(region, found);
    return found;
  };
  const route53 = new Route53({ region: 'us-east-1', credentials });
  const aws: AwsClients = {
    // Those of activity-account.ts, which most tests do without: their SDK clients take long to load.
    ...noAccount,
    inAccount: () => noAccount,
    rds: async (region) => at(region).clients.rds,
    backup: async (region) => at(region).clients.backup,
    cloudWatch: async (region) => at(region).clients.cloudWatch,
    sfn: async (region) => at(region).clients.sfn,
    kms: () => Promise.reject(new Error('No activity signs.')),
    route53: async () => route53,
    sts: async (region) => at(region).clients.sts,
  };
  return {
    aws,
    route53: mockClient(route53),
    ...at().mocks,
    in: (region: string) => at(region).mocks,
  };
}

function scriptedRegion(region: string) {
  const config = { region, credentials };
  const clients = {
    rds: new RDS(config),
    backup: new Backup(config),
    cloudWatch: new CloudWatch(config),
    sfn: new SFN(config),
    sts: new STS(config),
  };
  const mocks = {
    rds: mockClient(clients.rds),
    backup: mockClient(clients.backup),
    cloudWatch: mockClient(clients.cloudWatch),
    sfn: mockClient(clients.sfn),
    sts: mockClient(clients.sts),
  };
  return { clients, mocks };
}
