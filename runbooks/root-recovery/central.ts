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
 */
export function recoverCentrally({ deletes }: { readonly deletes: boolean }) {
  return base.createStateConfig({
    id: 'central',
    initial: 'access',
    states: {
      access: {
        meta: { title: 'Make sure that the organization may act as its root user' },
        invoke: {
          id: 'access',
          src: 'organizations.confirm-root-access',
          input: ({ context: { parameters } }) => ({ accountId: parameters.account }),
          onDone: { target: 'audit', actions: assign({ access: ({ event }) => event.output }) },
          onError,
        },
      },
      audit: {
        meta: { title: 'Audit the credentials of its root user' },
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
      agree: ask({
        id: 'agree',
        title: 'Agree to the recovery',
        ask: (context) => ({
          action: deletes
            ? `Agree that ${tellCredentials(context)} of the root user of ${tellAccount(context)} are deleted for good, and that whoever reads its mail may then set a password.`
            : `Agree that whoever reads the mail of the root user of ${tellAccount(context)} may set a new password.`,
          role: 'approver',
          next: deletes ? 'The run deletes them, and allows recovery.' : 'The run allows recovery.',
          answer: { kind: 'approval', needed: 1 },
          minutes: 10,
        }),
        ways: [{ target: deletes ? 'deleting' : 'allowing' }],
      }),
      ...(deletes && {
        deleting: {
          meta: { title: 'Delete the credentials of its root user' },
          invoke: {
            id: 'delete',
            src: 'iam.delete-root-credentials',
            input: ({ context }: { context: Context }) => ({
              accountId: context.parameters.account,
            }),
            onDone: 'allowing',
            onError,
          },
        } as const,
      }),
      allowing: {
        meta: { title: 'Allow its root user to set a password' },
        invoke: {
          id: 'allow',
          src: 'iam.allow-lasting-root-recovery',
          input: ({ context: { parameters, access } }) => ({
            accountId: parameters.account,
            since: known(access).at,
          }),
          onDone: 'password',
          onError,
        },
      },
      password: resetPassword('#member-sign-in'),
      signIn: {
        id: 'member-sign-in',
        ...ask({
          id: 'sign-in',
          title: 'Sign in as the root user, with MFA on it',
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
        meta: { title: 'Audit that it has a password with MFA (T5)' },
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
              target: '#proof',
              actions: [
                assign({ isVerified: true, failing: [] }),
                { type: 'milestone', params: { id: 'T5' } },
              ],
            },
            // Whoever said that it is done is asked again, and told what the audit shows.
            { target: 'signIn', actions: assign({ failing: ['root-audit-mfa'] }) },
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
