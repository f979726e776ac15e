import { assign } from 'xstate';
import { base, onTrouble } from './base.ts';
import { keepFirst } from './context.ts';
import { promote } from './failover.ts';
import { everybody, namedPrimary, oldPrimary, ownerAccess, replicaOf } from './instances.ts';
import { pointTo } from './traffic.ts';

/** A failover that is stuck half-way: what is true is found out, then a person decides. */
export const trouble = base.createStateConfig({
  id: 'trouble',
  initial: 'surveying',
  states: {
    surveying: {
      meta: {
        title: 'Find out what is true now: who takes writes, who follows whom',
        titles: { ja: '現状の把握：書き込み先とレプリケーション関係' },
      },
      invoke: {
        id: 'survey-trouble',
        src: 'rds.survey-failover',
        input: ({ context }) => ({ instances: everybody(context) }),
        onDone: 'asking',
        onError: 'asking',
      },
    },
    asking: {
      always: [{ guard: 'isBehind', target: 'decidingLoss' }, { target: 'deciding' }],
    },
    decidingLoss: {
      meta: {
        title: 'The replica does not have every write, or nobody knows. What now?',
        titles: { ja: 'レプリカに全書き込みが揃っていないか不明。どうするか' },
        choices: [
          {
            event: 'look-again',
            label: 'Look again: ask for the figures anew',
            labels: { ja: '再確認（値を取り直す）' },
          },
          {
            event: 'accept-loss',
            label: 'Promote it all the same: what it lacks may be lost',
            labels: { ja: 'それでも昇格（不足分は失われうる）' },
          },
          {
            event: 'roll-back',
            label: 'Roll back: writes return to the old primary',
            labels: { ja: 'ロールバック（書き込みを旧プライマリに戻す）' },
          },
          {
            event: 'stop',
            label: 'Stop: nothing more is promoted or moved',
            labels: { ja: '中止（これ以上の昇格・切り替えはしない）' },
          },
        ],
      },
      on: {
        'look-again': { target: '#again', actions: 'forgetFailure' },
        'accept-loss': { ...promote, actions: ['forgetFailure', promote.actions] },
        'roll-back': '#rollback',
        stop: '#stopped',
      },
      after: { decideWithin: '#stopped' },
    },
    deciding: {
      meta: {
        title: 'A step failed half-way. What now?',
        titles: { ja: '手順が途中で失敗した。どうするか' },
        choices: [
          {
            event: 'go-on',
            label: 'Go on: take the step again',
            labels: { ja: '続行（手順をやり直す）' },
          },
          {
            event: 'roll-back',
            label: 'Roll back: writes return to the old primary',
            labels: { ja: 'ロールバック（書き込みを旧プライマリに戻す）' },
          },
          {
            event: 'stop',
            label: 'Stop: nothing more is promoted or moved',
            labels: { ja: '中止（これ以上の昇格・切り替えはしない）' },
          },
        ],
      },
      on: {
        'go-on': [
          { guard: 'isRollingBack', target: '#rollbackAgain', actions: 'forgetFailure' },
          { target: '#again', actions: 'forgetFailure' },
        ],
        'roll-back': '#rollback',
        stop: '#stopped',
      },
      after: { decideWithin: '#stopped' },
    },
  },
});

/** A failback that is stuck: users have long been served elsewhere, so there is nothing to roll back to. */
export const troubleBack = base.createStateConfig({
  id: 'troubleBack',
  initial: 'surveying',
  states: {
    surveying: {
      meta: {
        title: 'Failback: find out what is true now: who takes writes, who follows whom',
        titles: { ja: 'フェイルバック：現状の把握（書き込み先とレプリケーション関係）' },
      },
      invoke: {
        id: 'survey-trouble-back',
        src: 'rds.survey-failover',
        input: ({ context }) => ({ instances: everybody(context) }),
        onDone: 'deciding',
        onError: 'deciding',
      },
    },
    deciding: {
      meta: {
        title: 'A step of the failback failed. What now?',
        titles: { ja: 'フェイルバックの手順が失敗した。どうするか' },
        choices: [
          {
            event: 'go-on',
            label: 'Go on: take the step again',
            labels: { ja: '続行（手順をやり直す）' },
          },
          {
            event: 'stop',
            label: 'Stop: production stays where it is now',
            labels: { ja: '中止（本番は現在の場所に留める）' },
          },
        ],
      },
      on: {
        'go-on': { target: '#again', actions: 'forgetFailure' },
        stop: '#stopped',
      },
      after: { decideWithin: '#stopped' },
    },
  },
});

/** Writes and traffic return to the old primary. What was written elsewhere meanwhile stays there. */
export const rollback = base.createStateConfig({
  id: 'rollback',
  initial: 'choosing',
  states: {
    choosing: {
      always: [
        { guard: 'isPromoted', target: 'looking' },
        // Nothing of it was changed, since nobody could reach it.
        { guard: 'homeIsLost', target: 'surveying' },
        { target: 'opening' },
      ],
    },
    /** Where the last step of it that failed is taken again. */
    again: { id: 'rollbackAgain', type: 'history', target: 'choosing' },
    looking: {
      // Before the only one that takes writes is stopped.
      meta: {
        title: 'Roll back: make sure that the old primary is there',
        titles: { ja: 'ロールバック：旧プライマリの存在確認' },
      },
      invoke: {
        id: 'old-primary-back',
        src: 'rds.inspect-primary',
        input: ({ context }) => {
          const { region, id } = namedPrimary(context);
          return { region, id };
        },
        onDone: { target: 'fencingNew', actions: assign({ primary: keepFirst }) },
        onError: onTrouble,
      },
    },
    fencingNew: {
      meta: {
        title: 'Roll back: stop writes to what was promoted',
        titles: { ja: 'ロールバック：昇格した側への書き込み停止' },
      },
      entry: 'beginRollback',
      invoke: {
        id: 'fence-promoted',
        src: 'sql.fence-writes',
        input: ({ context }) => ({
          primary: replicaOf(context),
          replica: oldPrimary(context),
          access: ownerAccess(context, context.promoted),
        }),
        onDone: 'opening',
        onError: onTrouble,
      },
    },
    opening: {
      meta: {
        title: 'Roll back: the old primary takes writes',
        titles: { ja: 'ロールバック：旧プライマリの書き込み再開' },
      },
      entry: 'beginRollback',
      invoke: {
        id: 'reopen',
        src: 'sql.lift-fence',
        input: ({ context }) => ({ access: ownerAccess(context, context.primary) }),
        onDone: [{ guard: 'isPointed', target: 'pointing' }, { target: 'surveying' }],
        onError: onTrouble,
      },
    },
    pointing: {
      meta: {
        title: 'Roll back: take the edit of the record back (control plane)',
        titles: { ja: 'ロールバック：レコード変更の取り消し（コントロールプレーン）' },
      },
      invoke: {
        id: 'point-rollback',
        src: 'route53.point-record',
        input: ({ context }) => pointTo(context, 'primary'),
        onDone: 'surveying',
        onError: onTrouble,
      },
    },
    surveying: {
      meta: {
        title: 'Roll back: find out what is true now',
        titles: { ja: 'ロールバック：現状の把握' },
      },
      invoke: {
        id: 'survey-rollback',
        src: 'rds.survey-failover',
        input: ({ context }) => ({ instances: everybody(context) }),
        onDone: '#failed',
        onError: '#failed',
      },
    },
  },
});
