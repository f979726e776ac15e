import type { PlannedCall } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import { DRILL_TAG, RUN_TAG } from '../../core/resource.ts';
import { newRunId } from '../../core/run-id.ts';
import { planRun, type RunPlan } from '../../engine/plan-run.ts';
import { createRedactor } from '../../journal/redact.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { openDrill } from '../open-drill.ts';
import { openEnvironment } from '../open-environment.ts';
import type { OutputKind } from '../output-kind.ts';
import { reportFailure } from '../report-failure.ts';
import { systemClock } from '../system-clock.ts';

/** `drill plan <drill>` */
export async function plan(
  io: Io,
  name: string,
  options: {
    readonly env?: string;
    readonly set: readonly string[];
    readonly output: OutputKind;
  },
): Promise<ExitCode> {
  const { project, file, runbook, environment: declared } = await openDrill(io, name, options);
  const { vault } = createRedactor();
  const clock = systemClock;
  const { environment, services } = await openEnvironment(io, declared, {
    project,
    clock,
    secrets: vault,
  });
  const run = newRunId(file.name, clock, Math.random);
  const { signal } = new AbortController();
  const planned = await planRun({
    runbook,
    drill: file.drill,
    names: {
      run,
      environment: environment.kind,
      region: environment.region,
      accountId: environment.accountId,
      openedAt: new Date(clock.now()).toISOString(),
      live: false,
    },
    look: (activity) => ({
      run,
      drill: file.name,
      activity,
      region: environment.region,
      environment: environment.kind,
      signal,
      clock,
      secrets: vault,
      tags: { [RUN_TAG]: run, [DRILL_TAG]: file.name },
      services: services({ activity, signal, onCall: () => undefined }),
    }),
  });
  if (options.output === 'json') io.out(JSON.stringify({ run, environment, ...planned }));
  else print(io, run, planned);
  if (planned.failure) return await reportFailure(io, new KunrenError(planned.failure));
  return EXIT.met;
}

function print(io: Io, run: string, planned: RunPlan): void {
  io.out('Nothing has been changed. A run would do this (its name would differ):\n');
  planned.steps.forEach(({ title, how, calls }, index) => {
    const looked = how === 'looked' ? '  (looked already: what follows uses the answer)' : '';
    io.out(`${String(index + 1).padStart(2)}  ${title}${looked}`);
    for (const call of calls) printCall(io, call);
  });
  io.out('\nCreates, and removes at the end');
  for (const { type, id, region } of planned.creates) io.out(`  ${type} ${id} (${region})`);
  io.out(`  each with the tag ${RUN_TAG}=${run}`);
  io.out('\nIAM actions that the run needs');
  for (const action of planned.iamActions) io.out(`  ${action}`);
}

function printCall(io: Io, { service, operation, parameters, mutating }: PlannedCall): void {
  io.out(`    ${mutating ? '!' : ' '} ${service}:${operation}`);
  for (const [key, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    io.out(`        ${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }
}
