import { declareSteps } from '../core/declare-steps.ts';
import type { Drill, Environment } from '../core/drill.ts';
import { contentHash } from '../core/hash.ts';
import { identifyRunbook } from '../core/identify-runbook.ts';
import {
  JOURNAL_FORMAT,
  type LiveConfirmation,
  type ProcessIdentity,
  type RecordBody,
} from '../core/record.ts';
import type { Runbook } from '../core/runbook.ts';

/** The first record of a run: everything that was decided before it started. */
export function openingRecord(run: {
  readonly run: string;
  readonly drill: Drill;
  readonly environment: Environment;
  readonly runbook: Runbook;
  readonly process: ProcessIdentity;
  readonly keep: boolean;
  readonly live?: LiveConfirmation | undefined;
}): RecordBody {
  const { objectives, checks } = run.drill;
  const { production } = run.runbook;
  const changesProduction = run.live !== undefined || production?.isChangedBy(run.drill) === true;
  return {
    type: 'run.opened',
    data: {
      format: JOURNAL_FORMAT,
      run: run.run,
      drill: run.drill,
      criteria: contentHash({ objectives, checks }),
      environment: run.environment,
      runbook: identifyRunbook(run.runbook),
      steps: declareSteps(run.runbook),
      process: run.process,
      keep: run.keep,
      ...(changesProduction && { changesProduction }),
      ...(run.live && { live: run.live }),
    },
  };
}
