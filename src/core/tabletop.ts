import type { AnyActivity, HumanTask, PlanNames, PlannedCall } from './activity.ts';
import type { Json } from './failure.ts';
import type { Ms } from './ports.ts';
import type { Runbook } from './runbook.ts';

/** For talking through one step. */
const EXPECTED_MS: Ms = 3 * 60_000;
const DEADLINE_MS: Ms = 8 * 3_600_000;

/**
 * The same runbook at a table: every step asks people what they would do, and goes on as planned. Nothing is called,
 * looked at or changed.
 */
export function tabletopRunbook(runbook: Runbook, names: PlanNames): Runbook {
  return {
    ...runbook,
    activities: Object.fromEntries(
      Object.entries(runbook.activities).map(([name, activity]) => [
        name,
        activity.kind === 'human' ? withoutSecret(activity) : talkedThrough(activity, names),
      ]),
    ),
  };
}

/** At a table there is no secret to give, and none would be used. */
function withoutSecret(activity: HumanTask<Json>): HumanTask<Json> {
  return {
    ...activity,
    prompt: (input) => {
      const prompt = activity.prompt(input);
      return prompt.answer.kind === 'secret' ? { ...prompt, answer: { kind: 'done' } } : prompt;
    },
  };
}

function talkedThrough(
  activity: Exclude<AnyActivity, { readonly kind: 'human' }>,
  names: PlanNames,
): HumanTask<Json> {
  const plan = (input: Json) => activity.plan(input, names);
  return {
    kind: 'human',
    name: activity.name,
    waitsOn: 'people',
    iam: [],
    plan,
    prompt: (input) => ({
      action: `Say who does this and how. The run would ${wouldDo(plan(input).calls)}.`,
      role: 'operator',
      expectedMs: EXPECTED_MS,
      deadlineMs: DEADLINE_MS,
      answer: { kind: 'done' },
    }),
    outcome: (input) => plan(input).output as Json,
  };
}

function wouldDo(calls: readonly PlannedCall[]): string {
  if (calls.length === 0) return 'do it by itself';
  const named = [...new Set(calls.map(({ service, operation }) => `${service}:${operation}`))];
  return `call ${named.join(', ')}`;
}
