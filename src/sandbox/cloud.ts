import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Json } from '../core/failure.ts';
import type { Clock, Instant } from '../core/ports.ts';
import { newBackupState } from './backup/backup-state.ts';
import { seedBackup } from './backup/seed.ts';
import { cloudStatus } from './cloud-status.ts';
import { newCloudWatchState } from './cloudwatch/cloudwatch-state.ts';
import type { DatabaseHost, Endpoint } from './database-host.ts';
import { answerControl, CONTROL_PREFIX } from './fault/control-routes.ts';
import { EffectLog } from './fault/effect-log.ts';
import { FaultBook } from './fault/fault-book.ts';
import { FrontDoor } from './front-door.ts';
import { openOrganization } from './organization-services.ts';
import { Outages } from './outage/outages.ts';
import { zonesOf } from './rds/network.ts';
import type { Rds } from './rds/rds.ts';
import { type Production, seedRds } from './rds/seed.ts';
import { Region } from './region.ts';
import type { RootUsers } from './root/root-users.ts';
import { Route53 } from './route53/route53.ts';
import { route53Service } from './route53/route53-service.ts';
import { newRoute53State, type Route53State } from './route53/route53-state.ts';
import { seedRoute53 } from './route53/seed.ts';
import { newSfnState } from './sfn/seed-machines.ts';
import { answerSimulator } from './simulator/answer-simulator.ts';
import { isSimulatorPath } from './simulator/simulator-path.ts';
import { type CloudState, newCloudState, ownState } from './state/cloud-state.ts';
import { readState, StateFile } from './state/state-file.ts';
import { readRequest, sendResponse } from './wire/http.ts';
import type { WireRequest } from './wire/wire-protocol.ts';

export interface CloudOptions {
  /** Folder of `cloud.json`; made when it is not there. */
  readonly home: string;
  readonly clock: Clock;
  readonly host: DatabaseHost;
  /** Production is in the first one, its read replica in the second. */
  readonly regions: readonly [string, ...string[]];
  /** Twelve digits: the management account, in which everything that belongs to a Region is. */
  readonly accountId: string;
  /** The database that is there from the beginning. Its server is needed on the first day only. */
  readonly production: Production;
  /**
   * Where the shop is in each Region; Route 53 leads to it from the first day.
   * @default there is no hosted zone
   */
  readonly shop?: { readonly addresses: readonly [string, string]; readonly port: number };
  /** Takes lines for the sandbox's log. @default nobody does */
  readonly log?: (line: string) => void;
}

/** An AWS organization, its management account in a few Regions. Whoever owns the HTTP server gives it the requests. */
export interface Cloud {
  readonly outages: Outages;
  readonly faults: FaultBook;
  /** What name servers answer from. */
  readonly route53: Route53;
  /** The root users of the accounts, for whoever plays the sign-in page. */
  readonly root: RootUsers;
  /** Answers a request of an AWS client, or one under `/_sandbox/`. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** As `GET /_sandbox/status`, from the last look at the servers. */
  status(): Json;
  /** Where clients of a Region's database go; `undefined` while there is none of that name, or it has never run. */
  endpoint(region: string, instance: string): Endpoint | undefined;
  /** Ends what is being done at this moment and saves; the servers go on. */
  close(): Promise<void>;
}

/**
 * Opens the cloud whose state is in `home`, or makes a new one with production and its first automated snapshot.
 * Takes up what was in flight when it was last closed or killed. Production's standby and read replica are made in
 * the background.
 * @throws KunrenError `SANDBOX_STATE_UNREADABLE`, `SANDBOX_STATE_FOREIGN`.
 */
export async function openCloud(options: CloudOptions): Promise<Cloud> {
  const { home, clock, host, accountId, production, log = () => undefined } = options;
  await mkdir(home, { recursive: true });
  const path = join(home, 'cloud.json');
  const saved = await readState(path);
  const names = options.regions;
  const now = new Date(clock.now()).toISOString();
  const state: CloudState = saved
    ? ownState(saved, { regions: names, accountId, now })
    : newState(options, now);
  const file = new StateFile(path, () => state);
  const save = () => file.save();

  const zones = new Map(names.map((name) => [name, zonesOf(name)]));
  const faults = new FaultBook(state.faults);
  const outages = new Outages({ state: state.outages, zones, clock });
  const peers = new Map<string, Rds>();
  const regions = Object.entries(state.regions).map(([name, own]) => {
    const place = { name, accountId, state: own };
    return new Region({ ...place, host, clock, peers, outages, faults, log, save });
  });
  if (saved) await Promise.all(regions.map((region) => region.bringUp()));
  else await firstDay(regions, production);
  await save();
  for (const region of regions) region.start();

  const closing = new AbortController();
  const route53 = new Route53({ state: state.route53, clock, faults, save });
  const running = route53.run(closing.signal);
  const effects = new EffectLog(state.effects);
  const { services, identities, cloudTrail, root } = openOrganization(state, clock, home);
  const frontDoor = new FrontDoor({
    clock,
    regions: new Map(regions.map(({ name, services }) => [name, services])),
    global: [...services, route53Service(route53)],
    isDown: (region) => outages.isRegionDown(region),
    identities,
    faults,
    effects,
    cloudTrail,
    onRootKey: (scope) => root.noteKeyUse(scope),
    signal: closing.signal,
    save,
  });
  const status = () => cloudStatus(state, peers, root);
  const control = {
    faults,
    effects,
    outages,
    root,
    save,
    status: async () => {
      await Promise.all(regions.map(({ rds }) => rds.lookAtServers()));
      return status();
    },
  };

  const answerAt = (read: WireRequest) => {
    if (isSimulatorPath(read.path)) return answerSimulator({ root, save }, read);
    const isControl = read.path.startsWith(CONTROL_PREFIX);
    return isControl ? answerControl(control, read) : frontDoor.answer(read);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const read = await readRequest(request);
    const answer = await answerAt(read);
    if (answer === 'cut') request.socket.resetAndDestroy();
    else sendResponse(response, answer);
  };
  const serving = new Set<Promise<void>>();
  return {
    outages,
    faults,
    route53,
    root,
    handle: (request, response) => {
      const { socket } = request;
      // What throws here is a connection that broke or a request that is none: there is nobody to answer.
      const served = serve(request, response)
        .catch(() => socket.destroy())
        .then(() => void serving.delete(served));
      serving.add(served);
    },
    status,
    endpoint: (name, instance) => regions.find((each) => each.name === name)?.endpoint(instance),
    close: async () => {
      closing.abort();
      await Promise.all(serving);
      await Promise.all([running, ...regions.map((region) => region.close())]);
      await save();
    },
  };
}

/** Everything that is there from the beginning is noted before the first save. */
async function firstDay([home, second]: readonly Region[], production: Production): Promise<void> {
  if (!home) return;
  const instance = await home.foundProduction(production);
  second?.foundReplica(home, instance);
  await home.takeFirstBackups();
}

function newState(options: CloudOptions, now: Instant): CloudState {
  const { accountId, regions: names } = options;
  const regions = Object.fromEntries(names.map((name) => [name, newRegion(name, options, now)]));
  return newCloudState({ accountId, regions, route53: newRoute53(options) }, now);
}

function newRegion(name: string, { accountId, regions, production }: CloudOptions, now: Instant) {
  const place = { region: name, accountId };
  const backup = name === regions[0] ? seedBackup(place, production.id, now) : newBackupState();
  return {
    rds: seedRds(name),
    backup,
    cloudWatch: newCloudWatchState(),
    sfn: newSfnState(place, now),
  };
}

/** Seconds; short, so that a drill need not wait for caches. */
const TTL = 5;

function newRoute53({ shop }: CloudOptions): Route53State {
  if (!shop) return newRoute53State();
  const [primary, secondary] = shop.addresses;
  return seedRoute53({
    zone: 'orders.example.',
    name: 'shop.orders.example.',
    ttl: TTL,
    primary,
    secondary,
    health: { port: shop.port, path: '/healthz' },
  });
}
