import type { DataCheck } from './check.ts';
import type { Database, Drill } from './drill.ts';
import { KunrenError } from './failure.ts';
import type { Ms } from './ports.ts';

/** What a drill says of the data that it recovers. */
export interface DataOfDrill {
  readonly database: Database;
  /** One or more. */
  readonly checks: readonly DataCheck[];
  readonly rpoMs: Ms;
}

interface Problem {
  /** From the top of the drill's file, as it is spelled there. */
  readonly path: readonly string[];
  readonly code: string;
  readonly message: string;
}

/**
 * The data that a drill recovers, for runbooks that recover some.
 * @throws KunrenError `DRILL_UNFIT` (class `input`), each missing part with its place in `details.problems`.
 */
export function dataOf({ database, checks, objectives, scenario }: Drill): DataOfDrill {
  const { rpoMs } = objectives;
  if (database && rpoMs !== undefined && checks.length > 0 && scenario.root === undefined) {
    return { database, checks, rpoMs };
  }
  throw unfit([
    ...(rpoMs === undefined
      ? [
          {
            path: ['objectives', 'rpo'],
            code: 'RPO_MISSING',
            message:
              'is missing; a recovery of data without an RPO cannot be judged. Add e.g. rpo: 5m.',
          },
        ]
      : []),
    ...(database
      ? []
      : [
          {
            path: ['database'],
            code: 'DATABASE_MISSING',
            message: 'is missing; the runbook has to know how the data is reached.',
          },
        ]),
    ...(checks.length > 0
      ? []
      : [
          {
            path: ['checks'],
            code: 'CHECKS_MISSING',
            message: 'is missing; without a check nothing shows that the recovered data is right.',
          },
        ]),
    ...(scenario.root === undefined
      ? []
      : [
          {
            path: ['scenario', 'root'],
            code: 'SCENARIO_UNUSED',
            message: 'means nothing here: the runbook recovers data, not a root user. Take it out.',
          },
        ]),
  ]);
}

/**
 * For runbooks that recover no data: what a drill says of it would look as if it were judged.
 * @throws KunrenError `DRILL_UNFIT` (class `input`), each such part with its place in `details.problems`.
 */
export function refuseData({ database, checks, objectives, scenario }: Drill): void {
  const told = [
    ...SCENARIOS_OF_DATA.filter((key) => scenario[key] !== undefined).map((key) => [
      'scenario',
      key,
    ]),
    ...(objectives.rpoMs === undefined ? [] : [['objectives', 'rpo']]),
    ...(database ? [['database']] : []),
    ...(checks.length > 0 ? [['checks']] : []),
  ];
  if (told.length === 0) return;
  throw unfit(
    told.map((path) => ({
      path,
      code: 'DATA_UNUSED',
      message: 'means nothing here: the runbook recovers no data. Take it out.',
    })),
  );
}

const SCENARIOS_OF_DATA = ['inject', 'detect', 'outage'] as const;

function unfit(problems: readonly Problem[]): KunrenError {
  return new KunrenError({
    code: 'DRILL_UNFIT',
    message: problems.map(({ path, message }) => `${path.join('.')} ${message}`).join('\n'),
    class: 'input',
    details: {
      problems: problems.map(({ path, code, message }) => ({ path: [...path], code, message })),
    },
  });
}
