import type { ComparisonOperator, StandardUnit, StateValue } from '@aws-sdk/client-cloudwatch';
import type { Instant } from '../../core/ports.ts';

/** The part of the saved state that is CloudWatch's in one Region. Plain JSON. */
export interface CloudWatchState {
  readonly alarms: AlarmRecord[];
  /** The newest figures that callers put. Those that the sandbox records itself end with its process. */
  readonly figures: SavedFigure[];
}

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** Which metric: two with other dimensions have nothing to do with each other. */
export interface MetricId {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly Dimension[];
}

/** One or more observations of a metric, as they came in; a single value is its own sum, minimum and maximum. */
export interface Figure {
  /** Milliseconds since the epoch, cut to the second or the minute that it is stored by. */
  readonly at: number;
  readonly unit: StandardUnit;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

export interface SavedFigure extends MetricId {
  readonly figure: Figure;
}

/** What is done about periods without figures. */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export interface AlarmRecord extends MetricId {
  readonly name: string;
  readonly description?: string;
  readonly actionsEnabled: boolean;
  /** `Average`, `p99`, … */
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly unit?: StandardUnit;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm?: number;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly missingData?: MissingData;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly configuredAt: Instant;
  state: AlarmState;
}

export const ALARM_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON. */
  readonly reasonData?: string;
  readonly updatedAt: Instant;
}

/** CloudWatch on its first day: nothing measured, nothing watched. */
export function newCloudWatchState(): CloudWatchState {
  return { alarms: [], figures: [] };
}
