import type { CallRecord } from '../core/activity.ts';
import type { JournalWriter } from '../core/journal.ts';
import type { Clock, Ms, Random, SecretVault } from '../core/ports.ts';
import type { JournalRecord, ProcessIdentity } from '../core/record.ts';
import type { Runbook } from '../core/runbook.ts';

/** What one attempt may reach, and how it tells about its calls. */
export interface ServiceScope {
  readonly activity: string;
  readonly signal: AbortSignal;
  readonly onCall: (call: CallRecord) => void;
}

/** Everything the engine needs from outside. */
export interface EngineOptions {
  readonly runbook: Runbook;
  readonly journal: JournalWriter;
  /** Records already in the journal; at least `run.opened`. */
  readonly records: readonly JournalRecord[];
  readonly process: ProcessIdentity;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: SecretVault;
  readonly services: (scope: ServiceScope) => unknown;
  /** Time between two looks for renewed credentials while a run is paused. @default 5_000 */
  readonly credentialsPollMs?: Ms;
  /** How long to try to remove one resource before it is reported as a leak. @default 3_600_000 */
  readonly cleanupWithinMs?: Ms;
}
