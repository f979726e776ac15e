import type { Runbook } from '../../src/index.ts';
import { memberParameters } from '../root-recovery/parameters.ts';
import { rootRunbook } from '../root-recovery/root-runbook.ts';
import { machine } from './machine.ts';

/** Lets the root user of a member recover from outside, and takes it all back. */
export const runbook: Runbook = rootRunbook({
  id: 'recover-root-member-account',
  version: '1.0.0',
  title: 'Recover the root user of a member account from outside, and take it back',
  titles: { ja: 'メンバーアカウントのルートユーザーの外部からの復旧と原状回復' },
  machine,
  parameters: memberParameters,
  consequence: 'Everything that its root user can sign in or call with is deleted at the end.',
  plan: {
    required: ['root-audit-password', 'root-audit-access-keys', 'root-audit-certificates'],
    withMfa: false,
  },
});
