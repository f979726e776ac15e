import type { OperatorCommand } from './record.ts';

/** A command as it may be written down and shown. */
export function withoutSecret(command: OperatorCommand): OperatorCommand {
  if (command.type !== 'answer') return command;
  const { secret: _, ...rest } = command;
  return rest;
}

/** What is kept of a command that was refused: what was asked, but nothing that somebody typed into it. */
export function withoutContent(command: OperatorCommand): OperatorCommand {
  switch (command.type) {
    case 'answer':
    case 'decline':
      return { type: command.type, task: command.task };
    case 'skip':
      return { type: 'skip', task: command.task, reason: '' };
    case 'note':
      return { type: 'note', text: '' };
    default:
      return command;
  }
}
