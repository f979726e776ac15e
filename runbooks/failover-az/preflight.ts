import { assign } from 'xstate';
import type { Failure } from '../../src/index.ts';
import { base, onError } from './base.ts';
import { exercised, readerAccess, SETTLE_MS } from './context.ts';

/** Everything that can be known to be wrong before anything is touched, and what there is to compare with. */
export const preflight = base.createStateConfig({
  initial: 'identity',
  states: {
    identity: {
      meta: { title: 'Confirm account and Region', titles: { ja: 'アカウントとリージョンの確認' } },
      invoke: {
        id: 'identity',
        src: 'account.confirm-identity',
        input: ({ context: { names } }) => ({ accountId: names.accountId, region: names.region }),
        onDone: 'primary',
        onError,
      },
    },
    primary: {
      meta: {
        title: 'Inspect the instance and its standby',
        titles: { ja: 'インスタンスとスタンバイの確認' },
      },
      invoke: {
        id: 'primary',
        src: 'rds.inspect-primary',
        input: ({ context: { names, parameters } }) => ({
          region: names.region,
          id: parameters.instance,
          multiAz: true,
        }),
        onDone: { target: 'alarms', actions: assign({ primary: ({ event }) => event.output }) },
        onError,
      },
    },
    alarms: {
      meta: {
        title: 'Make sure that no alarm is red',
        titles: { ja: 'アラームが発生していないことの確認' },
      },
      invoke: {
        id: 'alarms',
        src: 'cloudwatch.confirm-alarms',
        input: ({ context: { names, parameters } }) => ({
          alarms: parameters.alarms,
          region: names.region,
        }),
        onDone: 'service',
        onError,
      },
    },
    service: {
      meta: {
        title: 'Make sure that users are served now',
        titles: { ja: 'サービス提供中であることの確認' },
      },
      invoke: {
        id: 'service-before',
        src: 'traffic.confirm-requests',
        input: ({ context: { parameters } }) => parameters.service,
        onDone: 'architecture',
        onError,
      },
    },
    architecture: {
      meta: { title: 'Record the architecture', titles: { ja: 'アーキテクチャの記録' } },
      invoke: {
        id: 'architecture',
        src: 'architecture.look',
        input: ({ context }) => ({ subjects: exercised(context) }),
        onDone: 'baseline',
        // It is for the record; without it a later change of the set-up goes unnoticed.
        onError: 'baseline',
      },
    },
    baseline: {
      meta: { title: 'Take the baseline of the data', titles: { ja: 'データの基準値の取得' } },
      invoke: {
        id: 'baseline',
        src: 'sql.take-baseline',
        input: ({ context }) => ({
          access: readerAccess(context),
          checks: context.checks,
          settleMs: SETTLE_MS,
        }),
        onDone: {
          target: '#recovery',
          actions: assign({ baseline: ({ event }) => event.output }),
        },
        onError: {
          // Without a baseline the checks that compare come out unproven; the failover can still be timed.
          target: '#recovery',
          actions: assign({
            baseline: ({ event }) => ({ unavailable: (event.error as Failure).message }),
          }),
        },
      },
    },
  },
});
