import { restXmlProtocol } from '../wire/rest-xml-protocol.ts';
import type { WireProtocol, WireRequest } from '../wire/wire-protocol.ts';

const XML_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/**
 * REST-XML as S3 speaks it, with the bucket in the path. In the model a bucket is part of the host name, so its
 * operations are all at `/`, and those of an object at its key.
 */
export function s3Protocol(): WireProtocol {
  const protocol = restXmlProtocol({ xmlNamespace: XML_NAMESPACE, bareErrors: true });
  return {
    ...protocol,
    operationName: (request, operations) => {
      const { method, path } = request;
      if (path === '/') return method === 'GET' ? 'ListBuckets' : undefined;
      const place = placeOf(request);
      if (!place) return undefined;
      // The model marks these by a parameter that not every client sends.
      const others = operations.filter(([, , name]) => name !== 'ListBuckets');
      const inside = { ...request, path: `/${place.key}` };
      const name = protocol.operationName(inside, others);
      if (name !== undefined || place.key === '') return name;
      const query = new URLSearchParams(request.query);
      query.set('x-id', PLAIN_OPERATIONS[method] ?? '');
      return protocol.operationName({ ...inside, query }, others);
    },
    readInput: (request, operation) => {
      const place = placeOf(request);
      if (!place) return protocol.readInput({ ...request, path: '/' }, operation);
      const query = new URLSearchParams(request.query);
      query.set('x-id', operation[2]);
      const inside = { ...request, path: `/${place.key}`, query };
      return { ...(protocol.readInput(inside, operation) as object), Bucket: place.bucket };
    },
    writeOutput: (operation, output, requestId, request) => {
      const answer = protocol.writeOutput(operation, output, requestId, request);
      if (operation[2] !== 'GetBucketLocation') return answer;
      // The one answer whose root element is its only member.
      const { LocationConstraint = '' } = output as { readonly LocationConstraint?: string };
      const body = `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="${XML_NAMESPACE}">${LocationConstraint}</LocationConstraint>`;
      return { ...answer, body };
    },
  };
}

/** What a request for an object is where its query says no more. */
const PLAIN_OPERATIONS: { readonly [method: string]: string } = {
  GET: 'GetObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};

/** The key is empty when the path is that of the bucket itself. */
function placeOf({ path }: WireRequest): { bucket: string; key: string } | undefined {
  const [, bucket, key = ''] = /^\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(path) ?? [];
  return bucket === undefined ? undefined : { bucket, key };
}
