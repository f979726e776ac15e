import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { Fact, Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';

export interface ConfirmAlarmsInput {
  /** Names of metric or composite alarms. */
  readonly alarms: readonly string[];
  /** @default the environment's Region */
  readonly region?: string;
  /** Take an alarm without enough data for one that is not red. @default false */
  readonly allowInsufficientData?: boolean;
}

interface Alarm {
  readonly name: string;
  readonly state: string;
  readonly reason: string;
}

/** As many as one call takes. */
const BATCH = 100;

/**
 * Stop condition: makes sure that no alarm is red before anything is changed.
 * Fails with `STOP_CONDITION` or `ALARM_WITHOUT_DATA` (class `safety`), or `ALARM_NOT_FOUND` (class `input`).
 */
export const confirmAlarms: Probe<
  ConfirmAlarmsInput,
  { readonly alarms: readonly string[] },
  Services
> = {
  kind: 'probe',
  name: 'cloudwatch.confirm-alarms',
  waitsOn: 'aws',
  readsExisting: true,
  iam: ['cloudwatch:DescribeAlarms'],
  plan: ({ alarms }) => ({
    calls:
      alarms.length === 0
        ? []
        : [
            {
              service: 'cloudwatch',
              operation: 'DescribeAlarms',
              parameters: { AlarmNames: alarms },
              mutating: false,
            },
          ],
    output: { alarms },
  }),
  async poll(context, { alarms: names, region, allowInsufficientData = false }) {
    if (names.length === 0) {
      const facts = [{ label: 'Stop conditions', value: 'none declared' }];
      return { status: 'done', output: { alarms: [] }, facts };
    }
    const alarms = await describeAlarms(await context.services.aws.cloudWatch(region), names);
    const missing = names.filter((name) => !alarms.some((alarm) => alarm.name === name));
    if (missing.length > 0) {
      throw new KunrenError({
        code: 'ALARM_NOT_FOUND',
        message: `There is no alarm ${missing.join(', ')} in ${region ?? context.region}; what does not exist cannot stop a run.`,
        class: 'input',
      });
    }
    demandNone(alarms, 'ALARM', 'STOP_CONDITION', 'is red');
    if (!allowInsufficientData) {
      demandNone(alarms, 'INSUFFICIENT_DATA', 'ALARM_WITHOUT_DATA', 'has not enough data');
    }
    return { status: 'done', output: { alarms: names }, facts: alarms.map(factOf) };
  },
};

async function describeAlarms(
  cloudWatch: CloudWatch,
  names: readonly string[],
): Promise<readonly Alarm[]> {
  const alarms: Alarm[] = [];
  for (let start = 0; start < names.length; start += BATCH) {
    const found = await cloudWatch.describeAlarms({
      AlarmNames: names.slice(start, start + BATCH),
      // Without this CloudWatch leaves composite alarms out and says nothing.
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: BATCH,
    });
    for (const alarm of [...(found.MetricAlarms ?? []), ...(found.CompositeAlarms ?? [])]) {
      const {
        AlarmName: name = '',
        StateValue: state = 'unknown',
        StateReason: reason = '',
      } = alarm;
      alarms.push({ name, state, reason });
    }
  }
  return alarms;
}

/** @throws KunrenError with `code` (class `safety`) when an alarm is in a state. */
function demandNone(alarms: readonly Alarm[], state: string, code: string, is: string): void {
  const bad = alarms.filter((alarm) => alarm.state === state);
  if (bad.length === 0) return;
  throw new KunrenError({
    code,
    message: `Nothing is changed: ${bad.map(({ name, reason }) => `the alarm ${name} ${is} (${reason})`).join('; ')}.`,
    class: 'safety',
  });
}

function factOf({ name, state }: Alarm): Fact {
  return { label: 'Alarm', value: `${name}: ${state}` };
}
