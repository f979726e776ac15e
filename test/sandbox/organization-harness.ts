import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account } from '@aws-sdk/client-account';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { IAM } from '@aws-sdk/client-iam';
import { Organizations } from '@aws-sdk/client-organizations';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';
import { fromBase32 } from '../../src/sandbox/root/base32.ts';
import { STEP_MS, stepAt, totp } from '../../src/sandbox/root/totp.ts';
import { MANAGEMENT, OrganizationServer } from './organization-server.ts';
import { StoppedClock } from './stopped-clock.ts';

/** Longer than events take to show. */
export const EVENTS_SHOW_MS = 2000;

/** Credentials, and where they are used. */
export interface As {
  readonly accessKeyId?: string | undefined;
  readonly region?: string;
}

/** The same on a clock that a test moves, with clients for those who look at it. */
export class OrganizationHarness extends OrganizationServer {
  override readonly clock: StoppedClock;

  constructor(home: string) {
    const clock = new StoppedClock();
    super(home, clock);
    this.clock = clock;
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
