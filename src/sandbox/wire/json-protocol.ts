import { JsonCodec2 } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { queryError } from './query-error.ts';
import { readJson } from './read-json.ts';
import { ServiceError } from './service-error.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** Epoch seconds for times. */
const CODEC = new JsonCodec2({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

export interface JsonProtocolOptions {
  readonly version: '1.0' | '1.1';
  /** What stands before the operation in `X-Amz-Target`, e.g. `AWSStepFunctions`. */
  readonly target: string;
  /** Errors also carry their code of the Query protocol, which the service spoke once. @default false */
  readonly queryCompatible?: boolean;
}

/** AWS JSON 1.0 and 1.1: every request is a POST to `/` whose `X-Amz-Target` names the operation. */
export function jsonProtocol(options: JsonProtocolOptions): WireProtocol {
  const { version, target, queryCompatible = false } = options;
  const headers = (requestId: string) => ({
    'content-type': `application/x-amz-json-${version}`,
    'x-amzn-requestid': requestId,
  });
  return {
    operationName: (request) => {
      // Some clients write a namespace before the service.
      const [name, service] = (request.headers['x-amz-target'] ?? '').split('.').reverse();
      return service === target ? name : undefined;
    },
    readInput: (request, operation) => {
      const schema = NormalizedSchema.of(operation[4]);
      return schema.isUnitSchema() ? {} : readJson(schema, parsed(request.body));
    },
    writeOutput: (operation, output, requestId) => {
      const schema = NormalizedSchema.of(operation[5]);
      if (schema.isUnitSchema()) return { status: 200, headers: headers(requestId), body: '{}' };
      const serializer = CODEC.createSerializer();
      serializer.write(schema, output ?? {});
      return { status: 200, headers: headers(requestId), body: serializer.flush() };
    },
    writeError: (error, requestId) => ({
      status: error.status,
      headers: {
        ...headers(requestId),
        ...(queryCompatible ? queryError(error) : {}),
        ...error.headers,
      },
      body: JSON.stringify({ __type: error.code, ...error.details, message: error.message }),
    }),
  };
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new ServiceError('SerializationException', 'The body is not valid JSON.');
  }
}
