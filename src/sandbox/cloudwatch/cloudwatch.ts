import type { StandardUnit, StateValue } from '@aws-sdk/client-cloudwatch';
import type { Clock, Instant, Ms } from '../../core/ports.ts';
import type { Place } from '../rds/arn.ts';
import { evaluateAlarm } from './alarm-evaluation.ts';
import { noAlarm } from './cloudwatch-error.ts';
import type {
  AlarmRecord,
  AlarmState,
  CloudWatchState,
  Figure,
  MetricId,
} from './cloudwatch-state.ts';
import { MetricStore } from './metric-store.ts';
import { ofUnit } from './statistics.ts';

/** Figures of callers that outlive the process; the state is one file, so not all do. */
const MOST_SAVED = 500;
/** An alarm is judged when a period of its metric is over, and at least once a minute. */
const LONGEST_BETWEEN_LOOKS: Ms = 60_000;

/** CloudWatch of one Region: what was measured, and the alarms over it. */
export class CloudWatch {
  readonly state: CloudWatchState;
  readonly clock: Clock;
  readonly place: Place;
  readonly metrics = new MetricStore();
  /** By alarm: the end of the last period that it was judged by. */
  readonly #judgedUntil = new Map<string, number>();

  constructor(parts: { state: CloudWatchState; clock: Clock; place: Place }) {
    this.state = parts.state;
    this.clock = parts.clock;
    this.place = parts.place;
    const now = this.clock.now();
    for (const { figure, ...metric } of this.state.figures) this.metrics.add(metric, figure, now);
  }

  now(): Instant {
    return new Date(this.clock.now()).toISOString();
  }

  /**
   * Notes a value of a metric of the sandbox itself, as AWS's services do under `AWS/…`. Stored by the second; it is
   * gone when the process ends.
   * @param dimensions by name.
   * @param unit @default None
   */
  record(
    namespace: string,
    metric: string,
    dimensions: { readonly [name: string]: string },
    value: number,
    unit: StandardUnit = 'None',
  ): void {
    const now = this.clock.now();
    const figure = { at: cut(now, 1000), unit, count: 1, sum: value, min: value, max: value };
    const pairs = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    this.metrics.add({ namespace, metric, dimensions: pairs }, figure, now);
  }

  /** Takes in figures of a caller; the newest of them are saved. */
  put(metric: MetricId, figures: readonly Figure[]): void {
    for (const figure of figures) {
      this.metrics.add(metric, figure, this.clock.now());
      this.state.figures.push({ ...metric, figure });
    }
    this.state.figures.splice(0, this.state.figures.length - MOST_SAVED);
  }

  /** The figures of a metric in `[from, to)`, oldest first. */
  figures(
    metric: MetricId,
    { from, to, unit }: { from: number; to: number; unit?: StandardUnit | undefined },
  ): readonly Figure[] {
    return ofUnit(this.metrics.between(metric, from, to), unit);
  }

  arn(alarm: string): string {
    const { region, accountId } = this.place;
    return `arn:aws:cloudwatch:${region}:${accountId}:alarm:${alarm}`;
  }

  findAlarm(name: string): AlarmRecord | undefined {
    return this.state.alarms.find((alarm) => alarm.name === name);
  }

  /** @throws ServiceError `ResourceNotFound`. */
  alarm(name: string): AlarmRecord {
    const alarm = this.findAlarm(name);
    if (!alarm) throw noAlarm([name]);
    return alarm;
  }

  /** Makes an alarm, or configures the one of the same name anew; that one keeps its state and its tags. */
  putAlarm(alarm: Omit<AlarmRecord, 'state' | 'configuredAt'>): AlarmRecord {
    const now = this.now();
    const before = this.findAlarm(alarm.name);
    const initial: AlarmState = {
      value: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      updatedAt: now,
    };
    const record: AlarmRecord = {
      ...alarm,
      tags: before?.tags ?? alarm.tags,
      configuredAt: now,
      state: before?.state ?? initial,
    };
    this.removeAlarm(alarm.name);
    this.state.alarms.push(record);
    return record;
  }

  removeAlarm(name: string): void {
    const index = this.state.alarms.findIndex((alarm) => alarm.name === name);
    if (index >= 0) this.state.alarms.splice(index, 1);
    this.#judgedUntil.delete(name);
  }

  setAlarmState(alarm: AlarmRecord, value: StateValue, reason: string, reasonData?: string): void {
    alarm.state = {
      value,
      reason,
      ...(reasonData === undefined ? {} : { reasonData }),
      updatedAt: this.now(),
    };
  }

  /** Judges every alarm that has a new period to be judged by. @returns whether a state has changed. */
  evaluateAlarms(): boolean {
    let changed = false;
    for (const alarm of this.state.alarms) {
      const until = cut(this.clock.now(), Math.min(alarm.period * 1000, LONGEST_BETWEEN_LOOKS));
      if (this.#judgedUntil.get(alarm.name) === until) continue;
      this.#judgedUntil.set(alarm.name, until);
      const found = evaluateAlarm(alarm, until, (from, to) =>
        this.figures(alarm, { from, to, unit: alarm.unit }),
      );
      if (!found || found.value === alarm.state.value) continue;
      this.setAlarmState(alarm, found.value, found.reason, found.reasonData);
      changed = true;
    }
    return changed;
  }
}

/** A time without what is beyond the last whole period. */
export function cut(at: number, period: Ms): number {
  return Math.floor(at / period) * period;
}
