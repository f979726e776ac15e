import { describe, expect, test } from 'vitest';
import { foldRecords } from '../../src/core/fold-record.ts';
import { judge } from '../../src/core/judge.ts';
import type { PostureSnapshot } from '../../src/core/posture.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { reportSchema } from '../../src/report/schema.ts';
import { reportTexts } from '../support/report-texts.ts';
import { sampleRun } from '../support/sample-run.ts';

const RECORDS = sampleRun('root', { environment: 'aws' });
const ROOT = buildReport(RECORDS);

/** The same run, had its looks at the account found something else. */
function withPosture(
  change: (snapshot: PostureSnapshot) => PostureSnapshot | undefined,
): readonly JournalRecord[] {
  const changed = RECORDS.map((record): JournalRecord => {
    if (record.type !== 'activity.succeeded' || !record.data.posture) return record;
    const { posture, ...data } = record.data;
    const other = change(posture);
    return { ...record, data: { ...data, ...(other && { posture: other }) } };
  });
  const end = changed.at(-1);
  if (end?.type !== 'run.finished') throw new Error('a run that ended has run.finished');
  const verdict = judge(foldRecords(changed.slice(0, -1)), 'T5');
  return [...changed.slice(0, -1), { ...end, data: { ...end.data, verdict } }];
}

const afterwards = (id: string, outcome: 'fail' | 'unknown') =>
  withPosture((snapshot) =>
    snapshot.label === 'after'
      ? {
          ...snapshot,
          findings: snapshot.findings.map((one) => (one.id === id ? { ...one, outcome } : one)),
        }
      : snapshot,
  );

describe('the report of a run that recovers no data', () => {
  test('is of the published form', () => {
    expect(reportSchema.safeParse(ROOT).success).toBe(true);
  });

  test('never shows that an RPO was kept, in any form', () => {
    expect(ROOT.result.rpo).toMatchObject({
      result: 'not-applicable',
      method: 'no data is recovered',
    });
    const { html, md } = forms(RECORDS);
    expect(md).toContain('| Data loss |  |  |  |  | not applicable |');
    const card = html.slice(html.indexOf('>Data loss'));
    expect(card.slice(0, card.indexOf('</article>'))).not.toMatch(/chip|bar-chart|[Mm]et/);
    expect(html).toContain('<h3>Data loss <small>RPO</small></h3>\n<p class="figure absent">not');
  });

  test('has no part for checks of data, and asks for no T4', () => {
    const { html, md } = forms(RECORDS);
    expect(html).not.toContain('id="checks"');
    expect(md).not.toContain('Data checks');
    expect(ROOT.notTested.filter(({ kind }) => kind === 'milestone')).toEqual([]);
  });

  test('answers nothing of the workload, and says what it rehearsed', () => {
    const claims = Object.fromEntries(
      ROOT.requirements.map(({ id, claim, reason }) => [id, `${claim}: ${reason}`]),
    );
    expect(claims).toEqual({
      'RES-001': 'none: no-data',
      'RES-002': 'none: no-workload',
      'RES-004': 'none: no-workload',
      'BAR-002': 'none: no-data',
      'ARC-005': 'partly: root-rehearsed',
    });
    const missed = buildReport(afterwards('root-mfa', 'fail'));
    expect(missed.requirements.at(-1)).toMatchObject({ id: 'ARC-005', reason: 'not-proven' });
    const sandbox = buildReport(sampleRun('root')).requirements;
    expect(sandbox.map(({ claim }) => claim)).toEqual(Array(5).fill('none'));
  });
});

describe('the account in a report', () => {
  const [account] = ROOT.posture;

  test('has a row for each finding, what fails first, then what is unknown, then what people say', () => {
    expect(account?.account).toBe('444455556666');
    const rows = account?.findings.map(({ id, before, during, after }) =>
      [id, ...[before, during, after].map((look) => look?.outcome ?? '-')].join(' '),
    );
    expect(rows).toEqual([
      'contact-billing fail - fail',
      'log-bucket-protected unknown - unknown',
      'contact-phone-owned attested - attested',
      'root-mfa pass fail pass',
      'root-use-events unknown - pass',
      'root-access-keys pass - pass',
      'primary-email pass - pass',
      'root-certificates pass - pass',
      'contact-security pass - pass',
      'trail-recording pass - pass',
    ]);
  });

  test('says why, where it was read, and what the FTR calls it', () => {
    expect(account?.findings[0]).toMatchObject({
      requirement: 'ACOM-001',
      required: false,
      after: {
        reason: 'The account has no billing contact.',
        observed: 'ResourceNotFoundException',
        call: 'account:GetAlternateContact',
        field: 'AlternateContact.EmailAddress',
      },
    });
  });

  test('marks what the verdict needs, in words', () => {
    const required = account?.findings.filter((finding) => finding.required);
    expect(required?.map(({ id }) => id)).toHaveLength(4);
    const { html, md } = forms(RECORDS);
    expect(md.match(/\*\*required\*\*/g)).toHaveLength(4);
    expect(html.match(/<b>required<\/b>/g)).toHaveLength(4);
    expect(ROOT.result.checks).toEqual({ declared: 4, passed: 4, failed: 0, unproven: 0 });
  });

  test('tells what changed', () => {
    expect(account?.changes.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'root-use-events learned',
      'contact-security changed',
    ]);
    expect(forms(RECORDS).md).toContain('- **now known**: Root user not used, by CloudTrail');
  });

  test('is not told a second time among the facts', () => {
    expect(foldRecords(RECORDS).facts.length).toBeGreaterThan(3);
    expect(ROOT.facts).toEqual([]);
  });

  test('says every outcome in a word, never by colour alone', () => {
    const { html } = forms(RECORDS);
    const part = html.slice(html.indexOf('<section id="posture"'), html.indexOf('id="timeline"'));
    const words = [...part.matchAll(/class="chip (\w+)">([^<]+)</g)].map(([, , word]) => word);
    expect(new Set(words)).toEqual(
      new Set(['pass', 'fail', 'unknown', 'attested', 'now known', 'changed']),
    );
  });

  test('raises what fails, whether it was required or not', () => {
    expect(ROOT.result.overall).toBe('pass-with-conditions');
    expect(ROOT.issues).toMatchObject([
      { kind: 'finding-failed', severity: 'medium', subject: 'contact-billing' },
    ]);
  });

  test('makes the run missed by a required finding that fails, and worse than before', () => {
    const { result, issues } = buildReport(afterwards('root-mfa', 'fail'));
    expect(result).toMatchObject({
      verdict: 'missed',
      overall: 'fail',
      checks: { declared: 4, passed: 3, failed: 1 },
    });
    expect(issues).toContainEqual(
      expect.objectContaining({ kind: 'finding-worse', severity: 'high', subject: 'root-mfa' }),
    );
  });

  test('leaves the run unproven by a required finding that is unknown, or that nobody looked at', () => {
    const unknown = buildReport(afterwards('root-mfa', 'unknown'));
    expect(unknown.result).toMatchObject({ verdict: 'unproven', overall: 'incomplete' });
    expect(unknown.issues).toContainEqual(
      expect.objectContaining({ kind: 'finding-unproven', subject: 'root-mfa' }),
    );
    const { result, notTested, posture } = buildReport(
      withPosture((snapshot) => (snapshot.label === 'after' ? undefined : snapshot)),
    );
    expect(result).toMatchObject({ verdict: 'unproven', checks: { declared: 4, unproven: 4 } });
    expect(notTested.filter(({ kind }) => kind === 'finding')).toHaveLength(4);
    expect(posture[0]?.changes).toEqual([]);
  });

  test('is told for each account, where there are two', () => {
    const records = withPosture((snapshot) =>
      snapshot.label === 'during' ? { ...snapshot, account: '777788889999' } : snapshot,
    );
    expect(buildReport(records).posture.map(({ account }) => account)).toEqual([
      '444455556666',
      '777788889999',
    ]);
  });
});

describe('words of an account and of people that are markup', () => {
  const EVIL = '<img src=x onerror="alert(1)">|`**';
  const [opened, ...rest] = withPosture((snapshot) => ({
    ...snapshot,
    findings: snapshot.findings.map((finding) => ({
      ...finding,
      title: `${EVIL} ${finding.id}`,
      reason: EVIL,
      observed: EVIL,
      source: { call: EVIL, field: EVIL },
    })),
  }));
  if (opened?.type !== 'run.opened') throw new Error('a journal begins with run.opened');
  const { drill } = opened.data;
  const people = drill.people && {
    ...drill.people,
    participants: drill.people.participants.map((one) => ({ ...one, name: `${EVIL} ${one.name}` })),
  };
  const records = [
    { ...opened, data: { ...opened.data, drill: { ...drill, ...(people && { people }) } } },
    ...rest,
  ];

  test('are shown as they are, and mean nothing', () => {
    const { html, md } = forms(records);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;|`** root-mfa');
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;|`** Mail desk');
    expect(md.replace(/(`+)[^`].*?\1/g, '')).not.toMatch(/<img/);
    expect(md).toContain('&lt;img src=x onerror="alert(1)"&gt;\\|\\`\\*\\* Mail desk');
  });

  test('stand in the JSON as they are', () => {
    const json = JSON.parse(reportTexts(records).get('report.json') ?? '');
    expect(json.posture[0].findings[0].after.reason).toBe(EVIL);
    expect(json.people.participants[2].name).toBe(`${EVIL} Mail desk`);
  });
});

function forms(records: readonly JournalRecord[]): { html: string; md: string } {
  const files = reportTexts(records);
  return { html: files.get('report.html') ?? '', md: files.get('report.md') ?? '' };
}
