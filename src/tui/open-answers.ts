import { openGates } from '../core/open-choices.ts';
import type { OperatorCommand } from '../core/record.ts';
import type { RunState } from '../core/run-state.ts';
import type { TaskState } from '../core/task.ts';
import { wantedOf } from '../core/wanted-of.ts';

/** Something that can be answered on the screen: at a gate, or to the task in view. */
export interface OpenAnswer {
  /** The gate or step that waits. */
  readonly ask: string;
  /** Unique among the answers of one ask. */
  readonly key: string;
  readonly label: string;
  /** What is sent; or a text that has to be typed first. */
  readonly sends: OperatorCommand | AnswerField;
}

/** A line that the operator types. */
export interface AnswerField {
  readonly type: 'field';
  readonly of: string;
  /** What the text becomes. */
  readonly as: 'answer' | 'secret' | 'file' | 'decline' | 'skip';
}

/** Tasks that wait, the longest first. */
export function tasksOpen({ tasks, phase }: RunState): readonly TaskState[] {
  return phase === 'running' ? tasks.filter(({ status }) => status === 'open') : [];
}

/** The task in view: the one that was turned to, else the one that has waited longest. */
export function taskInView(state: RunState, wanted: string | undefined): TaskState | undefined {
  const open = tasksOpen(state);
  return open.find(({ activity }) => activity === wanted) ?? open[0];
}

/** Every answer that can be given now, in the order of their numbers. */
export function openAnswers(state: RunState, wanted?: string): OpenAnswer[] {
  const task = taskInView(state, wanted);
  return [
    ...openGates(state).flatMap(({ id, choices = [] }) =>
      choices.map(
        ({ event, label }): OpenAnswer => ({
          ask: id,
          key: event,
          label,
          sends: { type: 'send', event },
        }),
      ),
    ),
    ...(task ? answersTo(task) : []),
  ];
}

/** The command that a typed text makes; a file is still to be read. */
export function commandOf(
  { ask, sends }: OpenAnswer,
  text: string,
): OperatorCommand | { readonly type: 'attach'; readonly task: string; readonly path: string } {
  if (sends.type !== 'field') return sends;
  switch (sends.as) {
    case 'answer':
      return { type: 'answer', task: ask, value: text };
    case 'secret':
      return { type: 'answer', task: ask, secret: text };
    case 'file':
      return { type: 'attach', task: ask, path: text };
    case 'decline':
      return { type: 'decline', task: ask, ...(text !== '' && { comment: text }) };
    case 'skip':
      return { type: 'skip', task: ask, reason: text };
  }
}

function answersTo({ activity: ask, prompt }: TaskState): OpenAnswer[] {
  const { answer, maySkip = answer.kind !== 'approval' } = prompt;
  const field = (as: AnswerField['as'], of: string): AnswerField => ({ type: 'field', of, as });
  const skip: OpenAnswer[] = maySkip
    ? [{ ask, key: 'skip', label: 'Leave it out (asks why)', sends: field('skip', 'the reason') }]
    : [];
  switch (answer.kind) {
    case 'done':
      return [
        { ask, key: 'done', label: 'It is done', sends: { type: 'answer', task: ask } },
        ...skip,
      ];
    case 'choice':
      return [
        ...answer.choices.map(
          ({ value, label }): OpenAnswer => ({
            ask,
            key: value,
            label,
            sends: { type: 'answer', task: ask, value },
          }),
        ),
        ...skip,
      ];
    case 'approval':
      return [
        { ask, key: 'approve', label: 'Approve', sends: { type: 'answer', task: ask } },
        { ask, key: 'decline', label: 'Decline (asks why)', sends: field('decline', 'the reason') },
      ];
    case 'file':
      return [
        {
          ask,
          key: 'file',
          label: `Give ${wantedOf(answer)}`,
          sends: field('file', 'path of the file'),
        },
        ...skip,
      ];
    case 'secret':
      return [
        {
          ask,
          key: 'secret',
          label: `Type ${wantedOf(answer)} (it is not shown)`,
          sends: field('secret', answer.of),
        },
        ...skip,
      ];
    default:
      return [
        { ask, key: 'text', label: `Type ${wantedOf(answer)}`, sends: field('answer', answer.of) },
        ...skip,
      ];
  }
}
