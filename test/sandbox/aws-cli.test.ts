import { expect, test } from 'vitest';
import { awsCli, awsCliError, hasAwsCli } from '../support/aws-cli.ts';
import { startCloud } from './cloud-harness.ts';

test.runIf(hasAwsCli)(
  'the AWS CLI restores, tags, describes and reads errors',
  async () => {
    const cloud = await startCloud();
    const aws = (...words: string[]) => awsCli(cloud.url, ...words);
    const restored = await aws(
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
      aws('rds', 'describe-db-instances', '--filters=Name=db-instance-id,Values=copy,x'),
      aws('sts', 'get-caller-identity'),
      awsCliError(aws('rds', 'describe-db-instances', '--db-instance-identifier=nobody')),
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
