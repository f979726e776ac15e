import { sha256 } from '../core/hash.ts';
import type { Instant, Ms } from '../core/ports.ts';
import type { JournalRecord } from '../core/record.ts';
import { CLEANUP_STEP } from '../core/run-state.ts';

/** A span of a trace as the journal gives it. */
export interface RunSpan {
  /** 16 hex digits. */
  readonly id: string;
  /** Absent for the run itself. */
  readonly parent?: string;
  readonly name: string;
  readonly kind: 'internal' | 'client';
  /** Wall-clock ms since the epoch. */
  readonly startMs: Ms;
  readonly endMs: Ms;
  readonly attributes: { readonly [name: string]: string | number | boolean };
  /** Absent: it went well, or nothing can be said. */
  readonly error?: string;
  readonly events: readonly { readonly name: string; readonly atMs: Ms }[];
}

/** A run as one trace. */
export interface RunTrace {
  /** 32 hex digits; the same journal gives the same ids, so that a trace that is sent again is no second one. */
  readonly id: string;
  /** The run first, then what it did in the order of its end. */
  readonly spans: readonly RunSpan[];
}

/** A span for the run, one for each stay in an activity, and one for each call to a service. */
export function traceOfRun(records: readonly JournalRecord[]): RunTrace {
  const [first] = records;
  const last = records.at(-1);
  if (first?.type !== 'run.opened' || !last) return { id: '', spans: [] };
  const { run } = first.data;
  const idOf = (seq: number) => sha256(`${run} ${seq}`).slice(0, 16);
  const root = idOf(first.seq);
  const open = new Map<string, Open>();
  const spans: RunSpan[] = [];
  const end = (activity: string, record: JournalRecord, error?: string) => {
    const begun = open.get(activity);
    if (!begun) return;
    open.delete(activity);
    spans.push({
      id: begun.id,
      parent: root,
      name: begun.name,
      kind: 'internal',
      startMs: begun.startMs,
      endMs: msOf(record.at),
      attributes: { 'kunren.step': activity },
      ...(error !== undefined && { error }),
      events: [],
    });
  };
  let cleanUp: string | undefined;
  for (const record of records) {
    switch (record.type) {
      case 'activity.scheduled': {
        const { activity, name } = record.data;
        end(activity, record);
        open.set(activity, { id: idOf(record.seq), name, startMs: msOf(record.at) });
        break;
      }
      case 'activity.succeeded':
        end(record.data.activity, record);
        break;
      case 'activity.failed':
        end(record.data.activity, record, record.data.failure.code);
        break;
      case 'activity.cancelled':
        end(record.data.activity, record, 'cancelled');
        break;
      case 'cleanup.started':
        cleanUp ??= idOf(record.seq);
        open.set(CLEANUP_STEP, { id: cleanUp, name: CLEANUP_STEP, startMs: msOf(record.at) });
        break;
      case 'cleanup.finished':
        end(CLEANUP_STEP, record, record.data.leaked > 0 ? 'leaked' : undefined);
        break;
      case 'call.completed':
        spans.push(
          spanOfCall(record, idOf(record.seq), parentOf(open, record.data.activity) ?? root),
        );
        break;
    }
  }
  // Of a run that was cut short.
  for (const activity of [...open.keys()]) end(activity, last);
  return { id: sha256(run).slice(0, 32), spans: [spanOfRun(records, root, first, last), ...spans] };
}

interface Open {
  readonly id: string;
  readonly name: string;
  readonly startMs: Ms;
}

/** What an undo calls belongs to the clean-up: its activity is long over. */
function parentOf(open: ReadonlyMap<string, Open>, activity: string): string | undefined {
  return (open.get(activity) ?? open.get(CLEANUP_STEP))?.id;
}

type Of<Type extends JournalRecord['type']> = Extract<JournalRecord, { readonly type: Type }>;

function spanOfCall(record: Of<'call.completed'>, id: string, parent: string): RunSpan {
  const { service, operation, region, mutating, requestId, httpStatus, durationMs, error } =
    record.data;
  const endMs = msOf(record.at);
  return {
    id,
    parent,
    name: `${service}/${operation}`,
    kind: 'client',
    startMs: endMs - durationMs,
    endMs,
    attributes: {
      'rpc.system': 'aws-api',
      'rpc.service': service,
      'rpc.method': operation,
      'cloud.region': region,
      'kunren.mutating': mutating,
      ...(requestId !== undefined && { 'aws.request_id': requestId }),
      ...(httpStatus !== undefined && { 'http.response.status_code': httpStatus }),
    },
    ...(error && { error: error.code }),
    events: [],
  };
}

function spanOfRun(
  records: readonly JournalRecord[],
  id: string,
  first: Of<'run.opened'>,
  last: JournalRecord,
): RunSpan {
  const { run, drill, runbook, environment } = first.data;
  const finished = records.find((record) => record.type === 'run.finished');
  const verdict = finished?.data.verdict;
  return {
    id,
    name: `drill ${drill.name}`,
    kind: 'internal',
    startMs: msOf(first.at),
    endMs: msOf(finished?.at ?? last.at),
    attributes: {
      'kunren.run': run,
      'kunren.drill': drill.name,
      'kunren.runbook': runbook.id,
      'kunren.environment': environment.name,
      'kunren.rto.objective_ms': drill.objectives.rtoMs,
      'cloud.provider': environment.kind === 'aws' ? 'aws' : 'sandbox',
      'cloud.region': environment.region,
      ...(verdict && { 'kunren.verdict': verdict.verdict }),
      ...(verdict?.rto.actualMs !== undefined && { 'kunren.rto.actual_ms': verdict.rto.actualMs }),
    },
    ...(finished?.data.status !== 'completed' && { error: finished?.data.status ?? 'interrupted' }),
    events: records.flatMap((record) =>
      record.type === 'milestone.reached'
        ? [{ name: record.data.id, atMs: msOf(record.data.instant) }]
        : [],
    ),
  };
}

function msOf(instant: Instant): Ms {
  return Date.parse(instant);
}
