import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { seedRoute53 } from '../../../src/sandbox/route53/seed.ts';
import { startRoute53 } from './route53-harness.ts';

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
  const settings = ['--endpoint-url', url, '--region', 'us-east-1', '--output', 'json'];
  const { stdout } = await run('aws', [...settings, 'route53', ...words], { env });
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}

test.runIf(hasCli)(
  'the AWS CLI lists zones and records, changes them and reads errors',
  async () => {
    const state = seedRoute53({
      zone: 'orders.example.',
      name: 'shop.orders.example.',
      ttl: 5,
      primary: '127.0.11.1',
      secondary: '127.0.13.1',
      health: { port: 9, path: '/healthz' },
    });
    const { url } = await startRoute53({ state });
    const zones = (await aws(url, 'list-hosted-zones')) as { HostedZones: { Id: string }[] };
    expect(zones).toMatchObject({ HostedZones: [{ Name: 'orders.example.' }] });
    const id = zones.HostedZones[0]?.Id ?? '';
    const batch = (action: string) =>
      JSON.stringify({
        Comment: 'by hand',
        Changes: [
          {
            Action: action,
            ResourceRecordSet: {
              Name: 'new.orders.example',
              Type: 'A',
              TTL: 5,
              ResourceRecords: [{ Value: '192.0.2.1' }],
            },
          },
        ],
      });
    const change = (action: string) =>
      aws(
        url,
        'change-resource-record-sets',
        `--hosted-zone-id=${id}`,
        '--change-batch',
        batch(action),
      );
    const submitted = (await change('CREATE')) as { ChangeInfo: { Id: string } };
    expect(submitted).toMatchObject({ ChangeInfo: { Status: 'PENDING', Comment: 'by hand' } });
    const [records, got, again] = await Promise.all([
      aws(url, 'list-resource-record-sets', `--hosted-zone-id=${id}`, '--page-size=2'),
      aws(url, 'get-change', `--id=${submitted.ChangeInfo.Id}`),
      change('CREATE').catch(({ stderr }: { stderr: string }) => stderr.trim()),
    ]);
    expect(records).toMatchObject({
      ResourceRecordSets: [
        { Name: 'orders.example.', Type: 'NS' },
        { Name: 'orders.example.', Type: 'SOA' },
        { Name: 'new.orders.example.', Type: 'A', ResourceRecords: [{ Value: '192.0.2.1' }] },
        { Name: 'shop.orders.example.', SetIdentifier: 'primary', Failover: 'PRIMARY' },
        { Name: 'shop.orders.example.', SetIdentifier: 'secondary', Failover: 'SECONDARY' },
      ],
    });
    expect(got).toMatchObject({ ChangeInfo: { Status: 'PENDING' } });
    expect(again).toMatch(
      /An error occurred \(InvalidChangeBatch\) when calling the ChangeResourceRecordSets operation: \[Tried to create resource record set \[name='new.orders.example.', type='A'\] but it already exists\]$/,
    );
  },
  180_000,
);
