import type { RunState } from '../../core/run-state.ts';

/**
 * What to type about what a run has left behind; `undefined` where nothing is. A removal that was refused for safety
 * would be refused again.
 */
export function aboutLeftovers({ run, resources }: RunState): string | undefined {
  const left = resources.filter(({ status }) => status === 'kept' || status === 'leaked');
  if (left.length === 0) return undefined;
  const isForPeople = left.every(({ failure }) => failure?.class === 'safety');
  return isForPeople
    ? `drill report ${run}   (what is left stays until a person decides; the report says why)`
    : `drill clean ${run}`;
}
