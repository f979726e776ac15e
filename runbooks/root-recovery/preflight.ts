import { assign } from 'xstate';
import { base, onError } from './base.ts';
import { declaredT0, postureInput } from './context.ts';

/**
 * Which account it is and what kind, the trouble itself (T0), and how the account stands before anybody touches it.
 * Leads to the state `situation`.
 */
export const preflight = base.createStateConfig({
  initial: 'identity',
  states: {
    identity: {
      meta: { title: 'Confirm account and Region', titles: { ja: 'アカウントとリージョンの確認' } },
      invoke: {
        id: 'identity',
        src: 'account.confirm-identity',
        input: ({ context: { names } }) => ({ accountId: names.accountId, region: names.region }),
        onDone: 'account',
        onError,
      },
    },
    account: {
      meta: {
        title: 'Find out what kind of account it is',
        titles: { ja: 'アカウントの種別の確認' },
      },
      invoke: {
        id: 'account',
        src: 'organizations.inspect-account',
        input: ({ context: { parameters } }) => ({ accountId: parameters.account }),
        onDone: { target: 'impact', actions: assign({ account: ({ event }) => event.output }) },
        onError,
      },
    },
    impact: { always: [{ guard: 'isCaused', target: 'trouble' }, { target: 'declaring' }] },
    trouble: {
      meta: {
        title: 'Bring the trouble to the sandbox’s root user (T0)',
        titles: { ja: 'サンドボックスのルートユーザーでの障害発生（T0）' },
      },
      invoke: {
        id: 'trouble',
        src: 'sandbox.trouble-root',
        input: ({ context: { parameters, scenario } }) => ({
          accountId: parameters.account,
          trouble: scenario.root ?? 'lost-password',
        }),
        onDone: {
          target: 'posture',
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
    declaring: {
      entry: [
        assign({ impactAt: ({ context }) => declaredT0(context) }),
        {
          type: 'milestone',
          params: ({ context }) => ({
            id: 'T0',
            at: declaredT0(context),
            source: 'declared',
            note: context.scenario.impactAt
              ? 'declared in the drill'
              : 'no impact was declared: the opening of the run',
          }),
        },
      ],
      always: 'posture',
    },
    posture: {
      meta: {
        title: 'Look how the account stands before the recovery',
        titles: { ja: '復旧前のアカウントの状態の確認' },
      },
      invoke: {
        id: 'posture-before',
        src: 'account.snapshot-posture',
        input: ({ context }) => ({
          ...postureInput(context),
          label: 'before',
          required: context.plan.required,
          ...(context.plan.intended && { intended: context.plan.intended }),
        }),
        onDone: '#situation',
        onError,
      },
    },
  },
});
