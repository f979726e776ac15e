import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import type { Instant } from '../../core/ports.ts';

/** The part of the saved state that is Step Functions' in one Region. Plain JSON. */
export interface SfnState {
  readonly machines: MachineRecord[];
  /** In the order that they were started. */
  readonly executions: ExecutionRecord[];
}

export interface MachineRecord {
  readonly name: string;
  /** Amazon States Language, as it was given. */
  definition: string;
  roleArn: string;
  readonly createdAt: Instant;
  /** Absent until the first update. */
  revision?: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

export interface ExecutionRecord {
  readonly machine: string;
  readonly name: string;
  /** JSON, as it was given. */
  readonly input: string;
  readonly startedAt: Instant;
  readonly events: EventRecord[];
  status: 'RUNNING' | Ending['status'];
  stoppedAt?: Instant;
  output?: string;
  error?: string;
  cause?: string;
}

/** How an execution ended. */
export interface Ending {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** JSON; of one that succeeded. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Its id is its place in the list, from 1. */
export interface EventRecord {
  readonly at: Instant;
  readonly type: HistoryEventType;
  readonly details: EventDetails;
}

/** The one member of an event that says more, e.g. `stateEnteredEventDetails`. */
export type EventDetails = Omit<HistoryEvent, 'timestamp' | 'type' | 'id' | 'previousEventId'>;
