import type { Drill, Environment } from '../../core/drill.ts';
import { KunrenError } from '../../core/failure.ts';
import type { LiveConfirmation } from '../../core/record.ts';
import type { ProductionUse, Runbook } from '../../core/runbook.ts';
import { askLine } from '../ask-line.ts';
import type { Io } from '../io.ts';
import { operatorName } from './process-identity.ts';

interface Asked {
  readonly drill: Drill;
  readonly runbook: Runbook;
  readonly environment: Environment;
}

interface Confirmed extends Pick<Asked, 'runbook' | 'environment'> {
  readonly workload: string;
  readonly production: ProductionUse;
}

/**
 * Makes sure that whoever starts a run that changes production means it.
 * @returns `undefined` for a run that is not live
 * @throws KunrenError `LIVE_UNSUPPORTED`, `LIVE_NOT_ASKED_FOR`, `LIVE_NOT_CONFIRMED`
 */
export async function confirmLive(
  io: Io,
  { drill, runbook, environment }: Asked,
  options: { readonly live: boolean; readonly confirm?: string },
): Promise<LiveConfirmation | undefined> {
  const { production } = runbook;
  if (!options.live) {
    if (environment.kind === 'aws' && production?.isChangedBy(drill)) {
      throw refusal(
        'LIVE_NOT_ASKED_FOR',
        `The drill ${drill.name} changes production of ${production.workload(drill)} in the account ${environment.accountId}. ` +
          'That takes --live, and a confirmation.',
      );
    }
    return undefined;
  }
  if (!production) {
    throw liveUnsupported(runbook);
  }
  const workload = production.workload(drill);
  const how = options.confirm === undefined ? 'typed' : 'flag';
  const given = options.confirm ?? (await ask(io, { runbook, workload, environment, production }));
  if (given === workload) return { workload, by: operatorName(), how };
  throw refusal(
    'LIVE_NOT_CONFIRMED',
    given === undefined
      ? `A live run of ${runbook.id} on ${workload} has to be confirmed: run it in a terminal, or add --confirm ${workload}.`
      : `"${given}" is not the name of the workload, which is "${workload}". Nothing was started.`,
  );
}

async function ask(
  io: Io,
  { runbook, workload, environment, production }: Confirmed,
): Promise<string | undefined> {
  if (!io.interactive) return undefined;
  const { name, accountId, region } = environment;
  io.err(`This is a LIVE run of ${runbook.id} on ${workload} in ${name}, not a rehearsal.`);
  io.err(`Account ${accountId}, ${region}. ${production.consequence}`);
  return await askLine(io, 'Type the name of the workload to go on: ');
}

function refusal(code: string, message: string): KunrenError {
  return new KunrenError({ code, message, class: 'input' });
}

export function liveUnsupported({ id }: Runbook): KunrenError {
  return refusal(
    'LIVE_UNSUPPORTED',
    `The runbook ${id} never changes production, so --live means nothing for it.`,
  );
}
