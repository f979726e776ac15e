import type { Clock, Random } from './ports.ts';

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * Names a run after its drill, the moment and four random letters, e.g. `restore-rds-20261124-010000-k3f9`.
 * Short enough that `kunren-<run>` is a legal RDS identifier (63 characters) for a drill name of 32.
 */
export function newRunId(drill: string, clock: Pick<Clock, 'now'>, random: Random): string {
  const stamp = new Date(clock.now()).toISOString().slice(0, 19).replace(/[-:]/g, '');
  const letter = () => ALPHABET[Math.floor(random() * ALPHABET.length)] ?? 'a';
  return `${drill}-${stamp.replace('T', '-')}-${letter()}${letter()}${letter()}${letter()}`;
}

/** The name of the resource that a run makes; derived from the run's id alone, so it is found again after a crash. */
export function resourceName(run: string): string {
  return `kunren-${run}`;
}
