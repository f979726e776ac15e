import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { REGION, startCloud } from './cloud-harness.ts';

const run = promisify(execFile);
const hasCli = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'aws')));

/** The AWS CLI, which has its own reading of the protocol. */
async function aws(url: string, ...words: string[]): Promise<unknown> {
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_ACCESS_KEY_ID: 'SANDBOX',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  const settings = ['--endpoint-url', url, '--region', REGION, '--output', 'json'];
  const { stdout } = await run('aws', [...settings, ...words], { env });
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}

test.runIf(hasCli)(
  'the AWS CLI restores, tags, describes and reads errors',
  async () => {
    const cloud = await startCloud();
    const restored = await aws(
      cloud.url,
      'rds',
      'restore-db-instance-from-db-snapshot',
      '--db-instance-identifier=copy',
      `--db-snapshot-identifier=${await cloud.firstSnapshot()}`,
      '--db-subnet-group-name=drill-isolated',
      '--vpc-security-group-ids=sg-0a1b2c3d4e5f60009',
      '--no-publicly-accessible',
      '--backup-retention-period=0',
      '--tags',
      'Key=kunren:run,Value=run-1',
      'Key=text,Value=a + b',
    );
    expect(restored).toMatchObject({
      DBInstance: {
        DBInstanceStatus: 'creating',
        VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0a1b2c3d4e5f60009', Status: 'active' }],
      },
    });
    await cloud.reaches('copy', 'available');
    const [described, identity, missing] = await Promise.all([
      aws(cloud.url, 'rds', 'describe-db-instances', '--filters=Name=db-instance-id,Values=copy,x'),
      aws(cloud.url, 'sts', 'get-caller-identity'),
      aws(cloud.url, 'rds', 'describe-db-instances', '--db-instance-identifier=nobody').catch(
        ({ stderr }: { stderr: string }) => stderr.trim(),
      ),
    ]);
    expect(described).toMatchObject({
      DBInstances: [
        {
          DBInstanceIdentifier: 'copy',
          Endpoint: { Address: '127.0.0.1', Port: 54_004 },
          PubliclyAccessible: false,
          InstanceCreateTime: expect.stringMatching(/^2026-11-24T01:00:00/),
          TagList: [
            { Key: 'kunren:run', Value: 'run-1' },
            { Key: 'text', Value: 'a + b' },
          ],
        },
      ],
    });
    expect(identity).toMatchObject({ Account: '000000000000' });
    expect(missing).toMatch(
      /An error occurred \(DBInstanceNotFound\) when calling the DescribeDBInstances operation: DBInstance nobody not found\.$/,
    );
  },
  60_000,
);
