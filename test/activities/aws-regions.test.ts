import type { IncomingMessage } from 'node:http';
import type { STS } from '@aws-sdk/client-sts';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { isMutating } from '../../src/activities/observe-calls.ts';
import { failureFrom } from '../support/activity-context.ts';
import {
  type Answer,
  attemptAt,
  endpointForEachTest,
  signerOf,
} from '../support/activity-endpoint.ts';

const at = endpointForEachTest();

describe('several Regions', () => {
  const away = 'ap-northeast-3';
  const regionOf = (request: IncomingMessage) => signerOf(request).region;

  test('each have a client of their own, made once, whose calls are signed and recorded there', async () => {
    const { aws } = attemptAt(at);
    expect(aws.rds(away)).toBe(aws.rds(away));
    expect(aws.rds()).toBe(aws.rds('ap-northeast-1'));
    await (await aws.rds(away)).describeDBInstances({});
    await (await aws.rds()).describeDBInstances({});
    expect(at.requests.map(regionOf)).toEqual([away, 'ap-northeast-1']);
    expect(at.questions.map(regionOf)).toEqual([away]);
    expect(at.calls.map(({ operation, region }) => [operation, region])).toEqual([
      ['GetCallerIdentity', away],
      ['DescribeDBInstances', away],
      ['DescribeDBInstances', 'ap-northeast-1'],
    ]);
  });

  test('do not share their death: one that is cut off stops nothing in the other', async () => {
    const cutOff = (next: Answer): Answer => {
      return (response, request) =>
        regionOf(request) === away ? next(response, request) : response.socket?.destroy();
    };
    at.identify = cutOff(at.identify);
    at.answer = cutOff(at.answer);
    const { aws } = attemptAt(at);
    const dead = failureFrom((await aws.rds()).describeDBInstances({}));
    await (await aws.rds(away)).describeDBInstances({});
    expect(await dead).toMatchObject({ code: 'CONNECTION_LOST', ambiguous: false });
    expect(at.requests.map(regionOf)).toEqual([away]);
  });

  test('every service is asked at the endpoint that is given, guarded, with its calls on record', async () => {
    const { aws } = attemptAt(at);
    at.answer = (response) => response.end('{}');
    await (await aws.backup(away)).listBackupVaults({});
    await (await aws.sfn(away)).startExecution({ stateMachineArn: 'arn:x', name: 'n' });
    at.answer = (response) =>
      response.end('<ListHostedZonesResponse><HostedZones/></ListHostedZonesResponse>');
    await (await aws.route53()).listHostedZones({});
    at.answer = (response) => response.writeHead(404).end();
    await failureFrom((await aws.cloudWatch(away)).describeAlarms({}));
    expect(
      at.calls.map(({ service, operation, region, mutating }) => ({
        service,
        operation,
        region,
        mutating,
      })),
    ).toEqual([
      { service: 'sts', operation: 'GetCallerIdentity', region: away, mutating: false },
      { service: 'backup', operation: 'ListBackupVaults', region: away, mutating: false },
      { service: 'states', operation: 'StartExecution', region: away, mutating: true },
      { service: 'route53', operation: 'ListHostedZones', region: 'us-east-1', mutating: false },
      { service: 'cloudwatch', operation: 'DescribeAlarms', region: away, mutating: false },
    ]);
    expect(at.requests.map(regionOf)).toEqual([away, away, 'us-east-1', away]);
  });
});

test.each([
  ['GetCallerIdentity', false],
  ['DescribeRestoreJob', false],
  ['ListResourceRecordSets', false],
  ['TestDNSAnswer', false],
  ['TestState', true],
  ['GetActivityTask', true],
  ['StartRestoreJob', true],
  ['PromoteReadReplica', true],
  ['PutMetricData', true],
  ['ChangeResourceRecordSets', true],
])('%s changes something: %s', (operation, mutating) => {
  expect(isMutating(operation)).toBe(mutating);
});

test('an AWS account is asked at its own endpoints, whatever this machine says of single services', async () => {
  const elsewhere = at.sandbox.endpointUrl ?? '';
  const names = ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL_RDS', 'AWS_ENDPOINT_URL'];
  for (const name of names) vi.stubEnv(name, elsewhere);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { endpointUrl: _, ...account } = at.sandbox;
  const { aws } = attemptAt(at, { environment: { ...account, kind: 'aws' } });
  const sts = (await aws.sts()) as STS;
  const hosts: string[] = [];
  const instead = new Error('It is not to be sent.');
  sts.middlewareStack.add(
    () =>
      async ({ request }) => {
        hosts.push((request as { hostname: string }).hostname);
        throw instead;
      },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await sts.getCallerIdentity({}).catch(() => undefined);
  expect(hosts).toEqual(['sts.ap-northeast-1.amazonaws.com']);
});
