import { basename } from 'node:path';
import { foldRecords } from '../../core/fold-record.ts';
import { tabletopRunbook } from '../../core/tabletop.ts';
import { openJournal } from '../../journal/open-journal.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { createRedactor } from '../../journal/redact.ts';
import type { Io } from '../io.ts';
import type { ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import type { Project } from '../project.ts';
import { loadRunbook } from '../runbooks.ts';
import { systemClock } from '../system-clock.ts';
import { aboutRun } from './about-run.ts';
import { demandCredentials } from './demand-credentials.ts';
import { type DriveOptions, driveRun } from './drive-run.ts';
import { noServices } from './no-services.ts';
import { openEnvironment } from './open-environment.ts';
import { processIdentity } from './process-identity.ts';

/** Everything needed to go on with a run that stands in a folder, its lock taken. */
export async function reopenRun(
  io: Io,
  project: Project,
  folder: string,
  { readsSource }: { readonly readsSource: boolean },
): Promise<Omit<DriveOptions, 'output'>> {
  const clock = systemClock;
  const redactor = createRedactor();
  // Read first: what is wrong with the journal should be said before a sandbox is started.
  const {
    run,
    environment: declared,
    runbook: identity,
    drill,
    tabletop,
  } = foldRecords((await readJournal(folder)).records);
  const { region } = declared;
  const loaded = await loadRunbook(identity.id);
  const runbook = tabletop ? tabletopRunbook(loaded, { run, region }) : loaded;
  const journal = await openJournal({
    folder,
    clock,
    redact: redactor.redact,
    holder: processIdentity(clock),
    expect: 'existing',
  });
  try {
    const { repaired, records } = journal;
    if (repaired) {
      io.err(
        `journal: ${repaired.bytes} bytes of an unfinished record were put aside (${repaired.savedAs})`,
      );
    }
    const secrets = redactor.vault;
    const opened = tabletop
      ? noServices(declared)
      : await openEnvironment(io, declared, { project, clock, secrets, drill, readsSource });
    if (!tabletop) await demandCredentials(opened);
    return { project, folder, runbook, opened, journal, records, redactor, clock };
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** Goes on with a run in this process. */
export async function goOnWithRun(
  io: Io,
  project: Project,
  folder: string,
  options: { readonly output: OutputKind; readonly abort?: NonNullable<DriveOptions['abort']> },
): Promise<ExitCode> {
  return await aboutRun(basename(folder), async () => {
    const reopened = await reopenRun(io, project, folder, {
      readsSource: options.abort === undefined,
    });
    try {
      return await driveRun(io, { ...reopened, ...options });
    } finally {
      await reopened.journal.close().catch(() => undefined);
    }
  });
}
