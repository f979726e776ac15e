import { join } from 'node:path';
import { failureOf } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import { type Practice, practiceOf } from '../../core/practice.ts';
import { readJournal } from '../../journal/read-journal.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { runNames } from '../runs/run-folder.ts';
import { table } from '../table.ts';

/** `drill people`: who has practised which role of which runbook, and when. */
export async function people(io: Io, options: { readonly output: OutputKind }): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const practice: Practice[] = [];
  for (const run of runNames(project)) {
    try {
      const { records } = await readJournal(join(project.reports, run));
      practice.push(...practiceOf(foldRecords(records)));
    } catch (error) {
      io.err(`drill: ${run} is left out: ${failureOf(error).message}`);
    }
  }
  if (options.output === 'json') {
    io.out(JSON.stringify(practice));
    return EXIT.met;
  }
  if (practice.length === 0) {
    io.out('Nobody has taken part in a run here yet.');
    return EXIT.met;
  }
  const head = ['who', 'role', 'runbook', 'times', 'last', 'in'];
  for (const line of table(head, summarize(practice))) io.out(line);
  return EXIT.met;
}

function summarize(practice: readonly Practice[]): string[][] {
  const groups = new Map<string, Practice[]>();
  for (const one of practice) {
    const key = JSON.stringify([one.person, one.role, one.runbook]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => (a.at < b.at ? 1 : -1)))
    .flatMap((group) => {
      const [last] = group;
      if (!last) return [];
      const runs = new Set(group.map(({ run }) => run)).size;
      return [
        [
          last.person,
          last.role,
          last.runbook,
          String(runs),
          last.at.slice(0, 10),
          last.environment,
        ],
      ];
    })
    .sort((a, b) => (a.join() < b.join() ? -1 : 1));
}
