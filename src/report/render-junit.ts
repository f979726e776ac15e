import imported, { type Builder } from 'junit-report-builder';
import { formatDuration } from '../core/duration.ts';
import { newestLook } from './report-posture.ts';
import type { ReportModel } from './schema.ts';
import { visibleText } from './visible-text.ts';

// Its types are those of CommonJS, where this would be one level deeper.
const builder = imported as unknown as Builder;

/**
 * A run as JUnit XML, for a CI that shows tests: one for each objective, check and required finding, for the clean-up
 * and for the run itself. What is not proven fails, since a CI knows no third answer; what does not apply is skipped.
 */
export function renderJunit(report: ReportModel): string {
  const junit = builder.newBuilder();
  const suite = junit
    .testSuite()
    .name(visibleText(report.workload.drill))
    .timestamp(report.openedAt)
    .property('run', report.run)
    .property('environment', visibleText(report.workload.environment))
    .property('evidence', String(report.watermark === null));
  for (const { group, name, seconds, ...outcome } of casesOf(report)) {
    const test = suite
      .testCase()
      .className(visibleText(`${report.workload.drill}.${group}`))
      .name(visibleText(name));
    if (seconds !== undefined) test.time(seconds);
    if (outcome.is === 'skipped') test.skipped();
    if (outcome.is === 'failed') test.failure(visibleText(outcome.why), outcome.kind);
    if (outcome.is === 'broken') test.error(visibleText(outcome.why), outcome.kind);
  }
  return junit.build();
}

interface Case {
  readonly group: string;
  readonly name: string;
  readonly seconds?: number;
}

type Outcome =
  | { readonly is: 'passed' | 'skipped' }
  | { readonly is: 'failed' | 'broken'; readonly kind: string; readonly why: string };

function casesOf(report: ReportModel): readonly (Case & Outcome)[] {
  const { result, checks, posture, cleanUp } = report;
  const isTalk = result.verdict === 'tabletop';
  return [
    { group: 'run', name: 'completed', seconds: report.durationMs / 1000, ...ending(report) },
    { group: 'objectives', name: 'RTO', ...measure(result.rto, isTalk) },
    { group: 'objectives', name: 'RPO', ...measure(result.rpo, isTalk) },
    ...checks.map(({ id, outcome, reason, expected, observed, durationMs }) => ({
      group: 'checks',
      name: id,
      ...(durationMs !== null && { seconds: durationMs / 1000 }),
      ...(outcome === 'passed'
        ? PASSED
        : failed(outcome, reason ?? `expected ${expected}, observed ${observed ?? 'nothing'}`)),
    })),
    ...posture.flatMap(({ account, findings }) =>
      findings
        .filter(({ required }) => required)
        .map((finding) => ({
          group: `account-${account}`,
          name: finding.title,
          ...findingOutcome(finding),
        })),
    ),
    {
      group: 'clean-up',
      name: 'everything is gone, or stays on purpose',
      ...cleanUpOutcome(cleanUp),
    },
  ];
}

const PASSED: Outcome = { is: 'passed' };
const SKIPPED: Outcome = { is: 'skipped' };

function failed(kind: string, why: string): Outcome {
  return { is: 'failed', kind, why };
}

function ending({ result }: ReportModel): Outcome {
  if (result.status === 'completed') return PASSED;
  return { is: 'broken', kind: result.status, why: result.failure?.message ?? result.status };
}

function measure(
  measured: ReportModel['result']['rto' | 'rpo'],
  isTalk: boolean,
): (Case & Outcome) | Outcome {
  if (isTalk || measured.result === 'not-applicable') return SKIPPED;
  const { actualMs, objectiveMs, result, method } = measured;
  const seconds = actualMs === null ? {} : { seconds: actualMs / 1000 };
  if (result === 'met') return { ...seconds, ...PASSED };
  const actual = actualMs === null ? `not measured (${method ?? ''})` : formatDuration(actualMs);
  return {
    ...seconds,
    ...failed(result, `${actual}; the objective is ${formatDuration(objectiveMs)}`),
  };
}

function findingOutcome(finding: ReportModel['posture'][number]['findings'][number]): Outcome {
  const outcome = finding.after?.outcome ?? 'unknown';
  if (outcome === 'pass' || outcome === 'attested') return PASSED;
  if (outcome === 'not-applicable') return SKIPPED;
  return failed(outcome, newestLook(finding)?.reason ?? 'nobody has looked');
}

function cleanUpOutcome({ outcome, resources }: ReportModel['cleanUp']): Outcome {
  if (outcome !== 'leaked' && outcome !== 'not-finished') return PASSED;
  const left = resources.filter(({ status }) => ['leaked', 'made', 'intended'].includes(status));
  return failed(outcome, left.map(({ type, id }) => `${type} ${id}`).join(', '));
}
