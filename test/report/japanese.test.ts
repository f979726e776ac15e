import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Method } from '../../src/core/tell-method.ts';
import type { Reason } from '../../src/core/tell-reason.ts';
import { phrasebook } from '../../src/report/phrasebook.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { translateReport } from '../../src/report/translate-report.ts';
import { ENGLISH } from '../../src/report/words.ts';
import { JAPANESE } from '../../src/report/words-ja.ts';
import { SAMPLE_KINDS, sampleRun } from '../support/sample-run.ts';

/** What a Japanese auditor reads in Latin letters too. */
const KEPT =
  /--confirm\b|\b(MFA Delete|AWS|RTO|RPO|FTR|MFA|IAM|API|SQL|UTC|HTTP|OS|ID|S3|RDS|T[0-7]|Kunren|CloudTrail|Partner Response|report\.json|Backup|pid|ja|TTL|ReplicaLag|SnapshotDatabaseTime|LatestRestorableTime|ARN|RootCredentialsManagement|RootSessions|PhoneNumber|asOf)\b/g;

/** Letters that stand for what is put in. */
const HOLE = '¤';

/** Words in Latin letters that are left; what is put in does not count. */
const latinIn = (text: string): string[] =>
  text.replace(KEPT, '').match(/[A-Za-z][A-Za-z-]+/g) ?? [];

type Leaf = readonly [path: string, value: unknown];

function leaves(value: unknown, path: string): Leaf[] {
  if (value === null || typeof value !== 'object') return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

/** A word as it reads, whatever is put in. */
function read(value: unknown): string {
  if (typeof value !== 'function') return String(value);
  return String(value(...Array.from({ length: value.length }, () => HOLE)));
}

/** Texts between quotes in source files, with `x` for what is put in. */
function quoted(files: string, before: RegExp): string[] {
  const pattern = new RegExp(`(?:${before.source})\\s*(['"\`])((?:\\\\.|(?!\\1).)*)\\1`, 'gs');
  return globSync(files).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, , text = '']) =>
      text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, 'x').replace(/\\(.)/g, '$1'),
    ),
  );
}

const { told } = JAPANESE;

describe('the Japanese words', () => {
  it('are as many as the English ones', () => {
    const names = (words: unknown) => leaves(words, '').map(([path]) => path);
    expect(names(JAPANESE).sort()).toEqual(names(ENGLISH).sort());
  });

  it('leave no English word but those that are read in Japan too', () => {
    const { told: _, lang: __, duration: ___, number: ____, ...words } = JAPANESE;
    const left = leaves(words, '').flatMap(([path, value]) =>
      // What is put in is no word; a list of it is made of it alone.
      /^\.(list|clauses|sentences|date)$/.test(path)
        ? []
        : latinIn(read(value)).map((word) => `${path}: ${word}`),
    );
    expect(left).toEqual([]);
  });

  it('say durations, numbers and lists as Japanese has them', () => {
    expect(
      [850, 4200, 725_000, 11_220_000, 14_400_000, 187_200_000, -3000].map(JAPANESE.duration),
    ).toEqual(['850ミリ秒', '4.2秒', '12分05秒', '3時間07分', '4時間', '2日04時間', '−3.0秒']);
    expect(JAPANESE.number(163_904)).toBe('163,904');
    expect(JAPANESE.sentences(['障害。', 'A script runs.', '宣言。'])).toBe(
      '障害。A script runs. 宣言。',
    );
  });

  it('round durations as the English ones do', () => {
    for (let ms = 1; ms < 3e8; ms = Math.ceil(ms * 1.37)) {
      const digits = (text: string) => text.match(/[\d.]+/g);
      expect(digits(JAPANESE.duration(ms))).toEqual(digits(ENGLISH.duration(ms)));
    }
  });
});

describe('what a journal says in English', () => {
  const reasons: readonly Reason[] = [
    { code: 'over-objective', of: 'RTO', actualMs: 9000, objectiveMs: 5000 },
    { code: 'clock-in-doubt', of: 'RTO', leastMs: 1, mostMs: 2, objectiveMs: 1 },
    { code: 'objective-passed', of: 'RTO', objectiveMs: 5 },
    { code: 'not-measured', of: 'RPO', method: { code: 'not-measured' }, objectiveMs: 5 },
    { code: 'nothing-checked' },
    { code: 'proofs', of: 'checks', outcome: 'failed', ids: ['¤'], total: 3 },
    { code: 'proofs', of: 'findings', outcome: 'unproven', ids: ['¤'], total: 3 },
    { code: 'worse', finding: 'root-mfa', text: 'Root user has MFA: pass → fail' },
    { code: 'writes-lost', lost: 2, firstAt: '2026-11-24T01:00:00.000Z' },
    { code: 'tasks-skipped', tasks: ['¤'] },
    { code: 'talked-through' },
  ];
  const methods: readonly Method[] = [
    { code: 'until', milestone: 'T5' },
    { code: 'newest-row', check: '¤' },
    { code: 'writes', acknowledged: 3, lost: 0 },
    { code: 'row-and-writes', check: '¤', acknowledged: 3, lost: 1 },
    { code: 'not-measured', why: 'only-bounds' },
    { code: 'tabletop' },
    { code: 'no-data' },
  ];

  it('is said in Japanese of every reason and every method', () => {
    const texts = [...reasons.map(told.reason), ...methods.map(told.method)];
    expect(texts.flatMap((text) => latinIn(text.replace(/[TZ]\d|\dT|\dZ/g, '')))).toEqual([]);
    expect(told.reason(reasons[0] as Reason)).toBe('RTOは9.0秒で、目標5.0秒を4.0秒超過しました。');
  });

  it.each([
    [
      'checks',
      told.check,
      'src/activities/sql/{verify,data-check,unproven-checks,expectation}.ts',
      /reason: |notLookedAt\(|unproven\(|observed: |expected: |, reason: |const reason =/,
    ],
    [
      'findings',
      told.posture,
      'src/activities/{account/posture/*,iam/audit-root}.ts',
      /\b(?:pass|fail|unknown|notApplicable)\(|(?:reason|why): /,
    ],
    [
      'facts',
      told.factLabel,
      'src/activities/**/*.ts',
      // Those with a small letter are of the architecture, which reports do not show.
      /\blabel: (?=['"`][A-Z])|fact\((?=['"`][A-Z])/,
    ],
    [
      'settings of what was exercised',
      told.architecture,
      'src/activities/{architecture/*,organizations/inspect-account}.ts',
      /\blabel: (?=['"`][a-z])|partOf\(subject, |\bpart: |labelOf\(set, /,
    ],
    ['milestones', told.text, 'runbooks/**/*.ts', /\bnote: /],
    ['cancelled steps', told.text, 'src/{core/derive-records,engine/run}.ts', /\breason: /],
  ])('is known in Japanese, whatever the tool says of %s', (_, say, files, before) => {
    const texts = [...new Set(quoted(files, before))].filter((text) => /[a-z]{3}/i.test(text));
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter((text) => latinIn(say(text)).some((word) => !/^x+$/.test(word)))).toEqual(
      [],
    );
  });

  it('is known in Japanese of every setting', () => {
    const settings = globSync('src/activities/architecture/*.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/factsFrom\(\{(.*?)\n {2,}\}\)/gs)].flatMap(
        ([, body = '']) =>
          [...body.matchAll(/^ {4,6}(?:'([^']+)'|(\w+)): /gm)].map(([, a, b]) => a ?? b ?? ''),
      ),
    );
    expect(settings.length).toBeGreaterThan(25);
    expect(
      settings.filter((label) =>
        latinIn(told.architecture(label)).some((word) => !/^(IOPS|AZ)$/.test(word)),
      ),
    ).toEqual([]);
  });

  it('has a Japanese title for every finding', () => {
    const sources = globSync('src/activities/{account/posture/*,iam/audit-root}.ts');
    const ids = sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:\bid: |about\()'([a-z-]+)'/g)].map(
        ([, id]) => id,
      ),
    );
    expect(ids.length).toBeGreaterThan(15);
    expect(ids.filter((id = '') => told.finding(id, '') === '')).toEqual([]);
  });
});

describe('a phrasebook', () => {
  const say = phrasebook([
    ['{} of {} rows', '{2}行中{1}行'],
    ['because {}', '理由：{1*}'],
    ['it rained', '雨'],
  ]);

  it('keeps what is put in, and looks up again only what is marked', () => {
    expect(say('it rained of 3 rows')).toBe('3行中it rained行');
    expect(say('because it rained')).toBe('理由：雨');
    expect(say('3 of 4 rows')).toBe('4行中3行');
  });

  it('leaves alone what it does not know, and what has nothing put in', () => {
    for (const text of ['it snowed', 'because ', ' of  rows', 'of 3 rows', '{1} {}']) {
      expect(say(text)).toBe(text);
    }
  });
});

it('tells in Japanese what a failover has found, whatever stands in it', () => {
  expect(
    [
      'a in r-1 AND b in r-2 take writes: stop one of them now',
      'available, follows nobody, takes writes',
      '3 in a row for shop.example/healthz by r-1 at 10.0.0.1, from 2026-11-24T01:00:00.000Z on',
      'a in r-1, seen at 2026-11-24T01:00:00.000Z',
      'in r-1, seen at 2026-11-24T01:00:00.000Z',
    ].map(told.factValue),
  ).toEqual([
    'a（r-1）とb（r-2）の両方が書き込みを受け付けている。直ちに一方を停止すること',
    'available、レプリカではない、書き込みを受け付ける',
    'shop.example/healthzへ連続3件（r-1の10.0.0.1、2026-11-24T01:00:00.000Z以降）',
    'a（r-1、2026-11-24T01:00:00.000Zに確認）',
    'r-1（2026-11-24T01:00:00.000Zに確認）',
  ]);
});

describe('a Japanese report', () => {
  const japanese = (kind: (typeof SAMPLE_KINDS)[number]) =>
    translateReport(buildReport(sampleRun(kind)), JAPANESE);

  it('leaves the English one as it is', () => {
    for (const kind of SAMPLE_KINDS) {
      const report = buildReport(sampleRun(kind));
      expect(translateReport(report, ENGLISH)).toEqual(report);
    }
  });

  it('has the same figures, ids and hashes', () => {
    for (const kind of SAMPLE_KINDS) {
      const { journal, cleanUp, calls } = japanese(kind);
      const page = renderHtml(japanese(kind), JAPANESE);
      expect(page).toContain('<html lang="ja">');
      expect(page).toContain(journal.headHash);
      for (const { id } of cleanUp.resources) expect(page).toContain(id);
      for (const { requestId } of calls) if (requestId) expect(page).toContain(requestId);
    }
  });

  it('translates nothing that a statement of the drill returned', () => {
    const report = buildReport(sampleRun('met'));
    const [check] = report.checks;
    if (!check) throw new Error('the sample has checks');
    const sql = { ...check, kind: 'sql', title: 'at least 1', observed: 'at least 1' };
    const [said] = translateReport({ ...report, checks: [sql] }, JAPANESE).checks;
    expect(said).toMatchObject({ title: 'at least 1', observed: 'at least 1' });
  });

  it('reads well as Markdown', async () => {
    const text = renderMarkdown(japanese('missed'), JAPANESE);
    await expect(text).toMatchFileSnapshot('golden/missed.ja.md');
  });

  it('has Japanese colons and brackets where Japanese stands around them', () => {
    const text = renderMarkdown(japanese('missed'), JAPANESE).replace(/`[^`]*`/g, '');
    expect(text.match(/.*(?<=[ぁ-んァ-ヶ一-龠])(?:[:;.]\s| ?\().*/g)).toBeNull();
  });
});
