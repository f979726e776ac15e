import { KunrenError } from '../core/failure.ts';
import type { Runbook } from '../core/runbook.ts';

/** Loaded when asked for, so that `drill --help` does not pay for them. */
const RUNBOOKS: { readonly [id: string]: () => Promise<{ readonly runbook: Runbook }> } = {
  'failover-az': () => import('../../runbooks/failover-az/runbook.ts'),
  'failover-region': () => import('../../runbooks/failover-region/runbook.ts'),
  'recover-root-compromised': () => import('../../runbooks/recover-root-compromised/runbook.ts'),
  'recover-root-lost-mailbox': () => import('../../runbooks/recover-root-lost-mailbox/runbook.ts'),
  'recover-root-lost-mfa': () => import('../../runbooks/recover-root-lost-mfa/runbook.ts'),
  'recover-root-lost-password': () =>
    import('../../runbooks/recover-root-lost-password/runbook.ts'),
  'recover-root-member-account': () =>
    import('../../runbooks/recover-root-member-account/runbook.ts'),
  'restore-backup': () => import('../../runbooks/restore-backup/runbook.ts'),
  'restore-rds': () => import('../../runbooks/restore-rds/runbook.ts'),
};

export const RUNBOOK_IDS: readonly string[] = Object.keys(RUNBOOKS);

/** @throws KunrenError `RUNBOOK_UNKNOWN` */
export async function loadRunbook(id: string): Promise<Runbook> {
  const load = RUNBOOKS[id];
  if (load) return (await load()).runbook;
  throw new KunrenError({
    code: 'RUNBOOK_UNKNOWN',
    message: `There is no runbook "${id}". There is: ${RUNBOOK_IDS.join(', ')}.`,
    class: 'input',
    details: { known: RUNBOOK_IDS },
  });
}
