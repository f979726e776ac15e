import type { Account } from '@aws-sdk/client-account';
import type { CloudTrail } from '@aws-sdk/client-cloudtrail';
import type { IAM } from '@aws-sdk/client-iam';
import type { Organizations } from '@aws-sdk/client-organizations';
import type { S3 } from '@aws-sdk/client-s3';
import type { Connect } from './connect.ts';

/** What the posture of one account is read with. */
export interface AccountClients {
  /** Global; its calls are those of `us-east-1`. */
  iam(): Promise<IAM>;
  /** Contacts and primary e-mail. Global, as IAM is. */
  account(): Promise<Account>;
  /** Global, as IAM is. */
  organizations(): Promise<Organizations>;
  cloudTrail(region?: string): Promise<CloudTrail>;
  /** A bucket in another Region is asked there. */
  s3(region?: string): Promise<S3>;
}

/** Where the control planes of global services are. */
export const GLOBAL_REGION = 'us-east-1';

/** @param home - the Region where none is named */
export function createAccountClients(connect: Connect, home: string): AccountClients {
  const iam = perRegion(home, async (region) =>
    connect((await import('@aws-sdk/client-iam')).IAM, 'iam', region),
  );
  const account = perRegion(home, async (region) =>
    connect((await import('@aws-sdk/client-account')).Account, 'account', region),
  );
  const organizations = perRegion(home, async (region) => {
    const { Organizations } = await import('@aws-sdk/client-organizations');
    return connect(Organizations, 'organizations', region);
  });
  return {
    iam: () => iam(GLOBAL_REGION),
    account: () => account(GLOBAL_REGION),
    organizations: () => organizations(GLOBAL_REGION),
    cloudTrail: perRegion(home, async (region) =>
      connect((await import('@aws-sdk/client-cloudtrail')).CloudTrail, 'cloudtrail', region),
    ),
    s3: perRegion(home, async (region) =>
      connect((await import('@aws-sdk/client-s3')).S3, 's3', region),
    ),
  };
}

/** Makes one client for each Region, when it is first asked for. */
export function perRegion<C>(
  home: string,
  make: (region: string) => Promise<C>,
): (region?: string) => Promise<C> {
  const made = new Map<string, Promise<C>>();
  return (region = home) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}
