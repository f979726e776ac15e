import type { Ms } from './ports.ts';

const UNITS: { readonly [unit: string]: Ms } = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Reads `4h`, `1h30m`, `90s`, `500ms` or `2d`; a number without a unit is not a duration.
 * @returns milliseconds, or `undefined` when the text is not a duration.
 */
export function parseDuration(text: string): Ms | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, , unit] of text.matchAll(/(\d+(\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
  }
  return total;
}

/** For people: `850 ms`, `4.2 s`, `12 min 05 s`, `3 h 07 min`, `4 h`, `2 d 04 h`; a leading `−` when negative. */
export function formatDuration(ms: Ms): string {
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return twoUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return twoUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** A smaller unit that is zero is left out: an objective of `4 h` reads as it was declared. */
function twoUnits(big: number, unit: string, small: number, smallUnit: string): string {
  const rest = small === 0 ? '' : ` ${String(small).padStart(2, '0')} ${smallUnit}`;
  return `${big} ${unit}${rest}`;
}

/** For a running clock: `00:04:12`; hours grow as needed. */
export function formatClock(ms: Ms): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
