import { describe, expect, it } from 'vitest';
import type { JournalRecord, OperatorCommand } from '../../src/core/record.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { sampleRun } from '../support/sample-run.ts';

const ROOT = sampleRun('root', { environment: 'aws' });
const [TASK] = buildReport(ROOT).tasks;
const STEP = TASK?.step ?? '';

const isAnswer = (record: JournalRecord) =>
  record.type === 'operator.commanded' &&
  record.data.command.type === 'answer' &&
  record.data.command.task === STEP;

/** The run, had the first task been settled otherwise. */
function told(command: OperatorCommand): readonly JournalRecord[] {
  return ROOT.map((record) =>
    record.type === 'operator.commanded' && isAnswer(record)
      ? { ...record, data: { ...record.data, command } }
      : record,
  );
}

/** The run, had nobody answered the first task. */
function late(): readonly JournalRecord[] {
  return ROOT.filter((record) => !isAnswer(record)).map((record) =>
    record.type === 'activity.succeeded' && record.data.activity === STEP
      ? {
          ...record,
          type: 'activity.failed',
          data: { activity: STEP, failure: { code: 'TASK_OVERDUE', message: 'Nobody answered.' } },
        }
      : record,
  ) as readonly JournalRecord[];
}

const issuesOf = (records: readonly JournalRecord[]) =>
  buildReport(records).issues.filter(({ kind }) => kind.startsWith('task-'));

describe('what people have not done', () => {
  it('is nothing to follow up where they have done it', () => {
    expect(TASK?.status).toBe('answered');
    expect(issuesOf(ROOT)).toEqual([]);
  });

  it('is to be followed up where it was left out, with the reason', () => {
    expect(issuesOf(told({ type: 'skip', task: STEP, reason: 'nobody was there' }))).toMatchObject([
      { severity: 'medium', kind: 'task-skipped', subject: STEP, detail: 'nobody was there' },
    ]);
  });

  it('is to be followed up where somebody said no', () => {
    expect(issuesOf(told({ type: 'decline', task: STEP, comment: 'too risky' }))).toMatchObject([
      { kind: 'task-declined', subject: STEP, detail: 'too risky' },
    ]);
  });

  it('is to be followed up where nobody answered in time', () => {
    expect(issuesOf(late())).toMatchObject([{ kind: 'task-overdue', subject: STEP }]);
  });
});
