import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account } from '@aws-sdk/client-account';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { IAM } from '@aws-sdk/client-iam';
import { Organizations } from '@aws-sdk/client-organizations';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';
import { answerControl, CONTROL_PREFIX } from '../../src/sandbox/fault/control-routes.ts';
import { EffectLog } from '../../src/sandbox/fault/effect-log.ts';
import { FaultBook } from '../../src/sandbox/fault/fault-book.ts';
import { FrontDoor } from '../../src/sandbox/front-door.ts';
import { openOrganization } from '../../src/sandbox/organization-services.ts';
import { Outages } from '../../src/sandbox/outage/outages.ts';
import { fromBase32 } from '../../src/sandbox/root/base32.ts';
import type { RootUsers } from '../../src/sandbox/root/root-users.ts';
import { STEP_MS, stepAt, totp } from '../../src/sandbox/root/totp.ts';
import { newRoute53State } from '../../src/sandbox/route53/route53-state.ts';
import { answerSimulator } from '../../src/sandbox/simulator/answer-simulator.ts';
import { isSimulatorPath } from '../../src/sandbox/simulator/simulator-path.ts';
import { newCloudState, ownState, type RegionState } from '../../src/sandbox/state/cloud-state.ts';
import { readState, StateFile } from '../../src/sandbox/state/state-file.ts';
import { readRequest, sendResponse } from '../../src/sandbox/wire/http.ts';
import { StoppedClock } from './stopped-clock.ts';

export const MANAGEMENT = '000000000000';
export const PRODUCTION = '111111111111';
export const SANDBOX = '222222222222';
const REGIONS = ['ap-northeast-1', 'ap-northeast-3'];
/** Longer than events take to show. */
export const EVENTS_SHOW_MS = 2000;

/** Credentials, and where they are used. */
export interface As {
  readonly accessKeyId?: string | undefined;
  readonly region?: string;
}

/** The services that every account has, behind a front door on loopback; there are no databases. */
export class OrganizationHarness {
  readonly clock = new StoppedClock();
  readonly home: string;
  url!: string;
  root!: RootUsers;
  close!: () => Promise<void>;

  constructor(home: string) {
    this.home = home;
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
    const { services, identities, cloudTrail, root } = openOrganization(state, clock);
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
          : await door.answer(read);
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

  sts = (as?: As) => new STS(this.#settings(as));
  iam = (as?: As) => new IAM(this.#settings(as));
  account = (as?: As) => new Account(this.#settings(as));
  organizations = (as?: As) => new Organizations(this.#settings(as));
  cloudTrail = (as?: As) => new CloudTrail(this.#settings(as));
  s3 = (as?: As) => new S3({ ...this.#settings(as), forcePathStyle: true });

  /** A role of a member. */
  async member(account: string): Promise<As> {
    const { Credentials } = await this.sts().assumeRole({
      RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
      RoleSessionName: 'drill',
    });
    return { accessKeyId: Credentials?.AccessKeyId };
  }

  /** A root session of a member. */
  async rootSession(account: string, task: string): Promise<As> {
    const { Credentials } = await this.sts().assumeRoot({
      TargetPrincipal: account,
      TaskPolicyArn: { arn: `arn:aws:iam::aws:policy/root-task/${task}` },
    });
    return { accessKeyId: Credentials?.AccessKeyId };
  }

  /** The code that a device shows now. */
  codeOf(secret: string): string {
    return totp(fromBase32(secret), stepAt(this.clock.now()));
  }

  /** Lets the time of one code pass. */
  nextCode(): void {
    this.clock.advance(STEP_MS);
  }

  /** The names of the events in us-east-1 that the account can look up, newest first. */
  async eventsIn(account: string): Promise<(string | undefined)[]> {
    const as = account === MANAGEMENT ? {} : await this.member(account);
    this.clock.advance(EVENTS_SHOW_MS);
    const { Events = [] } = await this.cloudTrail({ ...as, region: 'us-east-1' }).lookupEvents({});
    return Events.map(({ EventName }) => EventName);
  }

  async readSaved(): Promise<{ [part: string]: unknown }> {
    return JSON.parse(await readFile(join(this.home, 'cloud.json'), 'utf8'));
  }

  async writeSaved(state: object): Promise<void> {
    await writeFile(join(this.home, 'cloud.json'), JSON.stringify(state));
  }

  #settings({ accessKeyId = 'SANDBOX', region = 'ap-northeast-1' }: As = {}) {
    const credentials = { accessKeyId, secretAccessKey: 'none' };
    return { endpoint: this.url, region, credentials, maxAttempts: 1 };
  }
}

/** A new organization, open until the test ends. */
export async function startOrganization(): Promise<OrganizationHarness> {
  const harness = new OrganizationHarness(await mkdtemp(join(tmpdir(), 'kunren-organization-')));
  await harness.open();
  onTestFinished(async () => {
    await harness.close();
    await rm(harness.home, { recursive: true, force: true });
  });
  return harness;
}
