import { AT_THE_RUN, type Probe } from '../../core/activity.ts';
import type { Instant } from '../../core/ports.ts';
import { PRIMARY_AT_THE_END } from '../../core/primary-at-end.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { describeKnown, type KnownInstance, plannedLook } from './describe-instance.ts';
import { notMultiAz } from './inspect-primary.ts';
import { pending } from './pending.ts';

export interface AwaitStandbyInput extends KnownInstance {
  /**
   * Zone that the primary is in since the failover. Until RDS shows it there, whatever it says about the standby is
   * of the time before.
   */
  readonly primaryZone: string;
}

export interface Standby {
  readonly availabilityZone: string;
  readonly secondaryAvailabilityZone: string;
  /** When it was seen. */
  readonly readyAt: Instant;
}

/**
 * Waits until an instance has a standby in another Availability Zone again.
 * Fails with `NOT_MULTI_AZ` (class `input`) or `INSTANCE_REPLACED` (class `safety`).
 */
export const awaitStandby: Probe<AwaitStandbyInput, Standby, Services> = {
  kind: 'probe',
  name: 'rds.await-standby',
  waitsOn: 'aws',
  iam: ['rds:DescribeDBInstances'],
  pollEvery: { initialMs: 500, maxMs: 10_000, factor: 1.4 },
  plan: ({ id, primaryZone }) => ({
    calls: [plannedLook(id)],
    output: {
      availabilityZone: primaryZone,
      secondaryAvailabilityZone: AT_THE_RUN,
      readyAt: AT_THE_RUN,
    },
  }),
  async poll(context, input) {
    const instance = await describeKnown(context, input);
    const { AvailabilityZone: zone = 'an unknown zone', SecondaryAvailabilityZone: secondary } =
      instance;
    const { DBInstanceStatus: status = 'unknown', PendingModifiedValues: changes } = instance;
    if (instance.MultiAZ !== true) {
      if (changes?.MultiAZ !== true && status === 'available') throw notMultiAz(input.id);
      return pending(`${status}, not Multi-AZ yet`);
    }
    if (zone !== input.primaryZone) return pending(`RDS still shows the primary in ${zone}`);
    if (secondary === undefined || secondary === zone) return pending(`${status}, no standby yet`);
    if (status !== 'available') return pending(status);
    const readyAt = instantNow(context);
    return {
      status: 'done',
      output: { availabilityZone: zone, secondaryAvailabilityZone: secondary, readyAt },
      facts: [
        { label: 'Standby rebuilt', value: `in ${secondary}, seen at ${readyAt}` },
        { label: PRIMARY_AT_THE_END, value: `${input.id} in ${zone}` },
      ],
    };
  },
};
