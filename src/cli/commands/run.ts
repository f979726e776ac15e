import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { SecretVault } from '../../core/ports.ts';
import type { JournalRecord } from '../../core/record.ts';
import { newRunId } from '../../core/run-id.ts';
import { tabletopRunbook } from '../../core/tabletop.ts';
import { openingRecord } from '../../engine/opening-record.ts';
import {
  type OpenedJournal,
  type OpenJournalOptions,
  openJournal,
} from '../../journal/open-journal.ts';
import { readLedger } from '../../journal/read-ledger.ts';
import { createRedactor } from '../../journal/redact.ts';
import type { Io } from '../io.ts';
import type { ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { claimOccurrence } from '../rehearsals/claim-occurrence.ts';
import { nextDue } from '../rehearsals/next-due.ts';
import { readTrigger, type TriggerOptions } from '../rehearsals/read-trigger.ts';
import { actingPerson, osPerson } from '../runs/acting-person.ts';
import { confirmLive } from '../runs/confirm-live.ts';
import { demandCredentials } from '../runs/demand-credentials.ts';
import { demandFreeProduction } from '../runs/demand-free-production.ts';
import { driveRun } from '../runs/drive-run.ts';
import { noServices } from '../runs/no-services.ts';
import { type OpenedDrill, openDrill } from '../runs/open-drill.ts';
import { openEnvironment } from '../runs/open-environment.ts';
import { processIdentity } from '../runs/process-identity.ts';
import { readEarlierRuns } from '../runs/read-earlier-runs.ts';
import { systemClock } from '../system-clock.ts';

/** `drill run <drill>` */
export async function run(
  io: Io,
  name: string,
  options: {
    readonly env?: string;
    readonly set: readonly string[];
    readonly keep: boolean;
    readonly live: boolean;
    readonly confirm?: string;
    readonly tabletop: boolean;
    readonly junit?: string;
    readonly output: OutputKind;
  } & TriggerOptions,
): Promise<ExitCode> {
  const trigger = readTrigger(options);
  const opening = await openDrill(io, name, options);
  const redactor = createRedactor();
  const { tabletop } = options;
  if (tabletop && options.live) throw liveTabletop();
  const { live, opened } = tabletop
    ? { live: undefined, opened: noServices(opening.environment) }
    : await openReally(io, opening, redactor.vault, options);
  const clock = systemClock;
  const starter = tabletop ? osPerson('screen') : await actingPerson(io, opened, 'screen');
  const process = processIdentity(clock);
  const { project, file } = opening;
  const id = newRunId(file.name, clock, Math.random);
  const { region } = opened.environment;
  const earlier = tabletop
    ? undefined
    : await readEarlierRuns(io, readLedger(project.reports).runs, {
        drill: file.name,
        environment: opened.environment.name,
      });
  const openedAt = new Date(clock.now()).toISOString();
  const next = tabletop ? undefined : await nextDue(io, file, { openedAt, trigger });
  const runbook = tabletop
    ? tabletopRunbook(opening.runbook, { run: id, region })
    : opening.runbook;
  const folder = join(project.reports, id);
  const claim =
    trigger?.kind === 'schedule'
      ? await claimOccurrence(project, file.name, trigger.occurrence, { holder: process, clock })
      : undefined;
  const { journal, first } = await open(
    { folder, clock, redact: redactor.redact, holder: process, expect: 'new' },
    {
      run: id,
      drill: file.drill,
      environment: opened.environment,
      runbook,
      process,
      starter,
      keep: options.keep,
      trigger,
      earlier,
      nextDue: next,
      tabletop,
      live,
    },
  ).finally(() => claim?.release());
  return await driveRun(io, {
    project,
    folder,
    runbook,
    opened,
    journal,
    records: [first],
    redactor,
    clock,
    output: options.output,
    ...(options.junit !== undefined && { junit: resolve(io.cwd, options.junit) }),
    operator: starter,
  });
}

/** Whatever has to be asked and made sure of before something is really done. */
async function openReally(
  io: Io,
  { project, file, runbook, environment }: OpenedDrill,
  secrets: SecretVault,
  options: { readonly live: boolean; readonly confirm?: string },
) {
  const { drill } = file;
  const live = await confirmLive(io, { drill, runbook, environment }, options);
  if (live || runbook.production?.isChangedBy(drill)) {
    await demandFreeProduction(project, { drill, runbook, environment });
  }
  const clock = systemClock;
  const opened = await openEnvironment(io, environment, { project, clock, secrets, drill });
  await demandCredentials(opened);
  return { live, opened };
}

function liveTabletop(): KunrenError {
  return new KunrenError({
    code: 'TABLETOP_LIVE',
    message: 'A tabletop is only talked through; --live would do it.',
    class: 'input',
  });
}

/** Writes the first record. Where that fails there is no run, so nothing of one is left standing. */
async function open(
  where: OpenJournalOptions,
  run: Parameters<typeof openingRecord>[0],
): Promise<{ readonly journal: OpenedJournal; readonly first: JournalRecord }> {
  const journal = await openJournal(where);
  try {
    const first = journal.append(openingRecord(run));
    await journal.durable();
    return { journal, first };
  } catch (error) {
    await journal.close().catch(() => undefined);
    await rm(where.folder, { recursive: true, force: true });
    throw error;
  }
}
