import type { Language, Wording } from './translations.ts';

/** How the report of a run is written, and what it says of itself. */
export interface ReportSettings {
  /** Of the files that have no language in their name. */
  readonly lang: Language;
  /** IANA name of the zone in which instants are shown beside UTC, e.g. `Asia/Tokyo`. */
  readonly zone: string;
  /** A redacted copy is written beside the report. */
  readonly redact: boolean;
  /** Who may read it. Absent: nobody has said. */
  readonly confidentiality?: Wording;
  /** How long it is kept. Absent: nobody has said. */
  readonly retention?: Wording;
}

/** Of a drill that says nothing of its report. */
export const PLAIN_REPORT: ReportSettings = { lang: 'en', zone: 'UTC', redact: false };
