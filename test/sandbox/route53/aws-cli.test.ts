import { expect, test } from 'vitest';
import { seedRoute53 } from '../../../src/sandbox/route53/seed.ts';
import { awsCli, awsCliError, hasAwsCli } from '../../support/aws-cli.ts';
import { startRoute53 } from './route53-harness.ts';

test.runIf(hasAwsCli)(
  'the AWS CLI lists zones, records and health checks, changes records and reads errors',
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
    const aws = (...words: string[]) => awsCli(url, '--region=us-east-1', 'route53', ...words);
    const zones = (await aws('list-hosted-zones')) as { HostedZones: { Id: string }[] };
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
      aws('change-resource-record-sets', `--hosted-zone-id=${id}`, '--change-batch', batch(action));
    const submitted = (await change('CREATE')) as { ChangeInfo: { Id: string } };
    expect(submitted).toMatchObject({ ChangeInfo: { Status: 'PENDING', Comment: 'by hand' } });
    const [records, got, again, checks, health] = await Promise.all([
      aws('list-resource-record-sets', `--hosted-zone-id=${id}`, '--page-size=2'),
      aws('get-change', `--id=${submitted.ChangeInfo.Id}`),
      awsCliError(change('CREATE')),
      aws('list-health-checks'),
      aws('get-health-check-status', `--health-check-id=${state.healthChecks[0]?.id}`),
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
    expect(checks).toMatchObject({
      HealthChecks: [
        {
          Id: state.healthChecks[0]?.id,
          HealthCheckConfig: { Type: 'HTTP', IPAddress: '127.0.11.1', ResourcePath: '/healthz' },
        },
      ],
    });
    expect(health).toMatchObject({
      HealthCheckObservations: [{ StatusReport: { Status: 'Failure: Connection refused.' } }],
    });
    expect(again).toMatch(
      /An error occurred \(InvalidChangeBatch\) when calling the ChangeResourceRecordSets operation: \[Tried to create resource record set \[name='new.orders.example.', type='A'\] but it already exists\]$/,
    );
  },
  180_000,
);
