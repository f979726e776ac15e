import { goesToAws } from './goes-to-aws.ts';
import type { Instant } from './ports.ts';
import type { JournalRecord } from './record.ts';

type Of<Type extends JournalRecord['type']> = Extract<JournalRecord, { readonly type: Type }>;

/**
 * What the first record of a journal and its `run.finished` say. Nothing of it is verified: whoever takes it for
 * evidence reads the whole journal.
 */
export interface RunSummary {
  readonly run: string;
  /** Of its journal. */
  readonly folder: string;
  readonly openedAt: Instant;
  readonly opened: Of<'run.opened'>['data'];
  /** Absent: it goes on, or its process has died. */
  readonly end?: Of<'run.finished'>['data'] & { readonly at: Instant };
  /** The calls went to AWS itself, and it was no tabletop. */
  readonly isReal: boolean;
}

export function summarizeRun(
  folder: string,
  opened: Of<'run.opened'>,
  finished: Of<'run.finished'> | undefined,
): RunSummary {
  const { run, environment, tabletop } = opened.data;
  return {
    run,
    folder,
    openedAt: opened.at,
    opened: opened.data,
    ...(finished && { end: { ...finished.data, at: finished.at } }),
    isReal: goesToAws(environment) && tabletop !== true,
  };
}
