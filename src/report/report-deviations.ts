import type { ReportModel } from './schema.ts';

type Deviation = ReportModel['deviations'][number];
type Facts = Pick<
  ReportModel,
  'tasks' | 'decisions' | 'steps' | 'incidents' | 'commands' | 'cleanUp' | 'lastAt'
>;

/** Where the run went another way than the plan, oldest first. Of retries those count that recovery waited for. */
export function reportDeviations(facts: Facts): Deviation[] {
  return [
    ...tasks(facts),
    ...facts.decisions.flatMap(decision),
    ...facts.steps.flatMap(retries),
    ...incidents(facts),
    ...facts.commands
      .filter(({ command, accepted }) => accepted && /^abort\b/.test(command))
      .map(({ at, by }) => deviation('aborted', at, { detail: by })),
    ...(facts.cleanUp.keep ? [deviation('kept', kept(facts))] : []),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function tasks({ tasks }: Facts): Deviation[] {
  return tasks.flatMap(({ step, status, answers, deadline }) => {
    const last = answers.at(-1);
    const detail = last?.comment ?? null;
    switch (status) {
      case 'skipped':
        return deviation('task-skipped', last?.at ?? deadline, { step, detail });
      case 'declined':
        return deviation('task-declined', last?.at ?? deadline, { step, detail });
      case 'overdue':
        return deviation('task-overdue', deadline, { step });
      default:
        return [];
    }
  });
}

/** Where there was one way to go on, somebody has only said when. */
function decision({ at, step, label, event, choices, waitedMs }: Facts['decisions'][number]) {
  return choices > 1
    ? [deviation('decided', at, { step, ms: waitedMs, detail: label ?? event })]
    : [];
}

function retries({ id, critical, retries }: Facts['steps'][number]): Deviation[] {
  const again = retries.filter(({ retryAt }) => retryAt !== null);
  const [first] = again;
  if (!critical || !first) return [];
  const waited = again.map(({ at, retryAt }) => Date.parse(retryAt ?? at) - Date.parse(at));
  const ms = waited.reduce((sum, one) => sum + Math.max(0, one), 0);
  const codes = [...new Set(again.map(({ failure }) => failure.code))];
  return [deviation('retried', first.at, { step: id, ms, detail: codes.join(', ') })];
}

function incidents({ incidents, tasks }: Facts): Deviation[] {
  const told = new Set(tasks.filter(({ status }) => FAILING.has(status)).map(({ step }) => step));
  return incidents.flatMap(({ kind, at, step, ms, detail }) => {
    switch (kind) {
      case 'step-failed':
        return told.has(step ?? '') ? [] : deviation(kind, at, { step, ms, detail });
      case 'paused':
      case 'resumed':
      case 'clock-jumped':
        return deviation(kind, at, { step, ms, detail });
      default:
        return [];
    }
  });
}

/** The step fails with its task, and is told by it. */
const FAILING: ReadonlySet<string> = new Set(['declined', 'overdue']);

/** When it was known that something stays. */
function kept({ cleanUp, lastAt }: Facts): string {
  return cleanUp.resources.find(({ status }) => status === 'kept')?.at ?? lastAt;
}

function deviation(kind: Deviation['kind'], at: string, more: Partial<Deviation> = {}): Deviation {
  return { at, kind, step: null, ms: null, detail: null, ...more };
}
