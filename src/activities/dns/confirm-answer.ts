import type { ActivityContext, Fact, Poll, Probe } from '../../core/activity.ts';
import { formatDuration } from '../../core/duration.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { awsFailure } from '../aws-failure.ts';
import { instantNow } from '../instant-now.ts';
import { fullName, type RecordType, sameValues } from '../route53/record-set.ts';
import type { Services } from '../services.ts';
import { type Answer, ask, describeAnswer, machineServers, serverAddress } from './resolve.ts';

export interface ConfirmAnswerInput {
  readonly zoneId: string;
  /** The zone's own servers, as Route 53 names them; asked where the environment names none. */
  readonly nameServers: readonly string[];
  readonly record: string;
  readonly type: RecordType;
  /** All values of the answer, in any order. */
  readonly expected: readonly string[];
  /** How long a resolver may keep an answer. */
  readonly ttlMs: Ms;
  /**
   * Resolvers that clients use, as `address` or `address:port`; an empty list: only the zone is asked.
   * @default the environment's, else this machine's
   */
  readonly resolvers?: readonly string[];
  /** From when on the zone should give the new answer; from then on a resolver may keep the old one for the TTL. */
  readonly since: Instant;
  /**
   * Time after `since` in which all must agree; later it is a failure.
   * @default no limit: a resolver that is late is only told of
   */
  readonly withinMs?: Ms;
}

export interface ConfirmedAnswer {
  /** Each one's answer as it was seen by the look that found all of them agreed. */
  readonly agreed: readonly { readonly who: string; readonly at: Instant }[];
  /** The last of them. */
  readonly at: Instant;
}

/** One answer of one of those that were asked. */
interface Voice {
  readonly who: string;
  readonly kind: 'zone' | 'route53' | 'resolver';
  readonly answer: Answer;
  readonly agrees: boolean;
  readonly at: Instant;
}

/** Resolvers count a TTL in whole seconds, from when the answer came. */
const TTL_MARGIN_MS: Ms = 2_000;

/**
 * Waits until a name is answered as expected by the zone's own servers, by Route 53's test of an answer, and by
 * resolvers that cache. Servers that do not answer are told of; of each kind but Route 53's test one has to.
 * Fails with `ANSWER_NOT_SWITCHED` or `RESOLVER_STALE` (class `environment`) once `withinMs` is over.
 */
export const confirmAnswer: Probe<ConfirmAnswerInput, ConfirmedAnswer, Services> = {
  kind: 'probe',
  name: 'dns.confirm-answer',
  waitsOn: 'aws',
  iam: ['route53:TestDNSAnswer'],
  pollEvery: { initialMs: 250, maxMs: 2_000, factor: 1.5 },
  plan: ({ zoneId, record, type, expected, since }) => ({
    calls: [
      {
        service: 'route53',
        operation: 'TestDNSAnswer',
        parameters: { HostedZoneId: zoneId, RecordName: fullName(record), RecordType: type },
        mutating: false,
      },
      {
        service: 'dns',
        operation: 'Query',
        parameters: { Name: fullName(record), Type: type, Expected: expected },
        mutating: false,
      },
    ],
    output: { agreed: [], at: since },
  }),
  async poll(context, input) {
    const zone = (await Promise.all([askZone(context, input), askRoute53(context, input)])).flat();
    // A resolver that is asked before there is something to find remembers that there is nothing, for many minutes.
    const resolvers = stillWaitingFor(zone).length > 0 ? [] : await askResolvers(context, input);
    const voices = [...zone, ...resolvers];
    const waiting = stillWaitingFor(voices);
    if (waiting.length === 0) return agreed(context, input, voices);

    const message = waiting.map((voice) => describeWait(context, input, voice)).join('; ');
    const lateMs = context.clock.now() - Date.parse(input.since) - (input.withinMs ?? Infinity);
    if (lateMs < 0) return { status: 'pending', progress: { message } };
    throw tooLate(input, waiting, message);
  },
};

async function askZone(
  context: ActivityContext<Services>,
  input: ConfirmAnswerInput,
): Promise<readonly Voice[]> {
  const { authoritative } = context.services.dns;
  const servers = authoritative === undefined ? input.nameServers : [authoritative];
  if (servers.length === 0) {
    const answer = { silent: 'none is named' };
    return [voice(context, input, { who: "the zone's servers", kind: 'zone', answer })];
  }
  return Promise.all(
    servers.map(async (server) => {
      const address = await serverAddress(server, resolversOf(context, input), context.signal);
      const answer: Answer =
        address === undefined
          ? { silent: 'its address is not known' }
          : await ask([address], input.record, input.type, context.signal);
      return voice(context, input, { who: `the zone's server ${server}`, kind: 'zone', answer });
    }),
  );
}

async function askResolvers(
  context: ActivityContext<Services>,
  input: ConfirmAnswerInput,
): Promise<readonly Voice[]> {
  return Promise.all(
    resolversOf(context, input).map(async (server) => {
      const answer = await ask([server], input.record, input.type, context.signal);
      return voice(context, input, { who: `the resolver ${server}`, kind: 'resolver', answer });
    }),
  );
}

function resolversOf(
  { services }: ActivityContext<Services>,
  { resolvers }: ConfirmAnswerInput,
): readonly string[] {
  const { resolver } = services.dns;
  return resolvers ?? (resolver === undefined ? machineServers() : [resolver]);
}

/** The control plane may be down while the zone answers as it should; that must not be in the way. */
async function askRoute53(
  context: ActivityContext<Services>,
  input: ConfirmAnswerInput,
): Promise<readonly Voice[]> {
  const route53 = await context.services.aws.route53();
  const answer = await route53
    .testDNSAnswer({
      HostedZoneId: input.zoneId,
      RecordName: fullName(input.record),
      RecordType: input.type,
    })
    .then(({ RecordData = [] }): Answer => ({ values: RecordData }))
    .catch((error): Answer => {
      const failed = awsFailure(error);
      const { class: failureClass, retryable } = failed.failure;
      if (failureClass === 'environment' && retryable) return { silent: failed.code };
      throw failed;
    });
  return [voice(context, input, { who: "Route 53's own test", kind: 'route53', answer })];
}

function voice(
  context: ActivityContext<Services>,
  { type, expected }: ConfirmAnswerInput,
  said: Pick<Voice, 'who' | 'kind' | 'answer'>,
): Voice {
  const agrees = 'values' in said.answer && sameValues(type, said.answer.values, expected);
  return { ...said, agrees, at: instantNow(context) };
}

/** Those that say something else, and those that say nothing where none of their kind does. */
function stillWaitingFor(voices: readonly Voice[]): readonly Voice[] {
  return voices.filter(({ kind, answer, agrees }) => {
    if ('values' in answer) return !agrees;
    return kind !== 'route53' && !voices.some((other) => other.kind === kind && other.agrees);
  });
}

function describeWait(
  { clock }: ActivityContext<Services>,
  { ttlMs, since }: ConfirmAnswerInput,
  { who, kind, answer }: Voice,
): string {
  const said = `${who} ${describeAnswer(answer)}`;
  if (kind !== 'resolver' || 'silent' in answer) return said;
  if (clock.now() > Date.parse(since) + ttlMs + TTL_MARGIN_MS) {
    return `${said}, longer than the TTL of ${formatDuration(ttlMs)} allows`;
  }
  return `${said}, for ${formatDuration(answer.ttlMs ?? ttlMs)} more at most`;
}

function tooLate(
  input: ConfirmAnswerInput,
  waiting: readonly Voice[],
  message: string,
): KunrenError {
  const onlyResolvers = waiting.every(
    ({ kind, answer }) => kind === 'resolver' && 'values' in answer,
  );
  const after = `${formatDuration(input.withinMs ?? 0)} after the change at ${input.since}`;
  return new KunrenError({
    code: onlyResolvers ? 'RESOLVER_STALE' : 'ANSWER_NOT_SWITCHED',
    message: `${fullName(input.record)} should be answered with ${input.expected.join(', ')}, but ${after} ${message}.`,
  });
}

function agreed(
  context: ActivityContext<Services>,
  { since, ttlMs, expected, record }: ConfirmAnswerInput,
  voices: readonly Voice[],
): Poll<ConfirmedAnswer> {
  const heard = voices.filter(({ agrees }) => agrees);
  const at =
    heard
      .map((voice) => voice.at)
      .sort()
      .at(-1) ?? since;
  const beyondTtlMs = context.clock.now() - Date.parse(since) - ttlMs - TTL_MARGIN_MS;
  const facts: Fact[] = [
    {
      label: 'Answer confirmed',
      value: `${fullName(record)} is ${expected.join(', ')} for ${heard.map(({ who }) => who).join(', ')}`,
    },
    ...voices
      .filter(({ agrees }) => !agrees)
      .map(({ who, answer }) => ({
        label: 'Not heard',
        value: `${who} ${describeAnswer(answer)}`,
      })),
    ...(beyondTtlMs > 0
      ? [
          {
            label: 'Warning',
            value: `the last of them agreed ${formatDuration(beyondTtlMs)} later than the TTL of ${formatDuration(ttlMs)} allows`,
          },
        ]
      : []),
  ];
  return {
    status: 'done',
    output: { agreed: heard.map(({ who, at }) => ({ who, at })), at },
    facts,
  };
}
