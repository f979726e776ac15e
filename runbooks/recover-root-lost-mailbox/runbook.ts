import type { Runbook } from '../../src/index.ts';
import { mailboxParameters } from '../root-recovery/parameters.ts';
import { rootRunbook } from '../root-recovery/root-runbook.ts';
import { machine } from './machine.ts';

/** Makes the mail of a root user reach the team again. */
export const runbook: Runbook = rootRunbook({
  id: 'recover-root-lost-mailbox',
  version: '1.0.0',
  title: 'Recover a root user whose mailbox is lost',
  titles: { ja: 'メールボックスを失ったルートユーザーの復旧' },
  machine,
  parameters: mailboxParameters,
  plan: { required: ['primary-email', 'root-mfa'], withMfa: false, verifiedBy: 'answer' },
});
