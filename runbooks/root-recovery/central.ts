import { assign } from 'xstate';
import { known } from '../../src/index.ts';
import { ask } from './ask.ts';
import { base, onError } from './base.ts';
import { type Context, signInOf, tellAccount, tellCredentials } from './context.ts';
import { resetPassword } from './password.ts';

/**
 * The way of a member whose root user is managed centrally: what is lost is deleted from outside, recovery is allowed,
 * and people set it up anew. Ends when an audit finds a password with MFA (T5).
 * @param deletes whether the credentials that are there are deleted first; they are none of the run's, so that is agreed
 * @param deleted where it goes on once they are. @default recovery is allowed
 * @param password where people set a new one, and come from to `#member-sign-in`. @default they do so here
 * @param next where it goes on once its root user has recovered
 */
export function recoverCentrally({
  deletes,
  deleted,
  password,
  next = '#proof',
}: {
  readonly deletes: boolean;
  readonly deleted?: string;
  readonly password?: string;
  readonly next?: string;
}) {
  const does = [
    ...(deletes ? ['deletes them'] : []),
    ...(deleted === undefined ? ['allows recovery'] : []),
  ].join(', and ');
  return base.createStateConfig({
    id: 'central',
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
          onDone: { target: 'audit', actions: assign({ access: ({ event }) => event.output }) },
          onError,
        },
      },
      audit: {
        meta: {
          title: 'Audit the credentials of its root user',
          titles: { ja: 'ルートユーザーの認証情報の監査' },
        },
        invoke: {
          id: 'audit-before',
          src: 'iam.audit-root',
          input: ({ context: { parameters } }) => ({
            accountId: parameters.account,
            label: 'before',
          }),
          onDone: { target: 'agree', actions: assign({ audit: ({ event }) => event.output }) },
          onError,
        },
      },
      agree: {
        id: 'agree',
        ...ask({
          id: 'agree',
          title: 'Agree to the recovery',
          titles: { ja: '復旧の承認' },
          ask: (context) => ({
            action: deletes
              ? `Agree that ${tellCredentials(context)} of the root user of ${tellAccount(context)} are deleted for good${deleted === undefined ? ', and that whoever reads its mail may then set a password' : ''}.`
              : `Agree that whoever reads the mail of the root user of ${tellAccount(context)} may set a new password.`,
            role: 'approver',
            next: `The run ${does}.`,
            answer: { kind: 'approval', needed: 1 },
            minutes: 10,
          }),
          ways: [{ target: deletes ? 'deleting' : 'allowing' }],
        }),
      },
      ...(deletes && {
        deleting: {
          meta: {
            title: 'Delete the credentials of its root user',
            titles: { ja: 'ルートユーザーの認証情報の削除' },
          },
          invoke: {
            id: 'delete',
            src: 'iam.delete-root-credentials',
            input: ({ context }: { context: Context }) => ({
              accountId: context.parameters.account,
            }),
            onDone: deleted ?? 'allowing',
            onError,
          },
        } as const,
      }),
      allowing: {
        id: 'allow-recovery',
        meta: {
          title: 'Allow its root user to set a password',
          titles: { ja: 'ルートユーザーのパスワード設定の許可' },
        },
        invoke: {
          id: 'allow',
          src: 'iam.allow-lasting-root-recovery',
          input: ({ context: { parameters, access } }) => ({
            accountId: parameters.account,
            since: known(access).at,
          }),
          onDone: password ?? 'password',
          onError,
        },
      },
      ...(password === undefined && { password: resetPassword('#member-sign-in') }),
      signIn: {
        id: 'member-sign-in',
        ...ask({
          id: 'sign-in',
          title: 'Sign in as the root user, with MFA on it',
          titles: { ja: 'MFAを設定したルートユーザーでのサインイン' },
          traces: ['ConsoleLogin'],
          ask: (context) => ({
            action: `Sign in as the root user of ${tellAccount(context)} with the new password. Under Security credentials it must have an MFA device; assign one where there is none.${tellMissing(context)}`,
            role: 'mfa-device-holder',
            link: signInOf(context),
            next: 'The run audits the root user and looks for the device.',
            answer: {
              kind: 'text',
              of: 'the name of the MFA device',
              example: 'root-key-office-safe',
            },
            maySkip: false,
            minutes: 10,
          }),
          ways: [{ target: 'recovered', marks: ['T4'] }],
        }),
      },
      recovered: {
        meta: {
          title: 'Audit that it has a password with MFA (T5)',
          titles: { ja: 'MFA付きパスワードがあることの監査（T5）' },
        },
        invoke: {
          id: 'audit-recovered',
          src: 'iam.audit-root',
          input: ({ context: { parameters } }) => ({
            accountId: parameters.account,
            label: 'after',
          }),
          onDone: [
            {
              guard: ({ event }) =>
                event.output.loginProfile === true && (event.output.mfaDevices ?? 0) > 0,
              target: next,
              actions: [
                assign({ isVerified: true, failing: [] }),
                { type: 'milestone', params: { id: 'T5' } },
              ],
            },
            {
              // Whoever said that it is done is asked again, and told what the audit shows.
              guard: ({ event }) =>
                event.output.loginProfile === false || event.output.mfaDevices === 0,
              target: 'signIn',
              actions: assign({ failing: ['root-audit-mfa'] }),
            },
            // What the audit may not see nobody can put right; the recovery stays unproven.
            { target: next },
          ],
          onError,
        },
      },
    },
  });
}

function tellMissing({ failing }: Context): string {
  return failing.length > 0 ? ' AWS shows no MFA device yet.' : '';
}
