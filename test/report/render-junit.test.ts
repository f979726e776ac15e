import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../src/report/render-junit.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { SAMPLE_KINDS, type SampleKind, sampleRun } from '../support/sample-run.ts';

function junit(kind: SampleKind, title = 'orders') {
  const records = sampleRun(kind, {
    environment: 'aws',
    drill: kind === 'met' ? { name: title } : {},
  });
  return renderJunit(buildReport(records));
}

const counts = (xml: string) =>
  Object.fromEntries(
    ['tests', 'failures', 'errors', 'skipped'].map((name) => [
      name,
      Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(xml)?.[1]),
    ]),
  );

describe('a run for a CI', () => {
  it('is a test for each objective and check, for the clean-up and for the run', () => {
    const xml = junit('met');
    expect(counts(xml)).toEqual({ tests: 10, failures: 0, errors: 0, skipped: 0 });
    expect(xml).toContain('name="RTO" time="1894.96"');
  });

  it('fails what was missed, with both figures', () => {
    const xml = junit('missed');
    expect(counts(xml)['failures']).toBeGreaterThan(0);
    expect(xml).toMatch(/<failure message="[^"]*; the objective is [^"]*" type="missed"/);
  });

  it('fails what is not proven, since a CI knows no third answer', () => {
    expect(junit('unproven')).toContain('type="unproven"');
  });

  it('is an error where the run did not complete, and a failure where something was left', () => {
    expect(counts(junit('aborted'))['errors']).toBe(1);
    expect(junit('leaked')).toMatch(/<failure message="rds:db-instance [^"]*" type="leaked"/);
  });

  it('skips what does not apply', () => {
    expect(counts(junit('root'))['skipped']).toBeGreaterThan(0);
  });

  it('has no text that would be markup, or no XML at all', () => {
    const xml = junit('met', '<b>&"\u0000\u202e');
    expect(xml).not.toContain('<b>');
    expect(xml).not.toContain('\u0000');
    expect(xml).toContain('&lt;b>&amp;&quot;');
  });

  it('agrees with the verdict, whatever happened', () => {
    for (const kind of SAMPLE_KINDS) {
      const { failures = 0, errors = 0 } = counts(junit(kind));
      const { result, cleanUp } = buildReport(sampleRun(kind, { environment: 'aws' }));
      const isGood =
        result.verdict === 'met' && !['leaked', 'not-finished'].includes(cleanUp.outcome);
      expect([kind, failures + errors === 0]).toEqual([kind, isGood]);
    }
  });
});
