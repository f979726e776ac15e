import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { failureOf } from '../cloud-harness.ts';
import { newCheck, startRoute53 } from './route53-harness.ts';

test('a health check is made once for a reference, changed by version, and kept while it is used', async () => {
  const harness = await startRoute53();
  const { client, effects } = harness;
  const HealthCheckConfig: HealthCheckConfig = {
    Type: 'HTTP',
    IPAddress: '127.0.0.1',
    Port: 1,
    Disabled: true,
  };
  const create = (more: object = {}) =>
    client.createHealthCheck({
      CallerReference: 'one',
      HealthCheckConfig: { ...HealthCheckConfig, ...more },
    });
  const { HealthCheck, $metadata } = await create();
  expect($metadata.httpStatusCode).toBe(201);
  expect(HealthCheck).toEqual({
    Id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    CallerReference: 'one',
    HealthCheckVersion: 1,
    HealthCheckConfig: {
      ...HealthCheckConfig,
      RequestInterval: 30,
      FailureThreshold: 3,
      MeasureLatency: false,
      Inverted: false,
      EnableSNI: false,
    },
  });
  const HealthCheckId = HealthCheck?.Id ?? '';
  expect((await create()).HealthCheck?.Id).toBe(HealthCheckId);
  expect(effects.list()).toHaveLength(1);
  expect(await failureOf(create({ Port: 2 }))).toMatchObject({
    name: 'HealthCheckAlreadyExists',
    status: 409,
  });
  const old = client.updateHealthCheck({ HealthCheckId, HealthCheckVersion: 9, Port: 2 });
  expect(await failureOf(old)).toMatchObject({ name: 'HealthCheckVersionMismatch', status: 409 });
  await client.updateHealthCheck({
    HealthCheckId,
    HealthCheckVersion: 1,
    Port: 2,
    ResourcePath: '/x',
  });
  const reset = await client.updateHealthCheck({ HealthCheckId, ResetElements: ['ResourcePath'] });
  expect(reset.HealthCheck).toMatchObject({
    HealthCheckVersion: 3,
    HealthCheckConfig: { Port: 2 },
  });
  expect(reset.HealthCheck?.HealthCheckConfig?.ResourcePath).toBeUndefined();

  const { HostedZone } = await client.createHostedZone({ Name: 'a.example', CallerReference: '1' });
  const record = (Action: 'CREATE' | 'DELETE') =>
    client.changeResourceRecordSets({
      HostedZoneId: HostedZone?.Id,
      ChangeBatch: {
        Changes: [
          {
            Action,
            ResourceRecordSet: {
              Name: 'x.a.example',
              Type: 'A',
              TTL: 5,
              SetIdentifier: 'p',
              Failover: 'PRIMARY',
              HealthCheckId,
              ResourceRecords: [{ Value: '127.0.0.1' }],
            },
          },
        ],
      },
    });
  await record('CREATE');
  expect(await failureOf(client.deleteHealthCheck({ HealthCheckId }))).toMatchObject({
    name: 'HealthCheckInUse',
    status: 400,
  });
  await record('DELETE');
  await client.deleteHealthCheck({ HealthCheckId });
  const { HealthChecks } = await client.listHealthChecks({});
  expect(HealthChecks).toEqual([]);
  for (const call of [
    client.getHealthCheck({ HealthCheckId }),
    client.getHealthCheckStatus({ HealthCheckId }),
    client.deleteHealthCheck({ HealthCheckId }),
  ]) {
    expect(await failureOf(call)).toMatchObject({ name: 'NoSuchHealthCheck', status: 404 });
  }
});

test('health checks are listed in pages', async () => {
  const harness = await startRoute53();
  for (let Port = 1; Port <= 5; Port += 1) await newCheck(harness, { Port, Disabled: true });
  const ids: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await harness.client.listHealthChecks({
      MaxItems: 2,
      ...(Marker === undefined ? {} : { Marker }),
    });
    ids.push(...(page.HealthChecks ?? []).map(({ Id }) => Id));
    Marker = page.NextMarker;
  } while (Marker);
  expect(ids).toHaveLength(5);
  expect(new Set(ids).size).toBe(5);
});

test('settings that are wrong, or that the sandbox would have to ignore, are refused', async () => {
  const harness = await startRoute53();
  const failure = async (config: object) => (await failureOf(newCheck(harness, config))).name;
  for (const wrong of [
    { IPAddress: 'localhost' },
    { Port: 70_000 },
    { RequestInterval: 20 },
    { FailureThreshold: 11 },
    { ResourcePath: 'healthz' },
    { Regions: ['us-east-1'] },
    { Regions: ['us-east-1', 'us-west-1', 'xx-west-9'] },
    { Type: 'TCP', Port: 1 },
    { Type: 'TCP', ResourcePath: undefined },
  ]) {
    expect(await failure(wrong)).toBe('InvalidInput');
  }
  for (const unknown of [
    { Type: 'HTTPS' },
    { Type: 'CALCULATED' },
    { IPAddress: undefined, FullyQualifiedDomainName: 'a.example' },
    { SearchString: 'ok' },
    { MeasureLatency: true },
  ]) {
    expect(await failure(unknown)).toBe('UnsupportedBySandbox');
  }
});
