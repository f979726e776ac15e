import { JsonCodec2 } from '@aws-sdk/core/protocols';
import { readJson } from './read-json.ts';
import { type BodyFormat, readRestInput, writeRestOutput } from './rest-bindings.ts';
import { ServiceError } from './service-error.ts';
import { routedOperation } from './uri-template.ts';
import type { WireProtocol } from './wire-protocol.ts';

const CODEC = new JsonCodec2({
  timestampFormat: { useTrait: true, default: 7 },
  httpBindings: true,
  jsonName: true,
});

const JSON_BODY: BodyFormat = {
  contentType: 'application/json',
  read: (schema, body) => readJson(schema, parsed(body)),
  write: (schema, value) => {
    const serializer = CODEC.createSerializer();
    serializer.write(schema, value);
    return serializer.flush();
  },
};

/** REST-JSON: methods, paths and JSON (AWS Backup, …). */
export function restJsonProtocol(): WireProtocol {
  return {
    operationName: (request, operations) => routedOperation(request, operations)?.[2],
    readInput: (request, operation) => readRestInput(request, operation, JSON_BODY),
    writeOutput: (operation, output, requestId) =>
      writeRestOutput(operation, output, JSON_BODY, requestId),
    writeError: (error, requestId) => ({
      status: error.status,
      headers: {
        'content-type': JSON_BODY.contentType,
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': error.code,
        ...error.headers,
      },
      body: JSON.stringify({ ...error.details, message: error.message }),
    }),
  };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new ServiceError('SerializationException', 'The body is not valid JSON.');
  }
}
