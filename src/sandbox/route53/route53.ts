import { randomUUID } from 'node:crypto';
import type { ChangeInfo } from '@aws-sdk/client-route-53';
import type { Clock, Instant, Ms, Random } from '../../core/ports.ts';
import type { ZoneSource } from '../dns/zone-source.ts';
import type { FaultBook } from '../fault/fault-book.ts';
import { newCheckers } from './health-check-settings.ts';
import { HealthChecker } from './health-checker.ts';
import { newId, systemRandom } from './new-id.ts';
import { Propagation } from './propagation.ts';
import { noSuchHealthCheck, noSuchHostedZone } from './route53-error.ts';
import type {
  ChangeRecord,
  HealthCheckRecord,
  HealthCheckSettings,
  News,
  Route53State,
  ServedZone,
  ZoneRecord,
} from './route53-state.ts';

const PROPAGATION_MS: Ms = 1000;
/** Of the changes that are through, the newest this many are kept. */
const CHANGES_KEPT = 1000;

export interface Route53Parts {
  readonly state: Route53State;
  readonly clock: Clock;
  /** One of them may hold changes up. */
  readonly faults: FaultBook;
  /** How long a change takes to reach the name servers. @default 1000 */
  readonly propagationMs?: Ms;
  /** @default the system's */
  readonly random?: Random;
  save(): Promise<void>;
}

/** Route 53's resources: the operations change them, the name servers answer from them. */
export class Route53 implements ZoneSource {
  readonly state: Route53State;
  readonly random: Random;
  readonly health: HealthChecker;
  readonly #clock: Clock;
  readonly #propagation: Propagation;

  constructor(parts: Route53Parts) {
    const { state, clock, faults, propagationMs = PROPAGATION_MS, random = systemRandom } = parts;
    const save = () => parts.save();
    this.state = state;
    this.random = random;
    this.#clock = clock;
    this.health = new HealthChecker({ state, clock, save });
    this.#propagation = new Propagation({ state, clock, delayMs: propagationMs, faults, save });
  }

  /** Carries changes to the name servers and probes endpoints, until the signal fires and all of it has ended. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#propagation.run(signal), this.health.run(signal)]);
  }

  now(): Instant {
    return new Date(this.#clock.now()).toISOString();
  }

  zones(): readonly ServedZone[] {
    return this.state.served;
  }

  isHealthy(healthCheck: string): boolean {
    return this.health.isHealthy(healthCheck);
  }

  /** @param id with or without `/hostedzone/`. @throws ServiceError `NoSuchHostedZone`. */
  zone(id = ''): ZoneRecord {
    const bare = id.replace(/^\/?hostedzone\//, '');
    const zone = this.state.zones.find((each) => each.id === bare);
    if (!zone) throw noSuchHostedZone(bare);
    return zone;
  }

  /** @throws ServiceError `NoSuchHealthCheck`. */
  healthCheck(id = ''): HealthCheckRecord {
    const check = this.state.healthChecks.find((each) => each.id === id);
    if (!check) throw noSuchHealthCheck(id);
    return check;
  }

  addHealthCheck(callerReference: string, settings: HealthCheckSettings): HealthCheckRecord {
    const check = newHealthCheck(callerReference, settings);
    this.state.healthChecks.push(check);
    this.health.watch(check);
    return check;
  }

  /** Other settings begin with fresh eyes only where there are other checkers. */
  changeHealthCheck(check: HealthCheckRecord, settings: HealthCheckSettings): void {
    const regions = new Set(newCheckers(settings).map(({ region }) => region));
    const isSamePlaces =
      regions.size === check.checkers.length &&
      check.checkers.every(({ region }) => regions.has(region));
    check.settings = settings;
    if (!isSamePlaces) check.checkers = newCheckers(settings);
    check.version += 1;
    this.health.watch(check);
  }

  removeHealthCheck(check: HealthCheckRecord): void {
    this.health.forget(check.id);
    this.state.healthChecks.splice(this.state.healthChecks.indexOf(check), 1);
  }

  /** Sends news to the name servers. */
  submit(news: News, comment?: string): ChangeInfo {
    const change: ChangeRecord = {
      id: newId('C'),
      submittedAt: this.now(),
      ...(comment !== undefined && { comment }),
      status: 'PENDING',
      news,
    };
    this.#propagation.submit(change);
    this.#dropOldChanges();
    return changeView(change);
  }

  #dropOldChanges(): void {
    const { changes } = this.state;
    while (changes.length > CHANGES_KEPT && changes[0]?.status === 'INSYNC') changes.shift();
  }
}

export function newHealthCheck(
  callerReference: string,
  settings: HealthCheckSettings,
): HealthCheckRecord {
  return {
    id: randomUUID(),
    callerReference,
    version: 1,
    settings,
    checkers: newCheckers(settings),
    tags: [],
  };
}

/** As the API answers it. */
export function changeView(change: ChangeRecord): ChangeInfo {
  return {
    Id: `/change/${change.id}`,
    Status: change.status,
    SubmittedAt: new Date(change.submittedAt),
    Comment: change.comment,
  };
}
