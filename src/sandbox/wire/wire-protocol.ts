import type { NormalizedSchema } from '@smithy/core/schema';
import type { ServiceError } from './service-error.ts';

/** Anything that the SDK takes for a schema. */
export type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

/** An operation's schema as the SDK's clients export it: index 2 name, 4 input, 5 output. */
export type OperationSchema = readonly [9, string, string, unknown, SchemaRef, SchemaRef];

export interface WireRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | Uint8Array;
}

/** One of AWS's wire protocols, server side. Knows bytes and schemas, no service and no state. */
export interface WireProtocol {
  /** The operation that the request names; `undefined` when it names none. */
  operationName(request: WireRequest, operations: readonly OperationSchema[]): string | undefined;
  /** @throws ServiceError when a value cannot be read as what its schema says. */
  readInput(request: WireRequest, operation: OperationSchema): unknown;
  /** @param request the one that is answered; a choice of protocols answers in the one it came in. */
  writeOutput(
    operation: OperationSchema,
    output: unknown,
    requestId: string,
    request?: WireRequest,
  ): WireResponse;
  writeError(error: ServiceError, requestId: string, request?: WireRequest): WireResponse;
}
