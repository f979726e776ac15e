import { assign } from 'xstate';
import { known } from '../../src/index.ts';
import { base, onTrouble } from './base.ts';
import { answer, pointTo, requests, zoneAnswer } from './traffic.ts';
import { watch } from './watch.ts';

/** Users come to the other Region: by health check, or by an edit of the record. */
const traffic = base.createStateConfig({
  initial: 'switching',
  states: {
    switching: {
      meta: {
        title: 'Traffic moves by health check: the zone’s servers answer the other Region',
        titles: {
          ja: 'ヘルスチェックによるトラフィック切り替え：権威サーバーの応答が別リージョン',
        },
      },
      invoke: {
        id: 'zone-answer',
        src: 'dns.confirm-answer',
        input: ({ context }) =>
          zoneAnswer(context, 'secondary', context.pointedAt ?? known(context.promoted).promotedAt),
        onDone: {
          target: 'caching',
          actions: assign({ switchedAt: ({ event }) => event.output.at }),
        },
        onError: [
          {
            // An edit that changes nothing is not made again and again.
            guard: ({ event, context }) =>
              context.pointedAt === null &&
              (event.error as { code?: string }).code === 'ANSWER_NOT_SWITCHED',
            target: 'pointing',
          },
          onTrouble,
        ],
      },
    },
    pointing: {
      meta: {
        title: 'Edit the record, since health checks did not move it (control plane)',
        titles: { ja: 'ヘルスチェックで切り替わらないためレコードを変更（コントロールプレーン）' },
      },
      invoke: {
        id: 'point',
        src: 'route53.point-record',
        input: ({ context }) => pointTo(context, 'secondary'),
        onDone: {
          target: 'switching',
          actions: assign({ pointedAt: ({ event }) => event.output.at }),
        },
        onError: onTrouble,
      },
    },
    caching: {
      meta: {
        title: 'Resolvers that cache answer the other Region',
        titles: { ja: 'キャッシュリゾルバーの応答が別リージョン' },
      },
      invoke: {
        id: 'cached-answer',
        src: 'dns.confirm-answer',
        input: ({ context }) => answer(context, 'secondary', known(context.switchedAt)),
        onDone: 'serving',
        onError: onTrouble,
      },
    },
    serving: {
      meta: {
        title: 'Confirm that users are served by the other Region (T6)',
        titles: { ja: '別リージョンでのサービス提供の確認（T6）' },
      },
      invoke: {
        id: 'requests',
        src: 'traffic.confirm-requests',
        input: ({ context }) => requests(context, context.parameters.standby.region),
        onDone: {
          target: '#aftermath',
          actions: [
            assign({ servedAt: ({ event }) => event.output.firstAt }),
            {
              type: 'milestone',
              params: ({ event }) => ({ id: 'T6', at: event.output.firstAt }),
            },
          ],
        },
        onError: onTrouble,
      },
    },
  },
});

export const moving = base.createStateConfig({
  type: 'parallel',
  states: { traffic, watch },
});
