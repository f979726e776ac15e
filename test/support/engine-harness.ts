import type { Runbook } from '../../src/core/runbook.ts';
import { FakeClock } from './fake-clock.ts';
import { killed, RunHarness } from './run-harness.ts';
import { ToyCloud, toyDrill, toyEnvironment, toyRunbook } from './toy-runbook.ts';

/** A run of the toy runbook against the toy cloud, on a clock that jumps from event to event. */
export class EngineHarness extends RunHarness {
  readonly clock: FakeClock;
  readonly cloud: ToyCloud;

  constructor(options: { readonly runbook?: Runbook; readonly keep?: boolean } = {}) {
    const clock = new FakeClock();
    const cloud = new ToyCloud();
    super({
      run: 'toy-1',
      runbook: options.runbook ?? toyRunbook,
      drill: toyDrill,
      environment: toyEnvironment,
      clock,
      services: () => cloud,
      keep: options.keep ?? false,
    });
    this.clock = clock;
    this.cloud = cloud;
    cloud.before = () => {
      if (this.diesAt('before')) throw killed();
    };
    cloud.after = () => {
      if (this.diesAt('after')) throw killed();
    };
  }
}
