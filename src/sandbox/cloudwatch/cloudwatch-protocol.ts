import { gunzipSync } from 'node:zlib';
import { cborProtocol } from '../wire/cbor-protocol.ts';
import { choiceOfProtocols } from '../wire/choice-of-protocols.ts';
import { jsonProtocol } from '../wire/json-protocol.ts';
import { queryProtocol } from '../wire/query-protocol.ts';
import { ServiceError } from '../wire/service-error.ts';
import type { WireProtocol, WireRequest } from '../wire/wire-protocol.ts';

/** CloudWatch's name in its newer protocols. */
const NAME = 'GraniteServiceVersion20100801';

const LARGEST_BODY = 1_048_576;

/**
 * CloudWatch speaks three protocols: JSON with the SDK, CBOR with the AWS CLI, Query with older clients. It also takes
 * compressed bodies, which clients send when there are many figures.
 */
export function cloudWatchProtocol(): WireProtocol {
  const json = jsonProtocol({ version: '1.0', target: NAME, queryCompatible: true });
  const cbor = cborProtocol({ service: NAME, queryCompatible: true });
  const query = queryProtocol({ xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/' });
  const protocol = choiceOfProtocols((request) => {
    if (request?.headers['smithy-protocol'] === 'rpc-v2-cbor') return cbor;
    return request?.headers['x-amz-target'] === undefined ? query : json;
  });
  return {
    ...protocol,
    operationName: (request, operations) => protocol.operationName(inflated(request), operations),
    readInput: (request, operation) => protocol.readInput(inflated(request), operation),
  };
}

function inflated(request: WireRequest): WireRequest {
  if (request.headers['content-encoding'] !== 'gzip') return request;
  try {
    return { ...request, body: gunzipSync(request.body, { maxOutputLength: LARGEST_BODY }) };
  } catch {
    const message = 'The compressed body cannot be read, or is larger than 1 MiB.';
    throw new ServiceError('SerializationException', message);
  }
}
