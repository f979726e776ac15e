import { formatDuration } from '../core/duration.ts';
import type { Ms } from '../core/ports.ts';

/** How figures and lists are written. */
export const FORMAT_ENGLISH = {
  /** `12 min 05 s` */
  duration: (ms: Ms): string => formatDuration(ms),
  /** `48 211`: digits in groups of three, by a thin space. */
  number: (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f'),
  /** A day, `2026-11-24`, as it is written. */
  date: (day: string): string => day,
  /** What stands over times in UTC with those of a zone in brackets. */
  timesIn: (zone: string): string => `Time UTC (${zone})`,
  /** How many things have come out like this, e.g. `6 passed`. */
  counted: (count: number, outcome: string): string => `${count} ${outcome}`,
  /** Things of one kind, one after the other. */
  list: (parts: readonly string[]): string => parts.join(', '),
  /** A whole sentence of a phrase that has no full stop. */
  sentence: (phrase: string): string => `${phrase}.`,
  /** Whole sentences, one after the other. */
  sentences: (parts: readonly string[]): string => parts.join(' '),
  /** What is said of something, one after the other, where commas stand within. */
  clauses: (parts: readonly string[]): string => parts.join('; '),
  /** A name and what it names, or a phrase and what is told of it. */
  labelled: (label: string, told: string): string => `${label}: ${told}`,
  /** A remark behind what it is of. */
  aside: (text: string): string => ` (${text})`,
  /** Lengths on an axis, with no digit more than is needed. */
  tick: {
    days: (count: number): string => `${count} d`,
    hours: (count: number): string => `${count} h`,
    hoursAndMinutes: (hours: number, minutes: string): string => `${hours} h ${minutes}`,
    minutes: (count: number): string => `${count} min`,
    seconds: (count: number): string => `${count} s`,
  },
};
