import { KunrenError } from '../../core/failure.ts';
import type { OpenedEnvironment } from './open-environment.ts';

/**
 * Asks AWS once who is calling, before anything is opened: a run would pause for credentials that were never there.
 * Whatever else goes wrong is the run's own to find, to try again and to write down.
 * @throws KunrenError `CREDENTIALS_MISSING`, `CREDENTIALS_EXPIRED` or `CREDENTIALS_REFUSED`
 */
export async function demandCredentials({
  environment,
  services,
}: OpenedEnvironment): Promise<void> {
  if (environment.kind === 'sandbox') return;
  const signal = AbortSignal.timeout(15_000);
  const { aws } = services({ activity: 'credentials', signal, onCall: () => undefined });
  try {
    await (await aws.sts()).getCallerIdentity({});
  } catch (error) {
    if (error instanceof KunrenError && error.failure.class === 'credentials') throw error;
  }
}
