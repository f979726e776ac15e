import { usualOfRuns } from '../context-text.ts';
import type { ReportModel } from '../schema.ts';
import { summarizeSignOff } from '../sign-off-text.ts';
import { checksTitle, summarize, type TimePart, timeParts } from '../summary.ts';
import type { Words } from '../words.ts';
import { outageCard, primaryCard } from './failover-cards.ts';
import { followUpCard } from './follow-up-card.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import { icon } from './icon.ts';
import { measureBar } from './measure-bar.ts';
import { card, chip, code, definitions, type Tone } from './parts.ts';
import { requiredMarks } from './posture-section.ts';
import {
  CLEANUP_TONES,
  OUTCOME_TONES,
  OVERALL_TONES,
  RESOURCE_TONES,
  VERDICT_TONES,
} from './tones.ts';

/** The first screen: the verdict, what it rests on, and what follows from it. */
export function resultSection(report: ReportModel, words: Words): Html {
  const { result } = report;
  const tone = result.overall === 'fail' ? 'bad' : VERDICT_TONES[result.verdict];
  const overall =
    report.watermark === null
      ? words.overall[result.overall]
      : `${words.overall[result.overall]} · ${words.watermarkShort}`;
  return html`<section id="result" class="result" aria-labelledby="result-title">
<h2 id="result-title" class="hidden">${words.sections.result}</h2>
<div class="verdict ${tone}">
${icon(tone)}
<div><p class="word">${words.verdict[result.verdict]}</p>
<p class="sentence">${words.sentences(summarize(report, words))}</p>
<p class="sentence">${words.sentences(summarizeSignOff(report, words))}</p></div>
<dl class="grades">
<div><dt>${words.labels.overall}</dt><dd>${chip(OVERALL_TONES[result.overall], overall)}</dd></div>
<div><dt>${words.labels.statusOfRun}</dt><dd>${words.status[result.status]}</dd></div>
</dl>
</div>
${reasons(report, words)}
<div class="cards">
${measureCard(words.labels.rtoLong, words.labels.rto, result.rto, words, timeParts(report, words), report.timeline.usualRecovery)}
${rpoCard(result.rpo, words)}
${outageCard(report, words)}${primaryCard(report, words)}${checksCard(report, words)}
${cleanUpCard(report, words)}
</div>
<div class="next">${followUpCard(report, words)}</div>
</section>
`;
}

function reasons(report: ReportModel, words: Words): Html | null {
  const { result } = report;
  const lines: HtmlPart[] = [];
  if (!result.judged) lines.push(words.interrupted);
  if (result.failure) lines.push(html`${code(result.failure.code)} ${result.failure.message}`);
  lines.push(...result.reasons);
  if (lines.length === 0) return null;
  return html`<ul class="reasons" aria-label="${words.labels.reasons}">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function rpoCard(rpo: ReportModel['result']['rpo'], words: Words): Html {
  const { labels } = words;
  if (rpo.result !== 'not-applicable') {
    return measureCard(labels.rpoLong, labels.rpo, rpo, words);
  }
  return card(
    labels.rpoLong,
    labels.rpo,
    'plain',
    html`<p class="figure absent">${labels.notApplicable}</p>
<p>${rpo.method}</p>`,
  );
}

function measureCard(
  title: string,
  short: string,
  measure: ReportModel['result']['rto'],
  words: Words,
  parts: readonly TimePart[] = [],
  usual: ReportModel['timeline']['usualRecovery'] = null,
): Html {
  const { labels } = words;
  const { actualMs, objectiveMs, marginMs, errorMs, method, bounds } = measure;
  const figure =
    actualMs === null
      ? html`<span class="absent">${method === null ? labels.notJudged : labels.notMeasured}</span>`
      : html`${words.duration(actualMs)} <span class="of">/ ${words.duration(objectiveMs)}</span>`;
  return card(
    title,
    short,
    VERDICT_TONES[measure.result],
    html`<p class="figure">${figure} ${chip(VERDICT_TONES[measure.result], words.verdict[measure.result])}</p>
${measureBar(measure, words)}
${definitions([
  ...(marginMs === null
    ? []
    : ([
        [marginMs < 0 ? labels.over : labels.margin, words.duration(Math.abs(marginMs))],
      ] as const)),
  ...(errorMs === null
    ? []
    : ([
        [
          labels.error,
          errorMs > 0
            ? words.upTo(words.duration(Math.min(errorMs, actualMs ?? errorMs)))
            : labels.exact,
        ],
      ] as const)),
  ...(parts.length === 0
    ? []
    : ([
        [labels.ofWhich, words.list(parts.map(({ word, ms }) => `${word} ${words.duration(ms)}`))],
      ] as const)),
  ...(usual === null ? [] : ([[words.context.usualRecovery, usualOfRuns(usual, words)]] as const)),
  ...(method === null ? [] : ([[labels.method, method]] as const)),
  ...bounds.map(
    ({ source, ms }) => [labels.bound, html`${words.duration(ms)} ${code(source)}`] as const,
  ),
])}`,
  );
}

function checksCard(report: ReportModel, words: Words): Html {
  const { passed, failed, unproven, declared } = report.result.checks;
  const tone = failed > 0 ? 'bad' : passed === declared && declared > 0 ? 'good' : 'open';
  const counts = (['passed', 'failed', 'unproven'] as const).filter(
    (outcome) => outcome === 'passed' || { failed, unproven }[outcome] > 0,
  );
  return card(
    checksTitle(report, words),
    null,
    tone,
    html`<p class="figure">${passed} <span class="of">/ ${declared}</span> ${counts.map((outcome) =>
      chip(
        OUTCOME_TONES[outcome],
        words.counted(report.result.checks[outcome], words.outcome[outcome]),
      ),
    )}</p>
<ul class="marks">${report.checks.map(
      ({ id, outcome }) =>
        html`<li>${icon(OUTCOME_TONES[outcome])} ${id}<span class="hidden">: ${words.outcome[outcome]}</span></li>`,
    )}${requiredMarks(report, words)}</ul>`,
  );
}

const COUNT_TONES = {
  released: 'good',
  handedOver: 'good',
  kept: 'open',
  leaked: 'bad',
  unsettled: 'bad',
} as const satisfies { [count in keyof Words['counts']]: Tone };

function cleanUpCard(report: ReportModel, words: Words): Html {
  const { cleanUp } = report;
  const tone = CLEANUP_TONES[cleanUp.outcome];
  return card(
    words.labels.cleanUp,
    null,
    tone,
    html`<p class="figure">${words.cleanUp[cleanUp.outcome]} ${(
      ['released', 'handedOver', 'kept', 'leaked', 'unsettled'] as const
    )
      .filter((count) => cleanUp[count] > 0)
      .map((count) => chip(COUNT_TONES[count], words.counts[count](cleanUp[count])))}</p>
<p>${words.cleanUpMeaning[cleanUp.outcome]}</p>
<ul class="marks wide">${cleanUp.resources.map(
      ({ type, id, status, proof, failure }) =>
        html`<li>${icon(RESOURCE_TONES[status])} <span>${type} ${code(id)}<br><small>${
          proof
            ? html`${proof.call} → ${proof.observed}`
            : html`${words.resourceStatus[status]}${failure && html` ${code(failure.code)}`}`
        }</small></span></li>`,
    )}</ul>`,
  );
}
