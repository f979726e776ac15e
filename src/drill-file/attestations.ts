import { type Attestation, type Attestations, NO_ATTESTATIONS } from '../core/attestation.ts';
import {
  attestationForm,
  attestationsForm,
  toAttestation,
  toExclusion,
} from './attestation-form.ts';
import {
  type AttestationSurroundings,
  judgeEdition,
  judgeId,
  judgeWord,
} from './attestation-rules.ts';
import { explainIssues } from './explain-issues.ts';
import { wrongType } from './fields.ts';
import { invalidFile, placeProblems } from './invalid-file.ts';
import { type Problem, withoutConsequences } from './issue.ts';
import { type FileKind, readText } from './read-text.ts';
import { asMapping } from './show-value.ts';
import { judgeYaml } from './yaml-problems.ts';
import { openYaml } from './yaml-source.ts';

const ATTESTATIONS: FileKind = {
  noun: 'list of attestations',
  unreadable: 'ATTESTATIONS_UNREADABLE',
  invalid: 'ATTESTATIONS_INVALID',
};

/**
 * Reads what a team vouches for; without a file that is nothing.
 * @throws KunrenError `ATTESTATIONS_UNREADABLE` or `ATTESTATIONS_INVALID`.
 */
export function readAttestations(file: string, around: AttestationSurroundings): Attestations {
  const text = readText(file, ATTESTATIONS);
  return text === undefined ? NO_ATTESTATIONS : parseAttestations(text, file, around);
}

/** @throws KunrenError `ATTESTATIONS_INVALID`; `issuesOf(error)` gives all that is wrong. */
export function parseAttestations(
  text: string,
  file: string,
  around: AttestationSurroundings,
): Attestations {
  const source = openYaml(text, file);
  const yaml = judgeYaml(source);
  const raw: unknown = yaml.readable ? source.document.toJS() : {};
  const { attestations, problems } = readAll(raw, around);
  // A file of nothing but comments vouches for nothing, which is allowed.
  const all = [...yaml.problems.filter(({ code }) => code !== 'FILE_EMPTY'), ...problems];
  if (all.length > 0) throw invalidFile(ATTESTATIONS, file, placeProblems(source, all));
  return attestations;
}

interface Read {
  readonly attestations: Attestations;
  readonly problems: readonly Problem[];
}

function readAll(raw: unknown, around: AttestationSurroundings): Read {
  const form = attestationsForm.safeParse(raw);
  const { edition: named, requirements, 'backup-exclusions': listed } = asMapping(raw) ?? {};
  const wrongEdition = judgeEdition(named, around.catalog);
  const edition =
    named === undefined || wrongEdition.length > 0 ? around.catalog.defaultEdition : String(named);
  const words = readWords(requirements, edition, around);
  const problems = [
    ...withoutConsequences(form.success ? [] : explainIssues(form.error.issues, raw)),
    ...wrongEdition,
    // In an edition that nobody knows every id would be wrong as well.
    ...(wrongEdition.length > 0 ? [] : words.problems),
    ...(Array.isArray(listed) ? listed : []).flatMap((one: unknown, index) =>
      judgeWord(one, around).map((problem) => ({
        ...problem,
        path: ['backup-exclusions', index, ...problem.path],
      })),
    ),
  ];
  if (!form.success) return { attestations: NO_ATTESTATIONS, problems };
  const { accounts, 'backup-exclusions': exclusions = [] } = form.data;
  return {
    attestations: {
      ...(named !== undefined && { edition }),
      ...(accounts && { accounts }),
      requirements: words.attestations,
      exclusions: exclusions.map(toExclusion),
    },
    problems,
  };
}

function readWords(
  raw: unknown,
  edition: string,
  around: AttestationSurroundings,
): { readonly attestations: readonly Attestation[]; readonly problems: readonly Problem[] } {
  if (raw === undefined) return { attestations: [], problems: [] };
  const mapping = asMapping(raw);
  if (!mapping) {
    const complaint = wrongType('a mapping of ids to what is said of them', raw);
    return { attestations: [], problems: [{ path: ['requirements'], ...complaint }] };
  }
  const read = Object.entries(mapping).map(([id, value]) => {
    const form = attestationForm.safeParse(value);
    const problems = withoutConsequences([
      ...judgeId(id, edition, around.catalog),
      ...(form.success ? [] : explainIssues(form.error.issues, value)),
      ...judgeWord(value, around),
    ]).map((problem) => ({ ...problem, path: ['requirements', id, ...problem.path] }));
    return { attestations: form.success ? [toAttestation(id, form.data)] : [], problems };
  });
  return {
    attestations: read.flatMap(({ attestations }) => attestations),
    problems: read.flatMap(({ problems }) => problems),
  };
}
