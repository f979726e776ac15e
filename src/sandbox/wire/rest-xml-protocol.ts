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
  /** Errors stand by themselves, without an element around them and without a namespace. @default false */
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
    write: (schema, value) => writeXml(settings, schema, value),
  };
  return {
    operationName: (request, operations) => routedOperation(request, operations)?.[2],
    readInput: (request, operation) => readRestInput(request, operation, xmlBody),
    writeOutput: (operation, output, requestId) =>
      writeRestOutput(operation, output, xmlBody, requestId),
    writeError: (error, requestId) => ({
      status: error.status,
      headers: {
        'content-type': xmlBody.contentType,
        'x-amzn-requestid': requestId,
        ...error.headers,
      },
      body: bareErrors
        ? writeXml({ ...settings, xmlNamespace: '' }, ...bareError(error, requestId))
        : writeXml(settings, ...wrappedError(error, requestId)),
    }),
  };
}

function writeXml(
  settings: ConstructorParameters<typeof XmlShapeSerializer>[0],
  schema: NormalizedSchema,
  value: unknown,
): string {
  const serializer = new XmlShapeSerializer(settings);
  serializer.write(schema, value);
  return `${PROLOGUE}${serializer.flush()}`;
}

type Document = readonly [schema: NormalizedSchema, value: unknown];

function wrappedError(error: ServiceError, requestId: string): Document {
  const { code, status, message, details } = error;
  const Type = status < 500 ? 'Sender' : 'Receiver';
  const members = { Type, Code: code, Message: message, ...details };
  const root = [3, 'aws', 'ErrorResponse', 0, ['Error', 'RequestId'], [errorShape(members), 0]];
  return [normalized(root), { Error: members, RequestId: requestId }];
}

function bareError({ code, message, details }: ServiceError, requestId: string): Document {
  const members = { Code: code, Message: message, ...details, RequestId: requestId };
  return [normalized(errorShape(members)), members];
}

/** All members are texts. */
function errorShape(members: object) {
  const names = Object.keys(members);
  return [3, 'aws', 'Error', 0, names, names.map(() => 0)];
}

function normalized(schema: readonly unknown[]): NormalizedSchema {
  return NormalizedSchema.of(schema as unknown as SchemaRef);
}

/** The SDK's parser drops the root's name; a body that is meant for another operation is told by it. */
function checkRoot(body: Buffer, expected: string): void {
  const [, root] = /^\s*(?:<\?[^>]*\?>\s*)?<([^\s/>]+)/.exec(body.toString()) ?? [];
  if (root === expected) return;
  throw new ServiceError('MalformedInput', `${root} is not valid, expected ${expected}`);
}
