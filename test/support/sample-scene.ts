import type { Drill, Environment } from '../../src/core/drill.ts';
import { foldRecords } from '../../src/core/fold-record.ts';
import { SAMPLE_IMPACT } from './sample-drill.ts';
import type { SampleJournal } from './sample-journal.ts';

/**
 * - `met`: everything went well, after one throttled call.
 * - `missed`: the restore took longer than the RTO.
 * - `failed-check`: restored in time, but a checksum differs from the source.
 * - `unproven`: the heartbeat table could not be read, so the RPO has only bounds.
 * - `aborted`: the operator gave up during the restore.
 * - `leaked`: the restore failed, and its half-made instance could not be deleted.
 * - `resumed`: the machine was rebooted in the middle of the restore; the run adopted it and went on.
 * - `interrupted`: the same crash, and nobody came back.
 * - `paused`: credentials expired during the restore and were renewed.
 * - `kept`: as `met`, with `--keep`.
 * - `clock-jumped`: as `met`, but somebody set the clock during the restore.
 * - `failover`: a Region failure instead; the service is moved, with one decision of an operator, and moved back.
 * - `stuck`: the same, but users were not moved, and the operator stopped there.
 * - `root`: no data is recovered: people win a root user back whose MFA device is lost.
 */
export const SAMPLE_KINDS = [
  'met',
  'missed',
  'failed-check',
  'unproven',
  'aborted',
  'leaked',
  'resumed',
  'interrupted',
  'paused',
  'kept',
  'clock-jumped',
  'failover',
  'stuck',
  'root',
] as const;

export type SampleKind = (typeof SAMPLE_KINDS)[number];

/** What every part of a sample run works on. */
export interface SampleScene {
  readonly kind: SampleKind;
  readonly journal: SampleJournal;
  readonly drill: Drill;
  readonly environment: Environment;
}

/** T0 as the journal has it so far. */
export function impactMs(scene: SampleScene): number {
  const impact = foldRecords(scene.journal.records).milestones.T0;
  return Date.parse(impact?.instant ?? SAMPLE_IMPACT);
}
