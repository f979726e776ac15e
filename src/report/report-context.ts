import { databaseSizeIn } from '../core/database-size.ts';
import type { RunState } from '../core/run-state.ts';
import type { Wording } from '../core/translations.ts';
import type { UsualDuration } from '../core/usual-duration.ts';
import type { ReportModel } from './schema.ts';

/** Why the run was started. */
export function reportTrigger({ trigger }: Pick<RunState, 'trigger'>): ReportModel['trigger'] {
  const nothing = { occurrence: null, reference: null };
  if (!trigger) return { kind: 'operator', ...nothing };
  return { ...nothing, ...trigger };
}

/** Who stands for the objectives; `null` where the drill does not say. */
export function reportDeclaration({ drill }: RunState): ReportModel['criteria']['declared'] {
  const { declaration } = drill;
  return declaration ? { by: declaration.by ?? null, on: declaration.on ?? null } : null;
}

/** What the drill says of its reports. */
export function reportDocument({ drill }: RunState): ReportModel['document'] {
  const said = (wording: Wording | undefined) =>
    wording ? { text: wording.text, translations: wording.translations ?? null } : null;
  return {
    confidentiality: said(drill.report?.confidentiality),
    retention: said(drill.report?.retention),
  };
}

/** How much data was recovered; `null` where none is. */
export function reportDataVolume({ drill, checks, facts }: RunState): ReportModel['dataVolume'] {
  if (!drill.database) return null;
  const counting = new Set(
    drill.checks.filter(({ kind }) => kind === 'row-count').map(({ id }) => id),
  );
  const counted = checks.flatMap(({ id, rows }) => (counting.has(id) ? (rows ?? []) : []));
  return {
    productionBytes: drill.database.productionBytes ?? null,
    recoveredBytes: databaseSizeIn(facts) ?? null,
    rows: counted.length === 0 ? null : counted.reduce((sum, rows) => sum + rows, 0),
  };
}

/** How long something took in earlier runs. */
export function reportUsual(
  usual: UsualDuration | undefined,
): ReportModel['steps'][number]['usual'] {
  return usual ? { runs: usual.runs, p50Ms: usual.p50Ms, p90Ms: usual.p90Ms } : null;
}
