import type { OperationSchema, WireRequest } from './wire-protocol.ts';

/** Where the http trait of an operation sends its requests: `GET /zones/{Id}/files/{Path+}?kind=x`. */
interface UriTemplate {
  readonly method: string;
  readonly segments: readonly Segment[];
  /** Pairs that the query must hold. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

interface Segment {
  /** In the order of what is more specific. A greedy label takes one segment or more. */
  readonly kind: 'literal' | 'label' | 'greedy';
  /** The text, or the label's name. */
  readonly name: string;
}

const KINDS = ['literal', 'label', 'greedy'] as const;

/** The http trait of an operation: method, URI and the status of success. */
export function httpTrait(operation: OperationSchema): readonly [string, string, number] {
  const traits = operation[3] as { readonly http?: readonly [string, string, number] } | undefined;
  if (!traits?.http) throw new Error(`The operation ${operation[2]} has no http trait.`);
  return traits.http;
}

/** The operation whose template fits the request best; `undefined` when none fits. */
export function routedOperation(
  request: WireRequest,
  operations: readonly OperationSchema[],
): OperationSchema | undefined {
  return operations
    .map((operation) => ({ operation, template: templateOf(operation) }))
    .filter(({ template }) => labelsOf(template, request) !== undefined)
    .sort((a, b) => bySpecificity(a.template, b.template))[0]?.operation;
}

/** What the labels of the operation's URI hold, decoded. */
export function readLabels(
  request: WireRequest,
  operation: OperationSchema,
): ReadonlyMap<string, string> {
  return labelsOf(templateOf(operation), request) ?? new Map();
}

function templateOf(operation: OperationSchema): UriTemplate {
  const [method, uri] = httpTrait(operation);
  const [path = '', query = ''] = uri.split('?');
  return {
    method,
    segments: segmentsOf(path).map((text): Segment => {
      const [, name, plus] = /^\{(\w+)(\+?)\}$/.exec(text) ?? [];
      if (name === undefined) return { kind: 'literal', name: text };
      return { kind: plus ? 'greedy' : 'label', name };
    }),
    query: [...new URLSearchParams(query)],
  };
}

/** A slash at the end counts for nothing: older clients write one. */
function segmentsOf(path: string): string[] {
  return path.replace(/^\/|\/$/g, '').split('/');
}

function labelsOf(
  { method, segments, query }: UriTemplate,
  request: WireRequest,
): Map<string, string> | undefined {
  if (request.method !== method) return undefined;
  if (query.some(([name, value]) => request.query.get(name) !== value)) return undefined;
  const parts = segmentsOf(request.path);
  const extra = parts.length - segments.length;
  const isGreedy = segments.some(({ kind }) => kind === 'greedy');
  if (isGreedy ? extra < 0 : extra !== 0) return undefined;
  const labels = new Map<string, string>();
  let at = 0;
  for (const { kind, name } of segments) {
    const length = kind === 'greedy' ? extra + 1 : 1;
    const text = parts.slice(at, at + length).join('/');
    at += length;
    const value = decoded(text);
    if (value === undefined || (kind === 'literal' ? value !== name : value === '')) {
      return undefined;
    }
    if (kind !== 'literal') labels.set(name, value);
  }
  return labels;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A literal comes before a label, a label before a greedy one, more of a query before less. */
function bySpecificity(a: UriTemplate, b: UriTemplate): number {
  for (const [index, segment] of a.segments.entries()) {
    const other = b.segments[index];
    const order = KINDS.indexOf(segment.kind) - KINDS.indexOf(other?.kind ?? 'greedy');
    if (order !== 0) return order;
  }
  return b.query.length - a.query.length;
}
