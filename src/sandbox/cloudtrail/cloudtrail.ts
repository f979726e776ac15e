import { randomUUID } from 'node:crypto';
import type { Clock, Instant, Ms } from '../../core/ports.ts';
import type { Organization } from '../organizations/organization.ts';
import type { CloudTrailState, EventRecord, TrailRecord } from './cloudtrail-state.ts';

const HISTORY_MS: Ms = 90 * 86_400_000;
/** The newest this many are kept. */
const EVENTS_KEPT = 1000;
const LOOKUPS_A_SECOND = 2;

export interface CloudTrailParts {
  readonly state: CloudTrailState;
  readonly organization: Organization;
  readonly clock: Clock;
}

/** The history of management events of every account and Region, and the trails. */
export class CloudTrail {
  readonly state: CloudTrailState;
  readonly #organization: Organization;
  readonly #clock: Clock;
  /** Instants of the lookups of the last second, by account and Region. */
  readonly #lookups = new Map<string, readonly number[]>();

  constructor({ state, organization, clock }: CloudTrailParts) {
    this.state = state;
    this.#organization = organization;
    this.#clock = clock;
  }

  now(): Instant {
    return new Date(this.#clock.now()).toISOString();
  }

  /** Writes an event down; it shows after the delay. */
  record(event: Omit<EventRecord, 'id' | 'at'>): void {
    const { events } = this.state;
    events.push({ id: randomUUID(), at: this.now(), ...event });
    if (events.length > EVENTS_KEPT) events.shift();
  }

  /** What can be looked up in one place by now, newest first. */
  history(account: string, region: string): readonly EventRecord[] {
    const newest = this.#clock.now() - this.state.delayMs;
    const oldest = this.#clock.now() - HISTORY_MS;
    return this.state.events
      .filter((event) => event.account === account && event.region === region)
      .filter(({ at }) => Date.parse(at) <= newest && Date.parse(at) >= oldest)
      .reverse();
  }

  /** Counts a lookup. @returns whether it is one too many for this second. */
  isTooFast(account: string, region: string): boolean {
    const place = `${account} ${region}`;
    const now = this.#clock.monotonic();
    const recent = (this.#lookups.get(place) ?? []).filter((at) => at > now - 1000);
    if (recent.length >= LOOKUPS_A_SECOND) return true;
    this.#lookups.set(place, [...recent, now]);
    return false;
  }

  /** The trails that this account sees: its own, and those of its organization. */
  trailsOf(account: string): readonly TrailRecord[] {
    const isInside = this.#organization.find(account) !== undefined;
    return this.state.trails.filter(
      (trail) => trail.account === account || (trail.isOrganizationTrail && isInside),
    );
  }

  arn({ account, homeRegion, name }: TrailRecord): string {
    return `arn:aws:cloudtrail:${homeRegion}:${account}:trail/${name}`;
  }
}
