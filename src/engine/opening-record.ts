import { declareSteps } from '../core/declare-steps.ts';
import type { Drill, Environment } from '../core/drill.ts';
import type { EarlierRuns } from '../core/earlier-runs.ts';
import { identifyRunbook } from '../core/identify-runbook.ts';
import type { Person } from '../core/person.ts';
import type { Instant } from '../core/ports.ts';
import {
  JOURNAL_FORMAT,
  type LiveConfirmation,
  type ProcessIdentity,
  type RecordBody,
} from '../core/record.ts';
import type { Runbook } from '../core/runbook.ts';
import { hashCriteria } from '../core/success-criteria.ts';
import type { Trigger } from '../core/trigger.ts';

/** The first record of a run: everything that was decided before it started. */
export function openingRecord(run: {
  readonly run: string;
  readonly drill: Drill;
  readonly environment: Environment;
  readonly runbook: Runbook;
  readonly process: ProcessIdentity;
  readonly starter?: Person | undefined;
  readonly keep: boolean;
  readonly trigger?: Trigger | undefined;
  readonly earlier?: EarlierRuns | undefined;
  readonly nextDue?: Instant | undefined;
  readonly tabletop?: boolean;
  readonly live?: LiveConfirmation | undefined;
}): RecordBody {
  const { production } = run.runbook;
  const { tabletop = false } = run;
  const changes = run.live !== undefined || production?.isChangedBy(run.drill) === true;
  const changesProduction = changes && !tabletop;
  return {
    type: 'run.opened',
    data: {
      format: JOURNAL_FORMAT,
      run: run.run,
      drill: run.drill,
      criteria: hashCriteria(run.drill, run.runbook),
      environment: run.environment,
      runbook: identifyRunbook(run.runbook),
      steps: declareSteps(run.runbook),
      process: run.process,
      ...(run.starter && { starter: run.starter }),
      keep: run.keep,
      ...(run.trigger && { trigger: run.trigger }),
      ...(run.earlier && { earlier: run.earlier }),
      ...(run.nextDue !== undefined && { nextDue: run.nextDue }),
      ...(tabletop && { tabletop: true as const }),
      ...(changesProduction && { changesProduction: true as const }),
      ...(run.live && { live: run.live }),
    },
  };
}
