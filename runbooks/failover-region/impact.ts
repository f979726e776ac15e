import { assign } from 'xstate';
import { known } from '../../src/index.ts';
import { base, onError, onTrouble } from './base.ts';
import { detectionOf, impactOf } from './context.ts';

/** The failure: caused and detected in the sandbox, declared everywhere else. */
export const impact = base.createStateConfig({
  id: 'impact',
  initial: 'asking',
  states: {
    asking: {
      always: [{ guard: 'causesOutage', target: 'striking' }, { target: 'declaring' }],
    },
    striking: {
      meta: {
        title: 'Take the Region down, in the sandbox (T0)',
        titles: { ja: 'サンドボックスでのリージョン停止（T0）' },
      },
      invoke: {
        id: 'strike',
        src: 'sandbox.start-outage',
        input: ({ context: { scenario } }) => ({
          outage: scenario.outage ?? { kind: 'region', name: '' },
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
      meta: {
        title: 'Detect it by the health check (T1)',
        titles: { ja: 'ヘルスチェックによる検知（T1）' },
      },
      invoke: {
        id: 'detect',
        src: 'route53.await-health',
        input: ({ context }) => ({
          healthCheckId: known(context.dns).primary.healthCheckId,
          want: 'unhealthy',
          since: known(context.impactAt),
        }),
        onDone: {
          target: '#failover',
          actions: [
            { type: 'milestone', params: ({ event }) => ({ id: 'T1', at: event.output.at }) },
            { type: 'milestone', params: { id: 'T2' } },
          ],
        },
        onError: onTrouble,
      },
    },
    declaring: {
      entry: [
        assign({ impactAt: ({ context }) => impactOf(context) }),
        {
          type: 'milestone',
          params: ({ context }) => ({
            id: 'T0',
            at: impactOf(context),
            source: 'declared',
            note: context.scenario.impactAt
              ? 'declared in the drill'
              : 'no impact was declared: the opening of the run',
          }),
        },
      ],
      always: [
        {
          guard: ({ context }) => detectionOf(context) !== undefined,
          target: '#failover',
          actions: [
            {
              type: 'milestone',
              params: ({ context }) => ({
                id: 'T1',
                at: detectionOf(context),
                source: 'declared',
              }),
            },
            { type: 'milestone', params: { id: 'T2' } },
          ],
        },
        { target: '#failover', actions: { type: 'milestone', params: { id: 'T2' } } },
      ],
    },
  },
});
