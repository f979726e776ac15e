import type { ResourceState, RunState } from '../core/run-state.ts';
import { reportFailure } from './report-result.ts';
import type { ReportModel } from './schema.ts';

type CleanUp = ReportModel['cleanUp'];

/** What the run made, and the proof that it is gone, or who has it now. */
export function reportCleanUp(state: RunState): CleanUp {
  const count = (...statuses: ResourceState['status'][]) =>
    state.resources.filter(({ status }) => statuses.includes(status)).length;
  const counts = {
    released: count('released'),
    kept: count('kept'),
    handedOver: count('handed-over'),
    leaked: count('leaked'),
    unsettled: count('intended', 'made'),
  };
  return {
    outcome: outcome(counts),
    keep: state.keep,
    ...counts,
    resources: state.resources.map(({ resource, activity, status, at, proof, failure }) => ({
      type: resource.type,
      id: resource.id,
      region: resource.region,
      madeBy: activity,
      status,
      at,
      proof: proof
        ? { call: proof.call, observed: proof.observed, requestId: proof.requestId ?? null }
        : null,
      failure: failure ? reportFailure(failure) : null,
    })),
  };
}

function outcome(
  counts: Pick<CleanUp, 'released' | 'kept' | 'handedOver' | 'leaked' | 'unsettled'>,
) {
  if (counts.leaked > 0) return 'leaked';
  if (counts.unsettled > 0) return 'not-finished';
  if (counts.kept > 0) return 'kept';
  if (counts.handedOver > 0) return 'handed-over';
  return counts.released > 0 ? 'proven' : 'nothing-made';
}
