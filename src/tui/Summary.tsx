import { Box } from 'ink';
import { use } from 'react';
import type { CheckResult } from '../core/check.ts';
import type { PostureChangeKind } from '../core/compare-posture.ts';
import { formatDuration } from '../core/duration.ts';
import { changesOf } from '../core/judge-posture.ts';
import { type Tone, told } from '../core/narrate.ts';
import { primaryAtEnd } from '../core/primary-at-end.ts';
import type { RunState } from '../core/run-state.ts';
import { tellOutage } from '../core/tell-outage.ts';
import type { TimeToRecovery } from '../core/time-to-recovery.ts';
import type { ProvedWord, Verdict } from '../core/verdict.ts';
import { CleanUpProof } from './CleanUpProof.tsx';
import { formatMeasured } from './format.ts';
import { Measures } from './Measures.tsx';
import { outageTone } from './outage-tone.ts';
import { LABEL_WIDTH, Paragraph, Part } from './Part.tsx';
import { verdictSoFar } from './rto-clock.ts';
import { ColorContext, Txt } from './Txt.tsx';
import { tellAccount } from './tell-account.ts';
import { timeParts } from './time-parts.ts';

/** What the run proved, what it cost, and what is left. As long as it needs to be. */
export function Summary({
  state,
  time,
  columns,
  reportPath,
  nextCommands,
}: {
  readonly state: RunState;
  /** How the time of the RTO was shared out; absent without a T0. */
  readonly time: TimeToRecovery | undefined;
  readonly columns: number;
  readonly reportPath: string;
  readonly nextCommands: readonly string[];
}) {
  const verdict = verdictSoFar(state);
  const room = columns - LABEL_WIDTH;
  const { aws, people, tool } = state.waited;
  const waited = `people ${formatDuration(people)} · AWS ${formatDuration(aws)} · tool ${formatDuration(tool)}`;
  return (
    <Box flexDirection="column" width={columns}>
      <VerdictBlock verdict={verdict.verdict} />
      <Box marginTop={1} flexDirection="column">
        <Ending state={state} columns={room} />
        <Measures verdict={verdict} columns={columns} />
        <Users state={state} columns={room} />
        {state.drill.checks.length > 0 && (
          <Checks checks={state.checks} verdict={verdict} columns={room} />
        )}
        <Account state={state} columns={room} />
        {verdict.reasons.length > 0 && (
          <Part label="Why">
            {verdict.reasons.map((reason) => (
              <Paragraph key={reason} text={reason} columns={room} />
            ))}
          </Part>
        )}
        <Part label="Clean-up">
          <CleanUpProof resources={state.resources} columns={room} />
        </Part>
        <Part label="Waited">
          {time && <Paragraph text={`T0 – ${time.to ?? '…'}: ${timeParts(time)}`} columns={room} />}
          <Paragraph
            text={`whole run, side by side counted each: ${waited}`}
            columns={room}
            tone="quiet"
          />
        </Part>
        <Part label="Report">
          <Paragraph text={reportPath} columns={room} />
          {state.environment.kind === 'sandbox' && (
            <Paragraph text="from the sandbox, so never evidence" columns={room} tone="warn" />
          )}
        </Part>
        {nextCommands.length > 0 && (
          <Part label="Next">
            {nextCommands.map((command) => (
              <Paragraph key={command} text={command} columns={room} color="cyan" />
            ))}
          </Part>
        )}
      </Box>
    </Box>
  );
}

const VERDICTS: {
  readonly [word in ProvedWord]: { readonly text: string; readonly color: string };
} = {
  met: { text: 'OBJECTIVES MET', color: 'green' },
  missed: { text: 'OBJECTIVES MISSED', color: 'red' },
  unproven: { text: 'NOT PROVEN', color: 'yellow' },
  tabletop: { text: 'TABLETOP', color: 'cyan' },
};

function VerdictBlock({ verdict }: { readonly verdict: ProvedWord }) {
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

function Ending({ state, columns }: { readonly state: RunState; readonly columns: number }) {
  const { status, failure, openedAt, finishedAt, run } = state;
  const took =
    finishedAt === undefined
      ? ''
      : ` after ${formatDuration(Date.parse(finishedAt) - Date.parse(openedAt))}`;
  const isCompleted = status === 'completed';
  return (
    <Part label="Run">
      <Txt bold={!isCompleted} tone={isCompleted ? 'info' : 'bad'}>
        {`${status ?? 'not finished'}${took}`}
      </Txt>
      {failure && <Paragraph text={told(failure)} columns={columns} tone="bad" />}
      <Paragraph text={run} columns={columns} tone="quiet" />
    </Part>
  );
}

/** What users saw, and what they have now. */
function Users({ state, columns }: { readonly state: RunState; readonly columns: number }) {
  const seen = tellOutage(state);
  const primary = primaryAtEnd(state);
  const { T6: moved, T7: back } = state.milestones;
  return (
    <>
      {seen.length > 0 && (
        <Part label="Users">
          <Paragraph text={seen.join(', ')} columns={columns} tone={outageTone(state)} />
        </Part>
      )}
      {primary !== undefined && (
        <Part label="Primary">
          <Paragraph text={primary} columns={columns} bold />
        </Part>
      )}
      {moved && back && (
        <Part label="Failback">
          <Paragraph
            text={`took ${formatMeasured(Date.parse(back.instant) - Date.parse(moved.instant), moved.errorMs + back.errorMs)}, no part of the RTO`}
            columns={columns}
          />
        </Part>
      )}
    </>
  );
}

/** How the account stands after the recovery, and what is not as it was. */
function Account({ state, columns }: { readonly state: RunState; readonly columns: number }) {
  const account = tellAccount(state);
  if (!account) return null;
  const changes = changesOf(state);
  const isCompared = (['before', 'after'] as const).every((time) =>
    state.posture.some(({ label }) => label === time),
  );
  return (
    <Part label="Account">
      <Paragraph text={`posture ${account.text}`} columns={columns} tone={account.tone} />
      {changes.length === 0 && isCompared && (
        <Paragraph text="nothing changed" columns={columns} tone="quiet" />
      )}
      {changes.map(({ id, kind, text }) => (
        <Paragraph
          key={id}
          text={`${CHANGES[kind].mark} ${kind}: ${text}`}
          columns={columns}
          hang={2}
          tone={CHANGES[kind].tone}
        />
      ))}
    </Part>
  );
}

const CHANGES: {
  readonly [kind in PostureChangeKind]: { readonly mark: string; readonly tone: Tone };
} = {
  better: { mark: '✔', tone: 'good' },
  worse: { mark: '✘', tone: 'bad' },
  learned: { mark: '✔', tone: 'good' },
  lost: { mark: '?', tone: 'warn' },
  changed: { mark: '·', tone: 'info' },
};

function Checks({
  checks,
  verdict,
  columns,
}: {
  readonly checks: readonly CheckResult[];
  readonly verdict: Verdict;
  readonly columns: number;
}) {
  const { passed, failed, unproven } = verdict.checks;
  const tone = failed > 0 ? 'bad' : unproven > 0 ? 'warn' : 'good';
  const counts = `${passed} passed, ${failed} failed, ${unproven} unproven`;
  return (
    <Part label="Checks">
      <Paragraph text={counts} columns={columns} tone={tone} />
      {checks
        .filter(({ outcome }) => outcome !== 'passed')
        .map((check) => (
          <NotPassed key={check.id} check={check} columns={columns} />
        ))}
    </Part>
  );
}

function NotPassed({ check, columns }: { readonly check: CheckResult; readonly columns: number }) {
  const { id, title, expected, observed, outcome, reason } = check;
  const isFailed = outcome === 'failed';
  const head = `${isFailed ? '✘' : '?'} ${id}: ${title}`;
  const rows = [`expected ${expected}`, `observed ${observed}`, ...(reason ? [reason] : [])];
  return (
    <Box flexDirection="column">
      <Paragraph text={head} columns={columns} hang={2} tone={isFailed ? 'bad' : 'warn'} />
      {rows.map((text) => (
        <Paragraph key={text} text={text} columns={columns} indent={2} />
      ))}
    </Box>
  );
}
