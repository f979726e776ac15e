import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../../src/core/ports.ts';
import { answerControl, CONTROL_PREFIX } from '../../src/sandbox/fault/control-routes.ts';
import { EffectLog } from '../../src/sandbox/fault/effect-log.ts';
import { FaultBook } from '../../src/sandbox/fault/fault-book.ts';
import { FrontDoor } from '../../src/sandbox/front-door.ts';
import { openOrganization } from '../../src/sandbox/organization-services.ts';
import { Outages } from '../../src/sandbox/outage/outages.ts';
import type { RootUsers } from '../../src/sandbox/root/root-users.ts';
import { newRoute53State } from '../../src/sandbox/route53/route53-state.ts';
import { answerSimulator } from '../../src/sandbox/simulator/answer-simulator.ts';
import { isSimulatorPath } from '../../src/sandbox/simulator/simulator-path.ts';
import { newCloudState, ownState, type RegionState } from '../../src/sandbox/state/cloud-state.ts';
import { readState, StateFile } from '../../src/sandbox/state/state-file.ts';
import { readRequest, sendResponse } from '../../src/sandbox/wire/http.ts';

export const MANAGEMENT = '000000000000';
export const PRODUCTION = '111111111111';
export const SANDBOX = '222222222222';
const REGIONS = ['ap-northeast-1', 'ap-northeast-3'];

/** The services that every account has, behind a front door on loopback; there are no databases. */
export class OrganizationServer {
  readonly clock: Clock;
  readonly home: string;
  url!: string;
  root!: RootUsers;
  close!: () => Promise<void>;
  /** Told before each call of AWS takes effect, and after; with `true` its caller hears nothing of it. */
  diesAt: (when: 'before' | 'after') => boolean = () => false;

  constructor(home: string, clock: Clock) {
    this.home = home;
    this.clock = clock;
  }

  async open(): Promise<void> {
    const { clock } = this;
    const path = join(this.home, 'cloud.json');
    const saved = await readState(path);
    const now = new Date(clock.now()).toISOString();
    const state = saved
      ? ownState(saved, { accountId: MANAGEMENT, regions: REGIONS, now })
      : newCloudState(
          {
            accountId: MANAGEMENT,
            regions: Object.fromEntries(REGIONS.map((region) => [region, {} as RegionState])),
            route53: newRoute53State(),
          },
          now,
        );
    const file = new StateFile(path, () => state);
    const save = () => file.save();
    const { services, identities, cloudTrail, root } = openOrganization(state, clock, this.home);
    this.root = root;
    const faults = new FaultBook([]);
    const effects = new EffectLog([]);
    const outages = new Outages({ state: [], zones: new Map(), clock });
    const door = new FrontDoor({
      clock,
      regions: new Map(REGIONS.map((region) => [region, []])),
      global: services,
      identities,
      cloudTrail,
      faults,
      effects,
      onRootKey: (scope) => root.noteKeyUse(scope),
      isDown: () => false,
      signal: new AbortController().signal,
      save,
    });
    const control = { faults, effects, outages, root, save, status: async () => ({}) };
    const server = createServer(async (request, response) => {
      const read = await readRequest(request);
      const answer = isSimulatorPath(read.path)
        ? await answerSimulator({ root, save }, read)
        : read.path.startsWith(CONTROL_PREFIX)
          ? await answerControl(control, read)
          : await this.#answer(door, read);
      if (answer === 'cut') request.socket.resetAndDestroy();
      else sendResponse(response, answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await save();
    this.close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await save();
    };
  }

  async #answer(...[door, read]: [FrontDoor, Parameters<FrontDoor['answer']>[0]]) {
    if (this.diesAt('before')) return 'cut';
    const answer = await door.answer(read);
    return this.diesAt('after') ? 'cut' : answer;
  }
}
