import { expect } from 'vitest';
import { countEffects, expectHome, expectMet, lostOrders } from './expect-home.ts';
import { FailoverHarness, type FailoverOptions } from './failover-harness.ts';
import type { Death, RunHarness } from './run-harness.ts';

/** How the processes of a run die, one after the other; the one after the last lives. */
type Dying = (run: RunHarness) => Iterable<Death>;

/** How often each operation takes effect in a run that completes. */
const EFFECTS: {
  readonly [drill in FailoverOptions['drill']]: { readonly [name: string]: number };
} = {
  'failover-az': { 'rds:RebootDBInstance': 1 },
  'failover-region': {
    'rds:PromoteReadReplica': 2,
    'rds:CreateDBInstanceReadReplica': 2,
    // Two are renamed, two are given their windows back, and two that were set aside lose the protection from deletion.
    'rds:ModifyDBInstance': 6,
    'rds:DeleteDBInstance': 2,
    'rds:RemoveTagsFromResource': 2,
    // Traffic is pinned, and let go again.
    'route53:ChangeResourceRecordSets': 2,
    'states:StartExecution': 1,
  },
  'failover-region-rehearsal': {
    'rds:CreateDBInstanceReadReplica': 1,
    'rds:PromoteReadReplica': 1,
    'rds:DeleteDBInstance': 1,
    'route53:ChangeResourceRecordSets': 2,
  },
};

/** More than a run needs that gets on. */
const ENOUGH_DEATHS = 300;

/** A process that dies of these changes nothing that counts: the same tag, figure or password of its own once more. */
const REPEATABLE: { readonly [drill in FailoverOptions['drill']]: readonly string[] } = {
  'failover-az': ['monitoring:PutMetricData'],
  'failover-region': ['monitoring:PutMetricData', 'rds:AddTagsToResource'],
  'failover-region-rehearsal': ['monitoring:PutMetricData', 'rds:ModifyDBInstance'],
};

/** One cloud, and one run after the other in it: each has to leave it as it was. */
export class Deaths {
  readonly #drill: FailoverOptions['drill'];
  #harness: FailoverHarness | undefined;
  #before: object | undefined;
  #number = 1000;

  constructor(drill: FailoverOptions['drill']) {
    this.#drill = drill;
  }

  /**
   * Begins a run, lets its processes die, and looks whether it came to the same end all the same.
   * @returns the harness, for what else there is to look at
   */
  async survive(where: string, dying: Dying = () => []): Promise<FailoverHarness> {
    this.#number += 1;
    const drill = this.#drill;
    const options = { name: `${drill}-20261124-010000-${this.#number}`, drill };
    if (this.#harness) await this.#harness.begin(options);
    else this.#harness = await FailoverHarness.open(options);
    const harness = this.#harness;
    // As at the very first: what one run has lost the next one cannot give back.
    this.#before ??= await harness.likenesses();
    let died = 0;
    for (const death of dying(harness.run)) {
      if ((await harness.run.process(death)) !== 'died') break;
      died += 1;
    }
    if (harness.run.journal.at(-1)?.type !== 'run.finished') await harness.run.process();
    expect(await harness.likenesses(), `${where}: settings`).toEqual(this.#before);
    return this.#expectSound(where, died);
  }

  async close(): Promise<void> {
    await this.#harness?.close();
    this.#harness = undefined;
    this.#before = undefined;
  }

  async #expectSound(where: string, died: number): Promise<FailoverHarness> {
    const harness = this.#harness;
    if (!harness) throw new Error('There is no harness.');
    expectMet(harness, where);
    expectHome(harness, where);
    expect(lostOrders(harness), `${where}: lost orders`).toEqual([]);
    const counts = await countEffects(harness);
    for (const name of REPEATABLE[this.#drill]) {
      expect(counts[name] ?? 0, `${where}: ${name}`).toBeGreaterThan(0);
      expect(counts[name] ?? 0, `${where}: ${name}`).toBeLessThanOrEqual(2 + died);
      delete counts[name];
    }
    expect(counts, where).toEqual(EFFECTS[this.#drill]);
    return harness;
  }
}

/** One process dies. */
export function once(death: Death): Dying {
  return () => [death];
}

/**
 * Each process dies so many records after the one before. They have to be more than the longest look takes, which each
 * process begins anew; with fewer none would ever get past it.
 */
export function everyFewRecords(first: number, every: number): Dying {
  return function* (run) {
    let next = first;
    for (let deaths = 0; deaths < ENOUGH_DEATHS; deaths += 1) {
      yield { afterRecord: next };
      next = Math.max(next, run.journal.length) + every;
    }
    throw new Error(`The run does not get on with ${every} records for each process.`);
  };
}
