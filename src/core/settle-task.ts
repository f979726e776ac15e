import type { Failure } from './failure.ts';
import { describePerson } from './person.ts';
import type { TaskAnswer, TaskOutcome, TaskState } from './task.ts';

/** How a task has ended, for the runbook; `undefined` while it is open. */
export function settleTask(
  task: TaskState,
): { readonly output: TaskOutcome } | { readonly failure: Failure } | undefined {
  const last = task.answers.at(-1);
  switch (task.status) {
    case 'open':
    case 'cancelled':
      return undefined;
    case 'overdue':
      return { failure: overdue(task) };
    case 'declined':
      return { failure: declined(task, last) };
    case 'answered':
    case 'skipped':
      return last && { output: outcomeOf(task, last) };
  }
}

export function overdue({ activity, prompt, deadline }: TaskState): Failure {
  return peopleFailure(
    'TASK_OVERDUE',
    prompt.answer.kind === 'approval'
      ? `Nobody approved ${activity} by ${deadline}, which counts as no.`
      : `Nobody answered ${activity} by ${deadline}.`,
  );
}

function declined({ activity }: TaskState, last: TaskAnswer | undefined): Failure {
  const by = last ? ` by ${describePerson(last.who)}` : '';
  const why = last?.comment ? `: ${last.comment}` : '.';
  return peopleFailure('TASK_DECLINED', `${activity} was declined${by}${why}`);
}

function outcomeOf({ prompt, status }: TaskState, last: TaskAnswer): TaskOutcome {
  const { value, file, comment, who, at } = last;
  const said = { by: who.name, at };
  if (status === 'skipped') return { ...said, outcome: 'skipped', value: comment ?? null };
  const { kind } = prompt.answer;
  if (kind === 'approval') return { ...said, outcome: 'approved', value: null };
  const answered = kind === 'number' ? Number(value) : (value ?? file?.name ?? null);
  return { ...said, outcome: 'answered', value: kind === 'done' ? null : answered };
}

function peopleFailure(code: string, message: string): Failure {
  return { code, message, class: 'people', retryable: false, ambiguous: false };
}
