import { Box } from 'ink';
import type { ReactNode } from 'react';
import { formatClock, formatDuration } from '../core/duration.ts';
import type { Ms } from '../core/ports.ts';
import type { RunState } from '../core/run-state.ts';
import { tellOutage } from '../core/tell-outage.ts';
import type { TimeToRecovery } from '../core/time-to-recovery.ts';
import { tellUsual, type UsualDuration } from '../core/usual-duration.ts';
import type { Measure, NotApplicable } from '../core/verdict.ts';
import { Bar } from './Bar.tsx';
import { formatMeasured } from './format.ts';
import { outageTone } from './outage-tone.ts';
import { type RtoClock, readRtoClock, verdictSoFar } from './rto-clock.ts';
import { Txt } from './Txt.tsx';
import { tellAccount } from './tell-account.ts';
import { timeParts } from './time-parts.ts';

const WARN_FROM = 0.7;
const BAR_FROM = 60;
const BAR_LONGEST = 60;
/** Columns from which there is room for what is usual. */
const USUAL_FROM = 72;
/** Columns of the labels. */
const LABEL = 5;

/** The two numbers that the drill is about, where the time goes, how the data looks, and what users see. */
export function Clocks({
  state,
  now,
  time,
  columns,
  rows,
}: {
  readonly state: RunState;
  readonly now: Ms;
  /** How the time of the RTO is shared out; absent where there is no room for it. */
  readonly time: TimeToRecovery | undefined;
  readonly columns: number;
  /** 1 to 5. */
  readonly rows: number;
}) {
  const others = rows - (time ? 1 : 0);
  const isOfData = state.drill.objectives.rpoMs !== undefined;
  return (
    <Box flexDirection="column" flexShrink={0} width={columns} height={rows} overflow="hidden">
      <Rto
        clock={readRtoClock(state, now)}
        usual={state.earlier?.usualRecovery}
        columns={columns}
      />
      {time && <Time time={time} columns={columns} />}
      {others >= 2 && <Rpo measure={verdictSoFar(state).rpo} columns={columns} />}
      {others >= 3 &&
        (isOfData ? <Data {...{ state, columns }} /> : <Account {...{ state, columns }} />)}
      {others >= 4 && <User state={state} columns={columns} />}
    </Box>
  );
}

function Line({
  label,
  columns,
  children,
}: {
  readonly label: string;
  readonly columns: number;
  readonly children: ReactNode;
}) {
  return (
    <Box height={1} flexShrink={0} width={columns} paddingX={columns >= 48 ? 1 : 0}>
      <Box width={LABEL} flexShrink={0}>
        <Txt bold>{label}</Txt>
      </Box>
      {children}
    </Box>
  );
}

/** Green while there is time, yellow from 70 % of the objective, red from all of it. */
function burnColor(burnt: number): 'green' | 'yellow' | 'red' {
  if (burnt > 1) return 'red';
  return burnt >= WARN_FROM ? 'yellow' : 'green';
}

function Rto({
  clock,
  usual,
  columns,
}: {
  readonly clock: RtoClock;
  /** How long earlier recoveries took. */
  readonly usual: UsualDuration | undefined;
  readonly columns: number;
}) {
  const { phase, elapsedMs, objectiveMs, burnt, measure } = clock;
  const ofObjective = `of ${formatDuration(objectiveMs)}`;
  const isToCome = phase !== 'stopped' && usual !== undefined && columns >= USUAL_FROM;
  const objective = isToCome ? `${ofObjective}, ${tellUsual(usual)}` : ofObjective;
  if (phase === 'not-started') {
    return (
      <Line label="RTO" columns={columns}>
        <Txt>
          not started <Txt tone="quiet">{objective}</Txt>
        </Txt>
      </Line>
    );
  }
  const color = burnColor(burnt);
  const over = elapsedMs - objectiveMs;
  const share = over > 0 ? `over by ${formatDuration(over)}` : `${Math.floor(burnt * 100)} %`;
  const { actualMs, errorMs = 0, result } = measure;
  const shown =
    actualMs === undefined
      ? formatClock(elapsedMs)
      : `${result === 'met' ? '✔' : '✘'} ${formatMeasured(actualMs, errorMs)}`;
  const room = columns - 2 - LABEL - shown.length - objective.length - share.length - 6;
  return (
    <Line label="RTO" columns={columns}>
      <Box flexShrink={0}>
        <Txt bold color={color}>
          {shown}
        </Txt>
      </Box>
      <Box flexShrink={1} marginLeft={1}>
        <Txt tone="quiet">{objective}</Txt>
      </Box>
      {columns >= BAR_FROM && (
        <Box flexShrink={0} marginLeft={2}>
          <Bar width={Math.max(4, Math.min(BAR_LONGEST, room))} ratio={burnt} color={color} />
        </Box>
      )}
      <Box flexShrink={0} marginLeft={columns >= BAR_FROM ? 2 : 1}>
        <Txt color={color}>{share}</Txt>
      </Box>
    </Line>
  );
}

function Rpo({
  measure,
  columns,
}: {
  readonly measure: Measure | NotApplicable;
  readonly columns: number;
}) {
  if (measure.result === 'not-applicable') {
    return (
      <Line label="RPO" columns={columns}>
        <Txt tone="quiet">{`not applicable: ${measure.method}`}</Txt>
      </Line>
    );
  }
  const objective = `of ${formatDuration(measure.objectiveMs)}`;
  const { actualMs, errorMs = 0, result } = measure;
  if (actualMs !== undefined) {
    return (
      <Line label="RPO" columns={columns}>
        <Box flexShrink={0}>
          <Txt bold tone={result === 'met' ? 'good' : 'bad'}>
            {`${result === 'met' ? '✔' : '✘'} ${formatMeasured(actualMs, errorMs)}`}
          </Txt>
        </Box>
        <Box flexShrink={1} marginLeft={1}>
          <Txt tone="quiet">{`${objective}  ${measure.method}`}</Txt>
        </Box>
      </Line>
    );
  }
  const bounds = (measure.bounds ?? []).map(
    ({ source, ms }) => `${formatDuration(ms)} by ${source}`,
  );
  return (
    <Line label="RPO" columns={columns}>
      <Txt>
        not measured yet{' '}
        <Txt tone="quiet">
          {objective}
          {bounds.length > 0 && `  bound only: ${bounds.join(', ')}`}
        </Txt>
      </Txt>
    </Line>
  );
}

function Data({ state, columns }: { readonly state: RunState; readonly columns: number }) {
  const declared = state.drill.checks.length;
  const { passed, failed } = verdictSoFar(state).checks;
  const facts = state.facts.slice(-2).map(({ label, value }) => `${label}: ${value}`);
  return (
    <Line label="Data" columns={columns}>
      <Txt>
        {state.checks.length === 0 ? (
          `${declared} checks to come`
        ) : (
          <Txt bold tone={failed > 0 ? 'bad' : passed === declared ? 'good' : 'warn'}>
            {`${passed} of ${declared} checks passed${failed > 0 ? `, ${failed} failed` : ''}`}
          </Txt>
        )}
        {facts.length > 0 && <Txt tone="quiet">{`  ${facts.join(' · ')}`}</Txt>}
      </Txt>
    </Line>
  );
}

function Time({ time, columns }: { readonly time: TimeToRecovery; readonly columns: number }) {
  return (
    <Line label="Time" columns={columns}>
      <Txt>{timeParts(time)}</Txt>
    </Line>
  );
}

function Account({ state, columns }: { readonly state: RunState; readonly columns: number }) {
  const { text, tone } = tellAccount(state) ?? { text: 'nobody has looked yet', tone: 'info' };
  return (
    <Line label="Acct" columns={columns}>
      <Txt>
        posture{' '}
        <Txt bold={tone !== 'info'} tone={tone}>
          {text}
        </Txt>
      </Txt>
    </Line>
  );
}

/** The words that fit: the least is how long it was and what is lost. */
function fitOutage(state: RunState, room: number): readonly string[] {
  const short = tellOutage(state, 'short');
  const fits = (parts: readonly string[]) => parts.join(', ').length <= room;
  return (
    [tellOutage(state), short].find(fits) ?? [...short.slice(0, 1), ...short.slice(1).slice(-1)]
  );
}

function User({ state, columns }: { readonly state: RunState; readonly columns: number }) {
  const [first, ...others] = fitOutage(state, columns - LABEL - 2);
  return (
    <Line label="User" columns={columns}>
      <Txt>
        <Txt bold tone={outageTone(state)}>
          {first ?? ''}
        </Txt>
        {others.map((text) => `, ${text}`)}
      </Txt>
    </Line>
  );
}
