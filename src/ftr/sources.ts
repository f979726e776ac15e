/** Where the editions were read. Everything else points at one of these. */
export const SOURCES = {
  LENS: 'FTR Lens of the Well-Architected Tool, checklist for partner-hosted SaaS, 2021 or before (a copy: titles, descriptions and the slugs of its choices)',
  SCREENER:
    'AWS Service Screener, frameworks/FTR/map.json of May 2023 (ids and categories, no wording)',
  PROWLER:
    'Prowler, aws_foundational_technical_review_aws.json (ids, titles and descriptions of 2024)',
  FEB26:
    'Partner Hosted Validation Checklist, February 2026 to August 2026 (a copy: everything from ARC-001 on)',
  GUIDE: 'A guide by others to the edition of February 2026 (ids and titles)',
} as const;

export type SourceTag = keyof typeof SOURCES;
