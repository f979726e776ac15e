import { Box } from 'ink';
import type { Ms } from '../core/ports.ts';
import type { RunState } from '../core/run-state.ts';
import { Bar } from './Bar.tsx';
import { fitStepRows, type StepRow, stepRows } from './step-rows.ts';
import { Txt } from './Txt.tsx';

/** Columns below which the error of a duration, then the note, then the duration itself is left out. */
const ERROR_FROM = 56;
const NOTE_FROM = 48;
const DURATION_FROM = 28;
const PERCENT_BAR = 16;

/** The runbook's steps in its own order, cut to `height` rows around the current one. */
export function StepList({
  state,
  now,
  columns,
  height,
}: {
  readonly state: RunState;
  readonly now: Ms;
  readonly columns: number;
  readonly height: number;
}) {
  const all = stepRows(state, now);
  const errorWidth = Math.max(0, ...all.map(({ error }) => error?.length ?? 0));
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden" flexShrink={0}>
      {fitStepRows(all, height).map((row) => (
        <Row key={row.key} row={row} columns={columns} errorWidth={errorWidth} />
      ))}
    </Box>
  );
}

export function Row({
  row,
  columns,
  errorWidth,
}: {
  readonly row: StepRow;
  readonly columns: number;
  readonly errorWidth: number;
}) {
  const { kind, glyph, text, tone, isCurrent, note, duration, error, percent } = row;
  const isStep = kind === 'step';
  const hasNote = note !== undefined && columns >= NOTE_FROM;
  return (
    <Box height={1} width={columns} flexShrink={0} paddingX={columns >= NOTE_FROM ? 1 : 0}>
      <Box width={isStep || kind === 'more' ? 2 : 4} flexShrink={0}>
        <Txt tone={tone} bold={isCurrent && isStep}>
          {glyph}
        </Txt>
      </Box>
      <Box flexShrink={1} flexGrow={percent === undefined && !hasNote ? 1 : 0}>
        <Txt
          bold={isCurrent && isStep}
          {...((!isStep || tone === 'quiet' || tone === 'warn') && { tone })}
        >
          {text}
        </Txt>
      </Box>
      {hasNote && (
        <Box flexShrink={2} flexGrow={1} marginLeft={2}>
          <Txt tone="quiet">{note}</Txt>
        </Box>
      )}
      {percent !== undefined && columns >= DURATION_FROM && (
        <Box flexShrink={0} marginLeft={2}>
          {columns >= NOTE_FROM && <Bar width={PERCENT_BAR} ratio={percent / 100} color="cyan" />}
          <Txt>{`${columns >= NOTE_FROM ? ' ' : ''}${Math.round(percent)} %`}</Txt>
        </Box>
      )}
      {duration !== undefined && columns >= DURATION_FROM && (
        <Box flexShrink={0} marginLeft={2}>
          <Txt bold={isCurrent}>{duration}</Txt>
        </Box>
      )}
      {isStep && columns >= ERROR_FROM && errorWidth > 0 && (
        <Box flexShrink={0} width={errorWidth} marginLeft={1}>
          <Txt tone="quiet">{error ?? ''}</Txt>
        </Box>
      )}
    </Box>
  );
}
