import { KunrenError } from '../../core/failure.ts';
import type { Clock } from '../../core/ports.ts';
import { nearest } from '../../drill-file/did-you-mean.ts';
import { assess } from '../../ftr/assess.ts';
import { assessmentJson } from '../../ftr/assessment-json.ts';
import type { Edition } from '../../ftr/edition.ts';
import { findElsewhere } from '../../ftr/map-editions.ts';
import { readFtrFacts } from '../ftr/read-ftr-facts.ts';
import type { Io } from '../io.ts';
import { ftrDetails, ftrTable } from '../output/ftr-text.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { systemClock } from '../system-clock.ts';

export interface FtrOptions {
  /** @default the one that the attestations name */
  readonly edition?: string;
  readonly output: OutputKind;
  /** Fail unless everything is proven, attested or does not apply. */
  readonly check: boolean;
}

/** `drill ftr [id]`: which requirements of the review are shown to be met, and what to do about the others. */
export async function ftr(
  io: Io,
  id: string | undefined,
  { edition, output, check }: FtrOptions,
  clock: Pick<Clock, 'now'> = systemClock,
): Promise<ExitCode> {
  const now = new Date(clock.now()).toISOString();
  const { facts, broken } = await readFtrFacts(io, findProject(io.cwd), { edition, now });
  const all = assess(facts);
  const wanted = id === undefined ? all : all.filter(({ requirement }) => requirement.id === id);
  const [one] = wanted;
  if (!one) throw unknownRequirement(id ?? '', facts.edition);
  if (output === 'json') io.out(JSON.stringify(assessmentJson(wanted, facts, broken)));
  else {
    const lines = id === undefined ? ftrTable(all, facts, broken) : ftrDetails(one, facts);
    for (const line of lines) io.out(line);
  }
  const open = wanted.some(({ status }) => status === 'unknown' || status === 'not-met');
  return check && open ? EXIT.notMet : EXIT.met;
}

function unknownRequirement(id: string, edition: Edition): KunrenError {
  const ids = edition.requirements.map((one) => one.id);
  const elsewhere = findElsewhere(id, edition);
  const meant = elsewhere?.kind === 'renamed' ? elsewhere.to : nearest(id, ids);
  const why =
    elsewhere === undefined
      ? ''
      : elsewhere.kind === 'renamed'
        ? ` It is what edition ${elsewhere.in} calls ${elsewhere.to}.`
        : ` Edition ${elsewhere.in} has it.`;
  const question = meant === undefined || why !== '' ? '' : ` Did you mean ${meant}?`;
  return new KunrenError({
    code: 'REQUIREMENT_UNKNOWN',
    message: `Edition ${edition.id} has no requirement "${id}".${why}${question}`,
    class: 'input',
    details: { ids },
  });
}
