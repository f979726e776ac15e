import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';
import type { RunSpan, RunTrace } from './spans-of-run.ts';

/**
 * Sends a trace by OTLP over HTTP. Endpoint, headers and timeout come from the standard variables
 * (`OTEL_EXPORTER_OTLP_…`).
 * @throws Error when it could not be delivered
 */
export async function exportTrace(run: RunTrace, version: string): Promise<void> {
  const exporter = new OTLPTraceExporter();
  const failure = await new Promise<Error | undefined>((resolve) => {
    exporter.export(spansFor(run, version), ({ error }) => resolve(error));
  });
  await exporter.shutdown();
  if (failure) throw failure;
}

/** The spans as the SDK has them: it alone makes what its exporters take. */
function spansFor({ id, spans }: RunTrace, version: string): ReadableSpan[] {
  const ended: ReadableSpan[] = [];
  let next = '';
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'kunren', 'service.version': version }),
    sampler: new AlwaysOnSampler(),
    idGenerator: { generateTraceId: () => id, generateSpanId: () => next },
    spanProcessors: [
      {
        onStart: () => undefined,
        onEnd: (span) => ended.push(span),
        forceFlush: async () => undefined,
        shutdown: async () => undefined,
      },
    ],
  });
  const tracer = provider.getTracer('kunren', version);
  for (const span of spans) {
    next = span.id;
    const { name, kind, startMs, endMs, attributes, error, events } = span;
    const begun = tracer.startSpan(
      name,
      { kind: KINDS[kind], startTime: startMs, attributes },
      contextOf(id, span),
    );
    for (const event of events) begun.addEvent(event.name, event.atMs);
    if (error !== undefined) begun.setStatus({ code: SpanStatusCode.ERROR, message: error });
    begun.end(endMs);
  }
  return ended;
}

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT } as const;

function contextOf(traceId: string, { parent }: RunSpan) {
  if (parent === undefined) return ROOT_CONTEXT;
  const traceFlags = TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: parent, traceFlags });
}
