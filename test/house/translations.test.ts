import { describe, expect, it } from 'vitest';
import { loadRunbook, RUNBOOK_IDS } from '../../src/cli/runbooks.ts';
import { declareSteps } from '../../src/core/declare-steps.ts';
import { listDrills } from '../../src/drill-file/list-drills.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';

/** Kana or kanji. */
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

describe('what a runbook shows in reports', () => {
  it.each(RUNBOOK_IDS)('is there in Japanese too: %s', async (id) => {
    const runbook = await loadRunbook(id);
    const steps = declareSteps(runbook);
    const texts = [
      { title: runbook.title, titles: runbook.titles },
      ...steps,
      ...steps.flatMap(({ choices = [] }) =>
        choices.map(({ label, labels }) => ({ title: label, titles: labels })),
      ),
    ];
    const untold = texts.filter(({ titles }) => !JAPANESE.test(titles?.ja ?? ''));
    expect(untold.map(({ title }) => title)).toEqual([]);
  });

  it('has one Japanese title for one English title', async () => {
    const runbooks = await Promise.all(RUNBOOK_IDS.map(loadRunbook));
    const pairs = runbooks
      .flatMap(declareSteps)
      .map(({ title, titles }) => [title, titles?.ja] as const);
    const byTitle = Map.groupBy(pairs, ([title]) => title);
    const told = [...byTitle].filter(([, same]) => new Set(same.map(([, ja]) => ja)).size > 1);
    expect(told.map(([title]) => title)).toEqual([]);
  });
});

it.each(listDrills('drills'))('the drill $name says in Japanese what it exercises', ({ file }) => {
  const { titles, scenario } = readDrill(file).drill;
  expect(titles?.ja).toMatch(JAPANESE);
  expect(scenario.descriptions?.ja).toMatch(JAPANESE);
});
