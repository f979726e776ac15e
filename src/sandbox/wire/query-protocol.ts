import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { parseForm } from './form-tree.ts';
import { readForm } from './read-form.ts';
import type { WireProtocol, WireRequest, WireResponse } from './wire-protocol.ts';

const METADATA = [3, 'aws', 'ResponseMetadata', 0, ['RequestId'], [0]] as const;
const ERROR = [3, 'aws', 'Error', 0, ['Type', 'Code', 'Message'], [0, 0, 0]] as const;

/** AWS Query: a form comes in, XML goes out (RDS, STS, IAM, SNS, …). */
export function queryProtocol(service: { readonly xmlNamespace: string }): WireProtocol {
  /** Writes a document whose members have schemas, under a root element of the given name. */
  const write = (
    status: number,
    root: string,
    members: { readonly [name: string]: readonly [schema: unknown, value: unknown] },
    requestId: string,
    headers: WireResponse['headers'] = {},
  ): WireResponse => {
    const serializer = new XmlShapeSerializer({
      timestampFormat: { useTrait: true, default: 5 },
      httpBindings: false,
      xmlNamespace: service.xmlNamespace,
      serviceNamespace: '',
    });
    const names = Object.keys(members);
    const schemas = Object.values(members).map(([schema]) => schema);
    const document = [3, 'aws', root, 0, names, schemas] as unknown as NormalizedSchema;
    const values = Object.entries(members).map(([name, [, value]]) => [name, value]);
    serializer.write(document, Object.fromEntries(values));
    return {
      status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId, ...headers },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n${serializer.flush()}`,
    };
  };
  return {
    operationName: (request) => parameters(request).get('Action') ?? undefined,
    readInput: (request, operation) => {
      const schema = NormalizedSchema.of(operation[4]);
      return schema.isUnitSchema() ? {} : readForm(schema, parseForm(parameters(request)));
    },
    writeOutput: (operation, output, requestId) => {
      const [, , name, , , outputSchema] = operation;
      const result = NormalizedSchema.of(outputSchema).isUnitSchema()
        ? {}
        : { [`${name}Result`]: [outputSchema, output ?? {}] as const };
      const metadata = [METADATA, { RequestId: requestId }] as const;
      return write(200, `${name}Response`, { ...result, ResponseMetadata: metadata }, requestId);
    },
    writeError: (error, requestId) => {
      const body = {
        Type: error.status < 500 ? 'Sender' : 'Receiver',
        Code: error.code,
        Message: error.message,
      };
      const members = { Error: [ERROR, body], RequestId: [0, requestId] } as const;
      return write(error.status, 'ErrorResponse', members, requestId, error.headers);
    },
  };
}

/** From the body, or from the query of a GET. */
function parameters(request: WireRequest): URLSearchParams {
  return request.body.length > 0 ? new URLSearchParams(request.body.toString()) : request.query;
}
