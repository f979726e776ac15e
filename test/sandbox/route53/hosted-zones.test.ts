import { HostedZoneNotEmpty, NoSuchHostedZone } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { failureOf } from '../cloud-harness.ts';
import { startRoute53 } from './route53-harness.ts';

test('a new zone has an id, four name servers and the two records of its own', async () => {
  const { client, effects } = await startRoute53();
  const created = await client.createHostedZone({
    Name: 'Orders.Example',
    CallerReference: 'one',
    HostedZoneConfig: { Comment: 'of a test' },
  });
  expect(created).toMatchObject({
    $metadata: { httpStatusCode: 201 },
    HostedZone: {
      Id: expect.stringMatching(/^\/hostedzone\/Z[A-Z0-9]{20}$/),
      Name: 'orders.example.',
      CallerReference: 'one',
      Config: { Comment: 'of a test', PrivateZone: false },
      ResourceRecordSetCount: 2,
    },
    ChangeInfo: {
      Id: expect.stringMatching(/^\/change\/C[A-Z0-9]{20}$/),
      Status: 'PENDING',
      SubmittedAt: new Date('2026-11-24T01:00:00.000Z'),
    },
    Location: expect.stringMatching(/^https:\/\/route53.amazonaws.com\/2013-04-01\/hostedzone\/Z/),
  });
  const id = created.HostedZone?.Id;
  const nameServers = created.DelegationSet?.NameServers ?? [];
  expect(nameServers).toHaveLength(4);
  expect(nameServers[0]).toMatch(/^ns-\d+\.awsdns-\d\d\.com$/);

  const got = await client.getHostedZone({ Id: id });
  expect(got.HostedZone).toEqual(created.HostedZone);
  expect(got.DelegationSet).toEqual(created.DelegationSet);
  const { ResourceRecordSets } = await client.listResourceRecordSets({ HostedZoneId: id });
  expect(ResourceRecordSets).toEqual([
    {
      Name: 'orders.example.',
      Type: 'NS',
      TTL: 172_800,
      ResourceRecords: nameServers.map((server) => ({ Value: `${server}.` })),
    },
    {
      Name: 'orders.example.',
      Type: 'SOA',
      TTL: 900,
      ResourceRecords: [
        { Value: `${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400` },
      ],
    },
  ]);
  expect(effects.list()).toMatchObject([
    {
      operation: 'route53:CreateHostedZone',
      resource: `arn:aws:route53:::hostedzone/${id?.replace('/hostedzone/', '')}`,
    },
  ]);
});

test('a zone is made once for a reference, and not of a name that is none', async () => {
  const { client } = await startRoute53();
  await client.createHostedZone({ Name: 'a.example', CallerReference: 'one' });
  const again = client.createHostedZone({ Name: 'b.example', CallerReference: 'one' });
  expect(await failureOf(again)).toMatchObject({ name: 'HostedZoneAlreadyExists', status: 409 });
  for (const Name of ['a..b', 'white space.example', `${'x'.repeat(64)}.example`, '*.example']) {
    const call = client.createHostedZone({ Name, CallerReference: Name });
    expect(await failureOf(call)).toMatchObject({ name: 'InvalidDomainName', status: 400 });
  }
  const hidden = client.createHostedZone({
    Name: 'c.example',
    CallerReference: 'two',
    HostedZoneConfig: { PrivateZone: true },
  });
  expect(await failureOf(hidden)).toMatchObject({ name: 'UnsupportedBySandbox' });
  const { HostedZones } = await client.listHostedZones({});
  expect(HostedZones).toHaveLength(1);
});

test('zones are listed in pages, by id and by name', async () => {
  const { client } = await startRoute53();
  for (const Name of ['b.example', 'a.example', 'deep.a.example', 'example']) {
    await client.createHostedZone({ Name, CallerReference: Name });
  }
  const ids: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.listHostedZones({ MaxItems: 3, ...(Marker && { Marker }) });
    expect(page).toMatchObject({ MaxItems: 3, IsTruncated: page.NextMarker !== undefined });
    ids.push(...(page.HostedZones ?? []).map(({ Id }) => Id));
    Marker = page.NextMarker;
  } while (Marker);
  expect(new Set(ids).size).toBe(4);

  const first = await client.listHostedZonesByName({ MaxItems: 3 });
  const names = first.HostedZones?.map(({ Name }) => Name);
  expect(names).toEqual(['example.', 'a.example.', 'deep.a.example.']);
  expect(first).toMatchObject({ IsTruncated: true, NextDNSName: 'b.example.' });
  const rest = await client.listHostedZonesByName({
    DNSName: first.NextDNSName,
    HostedZoneId: first.NextHostedZoneId,
  });
  expect(rest.HostedZones?.map(({ Name }) => Name)).toEqual(['b.example.']);
  expect(rest.IsTruncated).toBe(false);
  const found = await client.listHostedZonesByName({ DNSName: 'a.example' });
  expect(found.HostedZones?.[0]?.Name).toBe('a.example.');
  expect(await failureOf(client.listHostedZones({ MaxItems: 0 }))).toMatchObject({
    name: 'InvalidInput',
  });
});

test('a zone goes only when it is empty', async () => {
  const { client } = await startRoute53();
  const { HostedZone } = await client.createHostedZone({
    Name: 'a.example',
    CallerReference: 'one',
  });
  const Id = HostedZone?.Id;
  const record = (Action: 'CREATE' | 'DELETE') =>
    client.changeResourceRecordSets({
      HostedZoneId: Id,
      ChangeBatch: {
        Changes: [
          {
            Action,
            ResourceRecordSet: {
              Name: 'x.a.example',
              Type: 'A',
              TTL: 5,
              ResourceRecords: [{ Value: '192.0.2.1' }],
            },
          },
        ],
      },
    });
  await record('CREATE');
  await expect(client.deleteHostedZone({ Id })).rejects.toBeInstanceOf(HostedZoneNotEmpty);
  await record('DELETE');
  const { ChangeInfo } = await client.deleteHostedZone({ Id });
  expect(ChangeInfo?.Status).toBe('PENDING');
  await expect(client.getHostedZone({ Id })).rejects.toBeInstanceOf(NoSuchHostedZone);
  expect(await failureOf(client.deleteHostedZone({ Id: 'Z1' }))).toMatchObject({
    name: 'NoSuchHostedZone',
    status: 404,
    message: 'No hosted zone found with ID: Z1',
  });
});

test('zones and health checks carry at most ten tags', async () => {
  const { client, effects } = await startRoute53();
  const { HostedZone } = await client.createHostedZone({ Name: 'a.example', CallerReference: '1' });
  const ResourceId = HostedZone?.Id?.replace('/hostedzone/', '');
  const ResourceType = 'hostedzone';
  const tag = (Key: string, Value = 'x') => ({ Key, Value });
  await client.changeTagsForResource({
    ResourceType,
    ResourceId,
    AddTags: [tag('kunren:run', 'run-1'), tag('b')],
  });
  await client.changeTagsForResource({
    ResourceType,
    ResourceId,
    AddTags: [tag('c')],
    RemoveTagKeys: ['b'],
  });
  const { ResourceTagSet } = await client.listTagsForResource({ ResourceType, ResourceId });
  expect(ResourceTagSet).toEqual({
    ResourceType,
    ResourceId,
    Tags: [tag('kunren:run', 'run-1'), tag('c')],
  });
  expect(effects.list().at(-1)).toMatchObject({
    operation: 'route53:ChangeTagsForResource',
    run: 'run-1',
  });
  const AddTags = Array.from({ length: 9 }, (_, index) => tag(`t${index}`));
  const many = client.changeTagsForResource({ ResourceType, ResourceId, AddTags });
  expect(await failureOf(many)).toMatchObject({ name: 'InvalidInput' });
  const none = client.listTagsForResource({ ResourceType: 'healthcheck', ResourceId: 'nobody' });
  expect(await failureOf(none)).toMatchObject({ name: 'NoSuchHealthCheck', status: 404 });
});
