import { holdersOf, mayActAs, NOBODY_DECLARED, type People } from './people.ts';
import { describePerson, type Person, personKey } from './person.ts';
import type { Instant } from './ports.ts';
import type { OperatorCommand } from './record.ts';
import { hasControls, LONGEST_ANSWER, refuseText } from './refuse-text.ts';
import type { AnswerForm, AttachedFile, TaskState } from './task.ts';

/** What an operator may say to a task. */
export type TaskCommand = Extract<
  OperatorCommand,
  { readonly type: 'answer' | 'decline' | 'skip' }
>;

const LONGEST_NOTE = 4_000;
/** A file that is larger does not go into the evidence. */
export const LARGEST_FILE_BYTES = 25 * 1024 * 1024;

/**
 * Why an answer is not taken, in words for whoever gave it; `undefined`: it is taken.
 * @param now of the process that drives the run: whoever answers may have another clock
 */
export function refuseAnswer(
  command: TaskCommand,
  {
    tasks,
    people = NOBODY_DECLARED,
    starter,
    who,
    now,
  }: {
    readonly tasks: readonly TaskState[];
    readonly people?: People | undefined;
    /** Who has started the run. */
    readonly starter: Person;
    readonly who: Person;
    readonly now: Instant;
  },
): string | undefined {
  const task = tasks.findLast(({ activity }) => activity === command.task);
  if (!task) {
    const open = tasks.filter(({ status }) => status === 'open').map(({ activity }) => activity);
    const instead = open.length > 0 ? ` Open are: ${open.join(', ')}.` : ' No task is open.';
    return `${command.task} is no task of this run, or was not reached yet.${instead}`;
  }
  return (
    refuseClosed(task, now) ??
    refusePerson(task, people, starter, who) ??
    refuseTwice(task, who) ??
    refuseContent(task, command)
  );
}

function refuseClosed({ status, answers, deadline, activity }: TaskState, now: Instant) {
  const last = answers.at(-1);
  switch (status) {
    case 'open':
      return now > deadline ? `The deadline of ${activity} was ${deadline}.` : undefined;
    case 'overdue':
      return `The deadline of ${activity} was ${deadline}.`;
    case 'cancelled':
      return `The run has left ${activity}; nobody is asked there any more.`;
    default:
      return last
        ? `${activity} was ${status} by ${describePerson(last.who)} at ${last.at} already.`
        : `${activity} is ${status} already.`;
  }
}

function refusePerson(
  { prompt }: TaskState,
  people: People,
  starter: Person,
  who: Person,
): string | undefined {
  const { role, answer } = prompt;
  if (!mayActAs(people, role, who)) {
    const holders = holdersOf(people, role).map(({ name }) => name);
    return `${describePerson(who)} is no ${role} of this drill. Those are: ${holders.join(', ')}.`;
  }
  const isApproval = answer.kind === 'approval';
  const needsOther = prompt.secondPerson ?? (isApproval && people.secondPerson);
  if (needsOther && personKey(who) === personKey(starter)) {
    return `${who.name} has started the run, and somebody else has to answer this.`;
  }
  return undefined;
}

function refuseTwice({ prompt, answers }: TaskState, who: Person): string | undefined {
  if (prompt.answer.kind !== 'approval') return undefined;
  const same = answers.find((one) => personKey(one.who) === personKey(who));
  return (
    same && `${describePerson(who)} has approved at ${same.at} already; another one is needed.`
  );
}

function refuseContent(task: TaskState, command: TaskCommand): string | undefined {
  const { prompt } = task;
  const { answer, maySkip = answer.kind !== 'approval' } = prompt;
  switch (command.type) {
    case 'skip':
      if (!maySkip) return `${task.activity} cannot be skipped.`;
      return refuseText(command.reason, 'A reason', true);
    case 'decline':
      return refuseText(command.comment ?? '', 'The comment', false);
    case 'answer':
      return (
        refuseText(command.comment ?? '', 'The comment', false) ??
        refuseFile(command.file) ??
        (answer.kind === 'secret'
          ? refuseSecret(answer, command)
          : (refuseNeedless(command) ?? refuseValue(answer, command.value, command.file)))
      );
  }
}

/** Why a note is not taken. */
export function refuseNote(text: string, file?: AttachedFile): string | undefined {
  if (text.length > LONGEST_NOTE) return `A note has at most ${LONGEST_NOTE} characters.`;
  return refuseFile(file) ?? refuseText(text, 'A note', file === undefined, LONGEST_NOTE);
}

type SecretForm = AnswerForm & { readonly kind: 'secret' };

/** Nothing of it may stand in the words of a refusal. */
function refuseSecret(
  { of, pattern, example }: SecretForm,
  { secret, value, file }: TaskCommand & { readonly type: 'answer' },
): string | undefined {
  if (value !== undefined || file) {
    return `${capital(of)} is a secret, and was given as if it were none. Nothing of it was kept; take another one.`;
  }
  if (secret === undefined || secret.trim() === '') return `${capital(of)} is needed.`;
  if (secret.length > LONGEST_ANSWER) {
    return `${capital(of)} has at most ${LONGEST_ANSWER} characters.`;
  }
  // Unlike a text it is one line.
  if (hasControls(secret) || /[\n\t]/.test(secret)) {
    return `${capital(of)} has control characters in it.`;
  }
  if (pattern === undefined || new RegExp(`^(?:${pattern})$`).test(secret)) return undefined;
  return `That is not ${of}${example ? `, such as ${example}` : ''}. Nothing of it was kept.`;
}

function refuseNeedless({ secret }: TaskCommand & { readonly type: 'answer' }) {
  return secret === undefined ? undefined : 'It asks for no secret. Nothing of it was kept.';
}

function refuseValue(
  form: Exclude<AnswerForm, SecretForm>,
  value: string | number | undefined,
  file: AttachedFile | undefined,
): string | undefined {
  switch (form.kind) {
    case 'done':
      return value === undefined || value === 'done'
        ? undefined
        : 'It only asks whether it is done.';
    case 'approval':
      return value === undefined || value === 'approve'
        ? undefined
        : 'It asks for an approval: approve or decline.';
    case 'choice': {
      const known = form.choices.map((choice) => choice.value);
      return known.includes(String(value))
        ? undefined
        : `"${printable(value)}" is none of the answers: ${known.join(', ')}.`;
    }
    case 'number':
      return refuseNumber(form, value);
    case 'file':
      return file ? undefined : `${capital(form.of)} is wanted as a file.`;
    case 'text':
    case 'reference':
      return refuseWording(form, value === undefined ? '' : String(value));
  }
}

function refuseNumber(
  { of, min, max }: AnswerForm & { readonly kind: 'number' },
  value: string | number | undefined,
): string | undefined {
  const number = typeof value === 'number' ? value : Number(value?.trim() || Number.NaN);
  if (!Number.isFinite(number)) return `${capital(of)} has to be a number.`;
  if (min !== undefined && number < min) return `${capital(of)} is ${min} or more.`;
  return max !== undefined && number > max ? `${capital(of)} is ${max} or less.` : undefined;
}

function refuseWording(
  { of, pattern, example }: AnswerForm & { readonly kind: 'text' | 'reference' },
  text: string,
): string | undefined {
  const refused = refuseText(text, capital(of), true);
  if (refused !== undefined || pattern === undefined) return refused;
  if (new RegExp(`^(?:${pattern})$`).test(text)) return undefined;
  return `"${printable(text)}" is not ${of}${example ? `, such as ${example}` : ''}.`;
}

function printable(value: string | number | undefined): string {
  return String(value ?? '').slice(0, 80);
}

function refuseFile(file: AttachedFile | undefined): string | undefined {
  if (!file || file.bytes <= LARGEST_FILE_BYTES) return undefined;
  return `${file.name} has ${file.bytes} bytes; at most ${LARGEST_FILE_BYTES} are taken.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
