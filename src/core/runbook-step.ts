import {
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  initialTransition,
  transition,
} from 'xstate';
import type { Json } from './failure.ts';
import type { MilestoneId } from './milestone.ts';
import type { Instant, Ms } from './ports.ts';

/** What the machine asks for after an event. Data only; the engine acts on it. */
export type Effect =
  | {
      readonly type: 'start-activity';
      readonly activity: string;
      readonly name: string;
      readonly input: Json;
    }
  | { readonly type: 'stop-activity'; readonly activity: string }
  | {
      readonly type: 'arm-timer';
      readonly timer: string;
      readonly event: string;
      readonly delayMs: Ms;
    }
  | { readonly type: 'cancel-timer'; readonly timer: string }
  | { readonly type: 'mark-milestone'; readonly milestone: MilestoneMark };

/** Parameters of the `milestone` action. */
export interface MilestoneMark {
  readonly id: MilestoneId;
  /** @default the time of the event that led here */
  readonly at?: Instant | undefined;
  /** @default 'measured' */
  readonly source?: 'measured' | 'declared';
  /** @default the poll interval of the activity whose end led here, or 0 */
  readonly errorMs?: Ms;
  readonly note?: string;
}

/** One move of a runbook's machine: the state after it, and what has to be done because of it. */
export interface RunbookStep {
  readonly snapshot: AnyMachineSnapshot;
  readonly effects: readonly Effect[];
  /** States that became active and inactive, as paths below the root, outermost first. */
  readonly entered: readonly string[];
  readonly exited: readonly string[];
}

/** The machine's first move. Executes nothing. */
export function beginRunbook(machine: AnyStateMachine, input: unknown): RunbookStep {
  const [snapshot, actions] = initialTransition(machine, input as never);
  return toStep(machine, undefined, snapshot, actions);
}

/** The machine's move on one event. Executes nothing; the same events give the same moves. */
export function advanceRunbook(
  machine: AnyStateMachine,
  before: AnyMachineSnapshot,
  event: AnyEventObject,
): RunbookStep {
  try {
    const [snapshot, actions] = transition(machine, before, event);
    return toStep(machine, before, snapshot, actions);
  } catch (error) {
    // A guard or mapper that throws ends the runbook, not the run: what was made must still be removed.
    const snapshot = { ...before, status: 'error', error } as AnyMachineSnapshot;
    return { snapshot, effects: [], entered: [], exited: [] };
  }
}

interface ResolvedAction {
  readonly type: string;
  readonly params?: unknown;
}

function toStep(
  machine: AnyStateMachine,
  before: AnyMachineSnapshot | undefined,
  after: AnyMachineSnapshot,
  actions: readonly ResolvedAction[],
): RunbookStep {
  const was = activePaths(machine, before);
  const is = activePaths(machine, after);
  return {
    snapshot: after,
    effects: actions.flatMap(toEffect),
    entered: is.filter((path) => !was.includes(path)),
    exited: was.filter((path) => !is.includes(path)).reverse(),
  };
}

function activePaths(machine: AnyStateMachine, snapshot: AnyMachineSnapshot | undefined): string[] {
  if (!snapshot) return [];
  return snapshot._nodes
    .filter((node) => node.id !== machine.root.id)
    .sort((a, b) => a.order - b.order)
    .map((node) => node.path.join('.'));
}

/** xstate's own action types are part of its pure-transition contract (5.33). */
function toEffect(action: ResolvedAction): Effect[] {
  const params = (action.params ?? {}) as Record<string, unknown>;
  switch (action.type) {
    case 'xstate.spawnChild':
      return [
        {
          type: 'start-activity',
          activity: params['id'] as string,
          name: params['src'] as string,
          input: toJson(params['input']),
        },
      ];
    case 'xstate.stopChild':
      return [{ type: 'stop-activity', activity: params['id'] as string }];
    case 'xstate.raise': {
      const delayMs = params['delay'];
      if (typeof delayMs !== 'number') return [];
      const event = (params['event'] as AnyEventObject).type;
      return [
        { type: 'arm-timer', timer: (params['id'] as string | undefined) ?? event, event, delayMs },
      ];
    }
    case 'xstate.cancel':
      return [{ type: 'cancel-timer', timer: params['sendId'] as string }];
    case 'milestone':
      return [{ type: 'mark-milestone', milestone: params as unknown as MilestoneMark }];
    default:
      return [];
  }
}

/** What is not JSON (a function, an actor reference) must not slip into a journal unseen. */
function toJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}
