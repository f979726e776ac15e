import { ask, choose } from '../root-recovery/ask.ts';
import { base } from '../root-recovery/base.ts';
import { tellAccount } from '../root-recovery/context.ts';
import { look } from './look.ts';
import { REPAIRS, tellRepairs } from './repairs.ts';

/** What the stranger has changed beside the root user's credentials; it takes no root user. Leads to `#signing-in-again`. */
export const around = base.createStateConfig({
  id: 'around',
  initial: 'choosing',
  states: {
    choosing: {
      always: [
        // On some ways in the phone has come first.
        { guard: ({ context }) => context.contact === null, target: '#phone' },
        { target: 'look' },
      ],
    },
    look: look({
      id: 'check-changes',
      title: 'Look whether alternate contacts and trail are as they were',
      titles: { ja: '代替の連絡先と証跡が元のままであることの確認' },
      parts: ['alternate-contacts', 'trails'],
      findings: Object.keys(REPAIRS),
      again: 'repair',
      next: '#signing-in-again',
    }),
    repair: ask({
      id: 'put-back',
      title: 'Put back what the stranger has changed',
      titles: { ja: '第三者による変更の復元' },
      ask: (context) => ({
        action: `As an administrator of ${tellAccount(context)}, put back ${tellRepairs(context.failing)}. It takes no root user.`,
        role: 'operator',
        next: 'The run looks again.',
        ...choose({ 'put-back': 'It is put back', left: 'It has to stay like this for now' }),
        minutes: 10,
      }),
      ways: [{ when: 'left', target: '#signing-in-again' }, { target: 'look' }],
    }),
  },
});
