import { Box, type Key, useInput, usePaste, useStdin } from 'ink';
import { useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Clock } from '../core/ports.ts';
import type { OperatorCommand } from '../core/record.ts';
import type { RunFeed } from '../core/run-feed.ts';
import { tellOutage } from '../core/tell-outage.ts';
import { Clocks } from './Clocks.tsx';
import { detailsRows } from './details-rows.ts';
import { Events } from './Events.tsx';
import { Footer, footerRows } from './Footer.tsx';
import { GateBanner } from './GateBanner.tsx';
import { gateRows } from './gate-rows.ts';
import { Header } from './Header.tsx';
import { helpRows } from './help-rows.ts';
import { layOut, mostGateRows } from './layout.ts';
import { logRows } from './log-rows.ts';
import { createNarration } from './narration.ts';
import { openAnswers, tasksOpen } from './open-answers.ts';
import { Page } from './Page.tsx';
import { PausedBanner, pausedRows } from './PausedBanner.tsx';
import type { PageRow } from './page.ts';
import { Rule } from './Rule.tsx';
import { SideFacts } from './SideFacts.tsx';
import { StepList } from './StepList.tsx';
import {
  FIRST_SCREEN,
  type KeyName,
  pressKey,
  type ScreenEffect,
  type ScreenState,
  typeText,
} from './screen-state.ts';
import { currentStep, stepRows } from './step-rows.ts';
import { useNow } from './use-now.ts';

/** Columns of the step list beside the events; longer rows are hard to follow with the eye. */
const WIDEST_STEPS = 80;

/** The answer to an operator's command. */
export interface CommandAnswer {
  readonly accepted: boolean;
  readonly reason?: string;
}

export interface RunScreenProps {
  readonly feed: RunFeed;
  readonly clock: Clock;
  readonly onCommand: (command: OperatorCommand) => Promise<CommandAnswer>;
  /** Answers a task with a file, by its path. */
  readonly onAttach: (task: string, path: string) => Promise<CommandAnswer>;
  /** The screen asks to be taken down: the user left, or stops the process. */
  readonly onEnd: (how: 'left' | 'interrupted') => void;
  readonly detachable: boolean;
  readonly resumeCommand: string;
  readonly columns: number;
  readonly rows: number;
}

/** The whole screen of a run: exactly `rows` high. It shows state and passes commands on, nothing else. */
export function RunScreen(props: RunScreenProps) {
  const { feed, clock, onCommand, onAttach, onEnd, detachable, resumeCommand, columns, rows } =
    props;
  const { state, records } = useSyncExternalStore(
    (listener) => feed.subscribe(listener),
    () => feed.get(),
  );
  const now = useNow(clock, state.phase !== 'finished');
  const narration = useMemo(() => createNarration(), []);
  const [screen, setScreen] = useState(FIRST_SCREEN);
  const { isRawModeSupported } = useStdin();

  const lines = narration(records);
  const impact = state.milestones.T0?.instant;
  const shownStep = state.steps.find(({ id }) => id === screen.step) ?? currentStep(state);
  const page = pageOf();
  const banner = pausedRows(state, columns);
  const choices = openAnswers(state, screen.task);
  const tasks = tasksOpen(state).map(({ activity }) => activity);
  const { task, field } = screen;
  const gate = gateRows(state, records, columns, mostGateRows(rows), { now, task, field });
  const footer = footerRows(screen, resumeCommand, columns);
  const layout = layOut({
    columns,
    rows,
    stepRows: stepRows(state, now).length,
    bannerRows: banner.length,
    gateRows: gate.length,
    hasOutage: tellOutage(state).length > 0,
    footerRows: Math.max(1, footer.length),
  });

  function pageOf(): { title: string; rows: readonly PageRow[] } | undefined {
    switch (screen.page) {
      case 'run':
        return undefined;
      case 'log':
        return { title: 'Log', rows: logRows(lines, impact, columns) };
      case 'details':
        return {
          title: 'Details',
          rows: shownStep
            ? detailsRows(state, shownStep, columns)
            : [{ text: 'No step has started yet.' }],
        };
      case 'help':
        return { title: 'Help', rows: helpRows(columns, detachable) };
    }
  }

  async function perform(effect: ScreenEffect): Promise<void> {
    switch (effect.type) {
      case 'leave':
        return onEnd('left');
      case 'interrupt':
        return onEnd('interrupted');
      case 'command':
        return refuse(await answerOf(onCommand(effect.command)), effect.typed);
      case 'attach':
        return refuse(await answerOf(onAttach(effect.task, effect.path)), effect.typed);
    }
  }

  /** What was typed stands again, to be mended. */
  function refuse(answer: CommandAnswer, typed: ScreenState['field']): void {
    if (answer.accepted) return;
    const notice = `Refused: ${answer.reason ?? 'the run does not take this command now'}`;
    change(({ question: _, ...rest }) => ({ ...rest, notice, ...(typed && { field: typed }) }));
  }

  // Two keys of one chunk must not both see the screen as it was before the first.
  const latest = useRef(screen);
  latest.current = screen;
  function change(to: (before: ScreenState) => ScreenState): void {
    latest.current = to(latest.current);
    setScreen(latest.current);
  }
  useInput(
    (input, key) => {
      if (latest.current.field && isText(input, key)) {
        return change((before) => typeText(before, input));
      }
      const name = nameOf(input, key);
      if (name === undefined) return;
      const { screen: next, effect } = pressKey(latest.current, name, {
        phase: state.phase,
        detachable,
        steps: state.steps.map(({ id }) => id),
        currentStep: currentStep(state)?.id,
        choices,
        tasks,
        pageRows: Math.max(0, layout.bodyRows - 1),
        contentRows: page?.rows.length ?? 0,
      });
      latest.current = next;
      setScreen(next);
      if (effect) void perform(effect);
    },
    { isActive: isRawModeSupported },
  );
  // What is pasted into the wrong window must not press keys; a field takes it.
  usePaste((text) => change((before) => typeText(before, text)), {
    isActive: isRawModeSupported,
  });

  const left = Math.min(WIDEST_STEPS, Math.floor(columns * 0.48));
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Header state={state} columns={columns} hasSubtitle={layout.hasSubtitle} />
      {layout.hasGaps && <Box height={1} flexShrink={0} />}
      <Clocks state={state} now={now} columns={columns} rows={layout.clockRows} />
      {layout.hasGaps && <Box height={1} flexShrink={0} />}
      {banner.length > 0 && (
        <PausedBanner rows={banner} columns={columns} height={layout.bannerRows} />
      )}
      {gate.length > 0 && <GateBanner rows={gate} columns={columns} height={layout.gateRows} />}
      {page ? (
        <Page {...page} scroll={screen.scroll} columns={columns} height={layout.bodyRows} />
      ) : layout.isWide ? (
        <Box height={layout.bodyRows} flexShrink={0}>
          <Box flexDirection="column">
            <Rule title="Runbook" columns={left} />
            <StepList state={state} now={now} columns={left} height={layout.stepRows} />
            {layout.factRows > 0 && (
              <SideFacts state={state} columns={left} height={layout.factRows} />
            )}
          </Box>
          <Box flexDirection="column" marginLeft={2}>
            <Rule title="Events" columns={columns - left - 2} />
            <Events {...{ lines, impact, columns: columns - left - 2, height: layout.eventRows }} />
          </Box>
        </Box>
      ) : (
        <Box flexDirection="column" height={layout.bodyRows} flexShrink={0}>
          <StepList state={state} now={now} columns={columns} height={layout.stepRows} />
          {layout.eventRows > 0 && <Rule title="Events" columns={columns} />}
          <Events {...{ lines, impact, columns, height: layout.eventRows }} />
        </Box>
      )}
      <Footer
        screen={screen}
        rows={footer}
        hasKeys={isRawModeSupported}
        detachable={detachable}
        choices={choices.length}
        tasks={tasks.length}
        columns={columns}
        height={layout.footerRows}
      />
    </Box>
  );
}

async function answerOf(answer: Promise<CommandAnswer>): Promise<CommandAnswer> {
  try {
    return await answer;
  } catch (error) {
    return { accepted: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function isText(input: string, key: Key): boolean {
  const isNamed = key.return || key.escape || key.backspace || key.delete || key.tab;
  return input !== '' && !key.ctrl && !key.meta && !isNamed;
}

function nameOf(input: string, key: Key): KeyName | undefined {
  if (key.ctrl) return input === 'c' ? 'ctrl-c' : undefined;
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'page-up';
  if (key.pageDown) return 'page-down';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.escape) return 'escape';
  if (key.return) return 'return';
  if (key.backspace || key.delete) return 'backspace';
  // More than one character at once was not typed by a person who reads the screen.
  return input.length === 1 ? input : undefined;
}
