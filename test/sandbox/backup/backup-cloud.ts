import { Backup } from '@aws-sdk/client-backup';
import { onTestFinished, vi } from 'vitest';
import { type CloudHarness, REGION, startCloud } from '../cloud-harness.ts';

export const VAULT = 'orders-vault';
export const SOURCE = 'arn:aws:rds:ap-northeast-1:000000000000:db:orders-prod';
export const ROLE = 'arn:aws:iam::000000000000:role/service-role/AWSBackupDefaultServiceRole';
/** Where drills restore to. */
const ISOLATED = {
  DBSubnetGroupName: 'drill-isolated',
  VpcSecurityGroupIds: '["sg-0a1b2c3d4e5f60009"]',
};

/** A cloud with a client of its AWS Backup. */
export class BackupCloud {
  readonly cloud: CloudHarness;
  backup!: Backup;

  constructor(cloud: CloudHarness) {
    this.cloud = cloud;
    this.connect();
  }

  /** After the cloud was opened anew, at another port. */
  connect(): void {
    this.backup?.destroy();
    this.backup = new Backup({
      endpoint: this.cloud.url,
      region: REGION,
      credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'none' },
      maxAttempts: 1,
    });
  }

  async reopen(): Promise<void> {
    await this.cloud.close();
    await this.cloud.open();
    this.connect();
  }

  /** Newest first. */
  async recoveryPoints() {
    const { RecoveryPoints = [] } = await this.backup.listRecoveryPointsByBackupVault({
      BackupVaultName: VAULT,
    });
    return RecoveryPoints;
  }

  async newest(): Promise<string> {
    return (await this.recoveryPoints())[0]?.RecoveryPointArn ?? '';
  }

  /** What a restore of the newest recovery point is asked for, apart from production. */
  async request(name: string, metadata: { [key: string]: string } = {}) {
    return {
      RecoveryPointArn: await this.newest(),
      IamRoleArn: ROLE,
      ResourceType: 'RDS',
      IdempotencyToken: `token-of-${name}`,
      Metadata: { DBInstanceIdentifier: name, ...ISOLATED, ...metadata },
    };
  }

  async start(name: string, metadata: { [key: string]: string } = {}): Promise<string> {
    const { RestoreJobId = '' } = await this.backup.startRestoreJob(
      await this.request(name, metadata),
    );
    return RestoreJobId;
  }

  async job(id: string) {
    return await this.backup.describeRestoreJob({ RestoreJobId: id });
  }

  /** Moves time on until a job is where it is wanted. */
  async jobReaches(id: string, status: string): Promise<void> {
    await this.until(async () => (await this.job(id)).Status === status);
  }

  /** Moves time on, a little at a time, until the condition holds. */
  async until(holds: () => Promise<boolean>, stepMs = 100): Promise<void> {
    await vi.waitFor(
      async () => {
        this.cloud.clock.advance(stepMs);
        if (!(await holds())) throw new Error('not yet');
      },
      { timeout: 25_000, interval: 5 },
    );
  }
}

export async function startBackupCloud(): Promise<BackupCloud> {
  const harness = new BackupCloud(await startCloud());
  onTestFinished(() => harness.backup.destroy());
  return harness;
}
