import type { CheckResult, DataCheck } from '../../src/core/check.ts';
import type { Instant, Ms } from '../../src/core/ports.ts';

export interface SampleChecks {
  readonly checksumDiffers: boolean;
  readonly heartbeatUnreadable: boolean;
}

const NEWEST_BEFORE_IMPACT: Ms = 2140;

/** What a check found in the restored orders database. */
export function sampleChecks(
  check: DataCheck,
  told: SampleChecks & { readonly at: Instant; readonly impactMs: number },
): CheckResult {
  const common = { id: check.id, kind: check.kind, startedAt: told.at } as const;
  const passed = { ...common, outcome: 'passed' } as const;
  switch (check.kind) {
    case 'row-count':
      return {
        ...passed,
        title: `${check.table}: rows, against the source as of the baseline`,
        expected: '48211',
        observed: '48211',
        durationMs: 3100,
        rows: 48_211,
      };
    case 'checksum': {
      const source = 'a1f3c0de98b4471e';
      return {
        ...common,
        title: `${check.table}: checksum of ${check.columns.join(', ')}, against the source`,
        expected: source,
        observed: told.checksumDiffers ? '5c27be019d60f3a4' : source,
        outcome: told.checksumDiffers ? 'failed' : 'passed',
        ...(told.checksumDiffers && { reason: 'The checksums differ.' }),
        durationMs: 18_400,
        rows: 163_904,
      };
    }
    case 'no-orphans':
      return {
        ...passed,
        title: `${check.table}.${check.column}: every value stands in ${check.references}`,
        expected: '0',
        observed: '0',
        durationMs: 5200,
        rows: 163_904,
      };
    case 'sql':
      return { ...passed, title: check.sql, expected: '0', observed: '0', durationMs: 900 };
    case 'newest': {
      const title = `${check.table}.${check.column}: the newest row`;
      if (told.heartbeatUnreadable) {
        return {
          ...common,
          title,
          expected: 'a row',
          observed: 'nothing',
          outcome: 'unproven',
          reason: 'permission denied for table heartbeat',
          durationMs: 120,
        };
      }
      const instant = new Date(told.impactMs - NEWEST_BEFORE_IMPACT).toISOString();
      return {
        ...passed,
        title,
        expected: 'a row',
        observed: instant,
        durationMs: 400,
        newest: { instant, errorMs: check.everyMs },
      };
    }
    case 'write-probe':
      return {
        ...passed,
        title: 'Write a row and read it back',
        expected: 'the row',
        observed: 'the row',
        durationMs: 350,
      };
  }
}
