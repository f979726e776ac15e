import { contentHash } from './hash.ts';
import type { RunbookIdentity } from './record.ts';
import type { Runbook } from './runbook.ts';

/**
 * Names a runbook and what it says: the hash covers the machine's definition (its functions by their source text)
 * and the names and kinds of its activities, so a run can refuse to go on under another meaning.
 */
export function identifyRunbook(runbook: Runbook): RunbookIdentity {
  const { id, title, titles, version, machine, activities } = runbook;
  const { actions, guards, delays } = machine.implementations;
  const hash = contentHash({
    id,
    version,
    machine: machine.config,
    implementations: { actions, guards, delays },
    activities: Object.fromEntries(
      Object.entries(activities).map(([name, { kind }]) => [name, kind]),
    ),
  });
  return {
    id,
    title,
    ...(titles && { titles }),
    version,
    hash,
    recoveredAt: runbook.recoveredAt,
  };
}
