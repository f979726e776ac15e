import * as cloudWatchModule from '@aws-sdk/client-cloudwatch';
import * as sfnModule from '@aws-sdk/client-sfn';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cborProtocol } from '../../../src/sandbox/wire/cbor-protocol.ts';
import { jsonProtocol } from '../../../src/sandbox/wire/json-protocol.ts';
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
}

type Exports = { readonly [name: string]: unknown };
type ClientClass = new (settings: object) => Client;

const GRANITE = 'GraniteServiceVersion20100801';
const cbor = cborProtocol({ service: GRANITE, queryCompatible: true });
const cloudWatchJson = jsonProtocol({ version: '1.0', target: GRANITE, queryCompatible: true });
const sfnJson = jsonProtocol({ version: '1.0', target: 'AWSStepFunctions' });

/** A client whose requests are handed to `answer` instead of the network. */
function clientOver(
  Client: ClientClass,
  answer: (request: WireRequest) => WireResponse,
  settings: object = {},
): Client {
  return new Client({
    endpoint: 'http://127.0.0.1:1',
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 'B' },
    maxAttempts: 1,
    disableRequestCompression: true,
    ...settings,
    requestHandler: {
      handle: async (request: {
        method: string;
        path: string;
        headers: object;
        body?: string | Uint8Array;
      }) => {
        const { method, path, headers, body = '' } = request;
        const seen = {
          method,
          path,
          query: new URLSearchParams(),
          headers: { ...headers },
          body: bytesOf(body),
        };
        const { status, headers: answered, body: content } = answer(seen);
        return {
          response: { statusCode: status, headers: answered, body: bytesOf(content) },
        };
      },
    },
  });
}

function bytesOf(body: string | Uint8Array): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.concat([body]);
}

const SPOKEN: readonly (readonly [string, Exports, ClientClass, WireProtocol, object])[] = [
  [
    'CloudWatch, JSON',
    cloudWatchModule,
    cloudWatchModule.CloudWatchClient as never,
    cloudWatchJson,
    {},
  ],
  [
    'CloudWatch, CBOR',
    cloudWatchModule,
    cloudWatchModule.CloudWatchClient as never,
    cbor,
    { protocol: SmithyRpcV2CborProtocol },
  ],
  ['Step Functions, JSON', sfnModule, sfnModule.SFNClient as never, sfnJson, {}],
];

for (const [service, exports, Client, protocol, settings] of SPOKEN) {
  const schemas = Object.values(exports).filter(
    (each): each is OperationSchema => Array.isArray(each) && each[0] === 9,
  );

  test(`what a client of ${service} sends is what an operation reads, and what it answers is what the client gets`, async () => {
    expect(schemas.length).toBeGreaterThan(30);
    let seen: unknown;
    let output: unknown;
    const client = clientOver(
      Client,
      (request) => {
        const name = protocol.operationName(request, schemas);
        const schema = schemas.find((each) => each[2] === name);
        if (!schema) throw new Error(`no operation ${name}`);
        seen = { name, input: protocol.readInput(request, schema) };
        return protocol.writeOutput(schema, output, 'request-1', request);
      },
      settings,
    );
    for (const schema of schemas) {
      const Command = exports[`${schema[2]}Command`] as new (input: unknown) => object;
      const values = (each: NormalizedSchema) =>
        each.isUnitSchema() ? fc.constant({}) : valuesOf(each);
      await fc.assert(
        fc.asyncProperty(
          values(NormalizedSchema.of(schema[4])),
          values(NormalizedSchema.of(schema[5])),
          async (input, expected) => {
            output = expected;
            const { $metadata, ...got } = await client.send(new Command(input));
            expect(seen).toEqual({ name: schema[2], input });
            expect(withPlainBytes(got)).toEqual(expected);
            expect($metadata).toMatchObject({ httpStatusCode: 200, requestId: 'request-1' });
          },
        ),
        { numRuns: 3 },
      );
    }
  }, 60_000);
}

/** The SDK hands out bytes in a class of its own. */
function withPlainBytes(output: object): object {
  const entries = Object.entries(output).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? Uint8Array.from(value) : value,
  ]);
  return Object.fromEntries(entries);
}

async function thrown(call: Promise<unknown>) {
  return call.then(
    () => undefined,
    (error: unknown) => error as Error,
  );
}

test('an error is the modeled one by its name', async () => {
  const error = new ServiceError('ExecutionAlreadyExists', 'It is there.');
  const client = clientOver(sfnModule.SFNClient as never, () => sfnJson.writeError(error, 'r-1'));
  const got = await thrown(client.send(new sfnModule.ListStateMachinesCommand({})));
  expect(got).toBeInstanceOf(sfnModule.ExecutionAlreadyExists);
  expect(got).toMatchObject({
    message: 'It is there.',
    $metadata: { httpStatusCode: 400, requestId: 'r-1' },
  });
});

for (const [name, protocol, settings] of [
  ['JSON', cloudWatchJson, {}],
  ['CBOR', cbor, { protocol: SmithyRpcV2CborProtocol }],
] as const) {
  test(`a service that once spoke Query tells its old code of an error by a header, in ${name}`, async () => {
    const error = new ServiceError('InvalidParameterValue', 'It is no value.');
    const answer = protocol.writeError(error, 'r-2');
    expect(answer.headers['x-amzn-query-error']).toBe('InvalidParameterValue;Sender');
    const client = clientOver(cloudWatchModule.CloudWatchClient as never, () => answer, settings);
    const got = await thrown(client.send(new cloudWatchModule.ListMetricsCommand({})));
    expect(got).toMatchObject({ message: 'It is no value.' });
    if (name === 'JSON') {
      expect(got).toBeInstanceOf(cloudWatchModule.InvalidParameterValueException);
    }
  });
}

function request(body: string | Uint8Array, headers: WireRequest['headers'] = {}): WireRequest {
  const query = new URLSearchParams();
  return { method: 'POST', path: '/', query, headers, body: Buffer.from(body) };
}

test('a request for another service or for none names no operation', () => {
  const target = { 'x-amz-target': 'DynamoDB_20120810.ListTables' };
  expect(sfnJson.operationName(request('{}', target), [])).toBeUndefined();
  expect(sfnJson.operationName(request('{}'), [])).toBeUndefined();
  expect(cbor.operationName(request(''), [])).toBeUndefined();
});

test('a body that is not of the protocol, or a value of another type, cannot be read', () => {
  const start = sfnModule.StartExecution$;
  for (const body of ['{', '[]', '{"name": 1}']) {
    expect(() => sfnJson.readInput(request(body), start)).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
    );
  }
  expect(() => cbor.readInput(request(new Uint8Array([0xff])), start)).toThrow(
    expect.objectContaining({ code: 'SerializationException' }),
  );
});

test('an empty body says nothing, which some clients send for no input', () => {
  expect(sfnJson.readInput(request(''), sfnModule.ListStateMachines$)).toEqual({});
  expect(cbor.readInput(request(''), cloudWatchModule.ListMetrics$)).toEqual({});
});

test('numbers that JSON cannot write come as text', () => {
  const body = '{"Namespace":"A","MetricData":[{"MetricName":"m","Value":"NaN"}]}';
  expect(cloudWatchJson.readInput(request(body), cloudWatchModule.PutMetricData$)).toMatchObject({
    MetricData: [{ Value: Number.NaN }],
  });
});
