import type { OperatorCommand } from './record.ts';

/** What an operator asked for, in one line. Of what was refused the content is not known any more. */
export function commandText(command: OperatorCommand): string {
  switch (command.type) {
    case 'abort':
      return `abort${said(command.reason)}`;
    case 'send':
      return command.data === undefined
        ? `send ${command.event}`
        : `send ${command.event} ${JSON.stringify(command.data)}`;
    case 'answer':
      return `answer ${command.task}${said(command.value, command.file?.name, command.comment)}`;
    case 'decline':
      return `decline ${command.task}${said(command.comment)}`;
    case 'skip':
      return `skip ${command.task}${said(command.reason)}`;
    case 'note':
      return `note${said(command.text, command.file?.name)}`;
  }
}

function said(...words: readonly (string | number | undefined)[]): string {
  const known = words.filter((one) => one !== undefined && one !== '');
  return known.length > 0 ? `: ${known.join(', ')}` : '';
}
