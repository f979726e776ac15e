import { describe, expect, test } from 'vitest';
import { changed, issuesIn, parse, VALID } from './support.ts';

const drill = (more: string) => parse(VALID + more).drill;

/** The first thing that is wrong: `line:column CODE path`, and what is said of it. */
function firstIssue(text: string): { readonly place: string; readonly says: string } {
  const [issue] = issuesIn(text);
  if (!issue) throw new Error('nothing is wrong with it');
  const { line, column, code, path, message, hint = '' } = issue;
  return { place: `${line}:${column} ${code} ${path}`, says: `${message} ${hint}` };
}

describe('texts that stand in reports', () => {
  test('may be given in English and Japanese', () => {
    const text = changed(
      'title: Restore orders-prod',
      'title: { en: Restore orders-prod, ja: orders-prodの復元 }',
    ).replace(
      'description: A bad DELETE removes the newest orders.',
      'description:\n    en: A bad DELETE.\n    ja: 誤ったDELETE。',
    );
    const { title, titles, scenario } = parse(text).drill;
    expect({ title, titles }).toEqual({
      title: 'Restore orders-prod',
      titles: { ja: 'orders-prodの復元' },
    });
    expect(scenario).toMatchObject({
      description: 'A bad DELETE.',
      descriptions: { ja: '誤ったDELETE。' },
    });
  });

  test.each([
    ['{ ja: 復元 }', '1:1 KEY_MISSING title', 'has no en'],
    ['{ en: Restore, jp: 復元 }', '1:23 KEY_UNKNOWN title.jp', 'Did you mean "ja"?'],
    ['{ en: Restore, ja: 3 }', '1:27 VALUE_TYPE title.ja', 'must be text'],
    ['{ en: " " }', '1:14 VALUE_MISSING title.en', 'is empty text'],
    ['[Restore]', '1:1 VALUE_TYPE title', 'must be text, or a mapping with en and ja'],
  ])('are refused as %s', (value, found, says) => {
    const issue = firstIssue(changed('title: Restore orders-prod', `title: ${value}`));
    expect(issue.place).toBe(found);
    expect(issue.says).toContain(says);
  });
});

describe('the report of a drill', () => {
  test('is in English, with times in the zone of the schedule, else in UTC', () => {
    expect(drill('').report).toEqual({ lang: 'en', zone: 'UTC', redact: false });
    const schedule = 'schedule: { every: month, on: day 3, at: "10:00", zone: Asia/Tokyo }\n';
    expect(drill(schedule).report).toMatchObject({ zone: 'Asia/Tokyo' });
    expect(drill(`${schedule}report: { zone: Europe/Berlin }\n`).report).toMatchObject({
      zone: 'Europe/Berlin',
    });
  });

  test('may be Japanese and redacted, and say who may read it and how long it is kept', () => {
    const report =
      'report: { lang: ja, redact: true, confidentiality: { en: Internal, ja: 社外秘 }, retention: 7 years }\n';
    expect(drill(report).report).toEqual({
      lang: 'ja',
      zone: 'UTC',
      redact: true,
      confidentiality: { text: 'Internal', translations: { ja: '社外秘' } },
      retention: { text: '7 years' },
    });
  });

  test.each([
    ['report: { lang: jp }', 'VALUE_UNKNOWN report.lang'],
    ['report: { zone: Asia/Tokio }', 'ZONE_UNKNOWN report.zone'],
    ['report: { redact: yes please }', 'VALUE_TYPE report.redact'],
    ['report: { language: ja }', 'KEY_UNKNOWN report.language'],
  ])('is refused with %s', (line, found) => {
    expect(firstIssue(`${VALID}${line}\n`).place).toContain(found);
  });
});

describe('what an auditor asks beside the objectives', () => {
  test('is who has declared them, and when', () => {
    const declared = changed(
      '  rpo: 5m\n',
      '  rpo: 5m\n  declared-by: Head of platform\n  declared-on: 2026-10-01\n',
    );
    expect(parse(declared).drill.declaration).toEqual({
      by: 'Head of platform',
      on: '2026-10-01',
    });
    expect(parse(VALID).drill.declaration).toBeUndefined();
  });

  test.each([
    ['120 GB', 120e9],
    ['1.5TiB', 1.5 * 2 ** 40],
    ['800 MB', 800e6],
  ])('is how much data production has: %s', (size, bytes) => {
    const text = changed('  user: drill_readonly\n', `  user: x\n  production-size: ${size}\n`);
    expect(parse(text).drill.database?.productionBytes).toBe(bytes);
  });

  test('is refused where it has no unit', () => {
    const text = changed('  user: drill_readonly\n', '  user: x\n  production-size: "120"\n');
    expect(firstIssue(text).place).toContain('VALUE_INVALID database.production-size');
  });
});
