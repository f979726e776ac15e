import * as rdsModule from '@aws-sdk/client-rds';
import * as stsModule from '@aws-sdk/client-sts';
import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryProtocol } from '../../../src/sandbox/wire/query-protocol.ts';
import type { OperationSchema, WireRequest } from '../../../src/sandbox/wire/wire-protocol.ts';
import { valuesOf } from './schema-values.ts';

// Every operation of both services, not only those that the sandbox carries out: the wire code knows none of them.

interface Client {
  send(command: object): Promise<{ $metadata: object }>;
  destroy(): void;
}

type Exports = { readonly [name: string]: unknown };

/** A client whose requests are handed to `answer` instead of the network. */
function clientOver(
  Client: new (settings: object) => Client,
  answer: (request: WireRequest) => { status: number; headers: object; body: string | Uint8Array },
): Client {
  return new Client({
    endpoint: 'http://127.0.0.1:1',
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 'B' },
    requestHandler: {
      handle: async (request: { method: string; path: string; headers: object; body?: string }) => {
        const { method, path, headers, body = '' } = request;
        const query = new URLSearchParams();
        const seen = { method, path, query, headers: { ...headers }, body: Buffer.from(body) };
        const { status, headers: answered, body: content } = answer(seen);
        return {
          response: { statusCode: status, headers: answered, body: Buffer.from(content) },
        };
      },
    },
  });
}

const SERVICES = [
  ['RDS', rdsModule as Exports, rdsModule.RDSClient, 'http://rds.amazonaws.com/doc/2014-10-31/'],
  ['STS', stsModule as Exports, stsModule.STSClient, 'https://sts.amazonaws.com/doc/2011-06-15/'],
] as const;

for (const [service, exports, Client, xmlNamespace] of SERVICES) {
  const schemas = Object.values(exports).filter(
    (each): each is OperationSchema => Array.isArray(each) && each[0] === 9,
  );

  test(`what a client of ${service} sends is what an operation reads, and what it answers is what the client gets`, async () => {
    expect(schemas.length).toBeGreaterThan(8);
    const protocol = queryProtocol({ xmlNamespace });
    let seen: unknown;
    let output: unknown;
    const client = clientOver(Client as never, (request) => {
      const name = protocol.operationName(request, schemas);
      const schema = schemas.find((each) => each[2] === name);
      if (!schema) throw new Error(`no operation ${name}`);
      seen = protocol.readInput(request, schema);
      return protocol.writeOutput(schema, output, 'request-1');
    });
    for (const schema of schemas) {
      const Command = exports[`${schema[2]}Command`] as new (input: unknown) => object;
      const inputs = valuesOf(NormalizedSchema.of(schema[4]));
      const outputSchema = NormalizedSchema.of(schema[5]);
      const outputs = outputSchema.isUnitSchema() ? fc.constant({}) : valuesOf(outputSchema);
      await fc.assert(
        fc.asyncProperty(inputs, outputs, async (input, expected) => {
          output = expected;
          const { $metadata, ...got } = await client.send(new Command(input));
          expect(seen).toEqual(input);
          expect(got).toEqual(expected);
          expect($metadata).toMatchObject({ httpStatusCode: 200, requestId: 'request-1' });
        }),
        { numRuns: 3 },
      );
    }
    client.destroy();
  }, 60_000);
}
