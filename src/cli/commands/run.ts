import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalRecord } from '../../core/record.ts';
import { newRunId } from '../../core/run-id.ts';
import { openingRecord } from '../../engine/opening-record.ts';
import { type OpenedJournal, openJournal } from '../../journal/open-journal.ts';
import { createRedactor } from '../../journal/redact.ts';
import { confirmLive } from '../confirm-live.ts';
import { demandCredentials } from '../demand-credentials.ts';
import { demandFreeProduction } from '../demand-free-production.ts';
import { driveRun } from '../drive-run.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { openDrill } from '../open-drill.ts';
import { openEnvironment } from '../open-environment.ts';
import type { OutputKind } from '../output-kind.ts';
import { processIdentity } from '../process-identity.ts';
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
    readonly output: OutputKind;
  },
): Promise<ExitCode> {
  const clock = systemClock;
  const { project, file, runbook, environment } = await openDrill(io, name, options);
  const live = await confirmLive(io, { drill: file.drill, runbook, environment }, options);
  if (live || runbook.production?.isChangedBy(file.drill)) {
    await demandFreeProduction(project, { drill: file.drill, runbook, environment });
  }
  const redactor = createRedactor();
  const opened = await openEnvironment(io, environment, {
    project,
    clock,
    secrets: redactor.vault,
    drill: file.drill,
  });
  await demandCredentials(opened);
  const process = processIdentity(clock);
  const id = newRunId(file.name, clock, Math.random);
  const folder = join(project.reports, id);
  const journal = await openJournal({
    folder,
    clock,
    redact: redactor.redact,
    holder: process,
    expect: 'new',
  });
  const first = await open(journal, folder, {
    run: id,
    drill: file.drill,
    environment: opened.environment,
    runbook,
    process,
    keep: options.keep,
    live,
  });
  return await driveRun(io, {
    folder,
    runbook,
    opened,
    journal,
    records: [first],
    redactor,
    clock,
    output: options.output,
  });
}

/** Writes the first record. Where that fails there is no run, so nothing of one is left standing. */
async function open(
  journal: OpenedJournal,
  folder: string,
  run: Parameters<typeof openingRecord>[0],
): Promise<JournalRecord> {
  try {
    const first = journal.append(openingRecord(run));
    await journal.durable();
    return first;
  } catch (error) {
    await journal.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
