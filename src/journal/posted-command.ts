import { plainFileName } from '../core/file-in-run.ts';
import type { Person } from '../core/person.ts';
import type { OperatorCommand } from '../core/record.ts';
import type { AttachedFile } from '../core/task.ts';

// What other processes put into an inbox is not believed to have the right form. Other fields are left where they are.

type Test = (value: unknown) => boolean;

const text: Test = (value) => typeof value === 'string';
const optional =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
const fields =
  (tests: { readonly [name: string]: Test }): Test =>
  (value) =>
    isObject(value) && Object.entries(tests).every(([name, test]) => test(value[name]));

const file = fields({
  // It becomes part of a path.
  name: (value) => typeof value === 'string' && value === plainFileName(value),
  sha256: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  bytes: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
} satisfies { [Name in keyof AttachedFile]-?: Test });

const COMMANDS: { readonly [Type in OperatorCommand['type']]: Test } = {
  abort: fields({ reason: optional(text) }),
  send: fields({ event: text }),
  answer: fields({
    task: text,
    value: optional((value) => typeof value === 'string' || typeof value === 'number'),
    secret: optional(text),
    comment: optional(text),
    file: optional(file),
  }),
  decline: fields({ task: text, comment: optional(text) }),
  skip: fields({ task: text, reason: text }),
  note: fields({ text, file: optional(file) }),
};

const person = fields({
  name: text,
  identity: (value) => value === 'aws' || value === 'os',
  arn: optional(text),
  host: text,
  via: (value) => value === 'screen' || value === 'command',
} satisfies { [Name in keyof Person]-?: Test });

export function isOperatorCommand(value: unknown): value is OperatorCommand {
  if (!isObject(value) || typeof value['type'] !== 'string') return false;
  const { type } = value;
  return Object.hasOwn(COMMANDS, type) && COMMANDS[type as OperatorCommand['type']](value);
}

export function isPerson(value: unknown): value is Person {
  return person(value);
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
