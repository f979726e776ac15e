import { goesToAws } from '../core/goes-to-aws.ts';
import { MILESTONES, type MilestoneId } from '../core/milestone.ts';
import type { RunState } from '../core/run-state.ts';
import { testModeOf, testTypeOf } from '../core/test-of-run.ts';
import type { Timeline } from '../core/timeline.ts';
import { reportDeclaration } from './report-context.ts';
import type { ReportModel } from './schema.ts';

// What was tested, on what, and by which measure.

/** What kind of test it was, and what it played through. */
export function reportTest(state: RunState): ReportModel['test'] {
  const { live } = state;
  const { scenario } = state.drill;
  const { outage, root } = scenario;
  const real = goesToAws(state.environment);
  return {
    type: testTypeOf(state.runbook.id),
    mode: testModeOf(state),
    live: live ? { workload: live.workload, by: live.by, how: live.how } : null,
    real,
    scenario: {
      kind: scenario.kind,
      description: scenario.description,
      descriptions: scenario.descriptions ?? null,
      injected: !real && [scenario.inject, outage, root].some((one) => one !== undefined),
      outage: outage ? { kind: outage.kind, name: outage.name } : null,
      root: root ?? null,
      impactAt: scenario.impactAt ?? null,
      detectedAfterMs: scenario.detectedAfterMs ?? null,
    },
  };
}

/** Whose recovery was tested, and where. */
export function reportWorkload({
  drill,
  environment,
  resources,
}: RunState): ReportModel['workload'] {
  return {
    drill: drill.name,
    title: drill.title,
    titles: drill.titles ?? null,
    environment: environment.name,
    environmentKind: environment.kind,
    accountId: environment.accountId,
    region: environment.region,
    endpointUrl: environment.endpointUrl ?? null,
    database: drill.database
      ? { engine: drill.database.engine, name: drill.database.name, user: drill.database.user }
      : null,
    parameters: Object.fromEntries(
      Object.entries(drill.parameters).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    resources: resources.map(({ resource }) => `${resource.type} ${resource.id}`),
  };
}

/** What the run is judged by, as it was fixed before the start. */
export function reportCriteria(state: RunState): ReportModel['criteria'] {
  const { objectives, checks } = state.drill;
  return {
    rtoMs: objectives.rtoMs,
    rpoMs: objectives.rpoMs ?? null,
    checks: checks.map(({ id, kind }) => ({ id, kind })),
    hash: state.criteria,
    fixedAt: state.openedAt,
    declared: reportDeclaration(state),
  };
}

/** All of them, those too that were not reached. */
export function reportMilestones(state: RunState, timeline: Timeline): ReportModel['milestones'] {
  return (Object.keys(MILESTONES) as MilestoneId[]).map((id) => {
    const milestone = state.milestones[id];
    return {
      id,
      name: MILESTONES[id],
      instant: milestone?.instant ?? null,
      source: milestone?.source ?? null,
      errorMs: milestone?.errorMs ?? null,
      offsetMs: timeline.marks.get(id)?.ms ?? null,
      note: milestone?.note ?? null,
    };
  });
}
