import type { Clock } from '../../core/ports.ts';
import { type ProbeResult, probe } from './probe.ts';
import type {
  CheckerRecord,
  HealthCheckRecord,
  HealthCheckSettings,
  Route53State,
} from './route53-state.ts';

/** An endpoint is healthy while more of its checkers than this say so. */
const HEALTHY_SHARE = 0.18;

/**
 * The checkers of all health checks: each probes its endpoint once in an interval, one after the other, and makes up
 * its mind by the threshold.
 */
export class HealthChecker {
  readonly #state: Route53State;
  readonly #clock: Clock;
  readonly #save: () => Promise<void>;
  /** Ends the probing of a health check. */
  readonly #watched = new Map<string, AbortController>();
  readonly #busy = new Set<Promise<void>>();
  #signal: AbortSignal | undefined;

  constructor(parts: { state: Route53State; clock: Clock; save: () => Promise<void> }) {
    this.#state = parts.state;
    this.#clock = parts.clock;
    this.#save = parts.save;
  }

  /** As Route 53 decides. A check that is not there (any more) counts as healthy. */
  isHealthy(id: string): boolean {
    const check = this.#state.healthChecks.find((each) => each.id === id);
    if (!check) return true;
    const { settings, checkers } = check;
    const healthy = checkers.filter((checker) => checker.isHealthy).length;
    const isUp = settings.disabled || healthy > checkers.length * HEALTHY_SHARE;
    return isUp !== settings.inverted;
  }

  /** Probes until the signal fires. */
  async run(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    for (const check of this.#state.healthChecks) this.watch(check);
    if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    }
    await Promise.all(this.#busy);
  }

  /** Begins to probe; called again after the settings have changed, it goes on by the new ones. */
  watch(check: HealthCheckRecord): void {
    this.forget(check.id);
    if (!this.#signal || this.#signal.aborted) return;
    const ended = new AbortController();
    this.#watched.set(check.id, ended);
    this.#track(this.#keepProbing(check, AbortSignal.any([this.#signal, ended.signal])));
  }

  forget(id: string): void {
    this.#watched.get(id)?.abort();
    this.#watched.delete(id);
  }

  async #keepProbing(check: HealthCheckRecord, signal: AbortSignal): Promise<void> {
    const { settings, checkers } = check;
    if (settings.disabled) return;
    for (let turn = 0; !signal.aborted; turn += 1) {
      const checker = checkers[turn % checkers.length];
      if (checker) this.#track(this.#look(settings, checker, signal));
      await this.#clock
        .sleep((settings.interval * 1000) / checkers.length, signal)
        .catch(() => undefined);
    }
  }

  async #look(
    settings: HealthCheckSettings,
    checker: CheckerRecord,
    signal: AbortSignal,
  ): Promise<void> {
    const result = await probe(settings, this.#clock, signal);
    if (signal.aborted) return;
    checker.last = { at: new Date(this.#clock.now()).toISOString(), status: result.status };
    if (changesMind(checker, result, settings.threshold)) await this.#save();
  }

  #track(work: Promise<void>): void {
    this.#busy.add(work);
    void work.finally(() => this.#busy.delete(work));
  }
}

function changesMind(
  checker: CheckerRecord,
  { isHealthy }: ProbeResult,
  threshold: number,
): boolean {
  checker.streak = isHealthy === checker.isHealthy ? 0 : checker.streak + 1;
  if (checker.streak < threshold) return false;
  checker.isHealthy = isHealthy;
  checker.streak = 0;
  return true;
}
