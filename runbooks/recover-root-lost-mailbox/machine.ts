import { ask, choose } from '../root-recovery/ask.ts';
import { tellAccount, tellEmail } from '../root-recovery/context.ts';
import { rootMachine } from '../root-recovery/root-machine.ts';
import { mailProof } from './mail-proof.ts';
import { ownWays } from './own-ways.ts';
import { update } from './update.ts';

/** A member gets another address from outside; any other account its mailbox back, or another address as root. */
export const machine = rootMachine('recover-root-lost-mailbox', {
  situation: {
    id: 'situation',
    ...ask({
      id: 'situation',
      title: 'Say what has happened (T1, T2)',
      titles: { ja: '状況の申告（T1, T2）' },
      keep: 'situation',
      ask: (context) => ({
        action: `Say why nobody reads the mail of the root user of ${tellAccount(context)}, ${tellEmail(context)}.`,
        role: 'incident-commander',
        next: 'The run goes the way that fits the kind of account.',
        ...choose({
          gone: 'The mailbox is gone, or takes no mail',
          left: 'It is the address of somebody who has left',
          'domain-lost': 'Its domain is not ours any more',
        }),
        minutes: 2,
      }),
      ways: [{ target: 'routing', marks: ['T1', 'T2', 'T3'] }],
    }),
  },
  routing: {
    always: [
      {
        // Only from outside, and only of a member.
        guard: ({ context: { account } }) => account?.kind === 'member' && !account.isOwn,
        target: 'update',
      },
      { target: 'ownWays' },
    ],
  },
  update,
  ownWays,
  mailProof,
});
