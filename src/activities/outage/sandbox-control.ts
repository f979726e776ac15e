import type { ActivityContext } from '../../core/activity.ts';
import type { Outage, RootTrouble } from '../../core/drill.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';

/** An outage that is in force. */
export interface OutageInForce extends Outage {
  readonly since: Instant;
}

/** What a drill may do to the sandbox itself, beside what any client of AWS may do. */
export interface SandboxControl {
  /** Of the shop's client, as NDJSON. */
  readonly clientLogUrl: string;
  /** Takes a part of the sandbox down; one that is down already stays so. */
  startOutage(outage: Outage, signal: AbortSignal): Promise<OutageInForce>;
  endOutage(name: string, signal: AbortSignal): Promise<void>;
  listOutages(signal: AbortSignal): Promise<readonly OutageInForce[]>;
  /** The page on which people sign in as root users, read their mail and answer their phone. */
  readonly signInUrl: string;
  /** Puts a root user right, and then into trouble. */
  troubleRoot(accountId: string, trouble: RootTrouble, signal: AbortSignal): Promise<void>;
}

/** @param endpointUrl of the sandbox */
export function createSandboxControl(endpointUrl: string): SandboxControl {
  const ask = async (signal: AbortSignal, method: string, path: string, body?: object) => {
    const response = await fetch(new URL(`/_sandbox/${path}`, endpointUrl), {
      method,
      signal,
      ...(body && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    }).catch((cause: unknown) => {
      signal.throwIfAborted();
      const message = `The sandbox at ${endpointUrl} does not answer.`;
      throw new KunrenError({ code: 'SANDBOX_UNREACHABLE', message, retryable: true }, { cause });
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    const { message } = answer as { readonly message: string };
    throw new KunrenError({ code: 'SANDBOX_REFUSED', class: 'input', message });
  };
  return {
    clientLogUrl: new URL('/_sandbox/client-log', endpointUrl).href,
    startOutage: async (outage, signal) =>
      (await ask(signal, 'POST', 'outages', outage)) as OutageInForce,
    endOutage: async (name, signal) => {
      await ask(signal, 'DELETE', `outages/${encodeURIComponent(name)}`);
    },
    listOutages: async (signal) =>
      (await ask(signal, 'GET', 'outages')) as readonly OutageInForce[],
    signInUrl: new URL('/_sandbox/sign-in', endpointUrl).href,
    troubleRoot: async (account, scenario, signal) => {
      await ask(signal, 'POST', 'root-users', { account, scenario });
    },
  };
}

/**
 * The sandbox that this run works in.
 * @throws KunrenError `INJECTION_REFUSED` (class `safety`) anywhere else
 */
export function sandboxOf(
  context: ActivityContext<{ readonly sandbox?: SandboxControl | undefined }>,
): SandboxControl {
  const { sandbox } = context.services;
  if (context.environment === 'sandbox' && sandbox) return sandbox;
  throw new KunrenError({
    code: 'INJECTION_REFUSED',
    message: `Damage is done in the sandbox only (environment: ${context.environment}).`,
    class: 'safety',
  });
}

type SandboxContext = Parameters<typeof sandboxOf>[0];

/** The outage of this name, while it is in force. */
export async function findOutage(
  context: SandboxContext,
  name: string,
): Promise<OutageInForce | undefined> {
  const outages = await sandboxOf(context).listOutages(context.signal);
  return outages.find((outage) => outage.name === name);
}

/** Somebody else may have brought it back, which is all that is wanted. */
export async function endWhereThere(context: SandboxContext, name: string): Promise<void> {
  if (!(await findOutage(context, name))) return;
  await sandboxOf(context).endOutage(name, context.signal);
}
