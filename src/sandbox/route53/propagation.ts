import type { Clock, Ms } from '../../core/ports.ts';
import type { FaultBook } from '../fault/fault-book.ts';
import { keyOf } from './record-set.ts';
import type { ChangeRecord, News, Route53State } from './route53-state.ts';

/** Nothing to wait for; a new change wakes up whoever waits. */
const A_LONG_TIME_MS: Ms = 3_600_000;

/** Changes are answered at once and reach the name servers a little later, as PENDING becomes INSYNC. */
export class Propagation {
  readonly #state: Route53State;
  readonly #clock: Clock;
  readonly #delayMs: Ms;
  readonly #faults: FaultBook;
  readonly #save: () => Promise<void>;
  #waiting = new AbortController();

  constructor(parts: {
    state: Route53State;
    clock: Clock;
    delayMs: Ms;
    faults: FaultBook;
    save: () => Promise<void>;
  }) {
    this.#state = parts.state;
    this.#clock = parts.clock;
    this.#delayMs = parts.delayMs;
    this.#faults = parts.faults;
    this.#save = parts.save;
    // What was held goes through when the fault is cleared.
    this.#faults.onChange(() => this.#waiting.abort());
  }

  submit(change: ChangeRecord): void {
    this.#state.changes.push(change);
    this.#waiting.abort();
  }

  /** Carries changes to the name servers until the signal fires. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#settleDue()) await this.#save();
      this.#waiting = new AbortController();
      await this.#clock
        .sleep(this.#nextInMs(), AbortSignal.any([signal, this.#waiting.signal]))
        .catch(() => undefined);
    }
  }

  /** @returns whether there were any */
  #settleDue(): boolean {
    const due = this.#pending().filter((change) => this.#leftMs(change) <= 0);
    for (const change of due) {
      if (change.news) tell(this.#state, change.news);
      delete change.news;
      change.status = 'INSYNC';
    }
    return due.length > 0;
  }

  #nextInMs(): Ms {
    return Math.min(A_LONG_TIME_MS, ...this.#pending().map((change) => this.#leftMs(change)));
  }

  #pending(): ChangeRecord[] {
    if (this.#faults.has('stuck', 'route53:ChangeResourceRecordSets')) return [];
    return this.#state.changes.filter(({ status }) => status === 'PENDING');
  }

  /** A wall clock that was set back does not make anybody wait longer than the delay. */
  #leftMs({ submittedAt }: ChangeRecord): Ms {
    return Math.min(this.#delayMs, Date.parse(submittedAt) + this.#delayMs - this.#clock.now());
  }
}

/** Tells the name servers. Told twice (the sandbox was killed in between) it comes to the same. */
function tell(state: Route53State, news: News): void {
  const { served } = state;
  switch (news.kind) {
    case 'zone-added':
      if (!served.some(({ id }) => id === news.zone.id)) served.push(news.zone);
      return;
    case 'zone-removed': {
      const index = served.findIndex(({ id }) => id === news.zone);
      if (index >= 0) served.splice(index, 1);
      return;
    }
    case 'records-changed': {
      const zone = served.find(({ id }) => id === news.zone);
      if (!zone) return;
      const replaced = new Set([...news.remove, ...news.put.map(keyOf)]);
      zone.records = [...zone.records.filter((set) => !replaced.has(keyOf(set))), ...news.put];
    }
  }
}
