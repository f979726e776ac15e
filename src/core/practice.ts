import { NOBODY_DECLARED, participantOf, type Role } from './people.ts';
import type { Person } from './person.ts';
import type { Instant } from './ports.ts';
import type { RunState } from './run-state.ts';

/** That somebody has done a role of a runbook in a run. */
export interface Practice {
  /** As declared in the drill, else as the record knows them. */
  readonly person: string;
  readonly role: Role | 'starter';
  readonly runbook: string;
  readonly run: string;
  readonly environment: 'sandbox' | 'aws';
  readonly at: Instant;
}

/** Who has practised what in a run. Who has skipped or declined something has not done it. */
export function practiceOf(state: RunState): Practice[] {
  const { run, runbook, environment, drill, starter, openedAt, tasks } = state;
  const common = { runbook: runbook.id, run, environment: environment.kind };
  const nameOf = (person: Person) =>
    participantOf(drill.people ?? NOBODY_DECLARED, person)?.name ?? person.name;
  return [
    { ...common, person: nameOf(starter), role: 'starter', at: openedAt },
    ...tasks.flatMap(({ prompt, answers }) =>
      answers
        .filter(({ kind }) => kind === 'answer')
        .map(({ who, at }) => ({ ...common, person: nameOf(who), role: prompt.role, at })),
    ),
  ];
}
