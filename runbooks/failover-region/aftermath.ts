import { assign } from 'xstate';
import { type Json, resourceName } from '../../src/index.ts';
import { base, onTrouble } from './base.ts';
import { ownerAccess } from './instances.ts';
import { clientLog, pointTo } from './traffic.ts';

/** What users saw of it and what was lost, and what the team does once traffic has moved. */
export const aftermath = base.createStateConfig({
  id: 'aftermath',
  initial: 'guarding',
  states: {
    guarding: {
      always: [{ guard: 'mayReturn', target: 'pinning' }, { target: 'measuring' }],
    },
    pinning: {
      // An old primary that nobody could fence takes writes as soon as it is back, and its health check would send
      // users there: what they wrote then would be lost.
      meta: {
        title: 'Pin traffic, so that it does not return by itself (control plane)',
        titles: { ja: '自動で戻らないようトラフィックを固定（コントロールプレーン）' },
      },
      invoke: {
        id: 'pin',
        src: 'route53.point-record',
        input: ({ context }) => pointTo(context, 'secondary'),
        onDone: {
          target: 'measuring',
          actions: assign({ pointedAt: ({ event }) => event.output.at }),
        },
        // Users are served. That nothing holds the traffic there stands in the record as a step that failed.
        onError: 'measuring',
      },
    },
    measuring: {
      always: [{ guard: 'hasClientLog', target: 'outage' }, { target: 'following' }],
    },
    outage: {
      meta: {
        title: 'Measure the outage that users saw',
        titles: { ja: '利用者から見た停止時間の計測' },
      },
      invoke: {
        id: 'outage',
        src: 'traffic.measure-outage',
        input: ({ context }) => clientLog(context),
        onDone: {
          target: 'counting',
          actions: assign({ outage: ({ event }) => event.output }),
        },
        onError: onTrouble,
      },
    },
    counting: {
      always: [{ guard: 'countsWrites', target: 'losses' }, { target: 'following' }],
    },
    losses: {
      meta: {
        title: 'Count acknowledged writes that are lost',
        titles: { ja: '応答済み書き込みの消失件数の集計' },
      },
      invoke: {
        id: 'losses',
        src: 'traffic.count-lost-writes',
        input: ({ context }) => ({
          ...clientLog(context),
          ...(context.parameters.clientWrites ?? { table: '', column: '' }),
          access: ownerAccess(context, context.promoted),
        }),
        onDone: 'following',
        onError: onTrouble,
      },
    },
    following: {
      always: [{ guard: 'hasStateMachine', target: 'stateMachine' }, { target: '#failback' }],
    },
    stateMachine: {
      meta: {
        title: 'Run the team’s state machine',
        titles: { ja: 'チームのステートマシンの実行' },
      },
      invoke: {
        id: 'state-machine',
        src: 'sfn.run-state-machine',
        input: ({ context: { names, parameters } }) => ({
          stateMachineArn: parameters.stateMachine?.arn ?? '',
          name: resourceName(names.run),
          input: JSON.parse(parameters.stateMachine?.input ?? '{}') as Json,
        }),
        onDone: '#failback',
        onError: [
          {
            ...onTrouble,
            guard: ({ event }) => (event.error as { code?: string }).code === 'EXECUTION_FAILED',
            target: 'unsettled',
          },
          onTrouble,
        ],
      },
    },
    unsettled: {
      // Users are served, and an execution that has ended is not started again under the run's name.
      meta: {
        title: 'The team’s state machine did not succeed. Go on without it?',
        titles: { ja: 'チームのステートマシンが成功しなかった。このまま続行するか' },
        choices: [
          {
            event: 'go-on',
            label: 'Go on: what it was to do is done by hand',
            labels: { ja: '続行（その内容は手作業で実施）' },
          },
          {
            event: 'stop',
            label: 'Stop: production stays where it is now',
            labels: { ja: '中止（本番は現在の場所に留める）' },
          },
        ],
      },
      on: {
        'go-on': { target: '#failback', actions: 'forgetFailure' },
        stop: '#stopped',
      },
      after: { decideWithin: '#stopped' },
    },
  },
});
