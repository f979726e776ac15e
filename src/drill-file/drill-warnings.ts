import type { Drill, Environment } from '../core/drill.ts';
import { formatDuration } from '../core/duration.ts';
import { LONGEST_RTO_MS } from '../core/objectives.ts';
import type { Problem } from './issue.ts';

/** What a drill may say, but probably should not. */
export function warnAboutDrill(drill: Drill): Problem[] {
  return [
    ...(drill.checks.length > 0 ? [...warnAboutRpo(drill), ...warnAboutWrites(drill)] : []),
    ...warnAboutRto(drill),
    ...warnAboutDetection(drill),
  ];
}

/** What of a drill has no effect where it is going to run. */
export function warnAboutPlace({ scenario }: Drill, environment: Environment): Problem[] {
  const { name, kind } = environment;
  if (kind === 'sandbox') {
    const isCaused = [scenario.inject, scenario.outage, scenario.root].some(
      (one) => one !== undefined,
    );
    if (!isCaused || scenario.impactAt === undefined) return [];
    return [
      {
        path: ['scenario', 'impact-at'],
        at: 'key',
        code: 'IMPACT_INJECTED',
        message: `is ignored in ${name}: the run causes the failure itself, and measures when.`,
      },
    ];
  }
  return (['inject', 'detect', 'outage', 'root'] as const)
    .filter((key) => scenario[key] !== undefined)
    .map((key) => ({
      path: ['scenario', key],
      at: 'key',
      code: 'SANDBOX_ONLY',
      message: `is ignored in ${name}: it is for the sandbox and never done on AWS.`,
      hint: 'Declare impact-at and detected-after, or let the clock start when the run is declared.',
    }));
}

function warnAboutRpo({ checks, objectives }: Drill): Problem[] {
  const index = checks.findIndex(({ kind }) => kind === 'newest');
  const newest = checks[index];
  if (newest?.kind !== 'newest') {
    return [
      {
        path: ['checks'],
        at: 'key',
        code: 'NEWEST_CHECK_MISSING',
        message:
          'has no newest check: the RPO cannot be measured, and the verdict will be unproven.',
        hint: 'Add newest: { table: …, column: …, every: … } on a table that gets rows all the time.',
      },
    ];
  }
  if (objectives.rpoMs === undefined || newest.everyMs <= objectives.rpoMs) return [];
  return [
    {
      path: ['checks', index, 'newest', 'every'],
      code: 'NEWEST_TOO_COARSE',
      message: `is longer than the RPO of ${formatDuration(objectives.rpoMs)}: even a perfect recovery may look too old.`,
      hint: 'Use a table that gets rows more often.',
    },
  ];
}

function warnAboutWrites({ checks }: Drill): Problem[] {
  if (checks.some(({ kind }) => kind === 'write-probe')) return [];
  return [
    {
      path: ['checks'],
      at: 'key',
      code: 'WRITE_PROBE_MISSING',
      message:
        'has no write-probe: the service counts as recovered although only reads were tried.',
      hint: 'Add a check with write-probe: true.',
    },
  ];
}

function warnAboutRto({ objectives }: Drill): Problem[] {
  if (objectives.rtoMs !== LONGEST_RTO_MS) return [];
  return [
    {
      path: ['objectives', 'rto'],
      code: 'RTO_AT_LIMIT',
      message: 'is exactly 24 hours; some editions of the FTR ask for less than that.',
      hint: 'Declare less if the recovery allows it.',
    },
  ];
}

function warnAboutDetection({ scenario }: Drill): Problem[] {
  if (scenario.inject === undefined || scenario.detect !== undefined) return [];
  return [
    {
      path: ['scenario', 'inject'],
      at: 'key',
      code: 'DETECTION_MISSING',
      message:
        'does damage that nothing detects: the record will not show how long detection takes.',
      hint: 'Add detect: with a query that counts the damage.',
    },
  ];
}
