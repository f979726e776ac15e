import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { projectAt } from '../../src/cli/project.ts';
import { systemClock } from '../../src/cli/system-clock.ts';
import type { Environment } from '../../src/core/drill.ts';
import { fileInRun } from '../../src/core/file-in-run.ts';
import type { OperatorCommand, RecordBody } from '../../src/core/record.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { sampleRun } from './sample-run.ts';

const SEEN = Buffer.from('what was seen');

/** A file that somebody has given into a run. */
export const SCREEN = {
  name: 'screen.txt',
  sha256: createHash('sha256').update(SEEN).digest('hex'),
  bytes: SEEN.length,
};

export const SCREEN_PATH = fileInRun(SCREEN);

export interface FinishedRunOptions {
  /** A file of it holds what `SCREEN` does. @default a note with the file */
  readonly given?: OperatorCommand;
  /** @default 'sandbox' */
  readonly environment?: Environment['kind'];
  /** Leave out the last record: the run goes on. @default false */
  readonly open?: boolean;
}

/** A project in a temporary folder that is its own, and the journal of a finished run in it, into which a file was given. */
export async function finishedRun({
  given,
  environment = 'sandbox',
  open = false,
}: FinishedRunOptions = {}) {
  const outside = await mkdtemp(join(tmpdir(), 'kunren-run-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const root = join(outside, 'project');
  const project = projectAt(root);
  await mkdir(project.drills, { recursive: true });
  const run = 'restore-rds-20261124-0100-k7mq';
  const folder = join(project.reports, run);
  const journal = await openJournal({
    folder,
    clock: systemClock,
    redact: (value) => value,
    holder: { pid: process.pid, host: 'test-host' },
  });
  const bodies = sampleRun('met', { environment }).map(
    ({ type, data }) => ({ type, data }) as RecordBody,
  );
  const said: RecordBody = {
    type: 'operator.commanded',
    data: {
      command: given ?? { type: 'note', text: 'The pager rang.', file: SCREEN },
      by: 'lead',
      accepted: true,
    },
  };
  const all = bodies.toSpliced(-1, 0, said);
  for (const body of open ? all.slice(0, -1) : all) journal.append(body);
  journal.keepFile((given && 'file' in given && given.file) || SCREEN, SEEN);
  await journal.durable();
  await journal.close();
  return { root, project, run, folder };
}
