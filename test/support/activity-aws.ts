import { RDS } from '@aws-sdk/client-rds';
import { STS } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import type { AwsClients } from '../../src/activities/aws-clients.ts';

const config = {
  region: 'ap-northeast-1',
  credentials: { accessKeyId: 'TEST', secretAccessKey: 'test' },
};

/** AWS with scripted answers; what is not scripted answers with nothing. */
export function scriptedAws() {
  const clients = { rds: new RDS(config), sts: new STS(config) };
  const aws: AwsClients = { rds: async () => clients.rds, sts: async () => clients.sts };
  return { aws, rds: mockClient(clients.rds), sts: mockClient(clients.sts) };
}
