import type { Drill } from './drill.ts';
import { contentHash } from './hash.ts';
import type { Runbook } from './runbook.ts';

/**
 * SHA-256 of what a run is judged by: objectives and checks of the drill, and what its runbook demands of an account.
 * In the first record, so that nobody can lower the bar afterwards.
 */
export function hashCriteria(
  { objectives, checks }: Pick<Drill, 'objectives' | 'checks'>,
  { demands }: Pick<Runbook, 'demands'>,
): string {
  return contentHash({ objectives, checks, demands });
}
