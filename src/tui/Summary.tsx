import { Box } from 'ink';
import { type ReactNode, use } from 'react';
import type { CheckResult } from '../core/check.ts';
import { formatDuration } from '../core/duration.ts';
import { type Tone, told } from '../core/narrate.ts';
import type { ResourceState, RunState } from '../core/run-state.ts';
import type { Measure, Verdict, VerdictWord } from '../core/verdict.ts';
import { formatMeasured, formatObjective } from './format.ts';
import { verdictSoFar } from './rto-clock.ts';
import { ColorContext, Txt } from './Txt.tsx';

const VERDICTS: {
  readonly [word in VerdictWord]: {
    readonly text: string;
    readonly color: string;
    readonly tone: Tone;
  };
} = {
  met: { text: 'OBJECTIVES MET', color: 'green', tone: 'good' },
  missed: { text: 'OBJECTIVES MISSED', color: 'red', tone: 'bad' },
  unproven: { text: 'NOT PROVEN', color: 'yellow', tone: 'warn' },
};

const LABEL = 10;
/** Columns from which the measures stand in a table. */
const TABLE_FROM = 72;

/** What the run proved, what it cost, and what is left. As long as it needs to be. */
export function Summary({
  state,
  columns,
  reportPath,
  nextCommands,
}: {
  readonly state: RunState;
  readonly columns: number;
  readonly reportPath: string;
  readonly nextCommands: readonly string[];
}) {
  const verdict = verdictSoFar(state);
  return (
    <Box flexDirection="column" width={columns}>
      <VerdictBlock verdict={verdict.verdict} />
      <Box marginTop={1} flexDirection="column">
        <Ending state={state} />
        <Measures verdict={verdict} columns={columns} />
        <Checks state={state} verdict={verdict} />
        {verdict.reasons.length > 0 && (
          <Part label="Why">
            {verdict.reasons.map((reason) => (
              <Txt key={reason} wrap="wrap">
                {reason}
              </Txt>
            ))}
          </Part>
        )}
        <CleanUp state={state} />
        <Part label="Waited">
          <Txt wrap="wrap">
            {`on AWS ${formatDuration(state.waited.aws)} · on people ${formatDuration(state.waited.people)} · on this tool ${formatDuration(state.waited.tool)}`}
          </Txt>
        </Part>
        <Part label="Report">
          <Txt wrap="wrap">
            {reportPath}
            {state.environment.kind === 'sandbox' && (
              <Txt tone="warn">{'  (sandbox: never evidence)'}</Txt>
            )}
          </Txt>
        </Part>
        {nextCommands.length > 0 && (
          <Part label="Next">
            {nextCommands.map((command) => (
              <Txt key={command} color="cyan" wrap="wrap">
                {command}
              </Txt>
            ))}
          </Part>
        )}
      </Box>
    </Box>
  );
}

function VerdictBlock({ verdict }: { readonly verdict: VerdictWord }) {
  const { text, color } = VERDICTS[verdict];
  if (!use(ColorContext)) {
    return (
      <Box borderStyle="round" paddingX={3} alignSelf="flex-start">
        <Txt bold>{text}</Txt>
      </Box>
    );
  }
  return (
    <Box backgroundColor={color} paddingX={4} paddingY={1} alignSelf="flex-start">
      <Txt bold color={verdict === 'missed' ? 'whiteBright' : 'black'}>
        {text}
      </Txt>
    </Box>
  );
}

function Part({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Box>
      <Box width={LABEL} flexShrink={0}>
        <Txt bold>{label}</Txt>
      </Box>
      <Box flexDirection="column" flexGrow={1} flexShrink={1}>
        {children}
      </Box>
    </Box>
  );
}

function Ending({ state }: { readonly state: RunState }) {
  const { status, failure, openedAt, finishedAt, run } = state;
  const took =
    finishedAt === undefined
      ? ''
      : ` after ${formatDuration(Date.parse(finishedAt) - Date.parse(openedAt))}`;
  return (
    <Part label="Run">
      <Txt wrap="wrap">
        <Txt bold={status !== 'completed'} tone={status === 'completed' ? 'info' : 'bad'}>
          {status ?? 'not finished'}
        </Txt>
        {`${took} · ${run}`}
      </Txt>
      {failure && (
        <Txt tone="bad" wrap="wrap">
          {told(failure)}
        </Txt>
      )}
    </Part>
  );
}

function Measures({ verdict, columns }: { readonly verdict: Verdict; readonly columns: number }) {
  const measures = [
    ['RTO', verdict.rto],
    ['RPO', verdict.rpo],
  ] as const;
  if (columns < TABLE_FROM) {
    return measures.map(([label, measure]) => (
      <Part key={label} label={label}>
        <Txt wrap="wrap">
          {`${actualOf(measure)} of ${formatObjective(measure.objectiveMs)}${marginOf(measure)}: `}
          <Txt bold tone={VERDICTS[measure.result].tone}>
            {measure.result}
          </Txt>
        </Txt>
      </Part>
    ));
  }
  return measures.map(([label, measure]) => (
    <Part key={label} label={label}>
      <Box>
        <Cell width={10}>
          <Txt bold tone={VERDICTS[measure.result].tone}>
            {measure.result}
          </Txt>
        </Cell>
        <Cell width={24}>
          <Txt>{actualOf(measure)}</Txt>
        </Cell>
        <Cell width={12}>
          <Txt tone="quiet">{`of ${formatObjective(measure.objectiveMs)}`}</Txt>
        </Cell>
        <Txt tone="quiet">{marginOf(measure).replace(/^, /, '')}</Txt>
      </Box>
      {(measure.bounds ?? []).map(({ source, ms }) => (
        <Txt key={source} tone="quiet" wrap="wrap">
          {`bound only: ${formatDuration(ms)} by ${source}`}
        </Txt>
      ))}
    </Part>
  ));
}

function Cell({ width, children }: { readonly width: number; readonly children: ReactNode }) {
  return (
    <Box width={width} flexShrink={0}>
      {children}
    </Box>
  );
}

function actualOf({ actualMs, errorMs = 0 }: Measure): string {
  return actualMs === undefined ? 'not measured' : formatMeasured(actualMs, errorMs);
}

function marginOf({ marginMs }: Measure): string {
  if (marginMs === undefined) return '';
  return marginMs >= 0
    ? `, ${formatDuration(marginMs)} to spare`
    : `, over by ${formatDuration(-marginMs)}`;
}

function Checks({ state, verdict }: { readonly state: RunState; readonly verdict: Verdict }) {
  const { passed, failed, unproven } = verdict.checks;
  const tone = failed > 0 ? 'bad' : unproven > 0 ? 'warn' : 'good';
  return (
    <Part label="Checks">
      <Txt tone={tone}>{`${passed} passed, ${failed} failed, ${unproven} unproven`}</Txt>
      {state.checks
        .filter(({ outcome }) => outcome !== 'passed')
        .map((check) => (
          <FailedCheck key={check.id} check={check} />
        ))}
    </Part>
  );
}

function FailedCheck({ check }: { readonly check: CheckResult }) {
  const { id, title, expected, observed, outcome, reason } = check;
  const isFailed = outcome === 'failed';
  return (
    <Box flexDirection="column">
      <Txt tone={isFailed ? 'bad' : 'warn'} wrap="wrap">
        {`${isFailed ? '✘' : '?'} ${id}: ${title}`}
      </Txt>
      <Box paddingLeft={2} flexDirection="column">
        <Txt wrap="wrap">{`expected ${expected}`}</Txt>
        <Txt wrap="wrap">{`observed ${observed}`}</Txt>
        {reason !== undefined && <Txt wrap="wrap">{reason}</Txt>}
      </Box>
    </Box>
  );
}

const RESOURCE_SIGNS: {
  readonly [status in ResourceState['status']]: { readonly sign: string; readonly tone: Tone };
} = {
  intended: { sign: '?', tone: 'warn' },
  made: { sign: '!', tone: 'warn' },
  released: { sign: '✔', tone: 'good' },
  kept: { sign: '!', tone: 'warn' },
  leaked: { sign: '✘', tone: 'bad' },
};

function CleanUp({ state: { resources } }: { readonly state: RunState }) {
  if (resources.length === 0) {
    return (
      <Part label="Clean-up">
        <Txt>nothing was made</Txt>
      </Part>
    );
  }
  return (
    <Part label="Clean-up">
      {resources.map((one) => (
        <Box key={`${one.activity} ${one.resource.id}`} flexDirection="column">
          <Txt tone={RESOURCE_SIGNS[one.status].tone} wrap="wrap">
            {`${RESOURCE_SIGNS[one.status].sign} ${one.resource.type} ${one.resource.id}`}
          </Txt>
          <Box paddingLeft={2} flexDirection="column">
            <Txt tone="quiet" wrap="wrap">
              {fateOf(one)}
            </Txt>
            {one.proof?.requestId !== undefined && (
              <Txt tone="quiet" wrap="wrap">{`request ${one.proof.requestId}`}</Txt>
            )}
          </Box>
        </Box>
      ))}
    </Part>
  );
}

function fateOf({ status, proof, failure }: ResourceState): string {
  switch (status) {
    case 'released':
      return proof ? `gone: ${proof.call} answers ${proof.observed}` : 'removed, without a proof';
    case 'kept':
      return 'kept, as asked';
    case 'leaked':
      return `left behind: ${failure ? told(failure) : 'for an unknown reason'}`;
    case 'made':
      return 'still there';
    case 'intended':
      return 'was about to be made; nobody has looked whether it exists';
  }
}
