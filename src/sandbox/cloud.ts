import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Json } from '../core/failure.ts';
import type { Clock } from '../core/ports.ts';
import { cloudStatus } from './cloud-status.ts';
import type { DatabaseHost } from './database-host.ts';
import { answerControl, CONTROL_PREFIX } from './fault/control-routes.ts';
import { EffectLog } from './fault/effect-log.ts';
import { FaultBook } from './fault/fault-book.ts';
import { FrontDoor } from './front-door.ts';
import { keepTakingBackups, takeDueBackups } from './rds/backup-loop.ts';
import { bringUpServers } from './rds/bring-up.ts';
import { Lifecycle } from './rds/lifecycle.ts';
import { Rds } from './rds/rds.ts';
import { rdsService } from './rds/rds-service.ts';
import { type Production, seedRds } from './rds/seed.ts';
import { type CloudState, newCloudState, ownState } from './state/cloud-state.ts';
import { readState, StateFile } from './state/state-file.ts';
import { Identities } from './sts/identities.ts';
import { stsService } from './sts/sts-service.ts';
import { readRequest, sendResponse } from './wire/http.ts';

export interface CloudOptions {
  /** Folder of `cloud.json`; made when it is not there. */
  readonly home: string;
  readonly clock: Clock;
  readonly host: DatabaseHost;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** The database that is there from the beginning; its server runs already. */
  readonly production: Production;
}

/** An AWS account in one Region. Whoever owns the HTTP server gives it the requests. */
export interface Cloud {
  /** Answers a request of an AWS client, or one under `/_sandbox/`. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** As `GET /_sandbox/status`, from the last look at the servers. */
  status(): Json;
  /** Ends what is being done at this moment and saves; the servers go on. */
  close(): Promise<void>;
}

/**
 * Opens the cloud whose state is in `home`, or makes a new one with production and its first automated snapshot.
 * Takes up what was in flight when it was last closed or killed.
 * @throws KunrenError `SANDBOX_STATE_UNREADABLE`, `SANDBOX_STATE_FOREIGN`.
 */
export async function openCloud(options: CloudOptions): Promise<Cloud> {
  const { home, clock, host, region, accountId, production } = options;
  await mkdir(home, { recursive: true });
  const path = join(home, 'cloud.json');
  const saved = await readState(path);
  const now = new Date(clock.now()).toISOString();
  const state: CloudState = saved
    ? ownState(saved, { region, accountId })
    : newCloudState({ region, accountId, rds: seedRds(region, production, now) });
  const file = new StateFile(path, () => state);
  const save = () => file.save();

  const rds = new Rds({ state: state.rds, host, clock, place: { region, accountId } });
  const lifecycle = new Lifecycle(rds, save);
  if (saved) {
    await bringUpServers(rds, production);
    lifecycle.resume();
  } else {
    rds.addEvent('db-instance', production.id, 'creation', 'DB instance created');
    takeDueBackups(rds, lifecycle);
    await lifecycle.settled();
  }
  await save();

  const closing = new AbortController();
  const backups = keepTakingBackups(rds, lifecycle, closing.signal);
  const faults = new FaultBook(state.faults);
  const effects = new EffectLog(state.effects);
  const identities = new Identities(state.sts, accountId, clock);
  const frontDoor = new FrontDoor({
    region,
    clock,
    services: [rdsService({ rds, lifecycle }), stsService(identities)],
    identities,
    faults,
    effects,
    signal: closing.signal,
    save,
  });
  const status = () => cloudStatus(state, rds);
  const control = {
    faults,
    effects,
    save,
    status: async () => {
      await rds.lookAtServers();
      return status();
    },
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const read = await readRequest(request);
    const answer = read.path.startsWith(CONTROL_PREFIX)
      ? await answerControl(control, read)
      : await frontDoor.answer(read);
    if (answer === 'cut') request.socket.resetAndDestroy();
    else sendResponse(response, answer);
  };
  const serving = new Set<Promise<void>>();
  return {
    handle: (request, response) => {
      const { socket } = request;
      // What throws here is a connection that broke or a request that is none: there is nobody to answer.
      const served = serve(request, response)
        .catch(() => socket.destroy())
        .then(() => void serving.delete(served));
      serving.add(served);
    },
    status,
    close: async () => {
      closing.abort();
      await Promise.all(serving);
      await Promise.all([backups, lifecycle.close()]);
      await save();
    },
  };
}
