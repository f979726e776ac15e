import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as backupModule from '@aws-sdk/client-backup';
import * as route53Module from '@aws-sdk/client-route-53';
import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { readRequest, sendResponse } from '../../../src/sandbox/wire/http.ts';
import { restJsonProtocol } from '../../../src/sandbox/wire/rest-json-protocol.ts';
import { restXmlProtocol } from '../../../src/sandbox/wire/rest-xml-protocol.ts';
import { ServiceError } from '../../../src/sandbox/wire/service-error.ts';
import type {
  OperationSchema,
  WireProtocol,
  WireRequest,
  WireResponse,
} from '../../../src/sandbox/wire/wire-protocol.ts';
import { valuesOf } from './schema-values.ts';

// Every operation of both services, not only those that the sandbox carries out: the wire code knows none of them.

interface Client {
  send(command: object): Promise<{ $metadata: object }>;
  destroy(): void;
}

type Exports = { readonly [name: string]: unknown };

const ROUTE_53 = 'https://route53.amazonaws.com/doc/2013-04-01/';

/** A client of the SDK whose requests go over loopback to `answer`. */
async function clientOver(
  Client: new (settings: object) => Client,
  answer: (request: WireRequest) => WireResponse,
): Promise<{ client: Client; url: string }> {
  const server = createServer(async (request, response) => {
    sendResponse(response, answer(await readRequest(request)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new Client({
    endpoint: url,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 'B' },
    maxAttempts: 1,
  });
  onTestFinished(async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { client, url };
}

const SERVICES = [
  ['AWS Backup', backupModule as Exports, backupModule.BackupClient, restJsonProtocol()],
  [
    'Route 53',
    route53Module as Exports,
    route53Module.Route53Client,
    restXmlProtocol({ xmlNamespace: ROUTE_53 }),
  ],
] as const;

for (const [service, exports, Client, protocol] of SERVICES) {
  const schemas = Object.values(exports).filter(
    (each): each is OperationSchema => Array.isArray(each) && each[0] === 9,
  );

  test(`what a client of ${service} sends is what an operation reads, and what it answers is what the client gets`, async () => {
    expect(schemas.length).toBeGreaterThan(60);
    let seen: { readonly name: string | undefined; readonly input: unknown };
    let output: unknown;
    const { client } = await clientOver(Client as never, (request) => {
      const name = protocol.operationName(request, schemas);
      const schema = schemas.find((each) => each[2] === name);
      if (!schema) throw new Error(`no operation ${name}`);
      seen = { name, input: protocol.readInput(request, schema) };
      return protocol.writeOutput(schema, output, 'request-1');
    });
    for (const schema of schemas) {
      const Command = exports[`${schema[2]}Command`] as new (input: unknown) => object;
      const inputSchema = NormalizedSchema.of(schema[4]);
      const outputSchema = NormalizedSchema.of(schema[5]);
      const valuesFor = (each: NormalizedSchema) =>
        each.isUnitSchema() ? fc.constant({}) : valuesOf(each);
      await fc.assert(
        fc.asyncProperty(
          valuesFor(inputSchema),
          valuesFor(outputSchema),
          async (input, expected) => {
            output = expected;
            const { $metadata, ...got } = await client.send(new Command(input));
            expect(seen).toEqual({ name: schema[2], input });
            expect(got).toEqual(expected);
            const [, , httpStatusCode] = (schema[3] as { http: unknown[] }).http;
            expect($metadata).toMatchObject({ httpStatusCode, requestId: 'request-1' });
          },
        ),
        { numRuns: 3 },
      );
    }
  }, 60_000);
}

/** An error as a client throws it. */
async function thrown(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(Error);
  return error as Error & { readonly $metadata: object };
}

test('a client of AWS Backup gets an error of the model with its members', async () => {
  const protocol = restJsonProtocol();
  const error = new ServiceError('ResourceNotFoundException', 'No such job.', {
    status: 404,
    headers: { 'retry-after': '1' },
    details: { Code: 'ERROR_2603', Type: 'Client' },
  });
  const { client, url } = await clientOver(backupModule.BackupClient as never, () =>
    protocol.writeError(error, 'request-2'),
  );
  const command = new backupModule.DescribeRestoreJobCommand({ RestoreJobId: 'x' });
  const got = await thrown(client.send(command));
  expect(got).toBeInstanceOf(backupModule.ResourceNotFoundException);
  expect(got).toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'No such job.',
    Code: 'ERROR_2603',
    Type: 'Client',
    $metadata: { httpStatusCode: 404, requestId: 'request-2' },
  });
  const response = await fetch(url);
  expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
  expect(response.headers.get('retry-after')).toBe('1');
  expect(await response.json()).toMatchObject({ message: 'No such job.' });
});

test('a client of Route 53 gets an error of the model, written as Route 53 writes it', async () => {
  const protocol = restXmlProtocol({ xmlNamespace: ROUTE_53 });
  const error = new ServiceError('NoSuchHostedZone', 'No hosted zone found with ID: Z1', {
    status: 404,
  });
  const { client, url } = await clientOver(route53Module.Route53Client as never, () =>
    protocol.writeError(error, 'request-3'),
  );
  const got = await thrown(client.send(new route53Module.GetHostedZoneCommand({ Id: 'Z1' })));
  expect(got).toBeInstanceOf(route53Module.NoSuchHostedZone);
  expect(got).toMatchObject({
    message: 'No hosted zone found with ID: Z1',
    $metadata: { httpStatusCode: 404, requestId: 'request-3' },
  });
  const body = await (await fetch(url)).text();
  expect(body).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="${ROUTE_53}"><Error><Type>Sender</Type><Code>NoSuchHostedZone</Code><Message>No hosted zone found with ID: Z1</Message></Error><RequestId>request-3</RequestId></ErrorResponse>`,
  );
});

const request = (parts: Partial<WireRequest>): WireRequest => ({
  method: 'GET',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(''),
  ...parts,
});

const operation = (
  name: string,
  http: readonly [string, string, number],
  members: { readonly [name: string]: unknown } = {},
): OperationSchema => {
  const shape = [3, 'test', `${name}Shape`, 0, Object.keys(members), Object.values(members)];
  return [9, 'test', name, { http }, shape, shape] as unknown as OperationSchema;
};

test('a request goes to the operation whose URI fits best', () => {
  const protocol = restJsonProtocol();
  const operations = [
    operation('Any', ['GET', '/files/{Path+}', 200], { Path: [0, 1] }),
    operation('One', ['GET', '/files/{Path}', 200], { Path: [0, 1] }),
    operation('New', ['GET', '/files/new', 200]),
    operation('Meta', ['GET', '/files/{Path+}/meta', 200], { Path: [0, 1] }),
    operation('Flag', ['GET', '/files/{Path}?policy', 200], { Path: [0, 1] }),
    operation('Kind', ['GET', '/files/{Path}?kind=2', 200], { Path: [0, 1] }),
    operation('Put', ['PUT', '/files/{Path}', 200], { Path: [0, 1] }),
  ];
  const routed = (method: string, path: string, query = '') =>
    protocol.operationName(
      request({ method, path, query: new URLSearchParams(query) }),
      operations,
    );
  expect(routed('GET', '/files/new')).toBe('New');
  expect(routed('GET', '/files/old')).toBe('One');
  expect(routed('GET', '/files/old/')).toBe('One');
  expect(routed('GET', '/files/old', 'policy')).toBe('Flag');
  expect(routed('GET', '/files/old', 'kind=2')).toBe('Kind');
  expect(routed('GET', '/files/old', 'kind=3')).toBe('One');
  expect(routed('GET', '/files/a/b/c')).toBe('Any');
  expect(routed('GET', '/files/a/b/meta')).toBe('Meta');
  expect(routed('PUT', '/files/a')).toBe('Put');
  expect(routed('DELETE', '/files/a')).toBeUndefined();
  expect(routed('GET', '/files/%zz')).toBeUndefined();
  expect(routed('GET', '/files')).toBeUndefined();
  const read = (path: string, schema: OperationSchema | undefined) =>
    schema && protocol.readInput(request({ path }), schema);
  expect(read('/files/a%2Fb', operations[1])).toEqual({ Path: 'a/b' });
  expect(read('/files/a/b%20c/d', operations[0])).toEqual({ Path: 'a/b c/d' });
});

test('members may stand in headers, in many parameters, in the status and alone in the body', () => {
  const texts = [1, 'test', 'Texts', 0, 0];
  const map = [2, 'test', 'Map', 0, 0, 0];
  const members = {
    When: [4, { httpHeader: 'X-When' }],
    Names: [() => texts, { httpHeader: 'X-Names' }],
    Meta: [() => map, { httpPrefixHeaders: 'X-Meta-' }],
    Data: [21, { httpPayload: 1 }],
  };
  const input = { ...members, Ids: [() => texts, { httpQuery: 'id' }] };
  const rest = { Rest: [() => map, { httpQueryParams: 1 }] };
  const schema = operation('Put', ['PUT', '/', 200], { ...input, ...rest });
  const protocol = restJsonProtocol();
  const read = protocol.readInput(
    request({
      method: 'PUT',
      query: new URLSearchParams('id=1&id=2&x=y'),
      headers: {
        'x-when': 'Tue, 24 Nov 2026 01:00:00 GMT',
        'x-names': 'a, b',
        'x-meta-owner': 'me',
      },
      body: Buffer.from('{raw'),
    }),
    schema,
  );
  expect(read).toEqual({
    When: new Date('2026-11-24T01:00:00Z'),
    Names: ['a', 'b'],
    Meta: { owner: 'me' },
    Data: new Uint8Array(Buffer.from('{raw')),
    Ids: ['1', '2'],
    Rest: { x: 'y' },
  });
  const output = operation('Put', ['PUT', '/', 200], {
    ...members,
    Code: [1, { httpResponseCode: 1 }],
  });
  const answer = protocol.writeOutput(output, { ...(read as object), Code: 202 }, 'r');
  expect(answer).toMatchObject({
    status: 202,
    headers: {
      'x-when': 'Tue, 24 Nov 2026 01:00:00 GMT',
      'x-names': 'a, b',
      'x-meta-owner': 'me',
    },
  });
  expect(Buffer.from(answer.body).toString()).toBe('{raw');
});

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return error instanceof ServiceError ? `${error.code}: ${error.message}` : String(error);
  }
  return undefined;
};

test('a JSON body that is broken or of other types is refused', () => {
  const protocol: WireProtocol = restJsonProtocol();
  const read = (body: string) => () =>
    protocol.readInput(
      request({ method: 'PUT', body: Buffer.from(body) }),
      backupModule.StartRestoreJob$ as unknown as OperationSchema,
    );
  expect(codeOf(read('{'))).toBe('SerializationException: The body is not valid JSON.');
  expect(codeOf(read('[]'))).toMatch(/^SerializationException: The value \[\]/);
  expect(codeOf(read('{"RecoveryPointArn":5}'))).toBe(
    'SerializationException: The value 5 of RecoveryPointArn cannot be read.',
  );
  expect(codeOf(read('{"CopySourceTagsToRestoredResource":"yes"}'))).toMatch(/^Serialization/);
  expect(codeOf(read('{"Metadata":["a"]}'))).toMatch(/^SerializationException/);
  expect(read('{"RecoveryPointArn":null,"other":1}')()).toEqual({});
  expect(read('')()).toEqual({});
});

test('an XML body that is broken, meant for another operation or of other types is refused', () => {
  const protocol = restXmlProtocol({ xmlNamespace: ROUTE_53 });
  const read = (body: string) => () =>
    protocol.readInput(
      request({ method: 'POST', path: '/2013-04-01/hostedzone', body: Buffer.from(body) }),
      route53Module.CreateHostedZone$ as unknown as OperationSchema,
    );
  const config = (inside: string) =>
    `<?xml version="1.0"?><CreateHostedZoneRequest xmlns="${ROUTE_53}"><Name>a</Name><HostedZoneConfig>${inside}</HostedZoneConfig></CreateHostedZoneRequest>`;
  expect(codeOf(read('<Other/>'))).toBe(
    'MalformedInput: Other is not valid, expected CreateHostedZoneRequest',
  );
  expect(codeOf(read('<CreateHostedZoneRequest><Name>'))).toMatch(/^MalformedInput: /);
  expect(codeOf(read('no xml'))).toMatch(/^MalformedInput: /);
  expect(codeOf(read(config('<PrivateZone>maybe</PrivateZone>')))).toMatch(/^MalformedInput: /);
  expect(read(config('<PrivateZone>true</PrivateZone>'))()).toEqual({
    Name: 'a',
    HostedZoneConfig: { PrivateZone: true },
  });
});
