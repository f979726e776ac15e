import { type Json, KunrenError } from '../core/failure.ts';
import type { Effect } from './fault/effect-log.ts';
import type { Fault, FaultRequest } from './fault/fault.ts';
import type { Settings } from './fault/settings.ts';
import type { Outage, OutageRequest } from './outage/outage.ts';
import type { AccountStatus } from './root/root-status.ts';
import type { ScenarioRequest } from './root/scenario.ts';

/** Makes the sandbox at this address misbehave. @throws KunrenError `SANDBOX_REFUSED`, `SANDBOX_UNREACHABLE`. */
export async function addFault(sandbox: string, fault: FaultRequest): Promise<Fault> {
  return (await ask(sandbox, 'POST', 'faults', fault)) as Fault;
}

/** The faults in force, oldest first. */
export async function listFaults(sandbox: string): Promise<readonly Fault[]> {
  return (await ask(sandbox, 'GET', 'faults')) as Fault[];
}

/** Ends one fault, or all. @returns how many there were. */
export async function clearFaults(sandbox: string, id?: string): Promise<number> {
  const path = id === undefined ? 'faults' : `faults/${encodeURIComponent(id)}`;
  return ((await ask(sandbox, 'DELETE', path)) as { cleared: number }).cleared;
}

/**
 * Takes the power of a Region or an Availability Zone away. Resolves when everything there is dead.
 * @throws KunrenError `SANDBOX_REFUSED` when there is no such place, `SANDBOX_UNREACHABLE`.
 */
export async function startOutage(sandbox: string, outage: OutageRequest): Promise<Outage> {
  return (await ask(sandbox, 'POST', 'outages', outage)) as Outage;
}

/**
 * Gives the power back, to one place or to all. Resolves when the servers there have been started again.
 * @returns the outages that are over
 */
export async function endOutage(sandbox: string, name?: string): Promise<readonly Outage[]> {
  const path = name === undefined ? 'outages' : `outages/${encodeURIComponent(name)}`;
  return (await ask(sandbox, 'DELETE', path)) as Outage[];
}

/** The outages in force, oldest first. */
export async function listOutages(sandbox: string): Promise<readonly Outage[]> {
  return (await ask(sandbox, 'GET', 'outages')) as Outage[];
}

/** Every mutating call that took effect, oldest first. */
export async function effects(sandbox: string): Promise<readonly Effect[]> {
  return (await ask(sandbox, 'GET', 'effects')) as Effect[];
}

/**
 * Puts the root user of an account into a scenario; `normal` ends it.
 * @throws KunrenError `SANDBOX_REFUSED` when there is no such account, `SANDBOX_UNREACHABLE`.
 */
export async function playScenario(
  sandbox: string,
  scenario: ScenarioRequest,
): Promise<AccountStatus> {
  return (await ask(sandbox, 'POST', 'root-users', scenario)) as AccountStatus;
}

/** The accounts and their root users, the management account first. */
export async function listRootUsers(sandbox: string): Promise<readonly AccountStatus[]> {
  return (await ask(sandbox, 'GET', 'root-users')) as AccountStatus[];
}

/** Sets what can be set while the sandbox runs. */
export async function changeSettings(sandbox: string, settings: Settings): Promise<Settings> {
  return (await ask(sandbox, 'POST', 'settings', settings)) as Settings;
}

/** What there is in the sandbox, after a look at its servers. */
export async function status(sandbox: string): Promise<Json> {
  return (await ask(sandbox, 'GET', 'status')) as Json;
}

async function ask(
  sandbox: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(new URL(`/_sandbox/${path}`, sandbox), {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  } catch (cause) {
    const message = `There is no sandbox at ${sandbox}.`;
    throw new KunrenError({ code: 'SANDBOX_UNREACHABLE', message }, { cause });
  }
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const { message } = answer as { message: string };
  throw new KunrenError({ code: 'SANDBOX_REFUSED', class: 'input', message });
}
