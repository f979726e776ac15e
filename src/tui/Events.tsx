import { Box } from 'ink';
import type { Instant } from '../core/ports.ts';
import { sinceImpact, type ToldRecord, timeOfDay } from './narration.ts';
import { Txt } from './Txt.tsx';

/** Columns from which the time of an event is shown, and the time since impact beside it. */
const TIME_FROM = 40;
const CLOCK_FROM = 90;

/** The newest events, newest last, one row each. */
export function Events({
  lines,
  impact,
  columns,
  height,
}: {
  readonly lines: readonly ToldRecord[];
  readonly impact: Instant | undefined;
  readonly columns: number;
  readonly height: number;
}) {
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden" flexShrink={0}>
      {lines.slice(Math.max(0, lines.length - height)).map(({ seq, at, tone, text }) => (
        <Box key={seq} height={1} flexShrink={0} paddingX={columns >= TIME_FROM ? 1 : 0}>
          {columns >= TIME_FROM && (
            <Box flexShrink={0} marginRight={2}>
              <Txt tone="quiet">
                {columns >= CLOCK_FROM && impact !== undefined
                  ? `${timeOfDay(at)}  ${sinceImpact(at, impact)}`
                  : timeOfDay(at)}
              </Txt>
            </Box>
          )}
          <Txt tone={tone}>{text}</Txt>
        </Box>
      ))}
    </Box>
  );
}
