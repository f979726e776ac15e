import { assign } from 'xstate';
import { resourceName } from '../../src/index.ts';
import { base, onError } from './base.ts';
import { exercised, firstBackup, known } from './context.ts';

/** Everything that can be known to be wrong before anything is touched. */
export const preflight = base.createStateConfig({
  initial: 'identity',
  states: {
    identity: {
      meta: { title: 'Confirm account and Region', titles: { ja: 'アカウントとリージョンの確認' } },
      invoke: {
        id: 'identity',
        src: 'account.confirm-identity',
        input: ({ context: { names } }) => ({
          accountId: names.accountId,
          region: names.region,
        }),
        onDone: 'source',
        onError,
      },
    },
    source: {
      meta: { title: 'Inspect the source instance', titles: { ja: '復元元インスタンスの確認' } },
      invoke: {
        id: 'source',
        src: 'rds.inspect-source',
        input: ({ context }) => firstBackup(context),
        onDone: {
          target: 'target',
          actions: assign({ source: ({ event }) => event.output }),
        },
        onError,
      },
    },
    target: {
      meta: {
        title: 'Check name, network and isolation of the target',
        titles: { ja: '復元先の名前・ネットワーク・隔離の確認' },
      },
      invoke: {
        id: 'target',
        src: 'rds.inspect-target',
        input: ({ context }) => ({
          name: resourceName(context.names.run),
          subnetGroup: context.parameters.target.subnetGroup,
          securityGroups: context.parameters.target.securityGroups,
          parameterGroup: context.parameters.target.parameterGroup,
          source: known(context.source),
        }),
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
        onDone: '#baseline',
        // It is for the record; without it a later change of the set-up goes unnoticed.
        onError: '#baseline',
      },
    },
  },
});
