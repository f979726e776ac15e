import { EDITION_IDS } from './edition.ts';
import { DEFAULT_EDITION, EDITIONS, findEdition } from './editions.ts';
import { type Elsewhere, findElsewhere } from './map-editions.ts';

/** The editions, for whoever reads a file that names requirements. */
export const REQUIREMENT_CATALOG = {
  editions: EDITION_IDS,
  defaultEdition: DEFAULT_EDITION,
  idsOf: (edition: string): readonly string[] =>
    findEdition(edition).requirements.map(({ id }) => id),
  advise: (id: string, edition: string) => {
    const elsewhere = findElsewhere(id, findEdition(edition));
    return elsewhere && adviseOn(elsewhere, edition);
  },
} as const;

function adviseOn(
  elsewhere: Elsewhere,
  edition: string,
): { readonly message: string; readonly hint: string } {
  switch (elsewhere.kind) {
    case 'renamed':
      return {
        message: `is what edition ${elsewhere.in} calls it.`,
        hint: `Edition ${edition} calls it ${elsewhere.to}; write that.`,
      };
    case 'dropped':
      return {
        message: `is no requirement of edition ${edition}; ${elsewhere.in} was the last that had it.`,
        hint: `Remove it, or write edition: ${elsewhere.in}.`,
      };
    case 'added-later':
      return {
        message: `is no requirement of edition ${edition}; it came with ${elsewhere.in}.`,
        hint: `Remove it, or write edition: ${elsewhere.in}.`,
      };
  }
}

/** Every id of every edition, with what the newest edition that has it asks. */
export function allRequirementIds(): ReadonlyMap<string, string> {
  return new Map(
    EDITION_IDS.flatMap((id) =>
      EDITIONS[id].requirements.map(
        (one) => [one.id, one.text?.en ?? 'The wording is not established.'] as const,
      ),
    ),
  );
}
