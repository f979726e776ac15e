import { describe, expect, it } from 'vitest';
import { databaseSizeFact } from '../../src/core/database-size.ts';
import type { EarlierRuns } from '../../src/core/earlier-runs.ts';
import type { JournalRecord, RecordBody } from '../../src/core/record.ts';
import type { Trigger } from '../../src/core/trigger.ts';
import { contextPairs } from '../../src/report/context-text.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { renderPdf } from '../../src/report/render-pdf.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { reportSchema } from '../../src/report/schema.ts';
import { translateReport } from '../../src/report/translate-report.ts';
import { ENGLISH } from '../../src/report/words.ts';
import { JAPANESE } from '../../src/report/words-ja.ts';
import { readPdf } from '../support/read-pdf.ts';
import { type SampleKind, type SampleOptions, sampleRun } from '../support/sample-run.ts';

const AIKO = { name: 'aiko', identity: 'os', host: 'ops-01', via: 'command' } as const;
const EARLIER: EarlierRuns = {
  usual: {
    restore: { runs: 9, p50Ms: 1_500_000, p90Ms: 1_800_000 },
    verify: { runs: 9, p50Ms: 1000, p90Ms: 1000 },
  },
  usualRecovery: { runs: 9, p50Ms: 2_400_000, p90Ms: 2_400_000 },
  followUps: [
    followUp('rto-missed', { owner: 'platform', due: '2027-01-31', ticket: 'OPS-12' }),
    followUp('check-failed:heartbeat', {}),
    followUp('resource-leaked:rds:db-instance x', {}),
  ],
};

function followUp(issue: string, decided: object) {
  const seen = { run: 'restore-rds-20260824-0100-aaaa', at: '2026-08-24T01:00:00.000Z' };
  return { issue, severity: 'high', detail: null, since: seen, last: seen, ...decided } as const;
}

interface Told {
  readonly trigger?: Trigger;
  readonly earlier?: EarlierRuns;
  readonly after?: readonly RecordBody[];
}

function run(kind: SampleKind, told: Told = {}, options: SampleOptions = {}): JournalRecord[] {
  const { after = [], ...opened } = told;
  const records = sampleRun(kind, { environment: 'aws', ...options }).map((record) =>
    record.type === 'run.opened'
      ? ({ ...record, data: { ...record.data, ...opened } } as JournalRecord)
      : record,
  );
  const last = records.at(-1) as JournalRecord;
  return [...records, ...after.map((body) => ({ ...last, ...body }) as JournalRecord)];
}

const DECLARED: SampleOptions['drill'] = {
  declaration: { by: 'Head of platform', on: '2026-10-01' },
  database: { engine: 'postgres', name: 'orders', user: 'kunren', productionBytes: 1.5e12 },
  report: {
    lang: 'en',
    zone: 'Asia/Tokyo',
    redact: false,
    confidentiality: { text: 'Internal', translations: { ja: '社外秘' } },
    retention: { text: '7 years' },
  },
  people: {
    secondPerson: false,
    participants: [{ name: 'Auditor', roles: ['observer'], identities: ['audit'] }],
  },
};

describe('what stands around a test', () => {
  it('is why it was started', () => {
    const occurrence = '2026-11-24T01:00:00.000Z';
    const triggerOf = (trigger?: Trigger) =>
      buildReport(run('met', trigger ? { trigger } : {})).trigger;
    expect(triggerOf()).toEqual({ kind: 'operator', occurrence: null, reference: null });
    expect(triggerOf({ kind: 'schedule', occurrence })).toMatchObject({ occurrence });
    expect(triggerOf({ kind: 'change', reference: 'OPS-7' })).toEqual({
      kind: 'change',
      occurrence: null,
      reference: 'OPS-7',
    });
  });

  it('is missed only where nobody has said it', () => {
    const fields = (records: JournalRecord[]) =>
      buildReport(records).missing.map(({ field }) => field);
    expect(fields(run('met'))).toEqual([
      'participants',
      'approver',
      'observer',
      'signOff',
      'objectivesDeclaredBy',
      'checklistEdition',
      'dataVolume',
      'clockSkew',
      'cost',
      'lessons',
      'confidentiality',
      'retention',
      'nextTestDue',
    ]);
    const after = [{ type: 'lesson.noted', data: { by: AIKO, text: 'Warm up.' } }] as const;
    const left = fields(run('met', { after }, { drill: DECLARED }));
    expect(left).toEqual([
      'approver',
      'signOff',
      'checklistEdition',
      'clockSkew',
      'cost',
      'nextTestDue',
    ]);
  });
});

it('compares what was recovered with production, where both are known', () => {
  const measured = run('met', {}, { drill: DECLARED }).map((record) =>
    record.type === 'activity.succeeded' && record.data.activity === 'verify'
      ? { ...record, data: { ...record.data, facts: [databaseSizeFact(1_234_567_890)] } }
      : record,
  ) as JournalRecord[];
  const report = buildReport(measured);
  expect(report.dataVolume).toEqual({
    recoveredBytes: 1_234_567_890,
    productionBytes: 1.5e12,
    rows: 48_211,
  });
  expect(contextPairs(report, ENGLISH)).toContainEqual([
    'Volume of data',
    '1.23 GB recovered, 48\u202f211 rows counted in the recovered data, production has 1.5 TB, as declared',
  ]);
});

describe('deviations from the plan', () => {
  const kinds = (kind: SampleKind) => buildReport(run(kind)).deviations.map((one) => one.kind);

  it.each<[SampleKind, readonly string[]]>([
    ['missed', ['retried']],
    ['resumed', ['resumed']],
    ['paused', ['paused']],
    ['kept', ['retried', 'kept']],
    ['clock-jumped', ['retried', 'clock-jumped']],
    ['aborted', ['retried', 'aborted']],
  ])('are told of a run that was %s', (kind, expected) => {
    expect(kinds(kind)).toEqual(expect.arrayContaining([...expected]));
  });

  it('are decisions of people too, where there was more than one way to go on', () => {
    const report = buildReport(run('failover'));
    const several = report.decisions.filter(({ choices }) => choices > 1);
    expect(several).not.toEqual([]);
    expect(several.length).toBeLessThan(report.decisions.length);
    expect(report.deviations.filter(({ kind }) => kind === 'decided')).toHaveLength(several.length);
    expect(report.deviations.map(({ at }) => at)).toEqual(
      report.deviations.map(({ at }) => at).toSorted(),
    );
  });
});

describe('earlier runs', () => {
  it('tell how long a step usually takes, and which one has become slower', () => {
    const { steps, timeline } = buildReport(run('missed', { earlier: EARLIER }));
    const step = (wanted: string) => steps.find(({ id }) => id === wanted);
    expect(step('restore')).toMatchObject({ usual: EARLIER.usual['restore'], slower: true });
    expect(step('baseline')).toMatchObject({ usual: null, slower: false });
    expect(timeline.usualRecovery).toEqual(EARLIER.usualRecovery);
  });

  it('have left things, of which a passing run settles those that it has tested', () => {
    const outcomes = (kind: SampleKind) =>
      buildReport(run(kind, { earlier: EARLIER })).earlierFollowUps.map(({ outcome }) => outcome);
    expect(outcomes('met')).toEqual(['settled', 'settled', 'open']);
    expect(outcomes('missed')).toEqual(['seen-again', 'open', 'open']);
    expect(outcomes('unproven')).toEqual(['open', 'open', 'open']);
    expect(outcomes('interrupted')).toEqual(['open', 'open', 'open']);
  });

  it('give an issue that is seen again its owner, and what is decided after the run counts more', () => {
    const issue = 'rto-missed';
    const after = [
      { type: 'follow-up.changed', data: { by: AIKO, issue, due: '2027-02-28' } },
      { type: 'follow-up.changed', data: { by: AIKO, issue, resolution: 'fix' } },
    ] as const;
    const { issues, earlierFollowUps } = buildReport(run('missed', { earlier: EARLIER, after }));
    const settlement = {
      owner: 'platform',
      dueDate: '2027-02-28',
      ticket: 'OPS-12',
      resolution: 'fix',
    };
    expect(issues[0]).toMatchObject({ kind: issue, ...settlement });
    expect(earlierFollowUps[0]).toMatchObject({ issue, ...settlement });
  });
});

it('shows all of that in every form and both languages', { timeout: 60_000 }, async () => {
  const after: readonly RecordBody[] = [
    { type: 'lesson.noted', data: { by: AIKO, text: 'Keep a copy of the parameter group.' } },
    {
      type: 'follow-up.changed',
      data: { by: AIKO, issue: 'rto-missed', resolution: 'fix', comment: 'A larger class.' },
    },
  ];
  const trigger = { kind: 'change', reference: 'OPS-7: PostgreSQL 18' } as const;
  const records = run('missed', { trigger, earlier: EARLIER, after }, { drill: DECLARED });
  const report = buildReport(records);
  expect(reportSchema.safeParse(report).error).toBeUndefined();
  for (const words of [ENGLISH, JAPANESE]) {
    const { context } = words;
    const told = translateReport(report, words);
    const forms = [
      renderMarkdown(told, words).replaceAll('\\', ''),
      renderHtml(told, words),
      readPdf(await renderPdf(told, words))
        .pages.map(({ letters }) => letters)
        .join(''),
    ].map((text) => text.replace(/\s/g, ''));
    for (const text of [
      context.triggeredBy.change('OPS-7: PostgreSQL 18'),
      context.by('Head of platform'),
      words.lang === 'ja' ? '社外秘' : 'Internal',
      '7 years',
      context.production('1.5 TB'),
      context.usuallyWithin(words.duration(1_500_000), words.duration(300_000)),
      context.slower,
      context.deviations,
      context.deviation.retried,
      context.earlier,
      context.outcome['seen-again'],
      words.issue['check-failed'],
      'platform',
      words.date('2027-01-31'),
      'OPS-12',
      words.labelled(context.resolution.fix, 'A larger class.'),
      'Keep a copy of the parameter group.',
    ]) {
      for (const form of forms) expect(form).toContain(text.replace(/\s/g, ''));
    }
  }
});
