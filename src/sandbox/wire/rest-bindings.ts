import { NormalizedSchema } from '@smithy/core/schema';
import { dateToUtcString } from '@smithy/core/serde';
import { readSimple } from './read-simple.ts';
import { httpTrait, readLabels } from './uri-template.ts';
import type { OperationSchema, SchemaRef, WireRequest, WireResponse } from './wire-protocol.ts';

/** How one of the REST protocols writes a document into a body. */
export interface BodyFormat {
  readonly contentType: string;
  /** @throws ServiceError when the body is no such document. */
  read(schema: NormalizedSchema, body: Buffer): unknown;
  write(schema: NormalizedSchema, value: unknown): string | Uint8Array;
}

interface Struct {
  [name: string]: unknown;
}

/** Gathers an input from the path, the query, the headers and the body of a request. */
export function readRestInput(
  request: WireRequest,
  operation: OperationSchema,
  format: BodyFormat,
): Struct {
  const schema = NormalizedSchema.of(operation[4]);
  if (schema.isUnitSchema()) return {};
  const labels = readLabels(request, operation);
  const input: Struct = {};
  const set = (name: string, value: unknown) => {
    if (value !== undefined) input[name] = value;
  };
  for (const [name, member] of schema.structIterator()) {
    const { httpLabel, httpQuery, httpQueryParams, httpHeader, httpPrefixHeaders, httpPayload } =
      member.getMergedTraits();
    if (httpLabel) set(name, readText(member, labels.get(name)));
    else if (httpQuery) set(name, readQuery(member, request.query, httpQuery));
    else if (httpQueryParams) set(name, readQueryParams(member, schema, request.query));
    else if (httpHeader) set(name, readHeader(member, request.headers[httpHeader.toLowerCase()]));
    else if (httpPrefixHeaders !== undefined) {
      set(name, readPrefixHeaders(member, httpPrefixHeaders, request.headers));
    } else if (httpPayload) set(name, readPayload(member, request.body, format));
  }
  const document = bodyDocument(schema, REQUEST_BINDINGS);
  if (document && request.body.length > 0) {
    Object.assign(input, format.read(document, request.body));
  }
  return input;
}

/** Spreads an output over the status, the headers and the body of a response. */
export function writeRestOutput(
  operation: OperationSchema,
  output: unknown,
  format: BodyFormat,
  requestId: string,
): WireResponse {
  const schema = NormalizedSchema.of(operation[5]);
  const values = (output ?? {}) as Struct;
  const headers: { [name: string]: string } = { 'x-amzn-requestid': requestId };
  let [, , status] = httpTrait(operation);
  if (schema.isUnitSchema()) return { status, headers, body: '' };
  let payload: NormalizedSchema | undefined;
  let body: string | Uint8Array = '';
  for (const [name, member] of schema.structIterator()) {
    const { httpHeader, httpPrefixHeaders, httpPayload, httpResponseCode } =
      member.getMergedTraits();
    if (httpPayload) payload = member;
    const value = values[name];
    if (value === undefined || value === null) continue;
    if (httpResponseCode) status = Number(value);
    else if (httpHeader) headers[httpHeader.toLowerCase()] = headerText(member, value);
    else if (httpPrefixHeaders !== undefined) {
      for (const [key, text] of Object.entries(value)) {
        headers[`${httpPrefixHeaders}${key}`.toLowerCase()] = String(text);
      }
    } else if (httpPayload) body = writePayload(member, value, format);
  }
  const document = bodyDocument(schema, RESPONSE_BINDINGS);
  if (document && !payload) body = format.write(document, values);
  return { status, headers: { 'content-type': format.contentType, ...headers }, body };
}

/** The SDK's mark of a time that is written as ISO 8601 says. */
const DATE_TIME = 5;

const REQUEST_BINDINGS = [
  'httpLabel',
  'httpQuery',
  'httpQueryParams',
  'httpHeader',
  'httpPrefixHeaders',
  'httpPayload',
] as const;

const RESPONSE_BINDINGS = [
  'httpHeader',
  'httpPrefixHeaders',
  'httpPayload',
  'httpResponseCode',
] as const;

/** The structure without the members that stand elsewhere than in the body; `undefined` when nothing is left. */
function bodyDocument(
  schema: NormalizedSchema,
  elsewhere: readonly (typeof REQUEST_BINDINGS | typeof RESPONSE_BINDINGS)[number][],
): NormalizedSchema | undefined {
  const [kind, namespace, name, traits, names, members] = schema.getSchema() as unknown as [
    number,
    string,
    string,
    unknown,
    readonly string[],
    readonly unknown[],
  ];
  const bound = new Set<string>();
  for (const [member, memberSchema] of schema.structIterator()) {
    const memberTraits = memberSchema.getMergedTraits();
    if (elsewhere.some((trait) => memberTraits[trait] !== undefined)) bound.add(member);
  }
  if (names.length > 0 && bound.size === names.length) return undefined;
  const isInBody = (_: unknown, index: number) => !bound.has(names[index] ?? '');
  return NormalizedSchema.of([
    kind,
    namespace,
    name,
    traits,
    names.filter(isInBody),
    members.filter(isInBody),
  ] as unknown as SchemaRef);
}

function readText(member: NormalizedSchema, text: string | undefined): unknown {
  return text === undefined ? undefined : readSimple(member, text);
}

function readQuery(member: NormalizedSchema, query: URLSearchParams, name: string): unknown {
  if (!member.isListSchema()) return readText(member, query.get(name) ?? undefined);
  const texts = query.getAll(name);
  const item = member.getValueSchema();
  return texts.length > 0 ? texts.map((text) => readSimple(item, text)) : undefined;
}

/** Every parameter that no other member names. */
function readQueryParams(
  member: NormalizedSchema,
  schema: NormalizedSchema,
  query: URLSearchParams,
): unknown {
  const named = new Set([...schema.structIterator()].map(([, m]) => m.getMergedTraits().httpQuery));
  const names = [...new Set(query.keys())].filter((name) => !named.has(name));
  const value = member.getValueSchema();
  const entries = names.map((name) => [name, readQuery(value, query, name)]);
  return names.length > 0 ? Object.fromEntries(entries) : undefined;
}

function readHeader(member: NormalizedSchema, text: string | undefined): unknown {
  if (text === undefined || !member.isListSchema()) return readText(member, text);
  const item = member.getValueSchema();
  return text.split(',').map((each) => readSimple(item, each.trim()));
}

function readPrefixHeaders(
  member: NormalizedSchema,
  prefix: string,
  headers: WireRequest['headers'],
): unknown {
  const start = prefix.toLowerCase();
  const entries = Object.entries(headers)
    .filter(([name]) => name.startsWith(start))
    .map(([name, text]) => [name.slice(start.length), readText(member.getValueSchema(), text)]);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function readPayload(member: NormalizedSchema, body: Buffer, format: BodyFormat): unknown {
  if (body.length === 0) return undefined;
  if (member.isBlobSchema()) return new Uint8Array(body);
  if (member.isStringSchema()) return body.toString();
  return format.read(member, body);
}

function writePayload(
  member: NormalizedSchema,
  value: unknown,
  format: BodyFormat,
): string | Uint8Array {
  const isRaw = member.isBlobSchema() || member.isStringSchema();
  return isRaw ? (value as string | Uint8Array) : format.write(member, value);
}

function headerText(member: NormalizedSchema, value: unknown): string {
  if (value instanceof Date) {
    return member.getSchema() === DATE_TIME ? value.toISOString() : dateToUtcString(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => headerText(member.getValueSchema(), item)).join(', ');
  }
  return String(value);
}
