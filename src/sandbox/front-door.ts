import { randomUUID } from 'node:crypto';
import type { Clock } from '../core/ports.ts';
import { RUN_TAG } from '../core/resource.ts';
import type { EffectLog } from './fault/effect-log.ts';
import type { Fault } from './fault/fault.ts';
import type { FaultBook } from './fault/fault-book.ts';
import { expiredToken, type Identities } from './sts/identities.ts';
import { credentialScope } from './wire/credential-scope.ts';
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
  /** Whether a Region's endpoints do not answer. */
  isDown(region: string): boolean;
  /** Fires when the sandbox closes. */
  readonly signal: AbortSignal;
  save(): Promise<void>;
}

const GLOBAL_REGION = 'us-east-1';

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
      this.#parts.identities.identify(scope.accessKey);
      const operation = operationOf(service, request);
      const faults = await this.#strike(service, operation, scope.accessKey);
      if (faults.includes('reset')) return 'cut';
      const input = readInput(service, operation, request);
      const name = `${service.name}:${operation.schema[2]}`;
      const call: Call = {
        requestId,
        ...scope,
        stale: faults.includes('stale'),
        effect: (resource, tags) => this.#noteEffect(name, requestId, resource, tags),
      };
      const output = await this.#carryOut(operation, input, call);
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
    accessKey: string,
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
        case 'access-denied': {
          const { arn } = this.#parts.identities.identify(accessKey);
          const message = `User: ${arn} is not authorized to perform: ${service.name}:${schema[2]}`;
          throw new ServiceError('AccessDenied', message, { status: 403 });
        }
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

  /** A change is answered when it is on disk. */
  async #carryOut(operation: BoundOperation, input: unknown, call: Call): Promise<unknown> {
    const output = await operation.handle(input, call);
    if (operation.mutating) await this.#parts.save();
    return output;
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

function asServiceError(error: unknown): ServiceError {
  return error instanceof ServiceError ? error : internalFailure(String(error));
}

function internalFailure(message: string): ServiceError {
  return new ServiceError('InternalFailure', message, { status: 500 });
}
