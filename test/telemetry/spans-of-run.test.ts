import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceOfRun } from '../../src/telemetry/spans-of-run.ts';
import { SAMPLE_KINDS, sampleRun } from '../support/sample-run.ts';

describe('a run as a trace', () => {
  it('has a span for the run, its steps and its calls, each under what made it', () => {
    const { id, spans } = traceOfRun(sampleRun('met', { environment: 'aws' }));
    const [run, ...others] = spans;
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(run).toMatchObject({
      name: 'drill restore-rds',
      attributes: { 'kunren.verdict': 'met', 'cloud.provider': 'aws' },
    });
    expect(run?.events.map(({ name }) => name)).toContain('T5');
    const restore = others.find(({ name }) => name === 'rds.restore-to-point-in-time');
    expect(restore?.parent).toBe(run?.id);
    const call = others.find(({ name }) => name === 'rds/RestoreDBInstanceToPointInTime');
    expect(call).toMatchObject({ parent: restore?.id, kind: 'client' });
    expect(call?.attributes['aws.request_id']).toMatch(/./);
    const removal = others.find(({ name }) => name === 'rds/DeleteDBInstance');
    expect(others.find(({ id: own }) => own === removal?.parent)?.name).toBe('clean-up');
  });

  it('says what went wrong', () => {
    const { spans } = traceOfRun(sampleRun('aborted', { environment: 'aws' }));
    expect(spans[0]?.error).toBe('aborted');
    expect(spans.some(({ error }) => error === 'cancelled')).toBe(true);
  });

  it('is one tree with a root, whatever happened and wherever the journal ends', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLE_KINDS), fc.nat(400), (kind, length) => {
        const records = sampleRun(kind).slice(0, length + 1);
        const { spans } = traceOfRun(records);
        const ids = new Set(spans.map(({ id }) => id));
        expect(ids.size).toBe(spans.length);
        expect(spans.filter(({ parent }) => parent === undefined)).toEqual(spans.slice(0, 1));
        for (const { parent, startMs, endMs } of spans) {
          if (parent !== undefined) expect(ids).toContain(parent);
          expect(endMs).toBeGreaterThanOrEqual(startMs);
        }
      }),
    );
  });
});
