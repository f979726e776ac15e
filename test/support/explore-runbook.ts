import type { Start } from '../../src/core/running-starts.ts';
import type { Walk } from './walk-runbook.ts';

/**
 * Every way through a machine: whatever can happen in a state happens. What throws in the machine is thrown.
 * @param visit called once for each place that is different from all before
 */
export function explore(
  begin: Walk,
  {
    codes,
    events,
    visit,
  }: {
    readonly codes: readonly string[];
    readonly events: readonly string[];
    readonly visit: (walk: Walk) => void;
  },
): void {
  const seen = new Set<string>();
  const left = [begin];
  for (let walk = left.pop(); walk; walk = left.pop()) {
    const key = placeOf(walk);
    if (seen.has(key)) continue;
    seen.add(key);
    visit(walk);
    if (walk.snapshot.status !== 'active') continue;
    const here = walk;
    const ways = [
      ...here.allRunning.flatMap((start) => [
        ...outcomesOf(here, start).map(
          (outcome) => (next: Walk) => next.turnTo(start.activity).done(outcome),
        ),
        ...codes.map((code) => (next: Walk) => next.turnTo(start.activity).failed(code)),
      ]),
      ...events
        .filter((type) => here.snapshot.can({ type }))
        .map((type) => (next: Walk) => next.send(type)),
      ...(here.timers.length > 0 ? [(next: Walk) => next.late()] : []),
    ];
    for (const way of ways) {
      const next = here.fork();
      way(next);
      left.push(next);
    }
  }
}

/** Every choice that a person has; anything else comes out as planned. */
function outcomesOf({ runbook }: Walk, { name, input }: Start): { readonly value?: string }[] {
  const definition = runbook.activities[name];
  if (definition?.kind !== 'human') return [{}];
  const { answer } = definition.prompt(input);
  return answer.kind === 'choice' ? answer.choices.map(({ value }) => ({ value })) : [{}];
}

/** Where a walk is, what it has found, and where it would go back to. */
function placeOf({ snapshot, allRunning }: Walk): string {
  const { value, historyValue = {} } = snapshot;
  const found = Object.entries(snapshot.context as object)
    .filter(([, each]) => each !== null)
    .map(([name]) => name);
  const back = Object.values(historyValue)
    .flat()
    .map((node) => (node as { readonly id: string }).id);
  return JSON.stringify([value, found, back, allRunning.map(({ activity }) => activity).sort()]);
}
