import { expect } from 'vitest';
import type { ReportModel } from '../../src/report/report-model.ts';
import type { CliProject } from './cli-project.ts';

/** Calls that change something in a whole failover to the other Region and back, in alphabetical order. */
export const REGION_EFFECTS: readonly string[] = [
  'monitoring:PutMetricData',
  // What is made gets its windows back; the old primary and the relieved one are marked, renamed out of the way, renamed back to be deleted, and deleted.
  ...twice('rds:AddTagsToResource'),
  ...twice('rds:CreateDBInstanceReadReplica'),
  ...twice('rds:DeleteDBInstance'),
  ...twice('rds:ModifyDBInstance'),
  ...twice('rds:ModifyDBInstance'),
  ...twice('rds:ModifyDBInstance'),
  ...twice('rds:PromoteReadReplica'),
  ...twice('rds:RemoveTagsFromResource'),
  // Traffic is pinned to the other Region before the lost one returns, and set free when production is back.
  ...twice('route53:ChangeResourceRecordSets'),
  'states:StartExecution',
];

function twice(operation: string): readonly [string, string] {
  return [operation, operation];
}

/** Which milestones the report has, in their order. */
export function milestonesOf({ milestones }: ReportModel): string[] {
  return milestones.filter(({ instant }) => instant !== null).map(({ id }) => id);
}

function instantOf({ milestones }: ReportModel, milestone: string): string {
  return milestones.find(({ id }) => id === milestone)?.instant ?? '';
}

/**
 * A failover of production to the other Region and back has met its objectives, production is where it was, and the
 * writes that its report counts as lost are those that its client misses.
 * @param after the moment before the run
 */
export async function expectThereAndBack(
  project: CliProject,
  run: string,
  after: number,
): Promise<void> {
  const report = await expectBack(project, run, after);
  expect(report.result.verdict).toBe('met');
  expect(writesSinceImpact(report)).toMatchObject({ lost: 0 });
}

/** How many writes were acknowledged since T0, and how many of them are lost. */
export function writesSinceImpact({ facts }: ReportModel): { sent: number; lost: number } {
  const told = facts.find(({ label }) => label === 'Acknowledged writes since T0')?.value;
  const [, sent, lost] = told?.match(/^(\d+) since .*?, (\d+) of them lost/) ?? [];
  return { sent: Number(sent), lost: Number(lost) };
}

/**
 * As `expectThereAndBack`, with any verdict.
 * @param effects the calls that change something, in alphabetical order
 */
export async function expectBack(
  project: CliProject,
  run: string,
  after: number,
  effects = REGION_EFFECTS,
): Promise<ReportModel> {
  await project.expectHome();
  const report = await project.report(run);
  expect(report.result.status).toBe('completed');
  expect(milestonesOf(report)).toEqual(['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7']);
  expect(report.primaryAtEnd).toBe('orders-prod in ap-northeast-1');
  expect([...(await project.sandbox.effects({ after }))].sort()).toEqual(effects);
  expect(report.outage?.failed).toBeGreaterThan(0);
  const facts = new Map(report.facts.map(({ label, value }) => [label, value]));
  expect(facts.get('Outage of the failback')).toMatch(/^\d.* requests failed$/);
  await expectLostWrites(project, report);
  await project.expectSound(run);
  return report;
}

/** What the report says was lost is what the client misses; and nothing that it was promised later is missing. */
async function expectLostWrites({ sandbox }: CliProject, report: ReportModel): Promise<void> {
  const impact = instantOf(report, 'T0');
  const before = new Date(Date.parse(impact) - 60_000).toISOString();
  const { missing } = await sandbox.acknowledged(before, impact);
  expect(report.lostWrites?.lost).toBe(missing.length);
  const since = await sandbox.acknowledged(instantOf(report, 'T6'), report.lastAt);
  expect(since.sent).toBeGreaterThan(0);
  expect(since.missing).toEqual([]);
}

/** Adds the drill `planned`: a failover whose failure the run does not cause itself. */
export async function writePlanned(
  project: CliProject,
  change = (text: string) => text,
): Promise<void> {
  await project.writeDrill(
    'planned',
    (text) => change(text.replace(/^ {2}outage: .*\n/m, '')),
    'failover-region',
  );
}
