import { assign } from 'xstate';
import type { OutputOf } from '../../src/index.ts';
import { ask, choose } from '../root-recovery/ask.ts';
import { base, onError } from '../root-recovery/base.ts';
import { recoverCentrally } from '../root-recovery/central.ts';
import { type Context, tellAccount, type used } from '../root-recovery/context.ts';

type Audited = OutputOf<(typeof used)['iam.audit-root']>;

/**
 * A member with centralized root access: all of its credentials are deleted from outside, without anybody who signs in.
 * Leads to `#around`.
 */
export const outside = base.createStateConfig({
  initial: 'deleting',
  states: {
    deleting: recoverCentrally({
      deletes: true,
      deleted: '#deleted',
      password: '#reset',
      next: '#around',
    }),
    deleted: {
      id: 'deleted',
      meta: {
        title: 'Audit that nothing is left (T4, T5)',
        titles: { ja: '残存物がないことの監査（T4, T5）' },
      },
      invoke: {
        id: 'audit-deleted',
        src: 'iam.audit-root',
        input: ({ context: { parameters } }) => ({
          accountId: parameters.account,
          label: 'during',
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.nothingLeft,
            target: 'decide',
            actions: [
              assign({
                isVerified: true,
                traces: ({ context }) => [...context.traces, ...deletions(context)],
              }),
              { type: 'milestone', params: { id: 'T4' } },
              { type: 'milestone', params: { id: 'T5' } },
            ],
          },
          {
            // Somebody has made new ones meanwhile: they are agreed to, and deleted as well.
            guard: ({ event }) => event.output.found.length > 0,
            target: '#agree',
            actions: assign({ audit: ({ event }) => event.output }),
          },
          { target: 'decide' },
        ],
        onError,
      },
    },
    decide: ask({
      id: 'decide',
      title: 'Decide whether the root user gets a password again',
      titles: { ja: 'ルートユーザーにパスワードを再設定するかの判断' },
      ask: (context) => ({
        action: `Decide whether the root user of ${tellAccount(context)} stays without any credentials, so that nobody can sign in as it.`,
        role: 'incident-commander',
        next: 'The run looks at the contacts and the trail, or lets people set a password first.',
        ...choose({
          leave: 'It stays without; recommended',
          recover: 'It gets a new password and MFA',
        }),
        minutes: 2,
      }),
      ways: [{ when: 'recover', target: '#allow-recovery' }, { target: '#around' }],
    }),
  },
});

/** What CloudTrail has to show of that which an audit had found. */
function deletions({ audit }: Context): readonly string[] {
  if (!audit) return [];
  const { loginProfile, accessKeys, certificates, mfaDevices }: Audited = audit;
  return [
    ...(loginProfile === true ? ['DeleteLoginProfile'] : []),
    ...((accessKeys ?? 0) > 0 ? ['DeleteAccessKey'] : []),
    ...((certificates ?? 0) > 0 ? ['DeleteSigningCertificate'] : []),
    ...((mfaDevices ?? 0) > 0 ? ['DeactivateMFADevice'] : []),
  ];
}
