import { goesToAws } from '../core/goes-to-aws.ts';
import { reportId } from '../core/report-id.ts';
import type { RunState } from '../core/run-state.ts';
import { MANIFEST_FORMAT, type Manifest } from './manifest.ts';

/** What a manifest says of the run itself. A function of the journal alone. */
export function describeRun(state: RunState): Omit<Manifest, 'tool' | 'signing' | 'files'> {
  const { run, runbook, environment } = state;
  return {
    format: MANIFEST_FORMAT,
    run,
    report: reportId(state),
    runbook: { id: runbook.id, version: runbook.version, hash: runbook.hash },
    journal: { records: state.lastSeq, head: state.lastHash },
    environment: {
      name: environment.name,
      kind: environment.kind,
      account: environment.accountId,
    },
    // What a table has said, and what a sandbox has done, proves nothing of an account.
    evidence: goesToAws(environment) && !state.tabletop,
    verify: `drill verify ${run}; without it: sha256sum for each file, openssl for the signature`,
  };
}
