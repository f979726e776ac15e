import type { Translations } from '../core/translations.ts';
import { lostText } from './outage-text.ts';
import { reportDeviations } from './report-deviations.ts';
import { newestLook } from './report-posture.ts';
import type { ReportModel } from './schema.ts';
import { ENGLISH, type Words } from './words.ts';

type Titles = Translations | null;
type Check = ReportModel['checks'][number];
type Finding = ReportModel['posture'][number]['findings'][number];
type Issue = ReportModel['issues'][number];

/**
 * The same report with what the journal holds in English said in the words' language, as far as that is known.
 * Names, figures, identities and what people or AWS have said stay as they are.
 */
export function translateReport(report: ReportModel, words: Words): ReportModel {
  const { told } = words;
  const title = (english: string, titles: Titles): string =>
    (words.lang === 'en' ? undefined : titles?.ja) ?? english;
  const wording = (said: ReportModel['document']['retention']) =>
    said && { ...said, text: title(said.text, said.translations) };
  const steps = report.steps.map((step) => ({ ...step, title: title(step.title, step.titles) }));
  const stepTitles = new Map(steps.map((step) => [step.id, step.title]));
  const result = translateResult(report.result, words);
  const checks = report.checks.map((check) => translateCheck(check, words));
  const posture = report.posture.map((account) => translateAccount(account, words));
  const translated: ReportModel = {
    ...report,
    lang: words.lang,
    watermark: report.watermark === null ? null : watermarkIn(report, words),
    result,
    test: {
      ...report.test,
      scenario: {
        ...report.test.scenario,
        description: title(report.test.scenario.description, report.test.scenario.descriptions),
      },
    },
    workload: {
      ...report.workload,
      title: title(report.workload.title, report.workload.titles),
    },
    document: {
      confidentiality: wording(report.document.confidentiality),
      retention: wording(report.document.retention),
    },
    runbook: { ...report.runbook, title: title(report.runbook.title, report.runbook.titles) },
    people: {
      ...report.people,
      approvals: report.people.approvals.map((approval) => ({
        ...approval,
        title: stepTitles.get(approval.step) ?? approval.title,
      })),
    },
    milestones: report.milestones.map((milestone) => ({
      ...milestone,
      name: words.milestones[milestone.id],
      note: milestone.note === null ? null : told.text(milestone.note),
    })),
    outage: report.outage && { ...report.outage, source: told.text(report.outage.source) },
    lostWrites: report.lostWrites && {
      ...report.lostWrites,
      source: told.text(report.lostWrites.source),
    },
    primaryAtEnd: report.primaryAtEnd === null ? null : told.place(report.primaryAtEnd),
    decisions: report.decisions.map((decision) => ({
      ...decision,
      label: decision.label === null ? null : title(decision.label, decision.labels),
    })),
    tasks: report.tasks.map((task) => ({
      ...task,
      title: stepTitles.get(task.step) ?? task.title,
    })),
    steps: steps.map((step) => ({
      ...step,
      failure: step.failure && { ...step.failure, message: told.text(step.failure.message) },
    })),
    checks,
    posture,
    cleanUp: {
      ...report.cleanUp,
      resources: report.cleanUp.resources.map((resource) => ({
        ...resource,
        proof: resource.proof && {
          ...resource.proof,
          observed: told.text(resource.proof.observed),
        },
        failure: resource.failure && {
          ...resource.failure,
          message: told.text(resource.failure.message),
        },
      })),
    },
    facts: report.facts.map(({ label, value }) => ({
      label: told.factLabel(label),
      value: told.factValue(value),
    })),
    architecture: report.architecture && {
      ...report.architecture,
      parts: report.architecture.parts.map((one) => ({
        ...one,
        subject: told.architecture(one.subject),
        part: told.architecture(one.part),
        facts: one.facts.map(({ label, value }) => ({
          label: told.architecture(label),
          value: told.architecture(value),
        })),
        why: one.why === null ? null : told.architecture(one.why),
      })),
    },
    incidents: report.incidents.map((incident) => ({
      ...incident,
      detail:
        incident.detail === null
          ? null
          : incident.kind === 'command' || incident.kind === 'command-refused'
            ? told.command(incident.detail)
            : told.text(incident.detail),
    })),
    notTested: report.notTested.map((one) => ({
      ...one,
      title: notTestedTitle(one, stepTitles, words),
    })),
    requirements: report.requirements.map((requirement) => ({
      ...requirement,
      answer: objectiveAnswer(requirement, report, words),
    })),
    missing: report.missing.map(({ field, reason }) => ({
      field,
      reason: missingReason(reason, words),
    })),
  };
  return {
    ...translated,
    deviations: reportDeviations(translated),
    issues: report.issues.map((one) => translateIssue(one, translated, words)),
    earlierFollowUps: report.earlierFollowUps.map((one) => ({
      ...one,
      detail: one.detail === null ? null : words.told.text(one.detail),
    })),
  };
}

function missingReason(english: string, { missing }: Words): string {
  const { fields: _, ...reasons } = missing;
  const names = Object.keys(reasons) as (keyof typeof reasons)[];
  const name = names.find((one) => ENGLISH.missing[one] === english);
  return name === undefined ? english : reasons[name];
}

function watermarkIn({ workload }: ReportModel, words: Words): string {
  return workload.environmentKind === 'sandbox' ? words.watermark : words.watermarkElsewhere;
}

function translateResult(result: ReportModel['result'], words: Words): ReportModel['result'] {
  const { told } = words;
  const methodOf = ({
    method,
    measuredBy,
  }: Pick<ReportModel['result']['rto'], 'method' | 'measuredBy'>) =>
    measuredBy === null ? method : told.method(measuredBy);
  const { rpo } = result;
  return {
    ...result,
    reasons: result.because === null ? result.reasons : result.because.map(told.reason),
    failure: result.failure && { ...result.failure, message: told.text(result.failure.message) },
    rto: { ...result.rto, method: methodOf(result.rto) },
    rpo:
      rpo.result === 'not-applicable'
        ? { ...rpo, method: methodOf(rpo) ?? rpo.method }
        : { ...rpo, method: methodOf(rpo) },
  };
}

/** What a statement of the drill's own returns is data, and never a phrase. */
function translateCheck(check: Check, { told }: Words): Check {
  const isOurs = check.kind !== 'sql';
  const isValue = check.kind === 'sql' || check.kind === 'row-count' || check.kind === 'checksum';
  const say = (text: string | null) => (text === null ? null : told.check(text));
  return {
    ...check,
    title: isOurs ? say(check.title) : check.title,
    expected: say(check.expected),
    observed: isValue && check.outcome !== 'unproven' ? check.observed : say(check.observed),
    reason: say(check.reason),
  };
}

function translateAccount(
  account: ReportModel['posture'][number],
  words: Words,
): ReportModel['posture'][number] {
  const { told } = words;
  const look = (seen: Finding['after']): Finding['after'] =>
    seen && {
      ...seen,
      observed: seen.observed === null ? null : told.observed(seen.observed),
      reason: told.posture(seen.reason),
    };
  const findings = account.findings.map((finding) => ({
    ...finding,
    title: told.finding(finding.id, finding.title),
    before: look(finding.before),
    during: look(finding.during),
    after: look(finding.after),
  }));
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  return {
    ...account,
    findings,
    changes: account.changes.map((change) => {
      const finding = byId.get(change.id);
      return words.lang === 'en' || !finding
        ? change
        : { ...change, text: changeText(finding, words) };
    }),
  };
}

/** As the core tells it, in the words' language. */
function changeText(
  { title, before, after }: Finding,
  { posture, aside, labelled }: Words,
): string {
  const told = (look: Finding['after']) =>
    look === null ? posture.notLooked : posture.outcome[look.outcome];
  const seen = `${before?.observed ?? '—'} → ${after?.observed ?? '—'}`;
  const differs = before?.observed !== after?.observed;
  return labelled(title, `${told(before)} → ${told(after)}${differs ? aside(seen) : ''}`);
}

function notTestedTitle(
  { kind, id, title }: ReportModel['notTested'][number],
  steps: ReadonlyMap<string, string>,
  words: Words,
): string | null {
  switch (kind) {
    case 'milestone':
      return words.milestones[id as keyof Words['milestones']];
    case 'step':
      return steps.get(id) ?? title;
    case 'finding':
      return title === null ? null : words.told.finding(id, title);
    case 'check':
      return title;
  }
}

/** The objectives are figures of the tool; a date or a reference is the same in every language. */
function objectiveAnswer(
  { id, answer, claim }: ReportModel['requirements'][number],
  { criteria }: ReportModel,
  words: Words,
): string | null {
  if (answer === null || claim !== 'declared') return answer;
  const ms = { 'RES-001': criteria.rpoMs, 'RES-002': criteria.rtoMs }[id] ?? null;
  return ms === null ? answer : words.duration(ms);
}

/** @param report translated already, but for its issues */
function translateIssue(issue: Issue, report: ReportModel, words: Words): Issue {
  return { ...issue, detail: issueDetail(issue, report, words) };
}

function issueDetail(
  { kind, subject, detail }: Issue,
  { result, checks, posture, lostWrites }: ReportModel,
  words: Words,
): string | null {
  switch (kind) {
    case 'check-failed':
    case 'check-unproven':
      return checks.find(({ id }) => id === subject)?.reason ?? detail;
    case 'finding-failed':
    case 'finding-worse':
    case 'finding-unproven': {
      const finding = posture.flatMap(({ findings }) => findings).find((one) => one.id === subject);
      if (!finding) return detail;
      return words.labelled(finding.title, newestLook(finding)?.reason ?? words.posture.notLooked);
    }
    case 'rto-unproven':
      return result.rto.method;
    case 'rpo-unproven':
      return result.rpo.method;
    case 'writes-lost':
      return lostText(lostWrites, words);
    default:
      return detail === null ? null : words.told.text(detail);
  }
}
