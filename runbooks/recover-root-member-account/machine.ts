import { assign } from 'xstate';
import { known } from '../../src/index.ts';
import { ask } from '../root-recovery/ask.ts';
import { base, onError } from '../root-recovery/base.ts';
import { signInOf, tellAccount, tellCredentials } from '../root-recovery/context.ts';
import { resetPassword } from '../root-recovery/password.ts';
import { rootMachine } from '../root-recovery/root-machine.ts';

const verified = base.assign({ isVerified: true });

/** What the run itself leaves in CloudTrail of the member. */
const traces = base.assign({ traces: ['CreateLoginProfile', 'DeleteLoginProfile'] });

/** Audit, allow recovery, let people recover, audit, delete everything, audit that nothing is left. */
export const machine = rootMachine('recover-root-member-account', {
  situation: {
    id: 'situation',
    initial: 'access',
    states: {
      access: {
        meta: {
          title: 'Make sure that the organization may act as its root user',
          titles: { ja: '組織がルートユーザーとして操作できることの確認' },
        },
        invoke: {
          id: 'access',
          src: 'organizations.confirm-root-access',
          input: ({ context: { parameters } }) => ({ accountId: parameters.account }),
          onDone: {
            target: 'audit',
            actions: assign({
              access: ({ event }) => event.output,
              startedAt: ({ event }) => event.output.at,
              answeredAt: ({ event }) => event.output.at,
            }),
          },
          onError,
        },
      },
      audit: {
        meta: {
          title: 'Audit the credentials of its root user',
          titles: { ja: 'ルートユーザーの認証情報の監査' },
        },
        entry: { type: 'milestone', params: { id: 'T3' } },
        invoke: {
          id: 'audit-before',
          src: 'iam.audit-root',
          input: ({ context: { parameters } }) => ({
            accountId: parameters.account,
            label: 'before',
          }),
          onDone: [
            {
              // Then whatever is deleted in the end was made in this run.
              guard: ({ event }) => event.output.nothingLeft,
              target: '#allowing',
              actions: assign({ audit: ({ event }) => event.output }),
            },
            { target: 'agree', actions: assign({ audit: ({ event }) => event.output }) },
          ],
          onError,
        },
      },
      agree: ask({
        id: 'agree',
        title: 'Agree that what is there is deleted',
        titles: { ja: '既存の認証情報の削除の承認' },
        ask: (context) => ({
          action: `Agree that ${tellCredentials(context)} of the root user of ${tellAccount(context)} are deleted for good at the end: no part of this run has made them.`,
          role: 'approver',
          next: 'The run allows recovery; in the end it deletes everything.',
          answer: { kind: 'approval', needed: 1 },
          minutes: 10,
        }),
        ways: [{ target: '#allowing' }],
      }),
    },
  },
  allowing: {
    id: 'allowing',
    meta: {
      title: 'Allow its root user to set a password',
      titles: { ja: 'ルートユーザーのパスワード設定の許可' },
    },
    invoke: {
      id: 'allow',
      src: 'iam.allow-root-recovery',
      input: ({ context: { parameters, access } }) => ({
        accountId: parameters.account,
        since: known(access).at,
      }),
      onDone: [
        {
          guard: ({ context }) => context.parameters.signInBy === 'none',
          target: 'allowed',
          actions: [traces, { type: 'milestone', params: { id: 'T4' } }],
        },
        { target: 'password', actions: traces },
      ],
      onError,
    },
  },
  password: resetPassword('#member-sign-in'),
  signIn: {
    id: 'member-sign-in',
    ...ask({
      id: 'sign-in',
      title: 'Sign in as the root user, and assign an MFA device',
      titles: { ja: 'ルートユーザーでのサインインとMFAデバイスの割り当て' },
      traces: ['ConsoleLogin', 'EnableMFADevice'],
      ask: (context) => ({
        action: `Sign in as the root user of ${tellAccount(context)} with the new password, and assign an MFA device under Security credentials.${
          context.failing.length > 0 ? ' AWS shows none yet.' : ''
        }`,
        role: 'mfa-device-holder',
        link: signInOf(context),
        next: 'The run audits the root user and looks for the device.',
        answer: { kind: 'text', of: 'the name of the MFA device', example: 'rehearsal' },
        maySkip: false,
        minutes: 10,
      }),
      ways: [{ target: 'audited', marks: ['T4'] }],
    }),
  },
  allowed: {
    meta: {
      title: 'Audit that its root user may set a password (T5)',
      titles: { ja: 'ルートユーザーがパスワードを設定できることの監査（T5）' },
    },
    invoke: {
      id: 'audit-allowed',
      src: 'iam.audit-root',
      input: ({ context: { parameters } }) => ({ accountId: parameters.account, label: 'during' }),
      onDone: [
        {
          guard: ({ event }) => event.output.loginProfile === true,
          target: 'deleting',
          actions: [verified, { type: 'milestone', params: { id: 'T5' } }],
        },
        // What was not seen was not recovered; it is taken back all the same.
        { target: 'deleting' },
      ],
      onError,
    },
  },
  audited: {
    meta: {
      title: 'Audit that it has a password with MFA (T5)',
      titles: { ja: 'MFA付きパスワードがあることの監査（T5）' },
    },
    invoke: {
      id: 'audit-recovered',
      src: 'iam.audit-root',
      input: ({ context: { parameters } }) => ({ accountId: parameters.account, label: 'during' }),
      onDone: [
        {
          guard: ({ event }) =>
            event.output.loginProfile === true && (event.output.mfaDevices ?? 0) > 0,
          target: 'deleting',
          actions: [verified, { type: 'milestone', params: { id: 'T5' } }],
        },
        { target: 'signIn', actions: assign({ failing: ['root-audit-mfa'] }) },
      ],
      onError,
    },
  },
  deleting: {
    meta: {
      title: 'Delete everything that its root user could sign in with',
      titles: { ja: 'ルートユーザーのサインイン手段の全削除' },
    },
    invoke: {
      id: 'delete',
      src: 'iam.delete-root-credentials',
      input: ({ context: { parameters } }) => ({ accountId: parameters.account }),
      onDone: 'gone',
      onError,
    },
  },
  gone: {
    meta: { title: 'Audit that nothing is left', titles: { ja: '残存物がないことの監査' } },
    invoke: {
      id: 'audit-after',
      src: 'iam.audit-root',
      input: ({ context: { parameters } }) => ({ accountId: parameters.account, label: 'after' }),
      onDone: '#proof',
      onError,
    },
  },
});
