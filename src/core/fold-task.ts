import type { Person } from './person.ts';
import type { JournalRecord, OperatorCommand } from './record.ts';
import type { RunState } from './run-state.ts';
import type { TaskAnswer, TaskState } from './task.ts';

// The part of the fold that concerns people: what they are asked, and what they say.

type Of<Type extends JournalRecord['type']> = Extract<JournalRecord, { readonly type: Type }>;

export function openTask(state: RunState, record: Of<'task.opened'>): RunState {
  const { activity, prompt, deadline } = record.data;
  const task: TaskState = {
    activity,
    prompt,
    openedAt: record.at,
    deadline,
    status: 'open',
    answers: [],
  };
  return { ...state, tasks: [...state.tasks, task] };
}

/** What an accepted command says to a task, or as a note. */
export function takeCommand(state: RunState, record: Of<'operator.commanded'>): RunState {
  const { command, accepted, who = unknownPerson(record.data.by) } = record.data;
  if (!accepted) return state;
  if (command.type === 'note') {
    const { type: _, ...note } = command;
    return { ...state, notes: [...state.notes, { at: record.at, who, ...note }] };
  }
  if (command.type === 'abort' || command.type === 'send') return state;
  const answer = toAnswer(command, { at: record.at, who });
  return changeOpen(state, command.task, (task) => {
    const answers = [...task.answers, answer];
    return { ...task, answers, status: statusAfter(task, answers) };
  });
}

/** The activity has ended without an answer: late, or because the run went another way. */
export function closeTask(
  state: RunState,
  activity: string,
  status: 'overdue' | 'cancelled',
): RunState {
  return changeOpen(state, activity, (task) => ({ ...task, status }));
}

/** Whether the newest thing that a step has asked was left out. */
export function isSkipped({ tasks }: RunState, activity: string): boolean {
  return tasks.findLast((task) => task.activity === activity)?.status === 'skipped';
}

function toAnswer(
  command: Exclude<OperatorCommand, { readonly type: 'abort' | 'send' | 'note' }>,
  said: Pick<TaskAnswer, 'at' | 'who'>,
): TaskAnswer {
  if (command.type === 'skip') return { ...said, kind: 'skip', comment: command.reason };
  const { task: _, type: kind, ...content } = command;
  return { ...said, kind, ...content };
}

function statusAfter({ prompt }: TaskState, answers: readonly TaskAnswer[]): TaskState['status'] {
  const last = answers.at(-1);
  if (last?.kind === 'decline') return 'declined';
  if (last?.kind === 'skip') return 'skipped';
  const { answer } = prompt;
  return answer.kind === 'approval' && answers.length < answer.needed ? 'open' : 'answered';
}

function changeOpen(
  state: RunState,
  activity: string,
  change: (task: TaskState) => TaskState,
): RunState {
  const index = state.tasks.findLastIndex(
    (task) => task.activity === activity && task.status === 'open',
  );
  const task = state.tasks[index];
  return task ? { ...state, tasks: state.tasks.with(index, change(task)) } : state;
}

/** Of a journal in which only the name stands. */
export function unknownPerson(name: string): Person {
  return { name, identity: 'os', host: 'unknown', via: 'command' };
}
