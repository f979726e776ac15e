import { Account } from '@aws-sdk/client-account';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { IAM } from '@aws-sdk/client-iam';
import { Organizations } from '@aws-sdk/client-organizations';
import { S3 } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import type { AccountClients } from '../../src/activities/account-clients.ts';
import type { AccountSession } from '../../src/activities/account-session.ts';
import type { AwsClients } from '../../src/activities/aws-clients.ts';
import { scriptedAws } from './activity-aws.ts';

const credentials = { accessKeyId: 'TEST', secretAccessKey: 'test' };

/**
 * `scriptedAws` with the services by which an account's posture is read. `inside` is another account, whichever way it
 * is entered; `entered` says which ways that were.
 */
export function scriptedAccounts(home?: string) {
  const scripted = scriptedAws(home);
  const own = scriptedAccount();
  const inside = scriptedAccount();
  const entered: AccountSession[] = [];
  const aws: AwsClients = {
    ...scripted.aws,
    ...own.clients,
    inAccount: (session) => {
      entered.push(session);
      return inside.clients;
    },
  };
  return { ...scripted, ...own.mocks, aws, inside: inside.mocks, entered };
}

/** CloudTrail in `us-east-1` is apart from that everywhere else. */
function scriptedAccount() {
  const here = { region: 'ap-northeast-1', credentials };
  const global = { region: 'us-east-1', credentials };
  const iam = new IAM(global);
  const account = new Account(global);
  const organizations = new Organizations(global);
  const cloudTrail = new CloudTrail(here);
  const globalTrail = new CloudTrail(global);
  const s3 = new S3(here);
  const clients: AccountClients = {
    iam: async () => iam,
    account: async () => account,
    organizations: async () => organizations,
    cloudTrail: async (region) => (region === 'us-east-1' ? globalTrail : cloudTrail),
    s3: async () => s3,
  };
  const mocks = {
    iam: mockClient(iam),
    account: mockClient(account),
    organizations: mockClient(organizations),
    cloudTrail: mockClient(cloudTrail),
    globalTrail: mockClient(globalTrail),
    s3: mockClient(s3),
  };
  return { clients, mocks };
}
