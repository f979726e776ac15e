import { KunrenError } from '../../core/failure.ts';
import type { BackupState } from '../backup/backup-state.ts';
import type { CloudWatchState } from '../cloudwatch/cloudwatch-state.ts';
import type { Effect } from '../fault/effect-log.ts';
import type { Fault } from '../fault/fault.ts';
import type { Outage } from '../outage/outage.ts';
import type { RdsState } from '../rds/rds-state.ts';
import type { Route53State } from '../route53/route53-state.ts';
import type { SfnState } from '../sfn/sfn-state.ts';
import type { StsState } from '../sts/sts-state.ts';

/** Raised when an older sandbox could not read the state. */
const FORMAT = 3;

/** All that the sandbox remembers. Plain JSON. */
export interface CloudState {
  readonly format: number;
  readonly accountId: string;
  /** By name, e.g. `ap-northeast-1`. */
  readonly regions: { readonly [name: string]: RegionState };
  readonly route53: Route53State;
  readonly sts: StsState;
  readonly faults: Fault[];
  readonly outages: Outage[];
  readonly effects: Effect[];
}

/** What belongs to one Region. */
export interface RegionState {
  readonly rds: RdsState;
  readonly backup: BackupState;
  readonly cloudWatch: CloudWatchState;
  readonly sfn: SfnState;
}

/** A cloud on its first day. */
export function newCloudState(
  parts: Pick<CloudState, 'accountId' | 'regions' | 'route53'>,
): CloudState {
  return {
    format: FORMAT,
    ...parts,
    sts: { roles: [{ name: 'kunren-drill', externalId: 'kunren' }], sessions: [] },
    faults: [],
    outages: [],
    effects: [],
  };
}

/**
 * The saved state, checked to be of this format, account and Regions.
 * @throws KunrenError `SANDBOX_STATE_FOREIGN`.
 */
export function ownState(
  saved: unknown,
  expected: { readonly accountId: string; readonly regions: readonly string[] },
): CloudState {
  const state = saved as Partial<CloudState> | null;
  const found = {
    format: state?.format,
    accountId: state?.accountId,
    regions: Object.keys(state?.regions ?? {}).join(', '),
  };
  const wanted = {
    format: FORMAT,
    accountId: expected.accountId,
    regions: expected.regions.join(', '),
  };
  for (const key of ['format', 'accountId', 'regions'] as const) {
    if (found[key] === wanted[key]) continue;
    throw new KunrenError({
      code: 'SANDBOX_STATE_FOREIGN',
      message: `The sandbox's saved state has the ${key} ${found[key]}, not ${wanted[key]}; reset the sandbox to start anew.`,
    });
  }
  return state as CloudState;
}
