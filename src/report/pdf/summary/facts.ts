import { deviationsText, earlierText, settlementText, triggerText } from '../../context-text.ts';
import { SEVERITY_TONES } from '../../html/tones.ts';
import { scenarioSentences, testText } from '../../subject-text.ts';
import { fitText } from '../fit-text.ts';
import { type Inline, runs, soft, strong, toned } from '../inline.ts';
import type { Node } from '../node.ts';
import { definitions, VALUES } from '../parts.ts';
import type { Sheet } from '../sheet.ts';
import { MEASURE, SIZE } from '../theme.ts';
import { fullTime } from '../times.ts';
import { clipped } from './clipped.ts';

/** Width of the severity of an issue. */
const SEVERITY = 44;
/** Width of whose it is. */
const OWNER = 150;
const DETAIL = MEASURE - SEVERITY - OWNER;

/** What somebody has to follow up: the first few. */
export function followUp(sheet: Sheet, most: number): Node[] {
  const { report, words, fonts } = sheet;
  const { issues } = report;
  const shown = issues.slice(0, most);
  const rest = issues.length - shown.length;
  const earlier = earlierText(report, words);
  return [
    heading([words.sections.issues, soft(`   ${issues.length || ''}`)]),
    ...(shown.length === 0 ? [{ text: words.labels.none }] : []),
    ...shown.map((issue): Node => {
      const text = [words.issue[issue.kind], issue.subject, issue.detail]
        .filter((part) => part !== null)
        .join(' · ');
      const whose = fitText(settlementText(issue, words), OWNER, { fontSize: SIZE.small }, fonts);
      return {
        columns: [
          {
            text: [toned(SEVERITY_TONES[issue.severity], words.severity[issue.severity])],
            width: SEVERITY,
          },
          { text: clipped(text, DETAIL, 2, sheet), width: DETAIL },
          { text: soft(whose), fontSize: SIZE.small, width: OWNER, alignment: 'right' },
        ],
        margin: [0, 0.5, 0, 0.5],
      };
    }),
    ...(rest === 0 ? [] : [{ text: soft(words.pdf.more(rest)) }]),
    ...(earlier === null ? [] : [{ text: runs([soft(`${words.context.earlier}   `), earlier]) }]),
  ];
}

/**
 * What was tested, where and when, and when it is due again.
 * @param isShort without what the section on it says first
 */
export function facts(sheet: Sheet, isShort = false): Node[] {
  const { report, words } = sheet;
  const { labels } = words;
  const { workload, runbook } = report;
  const when = (instant: string) => fullTime(instant, sheet);
  const short = (text: string, lines: number) => clipped(text, VALUES, lines, sheet);
  const place = words.list([
    workload.environment,
    `${labels.account} ${workload.accountId}`,
    workload.region,
  ]);
  const tested: readonly Fact[] = [
    [labels.testType, short(testText(report, words), 2)],
    [labels.scenario, short(words.sentences(scenarioSentences(report.test.scenario, words)), 3)],
    [labels.environment, short(place, 1)],
    [labels.runbook, short(words.list([runbook.title, `${runbook.id} ${runbook.version}`]), 1)],
    [words.context.trigger, short(triggerText(report, words), 1)],
    [words.context.deviations, short(deviationsText(report, words), 1)],
  ];
  const told = definitions([
    ...(isShort ? [] : tested),
    [labels.opened, when(report.openedAt)],
    [words.people.signOff.title, signedOff(sheet)],
    [
      words.missing.fields.nextTestDue,
      report.nextTestDue === null ? soft(words.missing.notScheduled) : when(report.nextTestDue),
    ],
  ]);
  // No margin below, which could not be kept on a full page and would begin another.
  return [heading(words.sections.definition), { ...told, margin: [0, 2, 0, 0] }];
}

/** Whoever has signed last, in one line: a long name takes nothing from the rest. */
function signedOff({ report, words, fonts }: Sheet): Inline {
  const { decided, notIndependent, notYet } = words.people.signOff;
  const last = report.people.signOffs.at(-1);
  if (!last) return soft(notYet);
  const who = fitText(
    `${last.name}${words.aside(last.role)}`,
    VALUES / 4,
    { fontSize: SIZE.text },
    fonts,
  );
  const told = words.list([decided[last.decision], last.at.slice(0, 10), who]);
  return last.tookPart === 'alone'
    ? [strong(told), soft(words.aside(notIndependent))]
    : strong(told);
}

type Fact = readonly [name: string, value: Inline];

function heading(title: Inline): Node {
  return { text: strong(title), fontSize: SIZE.part, margin: [0, 5, 0, 1] };
}
