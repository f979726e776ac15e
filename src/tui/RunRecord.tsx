import { Box } from 'ink';
import type { JournalRecord } from '../core/record.ts';
import type { RunState } from '../core/run-state.ts';
import { Badge, LiveBadge } from './Header.tsx';
import { Row } from './StepList.tsx';
import { Summary } from './Summary.tsx';
import { stepRows } from './step-rows.ts';
import { Txt } from './Txt.tsx';
import { timeOf } from './time-parts.ts';

/** What stays in the terminal when the screen is gone: the whole runbook, and what came of it. */
export function RunRecord({
  state,
  records,
  columns,
  reportPath,
  nextCommands,
}: {
  readonly state: RunState;
  readonly records: readonly JournalRecord[];
  readonly columns: number;
  readonly reportPath: string;
  readonly nextCommands: readonly string[];
}) {
  const rows = stepRows(state, Date.parse(state.lastAt));
  const errorWidth = Math.max(0, ...rows.map(({ error }) => error?.length ?? 0));
  return (
    <Box flexDirection="column" width={columns}>
      <Box height={1}>
        <Box flexShrink={0}>
          <Badge environment={state.environment} isShort={columns < 60} />
        </Box>
        {state.live && (
          <Box flexShrink={0} marginLeft={1}>
            <LiveBadge />
          </Box>
        )}
        <Box marginLeft={1}>
          <Txt bold>{state.drill.title}</Txt>
        </Box>
      </Box>
      <Box flexDirection="column" marginY={1}>
        {rows.map((row) => (
          <Row key={row.key} row={row} columns={columns} errorWidth={errorWidth} />
        ))}
      </Box>
      <Summary
        state={state}
        time={timeOf(state, records)}
        columns={columns}
        reportPath={reportPath}
        nextCommands={nextCommands}
      />
    </Box>
  );
}
