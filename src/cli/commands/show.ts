import { describeSchedule } from '../../calendar/describe-schedule.ts';
import type { DataCheck } from '../../core/check.ts';
import { declareSteps } from '../../core/declare-steps.ts';
import { formatDuration } from '../../core/duration.ts';
import { identifyRunbook } from '../../core/identify-runbook.ts';
import { toMermaid } from '../../core/to-mermaid.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { openDrill } from '../runs/open-drill.ts';

/** `drill show <drill>` */
export async function show(
  io: Io,
  name: string,
  options: { readonly set: readonly string[]; readonly output: OutputKind },
): Promise<ExitCode> {
  const { file, runbook, environment } = await openDrill(io, name, options);
  const { drill } = file;
  const { rpoMs } = drill.objectives;
  const steps = declareSteps(runbook);
  const mermaid = toMermaid(runbook.machine);
  const identity = identifyRunbook(runbook);
  if (options.output === 'json') {
    const { parametersSchema } = runbook;
    io.out(
      JSON.stringify({ drill, environment, runbook: identity, steps, mermaid, parametersSchema }),
    );
    return EXIT.met;
  }
  io.out(`${drill.title}\n`);
  io.out(`drill        ${drill.name}  (${file.file})`);
  io.out(`runbook      ${identity.id} ${identity.version}  ${identity.hash.slice(0, 12)}`);
  io.out(`environment  ${environment.name} (${environment.kind}, ${environment.region})`);
  io.out(`scenario     ${drill.scenario.kind}: ${drill.scenario.description}`);
  io.out(
    `objectives   RTO ${formatDuration(drill.objectives.rtoMs)}, RPO ${rpoMs === undefined ? 'not applicable' : formatDuration(rpoMs)}`,
  );
  io.out(
    `schedule     ${drill.schedule ? describeSchedule(drill.schedule) : 'none: only when somebody runs it'}`,
  );
  io.out('\nParameters');
  for (const line of JSON.stringify(drill.parameters, undefined, 2).split('\n').slice(1, -1)) {
    io.out(line);
  }
  if (drill.checks.length > 0) io.out('\nChecks');
  for (const check of drill.checks) io.out(`  ${check.id.padEnd(20)} ${describeCheck(check)}`);
  io.out('\nSteps');
  steps.forEach((step, index) => {
    const kind = step.kind === 'mutation' ? 'changes' : 'looks';
    io.out(`  ${String(index + 1).padStart(2)}  ${kind.padEnd(8)} ${step.title}`);
  });
  io.out('\nMachine (Mermaid)');
  io.out(mermaid);
  return EXIT.met;
}

function describeCheck(check: DataCheck): string {
  switch (check.kind) {
    case 'row-count':
      return `rows of ${check.table}: ${expectation(check.expect)}`;
    case 'checksum':
      return `checksum of ${check.table} (${check.columns.join(', ')}): ${expectation(check.expect)}`;
    case 'no-orphans':
      return `every ${check.table}.${check.column} is in ${check.references}`;
    case 'sql':
      return `${expectation(check.expect)}: ${check.sql.replace(/\s+/g, ' ').trim()}`;
    case 'newest':
      return `newest ${check.table}.${check.column}: the measured RPO`;
    case 'write-probe':
      return 'a row is written and read back: the service is verified (T5)';
  }
}

function expectation(expect: object | 'source'): string {
  if (expect === 'source') return 'as in the source at the baseline';
  return Object.entries(expect)
    .map(([word, value]) => `${word} ${value}`)
    .join(', ');
}
