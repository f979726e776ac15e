import { AT_THE_RUN, type Probe } from '../../core/activity.ts';
import { formatDuration } from '../../core/duration.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { isOver, type TimeLimit } from '../time-limit.ts';
import { get, type HttpAnswer, type HttpTarget } from './http-request.ts';

export interface ConfirmRequestsInput extends TimeLimit {
  /** Name that clients use; looked up for each request. */
  readonly host: string;
  readonly port: number;
  /** @default '/healthz' */
  readonly path?: string;
  /** @default false */
  readonly tls?: boolean;
  /** Requests in a row that must succeed. */
  readonly requests: number;
  /** What the answer's JSON must have for `region`. */
  readonly region?: string;
  /**
   * DNS servers, as `address` or `address:port`.
   * @default the environment's resolver, else those of this machine
   */
  readonly resolvers?: readonly string[];
}

export interface ConfirmedRequests {
  /** When the first of them was answered: from then on users were served. */
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Where the name led. */
  readonly addresses: readonly string[];
}

/**
 * Waits until real requests, by name and through a resolver, succeed one after the other: T6.
 * Fails with `REQUESTS_NOT_ANSWERED` (class `environment`) where there is a limit, when it is over.
 */
export const confirmRequests: Probe<ConfirmRequestsInput, ConfirmedRequests, Services> = {
  kind: 'probe',
  name: 'traffic.confirm-requests',
  waitsOn: 'tool',
  iam: [],
  pollEvery: { initialMs: 250, maxMs: 1_000, factor: 1.5 },
  plan: ({ host, port, path = '/healthz', requests }) => ({
    calls: [
      {
        service: 'http',
        operation: 'GET',
        parameters: { Host: host, Port: port, Path: path, Times: requests },
        mutating: false,
      },
    ],
    output: { firstAt: AT_THE_RUN, lastAt: AT_THE_RUN, addresses: [] },
  }),
  async poll(context, input) {
    const { path = '/healthz', requests, region } = input;
    const { resolver } = context.services.dns;
    const servers = input.resolvers ?? (resolver === undefined ? [] : [resolver]);
    const target: HttpTarget = { ...input, path };
    const answered: { readonly at: Instant; readonly address: string }[] = [];
    while (answered.length < requests) {
      const answer = await get(target, servers, context.signal).catch(reasonOf);
      context.signal.throwIfAborted();
      const fault = faultOf(answer, region);
      if (typeof answer === 'string' || fault !== undefined) {
        const message = `request ${answered.length + 1} of ${requests}: ${fault}`;
        if (isOver(context.clock, input)) throw notAnswered(input, message);
        return { status: 'pending', progress: { message } };
      }
      const at = instantNow(context);
      answered.push({ at, address: answer.address });
    }
    const addresses = [...new Set(answered.map(({ address }) => address))];
    const firstAt = answered[0]?.at ?? instantNow(context);
    const lastAt = answered.at(-1)?.at ?? firstAt;
    const by = region === undefined ? '' : ` by ${region}`;
    return {
      status: 'done',
      output: { firstAt, lastAt, addresses },
      facts: [
        {
          label: 'Requests answered',
          value: `${requests} in a row for ${input.host}${path}${by} at ${addresses.join(', ')}, from ${firstAt} on`,
        },
      ],
    };
  },
};

function notAnswered({ host, withinMs = 0 }: ConfirmRequestsInput, why: string): KunrenError {
  return new KunrenError({
    code: 'REQUESTS_NOT_ANSWERED',
    message: `Requests for ${host} have not succeeded within ${formatDuration(withinMs)}: ${why}.`,
  });
}

/** Where all of several addresses have failed, the error that holds them says nothing by itself. */
function reasonOf(error: unknown): string {
  const { message, errors } = error as { readonly message: string; readonly errors?: unknown[] };
  return errors ? errors.map(String).join(', ') : message;
}

/** What is wrong with an answer. */
function faultOf(answer: HttpAnswer | string, region: string | undefined): string | undefined {
  if (typeof answer === 'string') return answer;
  const { status, address, body } = answer;
  if (status < 200 || status > 299) return `${address} answered with status ${status}`;
  if (region === undefined) return undefined;
  const found = regionIn(body);
  return found === region ? undefined : `${address} is in ${found ?? 'no Region that it names'}`;
}

function regionIn(body: string): string | undefined {
  try {
    const json: unknown = JSON.parse(body);
    const { region } = (json ?? {}) as { readonly region?: unknown };
    return typeof region === 'string' ? region : undefined;
  } catch {
    return undefined;
  }
}
