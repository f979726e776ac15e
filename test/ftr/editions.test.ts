import { describe, expect, test } from 'vitest';
import { EDITION_IDS, type Edition } from '../../src/ftr/edition.ts';
import { DEFAULT_EDITION, EDITIONS, findEdition } from '../../src/ftr/editions.ts';
import { findElsewhere, mapEditions } from '../../src/ftr/map-editions.ts';
import { SUBJECTS } from '../../src/ftr/subjects.ts';

const ALL = EDITION_IDS.map((id) => EDITIONS[id]);
const LATER = ALL.slice(1);
const idsOf = ({ requirements }: Edition) => requirements.map(({ id }) => id);
const [FIRST, SECOND, THIRD, NEWEST] = ALL as [Edition, Edition, Edition, Edition];

describe.each(ALL)('the edition $id', (edition) => {
  test('names each requirement once', () => {
    expect(new Set(idsOf(edition)).size).toBe(edition.requirements.length);
    const subjects = edition.requirements.map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
  });

  test('says in both languages what is asked, or that it is not established', () => {
    for (const { id, text, confidence } of edition.requirements) {
      if (text === null) {
        expect([id, confidence]).toEqual([id, 'not-established']);
        continue;
      }
      expect(text.en, id).toMatch(/^[A-Z].*\.$/s);
      expect(text.ja, id).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}].*[。)]$/su);
    }
  });

  test('keeps what belongs together together', () => {
    const categories = edition.requirements.map(({ category }) => category);
    const runs = categories.filter((category, index) => category !== categories[index - 1]);
    expect(runs).toEqual([...new Set(runs)]);
  });
});

test('every subject is in at least one edition', () => {
  const used = new Set(ALL.flatMap(({ requirements }) => requirements.map((one) => one.subject)));
  expect([...SUBJECTS.keys()].filter((subject) => !used.has(subject))).toEqual([]);
});

describe.each(LATER)('what $id changed', (edition) => {
  const since = edition.since;
  if (!since) throw new Error('a later edition declares what it changed');
  const before = EDITIONS[since.edition];
  const mappings = mapEditions(before, edition);

  test('is declared: no requirement comes or goes silently', () => {
    const kinds = (kind: string) => mappings.filter((one) => one.kind === kind);
    expect(
      kinds('added')
        .map((one) => 'to' in one && one.to.id)
        .sort(),
    ).toEqual([...since.added].sort());
    expect(
      kinds('dropped')
        .map((one) => 'from' in one && one.from.id)
        .sort(),
    ).toEqual([...since.dropped].sort());
  });

  test('is declared: no wording differs silently', () => {
    const differing = mappings.flatMap((one) =>
      'from' in one && 'to' in one && one.from.text?.en !== one.to.text?.en ? [one.to.id] : [],
    );
    expect(differing.sort()).toEqual([...since.changed].sort());
  });

  test('leads from ids that exist to ids that exist, and leaves out none', () => {
    const from = mappings.flatMap((one) => ('from' in one ? [one.from.id] : []));
    const to = mappings.flatMap((one) => ('to' in one ? [one.to.id] : []));
    expect(from.sort()).toEqual(idsOf(before).sort());
    expect(to.sort()).toEqual(idsOf(edition).sort());
  });
});

test('mapping there and back is the same, for every two editions', () => {
  for (const from of ALL) {
    for (const to of ALL) {
      const there = mapEditions(from, to).flatMap((one) =>
        'from' in one && 'to' in one ? [`${one.from.id} ${one.to.id}`] : [],
      );
      const back = mapEditions(to, from).flatMap((one) =>
        'from' in one && 'to' in one ? [`${one.to.id} ${one.from.id}`] : [],
      );
      expect(there.sort()).toEqual(back.sort());
    }
  }
});

test('the editions have as many requirements as were read', () => {
  expect(ALL.map(({ id, requirements }) => [id, requirements.length])).toEqual([
    ['2021_q4', 46],
    ['2023', 53],
    ['2024', 45],
    ['2026-02', 44],
  ]);
});

test('2021 has no id of the later form, which nobody has found there', () => {
  expect(idsOf(FIRST).filter((id) => /^[A-Z0-9]+-\d+$/.test(id))).toEqual([]);
});

test('only 2021 limits the RTO, and only 2026-02 is content with one failure mode', () => {
  expect(ALL.map(({ rules }) => rules.longestRto.ms)).toEqual([86_400_000, null, null, null]);
  expect(ALL.map(({ rules }) => rules.resilienceTest.modes.length)).toEqual([3, 3, 3, 1]);
});

test('what is not established is marked so', () => {
  const open = SECOND.requirements.filter(({ confidence }) => confidence === 'not-established');
  expect(open.map(({ id, text }) => [id, text])).toEqual([
    ['ARC-002', null],
    ['RES-003', null],
  ]);
});

describe('an id that an edition lacks', () => {
  test('is told under its new name, or its old one', () => {
    expect(findElsewhere('test_recovery_regularly', NEWEST)).toEqual({
      kind: 'renamed',
      in: '2021_q4',
      to: 'BAR-002',
    });
    expect(findElsewhere('RES-004', FIRST)).toEqual({
      kind: 'renamed',
      in: '2026-02',
      to: 'test_dr_plan_against_rpo_and_rto',
    });
  });

  test('is told to be dropped, with the newest edition that had it', () => {
    expect(findElsewhere('ARC-003', NEWEST)).toEqual({ kind: 'dropped', in: '2024' });
    expect(findElsewhere('have_baa_in_place', THIRD)).toEqual({ kind: 'dropped', in: '2021_q4' });
  });

  test('is told to have come later, with the oldest edition that has it', () => {
    expect(findElsewhere('SECOPS-001', FIRST)).toEqual({ kind: 'added-later', in: '2023' });
  });

  test('is not found where no edition has it', () => {
    expect(findElsewhere('DR-001', NEWEST)).toBeUndefined();
  });
});

test('an edition is found by its id, and an unknown one is answered with those there are', () => {
  expect(findEdition(DEFAULT_EDITION)).toBe(NEWEST);
  expect(() => findEdition('2022')).toThrow(
    'There is no edition "2022" of the checklist. There is: 2021_q4, 2023, 2024, 2026-02.',
  );
});
