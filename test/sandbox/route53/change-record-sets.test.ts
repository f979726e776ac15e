import {
  type Change,
  type ChangeAction,
  InvalidChangeBatch,
  type ListResourceRecordSetsCommandInput,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { failureOf } from '../cloud-harness.ts';
import { startRoute53 } from './route53-harness.ts';

const A = (Name: string, Value = '192.0.2.1', more: Partial<ResourceRecordSet> = {}) => ({
  Name,
  Type: 'A' as const,
  TTL: 5,
  ResourceRecords: [{ Value }],
  ...more,
});

const change = (Action: ChangeAction, ResourceRecordSet: ResourceRecordSet): Change => ({
  Action,
  ResourceRecordSet,
});

/** A zone `a.example.` and what a test does to it. */
async function startZone() {
  const harness = await startRoute53();
  const { client } = harness;
  const { HostedZone } = await client.createHostedZone({ Name: 'a.example', CallerReference: '1' });
  const HostedZoneId = HostedZone?.Id ?? '';
  const submit = (...Changes: Change[]) =>
    client.changeResourceRecordSets({ HostedZoneId, ChangeBatch: { Changes } });
  const messageOf = async (...changes: Change[]) => {
    const { name, status, message } = await failureOf(submit(...changes));
    return `${name} ${status}: ${message}`;
  };
  const list = async () => {
    const { ResourceRecordSets = [] } = await client.listResourceRecordSets({ HostedZoneId });
    return ResourceRecordSets.filter(({ Type }) => Type !== 'NS' && Type !== 'SOA');
  };
  const newCheck = async (reference: string) => {
    const { HealthCheck } = await client.createHealthCheck({
      CallerReference: reference,
      HealthCheckConfig: { Type: 'TCP', IPAddress: '127.0.0.1', Port: 9, Disabled: true },
    });
    return HealthCheck?.Id ?? '';
  };
  return { ...harness, HostedZoneId, submit, messageOf, list, newCheck };
}

test('records of every kind are made, listed in order and told apart by set identifier', async () => {
  const zone = await startZone();
  const HealthCheckId = await zone.newCheck('one');
  const sets: ResourceRecordSet[] = [
    A('a.example.'),
    { Name: 'a.example.', Type: 'AAAA', TTL: 5, ResourceRecords: [{ Value: '2001:db8::1' }] },
    { Name: 'a.example.', Type: 'MX', TTL: 5, ResourceRecords: [{ Value: '10 mail.a.example' }] },
    { Name: 'a.example.', Type: 'TXT', TTL: 5, ResourceRecords: [{ Value: '"one" "t\\"wo"' }] },
    A('\\052.a.example.'),
    A('pair.a.example.', '192.0.2.1', {
      SetIdentifier: 'first',
      Failover: 'PRIMARY',
      HealthCheckId,
    }),
    A('pair.a.example.', '192.0.2.2', { SetIdentifier: 'second', Failover: 'SECONDARY' }),
    A('split.a.example.', '192.0.2.1', { SetIdentifier: 'x', Weight: 0 }),
    A('split.a.example.', '192.0.2.2', { SetIdentifier: 'y', Weight: 255, HealthCheckId }),
    { Name: 'sub.a.example.', Type: 'NS', TTL: 60, ResourceRecords: [{ Value: 'ns.b.example.' }] },
    { Name: 'www.a.example.', Type: 'CNAME', TTL: 5, ResourceRecords: [{ Value: 'a.example' }] },
  ];
  const { ChangeInfo } = await zone.client.changeResourceRecordSets({
    HostedZoneId: zone.HostedZoneId,
    ChangeBatch: {
      Comment: 'all of them',
      Changes: [...sets].reverse().map((set) => change('CREATE', set)),
    },
  });
  expect(ChangeInfo).toMatchObject({ Status: 'PENDING', Comment: 'all of them' });
  const { ResourceRecordSets } = await zone.client.listResourceRecordSets({
    HostedZoneId: zone.HostedZoneId,
  });
  const ownNames = ResourceRecordSets?.filter(
    ({ Name, Type }) => Name !== 'a.example.' || (Type !== 'NS' && Type !== 'SOA'),
  );
  expect(ownNames).toEqual(sets);
  expect(zone.effects.list().at(-1)).toMatchObject({
    operation: 'route53:ChangeResourceRecordSets',
    resource: `arn:aws:route53:::${zone.HostedZoneId.slice(1)}`,
  });
});

test('a batch that is partly wrong changes nothing and names everything that is wrong', async () => {
  const zone = await startZone();
  await zone.submit(change('CREATE', A('there.a.example')));
  const failing = zone.submit(
    change('UPSERT', A('new.a.example')),
    change('CREATE', A('there.a.example')),
    change('DELETE', A('nowhere.a.example')),
    change('CREATE', A('out.example', '192.0.2.300')),
  );
  await expect(failing).rejects.toBeInstanceOf(InvalidChangeBatch);
  const { name, status, message } = await failureOf(failing);
  expect({ name, status }).toEqual({ name: 'InvalidChangeBatch', status: 400 });
  for (const part of [
    "Tried to create resource record set [name='there.a.example.', type='A'] but it already exists",
    "Tried to delete resource record set [name='nowhere.a.example.', type='A'] but it was not found",
    'RRSet with DNS name out.example. is not permitted in zone a.example.',
    "FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '192.0.2.300'",
  ]) {
    expect(message).toContain(part);
  }
  expect(message).toMatch(/^\[.*\]$/);
  expect(await zone.list()).toEqual([A('there.a.example.')]);
  expect(zone.effects.list()).toHaveLength(2);
});

test('a delete has to give the record as it is', async () => {
  const zone = await startZone();
  const values = ['192.0.2.1', '192.0.2.2'].map((Value) => ({ Value }));
  await zone.submit(change('CREATE', A('x.a.example', '', { ResourceRecords: values })));
  for (const other of [{ TTL: 6 }, { ResourceRecords: values.slice(1) }]) {
    const set = A('x.a.example', '', { ResourceRecords: values, ...other });
    expect(await zone.messageOf(change('DELETE', set))).toContain(
      "Tried to delete resource record set [name='x.a.example.', type='A'] but the values provided do not match the current values",
    );
  }
  const inOtherOrder = A('X.a.example', '', { ResourceRecords: [...values].reverse() });
  await zone.submit(change('DELETE', inOtherOrder));
  expect(await zone.list()).toEqual([]);
});

test('an upsert makes a record or replaces it, and a delete may come before a create', async () => {
  const zone = await startZone();
  await zone.submit(change('UPSERT', A('x.a.example')));
  await zone.submit(change('UPSERT', A('x.a.example', '192.0.2.9')));
  expect(await zone.list()).toEqual([A('x.a.example.', '192.0.2.9')]);
  await zone.submit(
    change('DELETE', A('x.a.example', '192.0.2.9')),
    change('CREATE', A('x.a.example', '192.0.2.8')),
  );
  expect(await zone.list()).toEqual([A('x.a.example.', '192.0.2.8')]);
  const twice = await zone.messageOf(
    change('UPSERT', A('x.a.example', '192.0.2.7')),
    change('UPSERT', A('x.a.example', '192.0.2.6')),
  );
  expect(twice).toBe(
    "InvalidChangeBatch 400: [The request contains an invalid set of changes for a resource record set 'A x.a.example.']",
  );
});

test('a CNAME stands alone, and never at the apex', async () => {
  const zone = await startZone();
  const cname = (Name: string, ...values: string[]): ResourceRecordSet => ({
    Name,
    Type: 'CNAME',
    TTL: 5,
    ResourceRecords: values.map((Value) => ({ Value })),
  });
  await zone.submit(change('CREATE', A('x.a.example')));
  expect(await zone.messageOf(change('CREATE', cname('x.a.example', 'b.example')))).toBe(
    'InvalidChangeBatch 400: [RRSet of type CNAME with DNS name x.a.example. is not permitted as it conflicts with other records with the same DNS name in zone a.example.]',
  );
  expect(await zone.messageOf(change('CREATE', cname('a.example', 'b.example')))).toBe(
    'InvalidChangeBatch 400: [RRSet of type CNAME with DNS name a.example. is not permitted at apex in zone a.example.]',
  );
  expect(await zone.messageOf(change('CREATE', cname('y.a.example', 'b', 'c')))).toMatch(
    /must have one record/,
  );
  await zone.submit(change('CREATE', cname('y.a.example', 'b.example')));
  expect(await zone.messageOf(change('CREATE', A('y.a.example')))).toMatch(/conflicts with/);
  await zone.submit(
    change('DELETE', A('x.a.example')),
    change('CREATE', cname('x.a.example', 'b.example')),
  );
});

test('a failover pair has one primary, which has a health check, and one secondary', async () => {
  const zone = await startZone();
  const HealthCheckId = await zone.newCheck('one');
  const side = (SetIdentifier: string, Failover: 'PRIMARY' | 'SECONDARY', more: object = {}) =>
    A('x.a.example', '192.0.2.1', { SetIdentifier, Failover, ...more });
  expect(await zone.messageOf(change('CREATE', side('p', 'PRIMARY')))).toBe(
    'InvalidChangeBatch 400: [A non-alias primary ResourceRecordSet must have an associated health check. No changes made.]',
  );
  await zone.submit(
    change('CREATE', side('p', 'PRIMARY', { HealthCheckId })),
    change('CREATE', side('s', 'SECONDARY')),
  );
  expect(await zone.messageOf(change('CREATE', side('q', 'PRIMARY', { HealthCheckId })))).toBe(
    'InvalidChangeBatch 400: [RRSet with DNS name x.a.example., type A, SetIdentifier q cannot be created as a PRIMARY failover set exists with the same name and type.]',
  );
  expect(await zone.messageOf(change('CREATE', side('t', 'SECONDARY')))).toMatch(/SECONDARY/);
  expect(await zone.messageOf(change('CREATE', side('s', 'SECONDARY')))).toMatch(
    /set identifier='s'\] but it already exists/,
  );
  expect(await zone.messageOf(change('CREATE', A('x.a.example')))).toMatch(
    /cannot be created as other RRSets exist with the same name and type/,
  );
  const weighted = A('x.a.example', '192.0.2.1', { SetIdentifier: 'w', Weight: 1 });
  expect(await zone.messageOf(change('CREATE', weighted))).toMatch(
    /SetIdentifier w cannot be created as a non-weighted set exists/,
  );
  // Both change their roles at once.
  await zone.submit(
    change('UPSERT', side('p', 'SECONDARY')),
    change('UPSERT', side('s', 'PRIMARY', { HealthCheckId })),
  );
  const stranger = side('s', 'PRIMARY', { HealthCheckId: 'nobody' });
  expect(await failureOf(zone.submit(change('UPSERT', stranger)))).toMatchObject({
    name: 'NoSuchHealthCheck',
    status: 404,
  });
});

test('weighted records of one name have one TTL', async () => {
  const zone = await startZone();
  const part = (SetIdentifier: string, TTL: number) =>
    A('x.a.example', '192.0.2.1', { SetIdentifier, Weight: 1, TTL });
  expect(
    await zone.messageOf(change('CREATE', part('a', 5)), change('CREATE', part('b', 6))),
  ).toMatch(/SetIdentifier b cannot be created as weighted sets must contain the same TTL/);
});

test('a record that is not complete is invalid input', async () => {
  const zone = await startZone();
  const where = 'in Change with [Action=CREATE, Name=x.a.example, Type=A, SetIdentifier=null]';
  const cases: [object, RegExp | string][] = [
    [{ TTL: undefined }, `InvalidInput 400: Invalid request: Missing field 'TTL' ${where}`],
    [{ TTL: undefined, ResourceRecords: undefined }, /Expected exactly one of \[AliasTarget/],
    [{ ResourceRecords: [] }, /Missing field 'ResourceRecords'/],
    [{ TTL: -1 }, /The TTL -1 is not a number/],
    [{ Weight: 1 }, /Missing field 'SetIdentifier'/],
    [{ SetIdentifier: 'a' }, /Expected exactly one of \[Weight.* but found none/],
    [{ SetIdentifier: 'a', Weight: 1, Failover: 'PRIMARY' }, /but found more than one/],
    [{ SetIdentifier: 'a', Weight: 256 }, /The weight 256/],
    [{ Region: 'ap-northeast-1', SetIdentifier: 'a' }, /^UnsupportedBySandbox/],
    [{ Type: 'SRV' }, /^UnsupportedBySandbox/],
    [
      {
        AliasTarget: { HostedZoneId: 'Z1', DNSName: 'x', EvaluateTargetHealth: false },
        ResourceRecords: undefined,
        TTL: undefined,
      },
      /^UnsupportedBySandbox/,
    ],
  ];
  for (const [more, expected] of cases) {
    const message = await zone.messageOf(change('CREATE', A('x.a.example', '192.0.2.1', more)));
    if (typeof expected === 'string') expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  }
  expect(await failureOf(zone.submit())).toMatchObject({ name: 'InvalidInput' });
});

test('values have to be what their type says, and only once', async () => {
  const zone = await startZone();
  const cases: [ResourceRecordSet['Type'], string[], RegExp][] = [
    ['A', ['::1'], /not a valid IPv4/],
    ['AAAA', ['192.0.2.1'], /not a valid IPv6/],
    ['TXT', ['no quotes'], /InvalidCharacterString/],
    ['TXT', [`"${'x'.repeat(256)}"`], /CharacterStringTooLong/],
    ['MX', ['mail.example'], /MXRRDATANotTwoFields/],
    ['MX', ['high mail.example'], /Priority/],
    ['CNAME', ['a..b'], /DomainLabelEmpty/],
    ['NS', ['spa ce'], /UnsupportedCharacter/],
    ['SOA', ['ns.example me.example 1 2 3 4'], /SOARRDATANotSevenFields/],
    ['A', ['192.0.2.1', '192.0.2.1'], /Duplicate Resource Record: '192.0.2.1'/],
  ];
  for (const [Type, values, expected] of cases) {
    const set = { Name: 'x.a.example', Type, TTL: 5 };
    const ResourceRecords = values.map((Value) => ({ Value }));
    const message = await zone.messageOf(change('CREATE', { ...set, ResourceRecords }));
    expect(message).toMatch(/^InvalidChangeBatch 400: /);
    expect(message).toMatch(expected);
  }
  expect(await zone.messageOf(change('CREATE', A('in..a.example')))).toMatch(/DomainLabelEmpty/);
});

test('a zone keeps its own records, and a batch has an end', async () => {
  const zone = await startZone();
  const { ResourceRecordSets = [] } = await zone.client.listResourceRecordSets({
    HostedZoneId: zone.HostedZoneId,
  });
  const messages = await zone.messageOf(...ResourceRecordSets.map((set) => change('DELETE', set)));
  expect(messages).toContain('A HostedZone must contain exactly one SOA record.');
  expect(messages).toContain(
    'A HostedZone must contain at least one NS record for the zone itself.',
  );
  const many = (count: number, action: ChangeAction) =>
    Array.from({ length: count }, (_, index) => change(action, A(`x${index}.a.example`)));
  expect(await zone.messageOf(...many(501, 'UPSERT'))).toBe(
    'InvalidChangeBatch 400: [Number of records limit of 1000 exceeded.]',
  );
  await zone.submit(...many(1000, 'CREATE'));
  const text = (index: number) => ({
    Name: `t${index}.a.example`,
    Type: 'TXT' as const,
    TTL: 5,
    ResourceRecords: [{ Value: `"${'x'.repeat(250)}"` }],
  });
  const long = Array.from({ length: 64 }, (_, index) => change('UPSERT', text(index)));
  expect(await zone.messageOf(...long)).toMatch(/Number of characters limit of 32000 exceeded/);
}, 30_000);

test('a long list comes in pages that begin where the last one ended', async () => {
  const zone = await startZone();
  const sets = Array.from({ length: 7 }, (_, index) =>
    A('x.a.example.', `192.0.2.${index}`, { SetIdentifier: `s${index}`, Weight: 1 }),
  );
  await zone.submit(
    ...sets.map((set) => change('CREATE', set)),
    change('CREATE', A('y.a.example')),
  );
  const seen: ResourceRecordSet[] = [];
  let next: Partial<ListResourceRecordSetsCommandInput> | undefined = {};
  while (next) {
    const page: ListResourceRecordSetsCommandOutput = await zone.client.listResourceRecordSets({
      HostedZoneId: zone.HostedZoneId,
      MaxItems: 3,
      ...next,
    });
    seen.push(...(page.ResourceRecordSets ?? []));
    next = page.IsTruncated
      ? {
          StartRecordName: page.NextRecordName,
          StartRecordType: page.NextRecordType,
          ...(page.NextRecordIdentifier && { StartRecordIdentifier: page.NextRecordIdentifier }),
        }
      : undefined;
  }
  expect(seen).toHaveLength(10);
  expect(new Set(seen.map((set) => JSON.stringify(set))).size).toBe(10);
  const one = await zone.client.listResourceRecordSets({
    HostedZoneId: zone.HostedZoneId,
    StartRecordName: 'Y.A.example',
    StartRecordType: 'A',
    MaxItems: 1,
  });
  expect(one.ResourceRecordSets).toEqual([A('y.a.example.')]);
  const wrong = zone.client.listResourceRecordSets({
    HostedZoneId: zone.HostedZoneId,
    StartRecordType: 'A',
  });
  expect(await failureOf(wrong)).toMatchObject({ name: 'InvalidInput' });
});
