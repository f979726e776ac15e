import type { Identity } from '../sts/identity.ts';
import type { ServiceError } from './service-error.ts';
import type { OperationSchema, WireProtocol } from './wire-protocol.ts';

/** What an operation knows of the request beside its input. */
export interface Call {
  readonly requestId: string;
  readonly accessKey: string;
  readonly caller: Identity;
  readonly region: string;
  /** Answer as it was before the last change (a fault asks for it). */
  readonly stale: boolean;
  /** Writes down that the call changed a resource; an operation that does calls it once, as it does. */
  effect(
    resource: string,
    tags: readonly { readonly Key?: string; readonly Value?: string }[],
  ): void;
  /** The call concerns another account too, and stands in its trail as well. */
  seenBy(account: string): void;
}

/** An operation, bound to its schema on one side and to the service's state on the other. */
export interface Operation<Context> {
  readonly schema: OperationSchema;
  /** It changes state, and is answered once the change is on disk. */
  readonly mutating: boolean;
  /** Members that the sandbox honours; another one is refused rather than ignored. @default all */
  readonly honours?: readonly string[];
  /**
   * Looks at the outside world first, then checks and changes the state in one turn: in between nothing else happens.
   */
  handle(input: unknown, context: Context, call: Call): unknown;
}

export interface Service {
  /** As in the scope of a signature, e.g. `rds`. */
  readonly name: string;
  readonly protocol: WireProtocol;
  /** It is there for every account of the organization. @default only for the management account */
  readonly everyAccount?: boolean;
  /** What it calls a caller without permission. @default AccessDenied */
  readonly deniedCode?: string;
  readonly operations: ReadonlyMap<string, BoundOperation>;
  /** The error for a required member that is not there. */
  missing(path: string): ServiceError;
}

export interface BoundOperation extends Omit<Operation<unknown>, 'handle'> {
  handle(input: unknown, call: Call): unknown;
}

/** Types an operation's handler with the SDK's own shapes. */
export function operation<Input, Output, Context>(definition: {
  readonly schema: OperationSchema;
  readonly mutating: boolean;
  readonly honours?: readonly (keyof Input & string)[];
  handle(input: Input, context: Context, call: Call): Output | Promise<Output>;
}): Operation<Context> {
  // The wire hands over what the schema describes, which is what the SDK's type says.
  return {
    ...definition,
    handle: (input, context, call) => definition.handle(input as Input, context, call),
  };
}

/** Makes a service of its operations and the state that they work on. */
export function bindService<Context>(
  service: Omit<Service, 'operations'>,
  operations: readonly Operation<Context>[],
  context: Context,
): Service {
  const bound = operations.map((each): [string, BoundOperation] => [
    each.schema[2],
    { ...each, handle: (input, call) => each.handle(input, context, call) },
  ]);
  return { ...service, operations: new Map(bound) };
}
