import type { ReportModel } from './schema.ts';
import type { Words } from './words.ts';

/** Whose data is recovered. */
export function databaseText({ workload: { database } }: ReportModel, words: Words): string {
  return database === null ? words.noData : `${database.name}${words.aside(database.engine)}`;
}

/** What kind of test it was, and on what. */
export function testText({ test }: ReportModel, words: Words): string {
  const type = test.type === null ? words.missing.reason : words.testType[test.type];
  const place = test.real ? words.realRun : words.simulatedRun;
  return words.list([type, words.mode[test.mode], place]);
}

/** What the recovery had to keep to. */
export function objectivesText({ criteria }: ReportModel, words: Words): string {
  const { labels } = words;
  const { rtoMs, rpoMs } = criteria;
  const rpo = rpoMs === null ? labels.notApplicable : words.duration(rpoMs);
  return words.list([`${labels.rto} ${words.duration(rtoMs)}`, `${labels.rpo} ${rpo}`]);
}

/** What has happened, in sentences: its kind, the drill's own words, and what the run did to bring it about. */
export function scenarioSentences(
  { kind, description, injected, impactAt, outage, root }: ReportModel['test']['scenario'],
  words: Words,
): string[] {
  return [
    words.sentence(words.scenario[kind]),
    description,
    ...(injected ? [words.injected] : impactAt === null ? [] : [words.declaredImpact]),
    ...(outage === null ? [] : [words.failover.taken[outage.kind](outage.name)]),
    ...(root === null ? [] : [words.posture.trouble[root]]),
  ];
}
