import { readFileSync } from 'node:fs';
import { hostname, uptime, userInfo } from 'node:os';
import type { Clock } from '../../core/ports.ts';
import type { ProcessIdentity } from '../../core/record.ts';
import { TOOL } from '../program/version.ts';

/** Who drives a run: stands in the journal with every start and resume. */
export function processIdentity(clock: Clock): ProcessIdentity {
  return {
    pid: process.pid,
    host: hostname(),
    operator: operatorName(),
    boot: bootId(clock),
    tool: TOOL,
    node: process.version,
    utcOffset: -new Date(clock.now()).getTimezoneOffset(),
  };
}

export function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id that has no entry.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Changes with every boot, so that monotonic times of two boots are never compared. */
function bootId(clock: Clock): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Elsewhere the minute of the boot tells two boots apart well enough.
    return `${hostname()}-${Math.round((clock.now() / 1000 - uptime()) / 60)}`;
  }
}
