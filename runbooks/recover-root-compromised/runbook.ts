import type { Runbook } from '../../src/index.ts';
import { HAS_PASSWORD } from '../root-recovery/context.ts';
import { rootRunbook } from '../root-recovery/root-runbook.ts';
import { machine } from './machine.ts';
import { REPAIRS } from './repairs.ts';

/** Takes a root user back that a stranger has had, and what they have changed by it. */
export const runbook: Runbook = rootRunbook({
  id: 'recover-root-compromised',
  version: '1.0.0',
  title: 'Take back a root user that somebody else has used',
  titles: { ja: '第三者に使用されたルートユーザーの奪還' },
  machine,
  plan: {
    required: [
      'root-mfa',
      'root-access-keys',
      'root-certificates',
      'contact-phone',
      'contact-phone-owned',
      ...Object.keys(REPAIRS),
    ],
    intended: HAS_PASSWORD,
    withMfa: true,
  },
});
