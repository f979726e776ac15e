import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { readXml } from './read-xml.ts';
import { type BodyFormat, readRestInput, writeRestOutput } from './rest-bindings.ts';
import { ServiceError } from './service-error.ts';
import { routedOperation } from './uri-template.ts';
import type { SchemaRef, WireProtocol } from './wire-protocol.ts';

const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n';
const ANYTHING = 15;

export interface RestXmlProtocolOptions {
  readonly xmlNamespace: string;
  /** Errors stand by themselves, without an element around them. @default false */
  readonly bareErrors?: boolean;
}

/** REST-XML: methods, paths and XML (Route 53, S3, …). */
export function restXmlProtocol(service: RestXmlProtocolOptions): WireProtocol {
  const { bareErrors = false } = service;
  const settings = {
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: true,
    xmlNamespace: service.xmlNamespace,
    serviceNamespace: '',
  } as const;
  const xmlBody: BodyFormat = {
    contentType: 'text/xml',
    read: (schema, body) => {
      checkRoot(body, schema.getMergedTraits().xmlName ?? schema.getName() ?? '');
      try {
        return readXml(schema, new XmlShapeDeserializer(settings).read(ANYTHING, body));
      } catch (error) {
        if (error instanceof ServiceError) throw error;
        throw new ServiceError('MalformedInput', 'The body is not well-formed XML.');
      }
    },
    write: (schema, value) => {
      const serializer = new XmlShapeSerializer(settings);
      serializer.write(schema, value);
      return `${PROLOGUE}${serializer.flush()}`;
    },
  };
  return {
    operationName: (request, operations) => routedOperation(request, operations)?.[2],
    readInput: (request, operation) => readRestInput(request, operation, xmlBody),
    writeOutput: (operation, output, requestId) =>
      writeRestOutput(operation, output, xmlBody, requestId),
    writeError: (error, requestId) => {
      const { code, status, message, details } = error;
      const members = {
        ...(bareErrors ? {} : { Type: status < 500 ? 'Sender' : 'Receiver' }),
        Code: code,
        Message: message,
        ...details,
        ...(bareErrors && { RequestId: requestId }),
      };
      const names = Object.keys(members);
      const inner = [3, 'aws', 'Error', 0, names, names.map(() => 0)];
      const root = [3, 'aws', 'ErrorResponse', 0, ['Error', 'RequestId'], [inner, 0]];
      const schema = NormalizedSchema.of((bareErrors ? inner : root) as unknown as SchemaRef);
      return {
        status,
        headers: {
          'content-type': xmlBody.contentType,
          'x-amzn-requestid': requestId,
          ...error.headers,
        },
        body: xmlBody.write(
          schema,
          bareErrors ? members : { Error: members, RequestId: requestId },
        ),
      };
    },
  };
}

/** The SDK's parser drops the root's name; a body that is meant for another operation is told by it. */
function checkRoot(body: Buffer, expected: string): void {
  const [, root] = /^\s*(?:<\?[^>]*\?>\s*)?<([^\s/>]+)/.exec(body.toString()) ?? [];
  if (root === expected) return;
  throw new ServiceError('MalformedInput', `${root} is not valid, expected ${expected}`);
}
