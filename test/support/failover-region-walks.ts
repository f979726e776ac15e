import { runbook } from '../../runbooks/failover-region/runbook.ts';
import type { Drill } from '../../src/core/drill.ts';
import type { RunNames } from '../../src/core/runbook.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { Walk } from './walk-runbook.ts';

export const sandbox: RunNames = {
  run: 'failover-region-20261124-010000-abcd',
  environment: 'sandbox',
  region: 'ap-northeast-1',
  accountId: '000000000000',
  openedAt: '2026-11-24T01:00:00.000Z',
  live: false,
};

export const { drill: production } = readDrill('drills/failover-region.yaml');
const { drill: rehearsal } = readDrill('drills/failover-region-rehearsal.yaml');

/** The shipped drill of production, with other parameters. */
export function productionWith(parameters: Drill['parameters']): Drill {
  return { ...production, parameters: { ...production.parameters, ...parameters } };
}

export function inProduction(parameters: Drill['parameters'] = {}): Walk {
  return Walk.begin(runbook, productionWith(parameters), sandbox);
}

/** As in an AWS account: the failure is there already, or is declared. */
export function inEarnest(parameters: Drill['parameters'] = {}): Walk {
  const drill = productionWith(parameters);
  const names: RunNames = { ...sandbox, environment: 'aws', live: true };
  return Walk.begin(runbook, drill, names);
}

export function inRehearsal(names: RunNames = sandbox): Walk {
  return Walk.begin(runbook, rehearsal, names);
}

/** Everything that an operator can send to this runbook. */
export const DECISIONS = [
  'accept-loss',
  'fail-back',
  'go-on',
  'look-again',
  'roll-back',
  'stay',
  'stop',
];

/** Failures that lead to different places. */
export const FAILURES = [
  'SOME_FAILURE',
  'ANSWER_NOT_SWITCHED',
  'CONNECTION_LOST',
  'EXECUTION_FAILED',
];

export function milestonesOf({ milestones }: Walk): string[] {
  return milestones.map(({ id }) => id);
}
