import { KunrenError } from '../../core/failure.ts';
import type { Effect } from '../fault/effect-log.ts';
import type { Fault } from '../fault/fault.ts';
import type { RdsState } from '../rds/rds-state.ts';
import type { StsState } from '../sts/sts-state.ts';

/** Raised when an older sandbox could not read the state. */
const FORMAT = 1;

/** All that the sandbox remembers. Plain JSON. */
export interface CloudState {
  readonly format: number;
  readonly region: string;
  readonly accountId: string;
  readonly rds: RdsState;
  readonly sts: StsState;
  readonly faults: Fault[];
  readonly effects: Effect[];
}

/** A cloud on its first day. */
export function newCloudState(parts: Pick<CloudState, 'region' | 'accountId' | 'rds'>): CloudState {
  return {
    format: FORMAT,
    ...parts,
    sts: { roles: [{ name: 'kunren-drill', externalId: 'kunren' }], sessions: [] },
    faults: [],
    effects: [],
  };
}

/**
 * The saved state, checked to be of this format, account and Region.
 * @throws KunrenError `SANDBOX_STATE_FOREIGN`.
 */
export function ownState(
  saved: unknown,
  expected: Pick<CloudState, 'region' | 'accountId'>,
): CloudState {
  const state = saved as Partial<CloudState> | null;
  const checks = { format: FORMAT, region: expected.region, accountId: expected.accountId };
  for (const [key, value] of Object.entries(checks)) {
    const found = state?.[key as keyof typeof checks];
    if (found === value) continue;
    throw new KunrenError({
      code: 'SANDBOX_STATE_FOREIGN',
      message: `The sandbox's saved state has the ${key} ${found}, not ${value}; reset the sandbox to start anew.`,
    });
  }
  return state as CloudState;
}
