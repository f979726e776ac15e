import type { PlannedCall } from '../../core/activity.ts';
import { formatDuration } from '../../core/duration.ts';
import type { EarlierRuns } from '../../core/earlier-runs.ts';
import { KunrenError } from '../../core/failure.ts';
import { DRILL_TAG, RUN_TAG } from '../../core/resource.ts';
import { newRunId } from '../../core/run-id.ts';
import type { TaskPrompt } from '../../core/task.ts';
import { tellUsual } from '../../core/usual-duration.ts';
import { wantedOf } from '../../core/wanted-of.ts';
import {
  type PlannedResource,
  type PlannedStep,
  planRun,
  type RunPlan,
} from '../../engine/plan-run.ts';
import { readLedger } from '../../journal/read-ledger.ts';
import { createRedactor } from '../../journal/redact.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { reportFailure } from '../program/report-failure.ts';
import { liveUnsupported } from '../runs/confirm-live.ts';
import { openDrill } from '../runs/open-drill.ts';
import { openEnvironment } from '../runs/open-environment.ts';
import { readEarlierRuns } from '../runs/read-earlier-runs.ts';
import { systemClock } from '../system-clock.ts';

/** `drill plan <drill>` */
export async function plan(
  io: Io,
  name: string,
  options: {
    readonly env?: string;
    readonly live: boolean;
    readonly set: readonly string[];
    readonly output: OutputKind;
  },
): Promise<ExitCode> {
  const { project, file, runbook, environment: declared } = await openDrill(io, name, options);
  if (options.live && !runbook.production) throw liveUnsupported(runbook);
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
      live: options.live,
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
  const earlier = await readEarlierRuns(io, readLedger(project.reports).runs, {
    drill: file.name,
    environment: environment.name,
  });
  if (options.output === 'json') {
    io.out(JSON.stringify({ run, environment, ...planned, earlier: earlier ?? null }));
  } else print(io, run, planned, earlier);
  if (planned.failure) return await reportFailure(io, new KunrenError(planned.failure));
  return EXIT.met;
}

const HOW: { readonly [how in PlannedStep['how']]: string } = {
  looked: '  (looked already: what follows uses the answer)',
  foreseen: '',
  decided: '  (a person decides; what follows is the first answer)',
  asked: '  (a person does it)',
  awaited: '  (a run would wait here; nothing after it has been looked at)',
};

function print(io: Io, run: string, planned: RunPlan, earlier: EarlierRuns | undefined): void {
  io.out('Nothing has been changed. A run would do this (its name would differ):\n');
  planned.steps.forEach(({ id, title, how, awaits, calls, prompt, answers = [] }, index) => {
    const usual = earlier?.usual[id];
    const took = usual ? `  ${tellUsual(usual)}` : '';
    io.out(`${String(index + 1).padStart(2)}  ${title}${took}${HOW[how]}`);
    if (awaits !== undefined) io.out(`    … ${awaits}`);
    if (prompt) printPrompt(io, prompt);
    for (const { event, label } of answers) io.out(`    ? ${event}   (${label})`);
    for (const call of calls) printCall(io, call);
  });
  const { usualRecovery } = earlier ?? {};
  if (usualRecovery) {
    io.out(`\nFrom T0 to recovery: ${tellUsual(usualRecovery)} (${usualRecovery.runs} runs)`);
  }
  const named = (end: PlannedResource['endsIn']) =>
    planned.creates
      .filter(({ endsIn }) => endsIn === end)
      .map(({ type, id, region }) => `${type} ${id} (${region})`);
  printList(io, `Makes, and removes or ends at the end (tag ${RUN_TAG}=${run})`, named('removal'));
  printList(io, 'Makes, and leaves to production when it is completed', named('production'));
  printList(io, 'IAM actions that the run needs', planned.iamActions);
  printList(io, 'and when a step fails or a person decides otherwise', planned.iamElsewhere);
}

function printPrompt(
  io: Io,
  { role, action, link, expectedMs, deadlineMs, answer }: TaskPrompt,
): void {
  io.out(`    ${role}: ${action}`);
  if (link !== undefined) io.out(`        ${link}`);
  io.out(
    `        usually ${formatDuration(expectedMs)}, at most ${formatDuration(deadlineMs)}; wants ${wantedOf(answer)}`,
  );
}

function printList(io: Io, title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  io.out(`\n${title}`);
  for (const line of lines) io.out(`  ${line}`);
}

function printCall(io: Io, { service, operation, parameters, mutating }: PlannedCall): void {
  io.out(`    ${mutating ? '!' : ' '} ${service}:${operation}`);
  for (const [key, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    io.out(`        ${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }
}
