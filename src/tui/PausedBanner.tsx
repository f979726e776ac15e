import { Box } from 'ink';
import type { Environment } from '../core/drill.ts';
import { told } from '../core/narrate.ts';
import type { RunState } from '../core/run-state.ts';
import { Txt } from './Txt.tsx';
import { wrapText } from './wrap-text.ts';

/** What a paused run says: why it waits, and what has to be typed. Empty when it is not paused. */
export function pausedRows(state: RunState, columns: number): string[] {
  const [paused] = state.pauses;
  if (!paused) return [];
  const title = state.steps.find(({ id }) => id === paused.activity)?.title ?? paused.activity;
  const what = `PAUSED at ${title}: ${told(paused.failure)}`;
  return [what, whatToDo(paused.failure.details?.['command'], state.environment)].flatMap((text) =>
    wrapText(text, columns - 2),
  );
}

function whatToDo(command: unknown, environment: Environment): string {
  const typed =
    typeof command === 'string'
      ? command
      : environment.profile === undefined
        ? undefined
        : `aws sso login --profile ${environment.profile}`;
  const renew =
    typed === undefined
      ? `Renew the credentials of account ${environment.accountId}.`
      : `Type in another terminal:  ${typed}`;
  return `${renew}  The run goes on by itself as soon as they are good.`;
}

export function PausedBanner({
  rows,
  columns,
  height,
}: {
  readonly rows: readonly string[];
  readonly columns: number;
  readonly height: number;
}) {
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden" flexShrink={0}>
      {rows.map((text) => (
        <Box key={text} height={1} flexShrink={0}>
          <Txt bold color="black" backgroundColor="yellow">
            {` ${text} `}
          </Txt>
        </Box>
      ))}
    </Box>
  );
}
