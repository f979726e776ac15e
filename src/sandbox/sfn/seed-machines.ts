import type { Instant } from '../../core/ports.ts';
import type { Place } from '../rds/arn.ts';
import type { SfnState } from './sfn-state.ts';

/** What the team of the orders workload does once its traffic goes to another Region. */
const ORDERS_AFTER_FAILOVER = {
  Comment:
    'Settles the orders workload after its traffic has moved: lets old connections end, then picks the settings for where it runs now.',
  StartAt: 'CheckInput',
  TimeoutSeconds: 300,
  States: {
    CheckInput: {
      Type: 'Choice',
      Choices: [
        {
          And: [
            { Variable: '$.workload', IsPresent: true },
            { Variable: '$.workload', StringEquals: 'orders' },
            { Variable: '$.primaryRegion', IsPresent: true },
            { Variable: '$.primaryRegion', IsString: true },
          ],
          Next: 'LetConnectionsEnd',
        },
      ],
      Default: 'RefuseInput',
    },
    RefuseInput: {
      Type: 'Fail',
      Error: 'Orders.InvalidInput',
      Cause: 'The input must be {"workload": "orders", "primaryRegion": "<name of a Region>"}.',
    },
    LetConnectionsEnd: { Type: 'Wait', Seconds: 2, Next: 'WhichRegion' },
    WhichRegion: {
      Type: 'Choice',
      Choices: [
        {
          Variable: '$.primaryRegion',
          StringEquals: 'ap-northeast-1',
          Next: 'HomeSettings',
        },
        {
          Variable: '$.primaryRegion',
          StringEquals: 'ap-northeast-3',
          Next: 'AwaySettings',
        },
      ],
      Default: 'RefuseInput',
    },
    HomeSettings: {
      Type: 'Pass',
      Result: { nightlyReports: 'on', reservationMinutes: 15 },
      ResultPath: '$.settings',
      Next: 'Settled',
    },
    AwaySettings: {
      Type: 'Pass',
      Comment:
        'Away from home there is half the capacity: reports wait, reservations are kept longer.',
      Result: { nightlyReports: 'off', reservationMinutes: 30 },
      ResultPath: '$.settings',
      Next: 'Settled',
    },
    Settled: { Type: 'Succeed' },
  },
};

/** Step Functions on the first day: one state machine that a team could have. */
export function newSfnState({ accountId }: Pick<Place, 'accountId'>, now: Instant): SfnState {
  return {
    machines: [
      {
        name: 'orders-after-failover',
        definition: JSON.stringify(ORDERS_AFTER_FAILOVER, null, 2),
        roleArn: `arn:aws:iam::${accountId}:role/orders-after-failover`,
        createdAt: now,
        tags: [{ key: 'service', value: 'orders' }],
      },
    ],
    executions: [],
  };
}
