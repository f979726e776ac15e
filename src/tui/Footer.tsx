import { Box } from 'ink';
import type { PageName, Question, ScreenState } from './screen-state.ts';
import { Txt } from './Txt.tsx';
import { wrapText } from './wrap-text.ts';

/** Columns from which the keys have air around them. */
const ROOMY_FROM = 52;

interface Key {
  readonly key: string;
  readonly does: string;
}

/** What the last rows say: a question, a notice, or (no rows) the keys. */
export function footerRows(
  screen: ScreenState,
  resumeCommand: string,
  columns: number,
): readonly string[] {
  const text = screen.question
    ? ask(screen.question, resumeCommand)
    : (screen.notice ?? (screen.field && TYPING));
  return text === undefined ? [] : wrapText(text, columns - 2);
}

const TYPING = 'Enter: send, Esc: back';

function ask(question: Question, resumeCommand: string): string {
  if (typeof question === 'object') {
    return `${question.label}?  Enter: yes, any other key: no`;
  }
  switch (question) {
    case 'abort':
      return 'Abort the run? It stops waiting, removes what it made, and reports.  y: yes, any other key: no';
    case 'interrupt':
      return 'Press Ctrl-C again to abort with clean-up, or any other key to go on.';
    case 'stop':
      return `The run is cleaning up. Ctrl-C stops it at once and leaves the rest; take it up again with: ${resumeCommand}  Any other key: let it finish.`;
  }
}

/** The last rows of the screen. */
export function Footer({
  screen,
  rows,
  hasKeys,
  detachable,
  choices,
  tasks,
  columns,
  height,
}: {
  readonly screen: ScreenState;
  readonly rows: readonly string[];
  /** False when nothing can be typed, because stdin is no terminal. */
  readonly hasKeys: boolean;
  readonly detachable: boolean;
  /** How many answers can be given now. */
  readonly choices: number;
  /** How many tasks are open. */
  readonly tasks: number;
  readonly columns: number;
  readonly height: number;
}) {
  if (rows.length > 0) {
    const color = screen.question === undefined ? 'cyan' : 'red';
    return (
      <Box flexDirection="column" width={columns} height={height} overflow="hidden" flexShrink={0}>
        {rows.map((text) => (
          <Box key={text} height={1} flexShrink={0}>
            <Txt bold color="whiteBright" backgroundColor={color === 'red' ? 'red' : 'blue'}>
              {` ${text} `}
            </Txt>
          </Box>
        ))}
      </Box>
    );
  }
  const keys = hasKeys
    ? [
        ...deciding(choices, columns),
        ...(tasks > 1 ? [{ key: 't', does: 'next' }] : []),
        ...keysOf(screen.page, detachable),
      ]
    : [];
  return (
    <Box width={columns} height={height} overflow="hidden" flexShrink={0}>
      <Txt>
        {keys.map(({ key, does }) => (
          <Txt key={key}>
            {columns >= ROOMY_FROM ? ' ' : ''}
            <Txt inverse>{columns >= ROOMY_FROM ? ` ${key} ` : key}</Txt>
            {` ${does} `}
          </Txt>
        ))}
        {!hasKeys && <Txt tone="quiet"> stdin is no terminal: keys are off</Txt>}
      </Txt>
    </Box>
  );
}

function deciding(choices: number, columns: number): readonly Key[] {
  if (choices === 0) return [];
  return [
    {
      key: choices === 1 ? '1' : `1-${Math.min(9, choices)}`,
      does: columns >= ROOMY_FROM ? 'decide' : 'pick',
    },
  ];
}

function keysOf(page: PageName, detachable: boolean): readonly Key[] {
  const scroll: Key = { key: '↑↓', does: 'scroll' };
  const back: Key = { key: 'Esc', does: 'back' };
  const abort: Key = { key: 'a', does: 'abort' };
  switch (page) {
    case 'run':
      return [
        abort,
        { key: 'd', does: 'details' },
        { key: 'l', does: 'log' },
        { key: '?', does: 'help' },
        ...(detachable ? [{ key: 'q', does: 'leave' }] : []),
      ];
    case 'details':
      return [back, scroll, { key: '←→', does: 'step' }, abort];
    case 'log':
    case 'help':
      return [back, scroll, abort];
  }
}
