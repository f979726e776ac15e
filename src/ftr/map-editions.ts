import type { Edition, EditionId, Requirement } from './edition.ts';
import { EDITION_IDS } from './edition.ts';
import { EDITIONS } from './editions.ts';

/** What became of a requirement from one edition to another, later or earlier one. */
export type Mapping =
  | { readonly kind: 'same'; readonly from: Requirement; readonly to: Requirement }
  | { readonly kind: 'renamed'; readonly from: Requirement; readonly to: Requirement }
  | { readonly kind: 'dropped'; readonly from: Requirement }
  | { readonly kind: 'added'; readonly to: Requirement };

/** Every requirement of both editions once, in the order of `to`; what it lacks comes last. */
export function mapEditions(from: Edition, to: Edition): readonly Mapping[] {
  const here = to.requirements.map((requirement): Mapping => {
    const before = about(from, requirement.subject);
    if (!before) return { kind: 'added', to: requirement };
    const kind = before.id === requirement.id ? 'same' : 'renamed';
    return { kind, from: before, to: requirement };
  });
  const gone = from.requirements
    .filter(({ subject }) => !about(to, subject))
    .map((requirement): Mapping => ({ kind: 'dropped', from: requirement }));
  return [...here, ...gone];
}

/** Where an id that an edition lacks is at home. */
export type Elsewhere =
  | { readonly kind: 'renamed'; readonly in: EditionId; readonly to: string }
  /** `in`: the newest edition that had it. */
  | { readonly kind: 'dropped'; readonly in: EditionId }
  /** `in`: the oldest edition that has it. */
  | { readonly kind: 'added-later'; readonly in: EditionId };

/** What to make of an id that `edition` does not have; `undefined`: no edition has it. */
export function findElsewhere(id: string, edition: Edition): Elsewhere | undefined {
  const homes = EDITION_IDS.map((one) => EDITIONS[one]).filter(({ requirements }) =>
    requirements.some((one) => one.id === id),
  );
  const [oldest] = homes;
  const newest = homes.at(-1);
  const subject = newest?.requirements.find((one) => one.id === id)?.subject;
  if (!oldest || !newest || subject === undefined) return undefined;
  const here = about(edition, subject);
  if (here) return { kind: 'renamed', in: newest.id, to: here.id };
  const isOlder = EDITION_IDS.indexOf(newest.id) < EDITION_IDS.indexOf(edition.id);
  return isOlder ? { kind: 'dropped', in: newest.id } : { kind: 'added-later', in: oldest.id };
}

/** The requirement of an edition on that subject. */
function about(edition: Edition, subject: string): Requirement | undefined {
  return edition.requirements.find((one) => one.subject === subject);
}
