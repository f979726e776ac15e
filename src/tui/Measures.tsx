import { Box } from 'ink';
import { formatDuration } from '../core/duration.ts';
import type { Measure, NotApplicable, Verdict, VerdictWord } from '../core/verdict.ts';
import { formatMeasured } from './format.ts';
import { LABEL_WIDTH, Paragraph, Part } from './Part.tsx';
import { Txt } from './Txt.tsx';

/** Columns from which the measures stand in a table. */
const TABLE_FROM = 72;

const TONES = { met: 'good', missed: 'bad', unproven: 'warn' } as const satisfies {
  [word in VerdictWord]: string;
};

/** RTO and RPO: the result, what was measured, against what, and what was left. */
export function Measures({
  verdict,
  columns,
}: {
  readonly verdict: Verdict;
  readonly columns: number;
}) {
  const measures = { RTO: verdict.rto, RPO: verdict.rpo };
  return Object.entries(measures).map(([label, measure]) => (
    <Part key={label} label={label}>
      <OneMeasure measure={measure} columns={columns} />
    </Part>
  ));
}

function OneMeasure({
  measure,
  columns,
}: {
  readonly measure: Measure | NotApplicable;
  readonly columns: number;
}) {
  const room = columns - LABEL_WIDTH;
  if (measure.result === 'not-applicable') {
    return <Paragraph tone="quiet" text={`not applicable: ${measure.method}`} columns={room} />;
  }
  return (
    <>
      {columns < TABLE_FROM ? (
        <Stacked measure={measure} columns={room} />
      ) : (
        <Row measure={measure} />
      )}
      {(measure.bounds ?? []).map(({ source, ms }) => (
        <Paragraph
          key={source}
          tone="quiet"
          text={`bound only: ${formatDuration(ms)} by ${source}`}
          columns={room}
        />
      ))}
    </>
  );
}

function Row({ measure }: { readonly measure: Measure }) {
  return (
    <Box>
      <Box width={10} flexShrink={0}>
        <Txt bold tone={TONES[measure.result]}>
          {measure.result}
        </Txt>
      </Box>
      <Box width={24} flexShrink={0}>
        <Txt>{actualOf(measure)}</Txt>
      </Box>
      <Box width={12} flexShrink={0}>
        <Txt tone="quiet">{`of ${formatDuration(measure.objectiveMs)}`}</Txt>
      </Box>
      <Txt tone="quiet">{marginOf(measure)}</Txt>
    </Box>
  );
}

function Stacked({ measure, columns }: { readonly measure: Measure; readonly columns: number }) {
  const text = `${actualOf(measure)} of ${formatDuration(measure.objectiveMs)}`;
  return (
    <>
      <Txt bold tone={TONES[measure.result]}>
        {measure.result}
      </Txt>
      <Paragraph text={text} columns={columns} />
      {measure.marginMs !== undefined && (
        <Paragraph tone="quiet" text={marginOf(measure)} columns={columns} />
      )}
    </>
  );
}

function actualOf({ actualMs, errorMs = 0 }: Measure): string {
  return actualMs === undefined ? 'not measured' : formatMeasured(actualMs, errorMs);
}

function marginOf({ marginMs }: Measure): string {
  if (marginMs === undefined) return '';
  return marginMs >= 0
    ? `${formatDuration(marginMs)} to spare`
    : `over by ${formatDuration(-marginMs)}`;
}
