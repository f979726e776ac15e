import { restXmlProtocol } from '../wire/rest-xml-protocol.ts';
import type { WireProtocol, WireRequest } from '../wire/wire-protocol.ts';

const XML_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/**
 * REST-XML as S3 speaks it, with the bucket in the path. In the model a bucket is part of the host name, so its
 * operations are all at `/`.
 */
export function s3Protocol(): WireProtocol {
  const protocol = restXmlProtocol({ xmlNamespace: XML_NAMESPACE, bareErrors: true });
  return {
    ...protocol,
    operationName: (request, operations) => {
      const { method, path } = request;
      if (path === '/') return method === 'GET' ? 'ListBuckets' : undefined;
      // The model marks this one by a parameter that not every client sends.
      const others = operations.filter(([, , name]) => name !== 'ListBuckets');
      return bucketOf(request) === undefined
        ? undefined
        : protocol.operationName(atRoot(request), others);
    },
    readInput: (request, operation) => {
      const input = protocol.readInput(atRoot(request), operation) as object;
      const Bucket = bucketOf(request);
      return Bucket === undefined ? input : { ...input, Bucket };
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

function atRoot(request: WireRequest): WireRequest {
  return { ...request, path: '/' };
}

/** `undefined` when the path is that of an object, or of nothing. */
function bucketOf({ path }: WireRequest): string | undefined {
  return /^\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/?$/.exec(path)?.[1];
}
