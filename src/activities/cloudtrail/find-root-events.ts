import type { Event } from '@aws-sdk/client-cloudtrail';
import type { ActivityContext, Fact, Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { GLOBAL_REGION } from '../account-clients.ts';
import type { AccountSession } from '../account-session.ts';
import { instantNow } from '../instant-now.ts';
import { pending } from '../rds/pending.ts';
import type { Services } from '../services.ts';
import { isOver } from '../time-limit.ts';
import { lookUpEvents } from './look-up-events.ts';

export interface FindRootEventsInput {
  /** e.g. `PasswordRecoveryRequested`, `ConsoleLogin`, `DeactivateMFADevice`, `EnableMFADevice`. */
  readonly events: readonly string[];
  /** Events before this do not count. */
  readonly from: Instant;
  /** @default the time of the look */
  readonly until?: Instant;
  /** How long CloudTrail is given: it is late by minutes, at most fifteen as a rule. @default there is one look */
  readonly withinMs?: Ms;
  /** From when that counts. @default there is one look */
  readonly since?: Instant;
  /**
   * Sign-ins of the root user and calls of IAM are recorded in `us-east-1`, wherever they were made.
   * @default ['us-east-1']
   */
  readonly regions?: readonly string[];
  /**
   * The role by which a member is entered, whose events these are.
   * @default the caller's own account
   */
  readonly enter?: Extract<AccountSession, { readonly by: 'role' }>;
  /**
   * Fail where one of the events is not found in time. Without it that is a fact and no failure.
   * @default false
   */
  readonly required?: boolean;
}

export interface RootEvent {
  readonly name: string;
  /** Of CloudTrail. */
  readonly id: string;
  readonly at: Instant;
  readonly region: string;
  /** Where it came from, which tells a stranger from the team. Absent where the event does not say. */
  readonly sourceIp?: string;
  /** Of a sign-in. Absent where the event does not say. */
  readonly mfaUsed?: boolean;
}

export interface FoundRootEvents {
  /** Oldest first. */
  readonly found: readonly RootEvent[];
  /** Names of which no event was found in time. It may still come: CloudTrail is late by minutes. */
  readonly missing: readonly string[];
}

const SECOND_LOOK_MS: Ms = 500;

/**
 * Looks for what the root user has done, in CloudTrail's event history, until there is an event of every name or the
 * time is over. Without a limit it looks once.
 * Fails with `ROOT_EVENT_NOT_FOUND` where that is required.
 */
export const findRootEvents: Probe<FindRootEventsInput, FoundRootEvents, Services> = {
  kind: 'probe',
  name: 'cloudtrail.find-root-events',
  waitsOn: 'aws',
  iam: ['cloudtrail:LookupEvents', 'sts:AssumeRole'],
  pollEvery: { initialMs: 5_000, maxMs: 60_000, factor: 1.3 },
  // Each name and Region is a request of its own, and two a second are let through.
  attemptTimeoutMs: 180_000,
  plan: ({ events, regions = [GLOBAL_REGION] }) => ({
    calls: regions.flatMap(() =>
      events.map((name) => ({
        service: 'cloudtrail',
        operation: 'LookupEvents',
        parameters: { LookupAttributes: `EventName=${name}` },
        mutating: false,
      })),
    ),
    output: { found: [], missing: events },
  }),
  async poll(context, input) {
    const found = await findAll(context, input);
    const missing = input.events.filter((name) => !found.some((event) => event.name === name));
    const over = input.withinMs === undefined || isOver(context.clock, input);
    if (missing.length > 0 && !over) {
      return pending(`not in CloudTrail yet: ${missing.join(', ')}`);
    }
    if (missing.length > 0 && input.required === true) {
      throw new KunrenError({
        code: 'ROOT_EVENT_NOT_FOUND',
        message: `CloudTrail shows no ${missing.join(', ')} of the root user since ${input.from}.`,
      });
    }
    const lookedAt = instantNow(context);
    return {
      status: 'done',
      output: { found, missing },
      facts: [
        ...found.map(factOf),
        ...missing.map((name) => ({
          label: 'Root event',
          value: `${name}: not found since ${input.from}, by ${lookedAt}; CloudTrail may be later than that`,
        })),
      ],
    };
  },
};

async function findAll(
  context: ActivityContext<Services>,
  {
    events,
    from,
    until = instantNow(context),
    regions = [GLOBAL_REGION],
    enter,
  }: FindRootEventsInput,
): Promise<readonly RootEvent[]> {
  const { aws } = context.services;
  const clients = enter ? aws.inAccount(enter) : aws;
  const found: RootEvent[] = [];
  for (const region of regions) {
    const cloudTrail = await clients.cloudTrail(region);
    for (const [index, value] of events.entries()) {
      if (index > 0) await context.clock.sleep(SECOND_LOOK_MS, context.signal);
      const lookup = { attribute: { key: 'EventName', value }, from, until } as const;
      for await (const page of lookUpEvents(context, cloudTrail, lookup)) {
        found.push(...page.flatMap((event) => rootEvent(event, region) ?? []));
      }
    }
  }
  return found.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** An event that somebody else caused, that does not say who did, or that tells of a failure, does not count. */
function rootEvent(event: Event, region: string): RootEvent | undefined {
  const { EventName: name, EventId: id, EventTime: time, CloudTrailEvent: text } = event;
  if (name === undefined || id === undefined || !time) return undefined;
  const told = readEvent(text);
  if (told('userIdentity', 'type') !== 'Root' || told('errorCode') !== undefined) return undefined;
  if (told('responseElements', name) === 'Failure') return undefined;
  const mfa = told('additionalEventData', 'MFAUsed');
  const sourceIp = told('sourceIPAddress');
  return {
    name,
    id,
    at: time.toISOString(),
    region,
    ...(typeof sourceIp === 'string' && { sourceIp }),
    ...(typeof mfa === 'string' && { mfaUsed: mfa === 'Yes' }),
  };
}

/** Looks up what an event says at a path; `undefined` where it says nothing, or is no JSON. */
function readEvent(text = ''): (...path: readonly string[]) => unknown {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    event = undefined;
  }
  return (...path) =>
    path.reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
      event,
    );
}

function factOf({ name, id, at, region, sourceIp, mfaUsed }: RootEvent): Fact {
  const how = mfaUsed === undefined ? '' : mfaUsed ? ' with MFA' : ' without MFA';
  const from = sourceIp === undefined ? '' : ` from ${sourceIp}`;
  return { label: 'Root event', value: `${name}${how}${from} at ${at} in ${region}, event ${id}` };
}
