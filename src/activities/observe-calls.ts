import type { CallRecord } from '../core/activity.ts';
import type { Clock } from '../core/ports.ts';
import { awsFailure } from './aws-failure.ts';

/** Whose calls are observed, and for whom. */
export interface ObservedCalls {
  /** IAM prefix, e.g. `rds`. */
  readonly service: string;
  readonly region: string;
  readonly clock: Clock;
  /** Drops credentials that were refused. */
  forget(): void;
  onCall(call: CallRecord): void;
}

type Send<Args, Answer> = (args: Args) => Promise<Answer>;
interface Answered {
  readonly output: { readonly $metadata: { requestId?: string; httpStatusCode?: number } };
}

export const OUTERMOST = { name: 'kunren-observe', step: 'initialize', priority: 'high' } as const;

/** Records every call, gives its error our form, and drops credentials that were refused. */
export function observeCalls({ service, region, clock, forget, onCall }: ObservedCalls) {
  return <Args, Answer extends Answered>(
    next: Send<Args, Answer>,
    context: { commandName?: string },
  ): Send<Args, Answer> => {
    const operation = (context.commandName ?? 'Unknown').replace(/Command$/, '');
    return async (args) => {
      const started = clock.monotonic();
      const record = (more: Partial<CallRecord>) =>
        onCall({
          service,
          operation,
          mutating: isMutating(operation),
          region,
          durationMs: clock.monotonic() - started,
          ...more,
        });
      try {
        const answer = await next(args);
        record(wire(answer.output.$metadata.requestId, answer.output.$metadata.httpStatusCode));
        return answer;
      } catch (error) {
        const failed = awsFailure(error, { service, operation, now: clock.now() });
        const { class: failureClass, code, message, details } = failed.failure;
        if (failureClass === 'credentials') forget();
        record({
          ...wire(details?.['requestId'], details?.['httpStatus']),
          error: { code, message },
        });
        throw failed;
      }
    };
  };
}

/** Whatever else they are called, these only look, or get somebody leave to look. */
const LOOKS = new Set([
  'AssumeRole',
  'AssumeRoot',
  'GenerateCredentialReport',
  'LookupEvents',
  'TestDNSAnswer',
]);

/**
 * Whether a call changes something, by its name. `TestDNSAnswer` only asks, while `TestState` runs a state, and
 * `GetActivityTask` takes the task that it gets.
 */
export function isMutating(operation: string): boolean {
  if (operation === 'GetActivityTask') return true;
  return !/^(Describe|Get|Head|List)/.test(operation) && !LOOKS.has(operation);
}

function wire(
  requestId: unknown,
  httpStatus: unknown,
): Pick<CallRecord, 'requestId' | 'httpStatus'> {
  return {
    ...(typeof requestId === 'string' && { requestId }),
    ...(typeof httpStatus === 'number' && { httpStatus }),
  };
}
