import type { Runbook } from '../../src/index.ts';
import { HAS_PASSWORD } from '../root-recovery/context.ts';
import { rootRunbook } from '../root-recovery/root-runbook.ts';
import { machine } from './machine.ts';

/** Gives a root user MFA again whose device is lost, broken, stolen or out of step. */
export const runbook: Runbook = rootRunbook({
  id: 'recover-root-lost-mfa',
  version: '1.0.0',
  title: 'Recover a root user whose MFA device is lost',
  titles: { ja: 'MFAデバイスを失ったルートユーザーの復旧' },
  machine,
  plan: {
    required: ['root-mfa', 'root-access-keys'],
    intended: HAS_PASSWORD,
    withMfa: true,
  },
});
