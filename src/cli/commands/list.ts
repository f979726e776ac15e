import { formatDuration } from '../../core/duration.ts';
import { formatIssues, issuesOf } from '../../drill-file/format-issues.ts';
import { type ListedDrill, listDrills } from '../../drill-file/list-drills.ts';
import { visibleText } from '../../report/visible-text.ts';
import { foldText } from '../fold-text.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { table } from '../table.ts';

const COLUMNS = 80;

/** `drill list` */
export async function list(io: Io, options: { readonly output: OutputKind }): Promise<ExitCode> {
  const drills = listDrills(findProject(io.cwd).drills);
  const sound = drills.filter(isSound);
  if (options.output === 'json') {
    io.out(
      JSON.stringify(
        drills.map((drill) =>
          'error' in drill ? { ...drill, error: drill.error.message } : drill,
        ),
      ),
    );
  } else {
    const rows = sound.map(({ name, environment, objectives }) => [
      name,
      formatDuration(objectives.rtoMs),
      objectives.rpoMs === undefined ? '-' : formatDuration(objectives.rpoMs),
      environment,
    ]);
    const [head = '', ...lines] = table(['drill', 'RTO', 'RPO', 'runs in'], rows);
    io.out(head);
    for (const [index, { title }] of sound.entries()) {
      io.out(lines[index] ?? '');
      for (const line of foldText(visibleText(title), '    ', COLUMNS)) io.out(line);
    }
  }
  for (const drill of drills) {
    if (!('error' in drill)) continue;
    const issues = issuesOf(drill.error);
    io.err(issues.length > 0 ? formatIssues(issues) : drill.error.message);
  }
  return sound.length === drills.length ? EXIT.met : EXIT.badInput;
}

type SoundDrill = Exclude<ListedDrill, { readonly error: unknown }>;

function isSound(drill: ListedDrill): drill is SoundDrill {
  return !('error' in drill);
}
