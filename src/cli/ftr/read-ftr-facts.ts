import type { Environment } from '../../core/drill.ts';
import { failureOf } from '../../core/failure.ts';
import { placeOf } from '../../core/place.ts';
import type { Instant } from '../../core/ports.ts';
import { testTypeOf } from '../../core/test-of-run.ts';
import { findEnvironment, readEnvironments } from '../../drill-file/environments.ts';
import { drillFilesIn, readDrill } from '../../drill-file/read-drill.ts';
import { DEFAULT_EDITION, findEdition } from '../../ftr/editions.ts';
import type { DeclaredDrill, Facts } from '../../ftr/facts.ts';
import { whyNoTest } from '../../ftr/weigh-runs.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';
import { loadRunbook, RUNBOOK_IDS } from '../runbooks.ts';
import { attestationsOf } from './read-attestations.ts';
import { type EvidenceRead, readEvidence } from './read-evidence.ts';

/** What an assessment is made of, and which journals could not be used for it. */
export interface FtrFacts {
  readonly facts: Facts;
  readonly broken: EvidenceRead['broken'];
}

/** Longer than any period, since each run is weighed again for its own requirement. */
const LONGEST_PERIOD_MONTHS = 12;

/**
 * Gathers the facts of a project. A drill file that is not valid is told on stderr and left out: it takes nothing from
 * the others.
 * `edition` is taken instead of the one that the attestations name.
 * @throws KunrenError `EDITION_UNKNOWN`, or what reading attestations or environments throws.
 */
export async function readFtrFacts(
  io: Io,
  project: Project,
  { edition, now }: { readonly edition: string | undefined; readonly now: Instant },
): Promise<FtrFacts> {
  const attestations = attestationsOf(project, now);
  const attestedIn = findEdition(attestations.edition ?? DEFAULT_EDITION);
  const environments = readEnvironments(project.environments);
  const aws = environments.filter((one) => placeOf(one) === 'aws');
  const { drills, runbooks } = await readDrills(io, project, environments);
  const without: Omit<Facts, 'runs' | 'accounts'> = {
    edition: edition === undefined ? attestedIn : findEdition(edition),
    now,
    drills,
    awsEnvironments: aws.map(({ name }) => name),
    runbooks,
    attestations,
    attestedIn,
  };
  const { runs, broken } = await readEvidence(
    project.reports,
    (run) =>
      whyNoTest(run, { ...without, runs: [], accounts: [] }, LONGEST_PERIOD_MONTHS) === undefined,
  );
  const seen = runs
    .filter(({ place, mode }) => place === 'aws' && mode !== 'tabletop')
    .flatMap(({ posture }) => posture.map(({ account }) => account));
  const accounts = attestations.accounts ?? [
    ...new Set([...aws.map(({ accountId }) => accountId), ...seen]),
  ];
  return { facts: { ...without, runs, accounts: [...accounts].sort() }, broken };
}

async function readDrills(
  io: Io,
  { drills: folder }: Project,
  environments: readonly Environment[],
): Promise<Pick<Facts, 'drills' | 'runbooks'>> {
  const drills: DeclaredDrill[] = [];
  const loaded = await Promise.all(RUNBOOK_IDS.map((id) => loadRunbook(id)));
  const byId = new Map(loaded.map((runbook) => [runbook.id, runbook]));
  for (const name of drillFilesIn(folder) ?? []) {
    try {
      const file = readDrill(`${folder}/${name}`);
      const environment = findEnvironment(environments, file.environment);
      const { runbook, objectives, scenario, schedule } = file.drill;
      drills.push({
        name: file.name,
        file: `drills/${name}`,
        runbook,
        type: testTypeOf(runbook),
        environment: environment.name,
        place: placeOf(environment),
        objectives,
        scenario: scenario.kind,
        live: byId.get(runbook)?.production?.isChangedBy(file.drill) ?? false,
        scheduled: schedule !== undefined,
      });
    } catch (error) {
      io.err(`drill: drills/${name} is left out: ${failureOf(error).message}`);
    }
  }
  return { drills, runbooks: new Map(loaded.map(({ id, version }) => [id, version])) };
}
