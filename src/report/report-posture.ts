import { byAccount, changesOf, postureAt, requiredFindings } from '../core/judge-posture.ts';
import type { PostureFinding, PostureSnapshot } from '../core/posture.ts';
import type { RunState } from '../core/run-state.ts';
import { postureFacts } from '../core/tell-posture.ts';
import type { ReportModel } from './schema.ts';

type Account = ReportModel['posture'][number];
type Finding = Account['findings'][number];
type Look = Finding['after'];

/** How each account that was looked at stands. */
export function reportPosture({ posture }: Pick<RunState, 'posture'>): Account[] {
  return byAccount(posture).map((own) => ({
    account: own[0]?.account ?? '',
    findings: reportFindings(own),
    changes: changesOf({ posture: own }).map((change) => ({ ...change })),
  }));
}

/** What was seen and stands nowhere else: the posture has a table of its own. */
export function reportFacts({ facts, posture }: RunState): ReportModel['facts'] {
  const told = new Set(posture.flatMap(postureFacts).map(key));
  return facts.filter((fact) => !told.has(key(fact))).map(({ label, value }) => ({ label, value }));
}

function key({ label, value }: ReportModel['facts'][number]): string {
  return JSON.stringify([label, value]);
}

/** The newest of the looks that there are. */
export function newestLook({ before, during, after }: Finding): Look {
  return after ?? during ?? before;
}

function reportFindings(own: readonly PostureSnapshot[]): Finding[] {
  const looks = (['before', 'during', 'after'] as const).map((label) =>
    byId(postureAt(own, label)?.findings ?? []),
  );
  const [before, during, after] = looks;
  const required = new Set(requiredFindings({ posture: own }).map(({ id }) => id));
  const ids = new Set([...looks.toReversed().flatMap((look) => [...look.keys()]), ...required]);
  return [...ids]
    .map((id) => {
      const newest = after?.get(id) ?? during?.get(id) ?? before?.get(id);
      return {
        id,
        title: newest?.title ?? id,
        requirement: newest?.requirement ?? null,
        required: required.has(id),
        before: reportLook(before?.get(id)),
        during: reportLook(during?.get(id)),
        after: reportLook(after?.get(id)),
      };
    })
    .sort((a, b) => rank(a) - rank(b));
}

/** What is wrong or not known comes first, and of that what was required. */
function rank(finding: Finding): number {
  const outcome = newestLook(finding)?.outcome ?? 'unknown';
  return ORDER.indexOf(outcome) * 2 + (finding.required ? 0 : 1);
}

const ORDER = ['fail', 'unknown', 'attested', 'pass', 'not-applicable'];

function byId(findings: readonly PostureFinding[]): ReadonlyMap<string, PostureFinding> {
  return new Map(findings.map((finding) => [finding.id, finding]));
}

function reportLook(finding: PostureFinding | undefined): Look {
  if (!finding) return null;
  const { outcome, reason, observed, source, at } = finding;
  return { outcome, reason, observed: observed ?? null, ...source, at };
}
