import { randomUUID } from 'node:crypto';
import type { Clock } from '../core/ports.ts';
import { RUN_TAG } from '../core/resource.ts';
import { callEvent } from './cloudtrail/call-event.ts';
import type { CloudTrail } from './cloudtrail/cloudtrail.ts';
import type { EffectLog } from './fault/effect-log.ts';
import type { Fault } from './fault/fault.ts';
import type { FaultBook } from './fault/fault-book.ts';
import { expiredToken, type Identities } from './sts/identities.ts';
import type { Identity } from './sts/identity.ts';
import { taskAllows } from './sts/task-policies.ts';
import { type CredentialScope, credentialScope } from './wire/credential-scope.ts';
import { missingMember } from './wire/missing-member.ts';
import { queryProtocol } from './wire/query-protocol.ts';
import type { BoundOperation, Call, Service } from './wire/service.ts';
import { ServiceError } from './wire/service-error.ts';
import type { WireProtocol, WireRequest, WireResponse } from './wire/wire-protocol.ts';

const DEFAULT_DELAY_MS = 1000;

/** For errors before the service is known. */
const PLAIN = queryProtocol({ xmlNamespace: 'http://webservices.amazon.com/AWSFault/2005-15-09' });

/** What the front door leads to. */
export interface FrontDoorParts {
  readonly clock: Clock;
  /** By Region; what is not there is no Region of the sandbox. */
  readonly regions: ReadonlyMap<string, readonly Service[]>;
  /** The same in every Region, and at the global endpoints that a signature names by `us-east-1`. */
  readonly global: readonly Service[];
  readonly identities: Identities;
  readonly faults: FaultBook;
  readonly effects: EffectLog;
  /** Where changes are told. @default nowhere */
  readonly cloudTrail?: CloudTrail;
  /** Called when a root user's own access key is used. */
  onRootKey?(scope: CredentialScope): void;
  /** Whether a Region's endpoints do not answer. */
  isDown(region: string): boolean;
  /** Fires when the sandbox closes. */
  readonly signal: AbortSignal;
  save(): Promise<void>;
}

const GLOBAL_REGION = 'us-east-1';

/** What a call leaves behind: ARNs of what it changed, and accounts that it concerns beside the caller's. */
interface Traces {
  readonly resources: string[];
  readonly accounts: string[];
}

interface Undertaking {
  readonly service: Service;
  readonly operation: BoundOperation;
  readonly input: unknown;
  readonly call: Call;
  readonly traces: Traces;
}

/** Takes a request of any AWS client to its operation, and its answer back; here the faults strike. */
export class FrontDoor {
  readonly #parts: FrontDoorParts;

  constructor(parts: FrontDoorParts) {
    this.#parts = parts;
  }

  /** @returns `cut` when the connection is cut instead of an answer: a fault wants it, or the Region is down. */
  async answer(request: WireRequest): Promise<WireResponse | 'cut'> {
    const requestId = randomUUID();
    let protocol: WireProtocol = PLAIN;
    try {
      const scope = credentialScope(request.headers['authorization']);
      if (this.#parts.isDown(scope.region)) return 'cut';
      const service = this.#service(scope.service, scope.region);
      protocol = service.protocol;
      const caller = this.#parts.identities.identify(scope.accessKey);
      if (caller.kind === 'root' && caller.task === undefined) this.#parts.onRootKey?.(scope);
      const operation = operationOf(service, request);
      const faults = await this.#strike(service, operation, caller);
      if (faults.includes('reset')) return 'cut';
      const input = readInput(service, operation, request);
      const name = `${service.name}:${operation.schema[2]}`;
      const traces: Traces = { resources: [], accounts: [] };
      const call: Call = {
        requestId,
        ...scope,
        caller,
        stale: faults.includes('stale'),
        effect: (resource, tags) => {
          traces.resources.push(resource);
          this.#noteEffect(name, requestId, resource, tags);
        },
        seenBy: (account) => traces.accounts.push(account),
      };
      const output = await this.#carryOut({ service, operation, input, call, traces });
      // It may have lost its power in the middle.
      if (faults.includes('reset-after') || this.#parts.isDown(scope.region)) return 'cut';
      return protocol.writeOutput(operation.schema, output, requestId, request);
    } catch (error) {
      return protocol.writeError(asServiceError(error), requestId, request);
    }
  }

  #service(name: string, region: string): Service {
    const { regions, global } = this.#parts;
    const service = [...global, ...(regions.get(region) ?? [])].find((each) => each.name === name);
    const isPlace = regions.has(region) || (region === GLOBAL_REGION && service !== undefined);
    if (!isPlace) {
      const message = `Credential should be scoped to a valid region, not '${region}'. The sandbox is in ${[...regions.keys()].join(' and ')}.`;
      throw new ServiceError('SignatureDoesNotMatch', message, { status: 403 });
    }
    if (!service) {
      const message = `The sandbox has no service '${name}'.`;
      throw new ServiceError('UnknownService', message, { status: 404 });
    }
    return service;
  }

  /** Applies the faults that end or delay a call; returns all that struck. */
  async #strike(
    service: Service,
    { schema, mutating }: BoundOperation,
    caller: Identity,
  ): Promise<Fault['kind'][]> {
    const faults = this.#parts.faults.draw(service.name, schema[2], mutating);
    // Saved first: a fault that was used up stays so, also when the sandbox is killed while it strikes.
    if (faults.length > 0) await this.#parts.save();
    for (const fault of faults) {
      switch (fault.kind) {
        case 'delay':
          await this.#parts.clock.sleep(fault.delayMs ?? DEFAULT_DELAY_MS, this.#parts.signal);
          break;
        case 'throttle':
          throw new ServiceError('Throttling', 'Rate exceeded', {
            headers: fault.retryAfter === undefined ? {} : { 'retry-after': `${fault.retryAfter}` },
          });
        case 'error-500':
          throw internalFailure('The request processing has failed because of an unknown error.');
        case 'expired-token':
          throw expiredToken();
        case 'access-denied':
          throw accessDenied('AccessDenied', service, schema[2], caller);
        case 'reset':
        case 'reset-after':
        case 'stale':
        case 'stuck':
        case 'aborted':
          break;
      }
    }
    return faults.map((fault) => fault.kind);
  }

  /** A change is told to CloudTrail, whatever comes of it, and answered when it is on disk. */
  async #carryOut(undertaking: Undertaking): Promise<unknown> {
    const { operation, input, call } = undertaking;
    try {
      this.#authorize(undertaking);
      const output = await operation.handle(input, call);
      this.#tell(undertaking);
      if (operation.mutating) await this.#parts.save();
      return output;
    } catch (error) {
      if (error instanceof ServiceError) this.#tell(undertaking, error);
      throw error;
    }
  }

  /** Members have only what every account has; a root session has only its task. */
  #authorize({ service, operation, call }: Undertaking): void {
    const { caller } = call;
    const name = operation.schema[2];
    if (caller.task !== undefined && !taskAllows(caller.task, `${service.name}:${name}`)) {
      throw accessDenied(service.deniedCode ?? 'AccessDenied', service, name, caller);
    }
    if (caller.account === this.#parts.identities.accountId || service.everyAccount) return;
    const message = `The sandbox has no ${service.name} in account ${caller.account}, only in ${this.#parts.identities.accountId}.`;
    throw new ServiceError('UnsupportedBySandbox', message);
  }

  #tell({ service, operation, input, call, traces }: Undertaking, error?: ServiceError): void {
    const { cloudTrail } = this.#parts;
    if (!operation.mutating || !cloudTrail) return;
    const event = callEvent({
      ...call,
      service: service.name,
      operation: operation.schema[2],
      input,
      resources: traces.resources,
      ...(error && { error }),
    });
    if (!event) return;
    for (const account of new Set([call.caller.account, ...traces.accounts])) {
      cloudTrail.record({ ...event, account });
    }
  }

  #noteEffect(
    operation: string,
    requestId: string,
    resource: string,
    tags: Parameters<Call['effect']>[1],
  ): void {
    const run = tags.find((tag) => tag.Key === RUN_TAG)?.Value;
    const at = new Date(this.#parts.clock.now()).toISOString();
    this.#parts.effects.add({ at, operation, resource, requestId, ...(run ? { run } : {}) });
  }
}

function operationOf(service: Service, request: WireRequest): BoundOperation {
  const schemas = [...service.operations.values()].map(({ schema }) => schema);
  const name = service.protocol.operationName(request, schemas);
  const operation = name === undefined ? undefined : service.operations.get(name);
  if (operation) return operation;
  if (name === undefined) throw new ServiceError('MissingAction', 'The request names no action.');
  throw new ServiceError('InvalidAction', `The sandbox has no operation ${service.name}:${name}.`);
}

function readInput(service: Service, operation: BoundOperation, request: WireRequest): unknown {
  const input = service.protocol.readInput(request, operation.schema);
  const missing = missingMember(operation.schema[4], input);
  if (missing !== undefined) throw service.missing(missing);
  const { honours } = operation;
  const given = Object.entries(input ?? {}).filter(([, value]) => value !== undefined);
  const ignored = given.find(([name]) => honours && !honours.includes(name));
  if (ignored) {
    const message = `The sandbox does not know what to do with ${ignored[0]} of ${operation.schema[2]}.`;
    throw new ServiceError('UnsupportedBySandbox', message);
  }
  return input;
}

function accessDenied(code: string, service: Service, operation: string, { arn }: Identity) {
  const message = `User: ${arn} is not authorized to perform: ${service.name}:${operation}`;
  return new ServiceError(code, message, { status: 403 });
}

function asServiceError(error: unknown): ServiceError {
  return error instanceof ServiceError ? error : internalFailure(String(error));
}

function internalFailure(message: string): ServiceError {
  return new ServiceError('InternalFailure', message, { status: 500 });
}
