import type { JournalRecord } from '../../core/record.ts';
import type { RunState } from '../../core/run-state.ts';
import type { AnswerForm, TaskState } from '../../core/task.ts';

/** A task at which a run waits, and what to type. */
export interface OpenTask extends TaskState {
  readonly title: string;
  /** The first is the way on. */
  readonly commands: readonly { readonly command: string; readonly label: string }[];
}

/** What people are asked now. */
export function openTasks(state: RunState): OpenTask[] {
  return state.tasks
    .filter(({ status }) => status === 'open')
    .map((task) => ({
      ...task,
      title: state.steps.find(({ id }) => id === task.activity)?.title ?? task.activity,
      commands: commandsFor(state.run, task),
    }));
}

/** What a record has asked of people, and nobody has answered since. */
export function tasksOpenedBy(record: JournalRecord, state: RunState): OpenTask[] {
  if (record.type !== 'task.opened') return [];
  const { activity } = record.data;
  return openTasks(state).filter((task) => task.activity === activity);
}

function commandsFor(run: string, { activity, prompt }: TaskState): OpenTask['commands'] {
  const { answer, maySkip = answer.kind !== 'approval' } = prompt;
  const on = answersTo(answer).map(({ words, label }) => ({
    command: `drill answer ${run} ${activity}${words}`,
    label,
  }));
  if (answer.kind === 'approval') {
    return [
      { command: `drill approve ${run} ${activity}`, label: 'approve' },
      { command: `drill decline ${run} ${activity} --comment "…"`, label: 'decline' },
    ];
  }
  return [
    ...on,
    ...(maySkip
      ? [{ command: `drill skip ${run} ${activity} --reason "…"`, label: 'leave it out' }]
      : []),
  ];
}

function answersTo(form: AnswerForm): readonly { words: string; label: string }[] {
  switch (form.kind) {
    case 'choice':
      return form.choices.map(({ value, label }) => ({ words: ` ${value}`, label }));
    case 'file':
      return [{ words: ' --file <path>', label: form.of }];
    case 'text':
    case 'reference':
      return [{ words: ` "${form.example ?? '…'}"`, label: form.of }];
    case 'secret':
      return [{ words: ' --secret', label: `${form.of}; it is asked for, and not shown` }];
    case 'number':
      return [{ words: ' <number>', label: form.of }];
    default:
      return [{ words: '', label: 'it is done' }];
  }
}
