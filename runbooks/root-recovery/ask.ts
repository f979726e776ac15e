import type {
  Attestation,
  MilestoneId,
  Ms,
  TaskOutcome,
  TaskPrompt,
  Translations,
} from '../../src/index.ts';
import { base, onError } from './base.ts';
import type { Context } from './context.ts';

const MINUTE: Ms = 60_000;
const DAY: Ms = 24 * 60 * MINUTE;

/** Somebody of the team has so long; the longest RTO there is. */
const PEOPLE_MS: Ms = DAY;
/** AWS has so long: nobody can say how long a support case takes. */
const AWS_MS: Ms = 30 * DAY;

/** What a person is asked, without what is the same for all. */
export interface Asked
  extends Pick<
    TaskPrompt,
    'action' | 'role' | 'link' | 'next' | 'answer' | 'maySkip' | 'secondPerson'
  > {
  /** How long it usually takes. */
  readonly minutes: number;
}

export interface Way {
  /** The answer that leads this way. @default any */
  readonly when?: string;
  readonly target: string;
  /** Reached with the answer. */
  readonly marks?: readonly MilestoneId[];
  /** A finding that no call tells, for which whoever answers this vouches. @default none */
  readonly attests?: Attestation['finding'];
}

interface AskedStep {
  /** Stable; it stands in journals. */
  readonly id: string;
  readonly title: string;
  readonly titles: Translations;
  readonly ask: (context: Context) => Asked;
  /** Events of CloudTrail that it leaves behind, once it is done. @default none */
  readonly traces?: readonly string[];
  /** Where in the context the answer is kept. @default nowhere */
  readonly keep?: 'signal' | 'situation' | 'phone' | 'email';
  /** Ways that the answer leads, the last one for any other answer. */
  readonly ways: readonly Way[];
}

/** A step that somebody of the team takes. */
export function ask(step: AskedStep) {
  return askOf('human.do-task', PEOPLE_MS, step);
}

/** A step that AWS takes, and that somebody of the team reports. */
export function awaitAws(step: AskedStep) {
  return askOf('human.await-aws', AWS_MS, step);
}

function askOf(
  src: 'human.do-task' | 'human.await-aws',
  deadlineMs: Ms,
  { id, title, titles, ask, ways, keep, traces = [] }: AskedStep,
) {
  return base.createStateConfig({
    meta: { title, titles },
    invoke: {
      id,
      src,
      input: ({ context }) => {
        const { minutes, ...prompt } = ask(context);
        return { ...prompt, expectedMs: minutes * MINUTE, deadlineMs };
      },
      onDone: ways.map(({ when, target, marks = [], attests }) => ({
        guard: ({ event }: { event: { output: TaskOutcome } }) => leads(event.output, when),
        target,
        actions: [
          keeping(keep, traces),
          ...(attests === undefined ? [] : [vouching(attests)]),
          ...marks.map((mark) => ({
            type: 'milestone' as const,
            params: ({ event }: { event: { output: TaskOutcome } }) => ({
              id: mark,
              at: event.output.at,
              errorMs: 0,
            }),
          })),
        ],
      })),
      onError,
    },
  });
}

function keeping(keep: AskedStep['keep'], traces: readonly string[]) {
  return base.assign(({ context, event }) => {
    const { outcome, value, at } = (event as unknown as { output: TaskOutcome }).output;
    // What was left out has left nothing behind.
    const left = outcome === 'skipped' ? [] : traces;
    return {
      answeredAt: at,
      traces: [...new Set([...context.traces, ...left])],
      ...(keep && { [keep]: String(value) }),
      // With the first decision the recovery begins.
      ...(keep === 'situation' && { startedAt: at }),
    };
  });
}

function vouching(finding: Attestation['finding']) {
  return base.assign(({ context, event }) => {
    const { by, at } = (event as unknown as { output: TaskOutcome }).output;
    return { attested: [...context.attested, { finding, by, at }] };
  });
}

function leads({ outcome, value }: TaskOutcome, when: string | undefined): boolean {
  return when === undefined || (outcome === 'answered' && value === when);
}

/** A question with few answers; it cannot be left out, because the way depends on it. */
export function choose(choices: { readonly [value: string]: string }) {
  return {
    maySkip: false,
    answer: {
      kind: 'choice',
      choices: Object.entries(choices).map(([value, label]) => ({ value, label })),
    },
  } as const;
}
