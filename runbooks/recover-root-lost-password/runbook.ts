import type { Runbook } from '../../src/index.ts';
import { HAS_PASSWORD } from '../root-recovery/context.ts';
import { rootRunbook } from '../root-recovery/root-runbook.ts';
import { machine } from './machine.ts';

/** Gives a root user whose password nobody knows a new one. */
export const runbook: Runbook = rootRunbook({
  id: 'recover-root-lost-password',
  version: '1.0.0',
  title: 'Recover a root user whose password is lost',
  titles: { ja: 'パスワードを失ったルートユーザーの復旧' },
  machine,
  plan: {
    required: ['root-mfa', 'root-access-keys'],
    intended: HAS_PASSWORD,
    withMfa: true,
  },
});
