import { KunrenError } from '../core/failure.ts';
import { EDITION_IDS, type Edition, type EditionId } from './edition.ts';
import { EDITION_2021_Q4 } from './editions/2021-q4.ts';
import { EDITION_2023 } from './editions/2023.ts';
import { EDITION_2024 } from './editions/2024.ts';
import { EDITION_2026_02 } from './editions/2026-02.ts';

/** From the oldest to the newest. */
export const EDITIONS: { readonly [id in EditionId]: Edition } = {
  '2021_q4': EDITION_2021_Q4,
  '2023': EDITION_2023,
  '2024': EDITION_2024,
  '2026-02': EDITION_2026_02,
};

/** For a project that names none: the newest that was read, since AWS takes older ones for some months only. */
export const DEFAULT_EDITION: EditionId = '2026-02';

/** @throws KunrenError `EDITION_UNKNOWN`. */
export function findEdition(id: string): Edition {
  const known = EDITION_IDS.find((one) => one === id);
  if (known) return EDITIONS[known];
  throw new KunrenError({
    code: 'EDITION_UNKNOWN',
    message: `There is no edition "${id}" of the checklist. There is: ${EDITION_IDS.join(', ')}.`,
    class: 'input',
    details: { edition: id, known: [...EDITION_IDS] },
  });
}
