import { AT_THE_RUN, type Fact, type Probe } from '../../core/activity.ts';
import type { Instant } from '../../core/ports.ts';
import { PRIMARY_AT_THE_END } from '../../core/primary-at-end.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { type InstanceRef, plannedLook } from './describe-instance.ts';
import { lookAround, type Surveyed, type SurveyedInstance } from './surveyed-instance.ts';

export interface SurveyFailoverInput {
  /** Every instance that might be the workload's primary. */
  readonly instances: readonly SurveyedInstance[];
  /**
   * It is the last look of the run: whoever takes writes now is primary at the end.
   * @default false
   */
  readonly atTheEnd?: boolean;
}

export interface Survey {
  readonly surveyedAt: Instant;
  /** Those that took a write. */
  readonly writable: readonly InstanceRef[];
  /** Those of which nobody can tell whether they take writes. */
  readonly unknown: readonly InstanceRef[];
  /** More than one takes writes: they are drifting apart. */
  readonly splitBrain: boolean;
  readonly instances: readonly Surveyed[];
}

/**
 * Says what is true now: who takes writes, who follows whom, who is fenced. Never fails: what cannot be learnt is
 * `unknown`, which is never `no`.
 */
export const surveyFailover: Probe<SurveyFailoverInput, Survey, Services> = {
  kind: 'probe',
  name: 'rds.survey-failover',
  waitsOn: 'tool',
  iam: ['rds:DescribeDBInstances'],
  attemptTimeoutMs: 60_000,
  plan: ({ instances }) => ({
    calls: instances.map(({ id }) => plannedLook(id)),
    output: {
      surveyedAt: AT_THE_RUN,
      writable: [],
      unknown: [],
      splitBrain: false,
      instances: [],
    },
  }),
  async poll(context, input) {
    const instances = await Promise.all(input.instances.map((one) => lookAround(context, one)));
    const writable = instances.filter(({ writes }) => writes === 'yes');
    const unknown = instances.filter(({ writes }) => writes === 'unknown');
    return {
      status: 'done',
      output: {
        surveyedAt: instantNow(context),
        writable: writable.map(refOf),
        unknown: unknown.map(refOf),
        splitBrain: writable.length > 1,
        instances,
      },
      facts: [
        whoWrites(writable, unknown),
        ...instances.map(factOf),
        ...(input.atTheEnd === true ? [primaryAtTheEnd(writable)] : []),
      ],
    };
  },
};

function whoWrites(writable: readonly Surveyed[], unknown: readonly Surveyed[]): Fact {
  const rest =
    unknown.length === 0
      ? ''
      : `. Not known of ${unknown.map(named).join(', ')}, which may take writes too`;
  const names = writable.map(named);
  if (names.length > 1) {
    return {
      label: 'SPLIT BRAIN',
      value: `${names.join(' AND ')} take writes: stop one of them now${rest}`,
    };
  }
  return { label: 'Takes writes', value: `${names[0] ?? 'none that answered'}${rest}` };
}

function primaryAtTheEnd(writable: readonly Surveyed[]): Fact {
  return {
    label: PRIMARY_AT_THE_END,
    value: writable.map(named).join(' AND ') || 'none that answered',
  };
}

function factOf(one: Surveyed): Fact {
  return { label: `State of ${named(one)}`, value: describe(one) };
}

/** e.g. `available, replica of arn:… (replicating), takes no writes` */
function describe({ status, role, replicaOf, replication, writes, fenced, reason }: Surveyed) {
  const parts = [
    status,
    role === 'replica' ? `replica of ${replicaOf ?? 'an unknown source'}` : undefined,
    role === 'replica' && replication !== undefined ? `replication: ${replication}` : undefined,
    role === 'primary' ? 'follows nobody' : undefined,
    { yes: 'takes writes', no: 'takes no writes', unknown: 'not known whether it takes writes' }[
      writes
    ],
    fenced === 'yes' ? 'fenced' : undefined,
    reason,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function named({ id, region }: InstanceRef): string {
  return `${id} in ${region}`;
}

function refOf({ id, region }: InstanceRef): InstanceRef {
  return { id, region };
}
