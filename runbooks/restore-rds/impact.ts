import { assign } from 'xstate';
import type { Failure } from '../../src/index.ts';
import { base, onError } from './base.ts';
import {
  adminAccess,
  declaredDetection,
  declaredImpact,
  SETTLE_MS,
  sourceAccess,
} from './context.ts';

/** What the source holds before the loss, for the checks that compare. */
export const baseline = base.createStateConfig({
  id: 'baseline',
  meta: {
    title: 'Take the baseline of the source data',
    titles: { ja: '復元元データの基準値の取得' },
  },
  invoke: {
    id: 'baseline',
    src: 'sql.take-baseline',
    input: ({ context }) => ({
      access: sourceAccess(context),
      checks: context.checks,
      settleMs: SETTLE_MS,
    }),
    onDone: { target: 'impact', actions: assign({ baseline: ({ event }) => event.output }) },
    onError: [
      // The recovered database has a certificate of the same authority: no check could be made there either.
      {
        guard: ({ event }) => (event.error as Failure).code === 'TLS_CERTIFICATE_UNTRUSTED',
        ...onError,
      },
      // Without a baseline the checks against the source come out unproven; the restore can still be timed.
      {
        target: 'impact',
        actions: assign({
          baseline: ({ event }) => ({ unavailable: (event.error as Failure).message }),
        }),
      },
    ],
  },
});

/** The loss: injected and detected in the sandbox, declared everywhere else. */
export const impact = base.createStateConfig({
  initial: 'asking',
  states: {
    asking: {
      always: [{ guard: 'lossIsInjected', target: 'injecting' }, { target: 'declaring' }],
    },
    injecting: {
      meta: {
        title: 'Lose data in the sandbox (T0)',
        titles: { ja: 'サンドボックスでのデータ消失の発生（T0）' },
      },
      invoke: {
        id: 'inject',
        src: 'sql.inject-loss',
        input: ({ context }) => ({
          access: adminAccess(context),
          statement: context.scenario.inject ?? '',
        }),
        onDone: {
          target: 'detecting',
          actions: [
            assign({ impactAt: ({ event }) => event.output.impactAt }),
            {
              type: 'milestone',
              params: ({ event }) => ({ id: 'T0', at: event.output.impactAt, errorMs: 0 }),
            },
          ],
        },
        onError,
      },
    },
    detecting: {
      meta: { title: 'Detect the loss (T1)', titles: { ja: 'データ消失の検知（T1）' } },
      invoke: {
        id: 'detect',
        src: 'sql.await-loss',
        input: ({ context }) => ({
          access: sourceAccess(context),
          query: context.scenario.detect ?? 'SELECT 1',
        }),
        onDone: {
          target: '#recovery',
          actions: {
            type: 'milestone',
            params: ({ event }) => ({ id: 'T1', at: event.output.detectedAt }),
          },
        },
        onError,
      },
    },
    declaring: {
      entry: [
        assign({ impactAt: ({ context }) => declaredImpact(context) }),
        {
          type: 'milestone',
          params: ({ context }) => ({
            id: 'T0',
            at: declaredImpact(context),
            source: 'declared',
            note: context.scenario.impactAt
              ? 'declared in the drill'
              : 'no impact was declared: the opening of the run',
          }),
        },
      ],
      always: [
        {
          guard: ({ context }) => context.scenario.detectedAfterMs !== undefined,
          target: '#recovery',
          actions: {
            type: 'milestone',
            params: ({ context }) => ({
              id: 'T1',
              at: declaredDetection(context),
              source: 'declared',
            }),
          },
        },
        { target: '#recovery' },
      ],
    },
  },
});
