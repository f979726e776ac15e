import { foldRecords } from '../../src/core/fold-record.ts';
import { contentHash } from '../../src/core/hash.ts';
import { judge } from '../../src/core/judge.ts';
import type { JournalRecord, StepDeclaration } from '../../src/core/record.ts';
import {
  SAMPLE_DRILL,
  SAMPLE_ENVIRONMENTS,
  SAMPLE_PROCESS,
  SAMPLE_RUN,
  SAMPLE_RUNBOOK,
  SAMPLE_START,
} from './sample-drill.ts';
import { SampleJournal } from './sample-journal.ts';

/** A run with as many steps as wanted, one after the other, each with a few looks. For measuring speed. */
export function longRun(steps: number): readonly JournalRecord[] {
  const environment = SAMPLE_ENVIRONMENTS.aws;
  const journal = new SampleJournal({ startAt: SAMPLE_START, region: environment.region, pace: 1 });
  const { objectives, checks } = SAMPLE_DRILL;
  const declared = Array.from(
    { length: steps },
    (_, index): StepDeclaration => ({
      id: `step-${index}`,
      title: `Step ${index} of a long runbook`,
      activity: 'rds.await-something',
      kind: 'probe',
      waitsOn: 'aws',
    }),
  );
  journal.add({
    type: 'run.opened',
    data: {
      format: 1,
      run: SAMPLE_RUN,
      drill: SAMPLE_DRILL,
      criteria: contentHash({ objectives, checks }),
      environment,
      runbook: SAMPLE_RUNBOOK,
      steps: declared,
      process: SAMPLE_PROCESS,
      keep: false,
    },
  });
  journal.milestone('T0');
  for (const { id } of declared) {
    journal.enter([id]);
    journal.perform(id, {
      name: 'rds.await-something',
      look: { call: 'rds:DescribeDBInstances' },
      everyMs: 1000,
      progress: [{ message: 'creating', lasts: 5000 }],
      output: { id },
    });
  }
  journal.milestone('T5');
  journal.add({ type: 'cleanup.started', data: { resources: [], keep: false } });
  journal.add({ type: 'cleanup.finished', data: { released: 0, kept: 0, leaked: 0 } });
  const verdict = judge(foldRecords(journal.records), 'T5');
  journal.add({ type: 'run.finished', data: { status: 'completed', verdict } });
  return journal.records;
}
