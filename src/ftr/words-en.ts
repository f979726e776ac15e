import { formatDuration } from '../core/duration.ts';
import type { FtrWords } from './words.ts';
import { TOLD_ENGLISH } from './words-en-told.ts';

/** The assessment in English. */
export const ENGLISH: FtrWords = {
  lang: 'en',
  title: 'Foundational Technical Review, partner-hosted',
  status: {
    proven: 'proven',
    attested: 'attested',
    'not-met': 'not met',
    'not-applicable': 'not applicable',
    unknown: 'unknown',
  },
  met: {
    proven: 'Yes',
    attested: 'Yes',
    'not-met': 'No',
    'not-applicable': 'N/A',
    unknown: 'Not determined',
  },
  confidence: {
    read: 'read in the edition',
    inferred: 'inferred',
    'not-established': 'not established',
  },
  proof: {
    api: 'API',
    'api-and-person': 'API and a person',
    drill: 'drill',
    declaration: 'declaration',
    attestation: 'attestation',
  },
  runMode: {
    rehearsal: 'rehearsal',
    tabletop: 'tabletop',
    'sandbox-production': 'sandbox',
    live: 'live',
  },
  result: { passed: 'passed', failed: 'failed', none: 'no result' },
  ...TOLD_ENGLISH,
  duration: formatDuration,
  age: (days) => (days === 0 ? 'today' : days === 1 ? '1 day old' : `${days} days old`),
  counts: 'counts',
  countsNot: (why) => `does not count: ${why}`,
  wordingUnknown: '(wording not established)',
  tally: (counts) =>
    [
      `${counts.proven} proven`,
      `${counts.attested} attested`,
      `${counts['not-met']} not met`,
      `${counts['not-applicable']} not applicable`,
      `${counts.unknown} unknown`,
    ].join(', '),
  broken: (run, why) => `${run} is no evidence: ${why}`,
  pastUse: (month) =>
    `This edition could be used until ${month}. Ask AWS for the current one before you submit.`,
  labels: {
    id: 'ID',
    requirement: 'Requirement',
    met: 'Met?',
    response: 'Partner Response',
    category: 'Category',
    status: 'Status',
    why: 'Why',
    evidence: 'Evidence',
    next: 'What next',
    confidence: 'How sure the requirement is',
    proof: 'Kind of proof',
    source: 'Source',
    edition: 'Edition',
    assessedAt: 'As of',
    accounts: 'Accounts',
    noAccounts: 'none declared',
    remarks: 'About this edition',
    summary: 'Summary',
    sheet: 'Self-assessment',
    decisions: 'How it was decided',
    noEvidence: 'none',
    disclaimer:
      'Requirements are paraphrased. Only runs against AWS whose journal is unbroken count; what is unknown is not met. AWS prescribes no form for this.',
  },
};
