import { CborCodec, cbor, tagSymbol } from '@smithy/core/cbor';
import { NormalizedSchema } from '@smithy/core/schema';
import { toBase64 } from '@smithy/core/serde';
import { queryError } from './query-error.ts';
import { readJson } from './read-json.ts';
import { ServiceError } from './service-error.ts';
import type { WireProtocol } from './wire-protocol.ts';

const CODEC = new CborCodec();

export interface CborProtocolOptions {
  /** Name of the service in the path, e.g. `GraniteServiceVersion20100801`. */
  readonly service: string;
  /** Errors also carry their code of the Query protocol, which the service spoke once. @default false */
  readonly queryCompatible?: boolean;
}

/** Smithy RPC v2 CBOR: the path names the operation, and the bodies are CBOR. */
export function cborProtocol(options: CborProtocolOptions): WireProtocol {
  const { service, queryCompatible = false } = options;
  const headers = (requestId: string) => ({
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': requestId,
  });
  return {
    operationName: (request) => {
      const [, name, operation] =
        /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(request.path) ?? [];
      return name === service ? operation : undefined;
    },
    readInput: (request, operation) =>
      readJson(NormalizedSchema.of(operation[4]), parsed(request.body)),
    writeOutput: (operation, output, requestId) => {
      const schema = NormalizedSchema.of(operation[5]);
      const body = schema.isUnitSchema() ? cbor.serialize({}) : written(schema, output ?? {});
      return { status: 200, headers: headers(requestId), body };
    },
    writeError: (error, requestId) => ({
      status: error.status,
      headers: {
        ...headers(requestId),
        ...(queryCompatible ? queryError(error) : {}),
        ...error.headers,
      },
      body: cbor.serialize({ __type: error.code, ...error.details, message: error.message }),
    }),
  };
}

function written(schema: NormalizedSchema, value: unknown): Uint8Array {
  const serializer = CODEC.createSerializer();
  serializer.write(schema, value);
  return serializer.flush();
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return asJson(cbor.deserialize(body));
  } catch {
    throw new ServiceError('SerializationException', 'The body is not valid CBOR.');
  }
}

/** What JSON would say instead: base64 for bytes, epoch seconds for times. So one reader does for both. */
function asJson(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return toBase64(value);
  if (Array.isArray(value)) return value.map(asJson);
  if (tagSymbol in value) return asJson((value as { readonly value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asJson(item)]));
}
