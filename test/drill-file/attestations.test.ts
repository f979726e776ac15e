import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import { NO_ATTESTATIONS } from '../../src/core/attestation.ts';
import { parseAttestations, readAttestations } from '../../src/drill-file/attestations.ts';
import { attestationsJsonSchema } from '../../src/drill-file/attestations-json-schema.ts';
import { issuesOf } from '../../src/drill-file/format-issues.ts';
import { allRequirementIds, REQUIREMENT_CATALOG } from '../../src/ftr/catalog.ts';
import { errorOf } from './support.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FILE = 'drills/attestations.yaml';
const AROUND = {
  catalog: REQUIREMENT_CATALOG,
  now: '2026-11-30T09:00:00.000Z',
  root: ROOT,
};

const VALID = `edition: 2026-02
accounts: ["012345678901"]
requirements:
  IAM-001:
    met: true
    owner: Security lead
    date: 2026-11-20
    reason: The identity provider asks for it.
    evidence: https://wiki.example.com/mfa
    response: MFA is enforced.
    review-by: 2027-05-20
  CAA-001:
    met: not-applicable
    owner: Product owner
    date: 2026-11-20
    reason: No work in accounts of customers.
backup-exclusions:
  - what: orders-scratch
    owner: Data owner
    date: 2026-11-20
    reason: Built anew every night.
`;

const parse = (text: string) => parseAttestations(text, FILE, AROUND);
const issues = (text: string) => issuesOf(errorOf(() => parse(text)));
const changed = (from: string, to: string) => {
  if (!VALID.includes(from)) throw new Error(`the valid file does not hold ${from}`);
  return VALID.replace(from, to);
};
const first = (from: string, to: string) => {
  const [issue] = issues(changed(from, to));
  return issue && `${issue.line}:${issue.column} ${issue.code} ${issue.path}`;
};

describe('attestations', () => {
  test('are read, with exclusions of backups beside them', () => {
    expect(parse(VALID)).toEqual({
      edition: '2026-02',
      accounts: ['012345678901'],
      requirements: [
        {
          requirement: 'IAM-001',
          met: true,
          owner: 'Security lead',
          date: '2026-11-20',
          reason: 'The identity provider asks for it.',
          evidence: 'https://wiki.example.com/mfa',
          response: 'MFA is enforced.',
          reviewBy: '2027-05-20',
        },
        {
          requirement: 'CAA-001',
          met: 'not-applicable',
          owner: 'Product owner',
          date: '2026-11-20',
          reason: 'No work in accounts of customers.',
        },
      ],
      exclusions: [
        {
          what: 'orders-scratch',
          owner: 'Data owner',
          date: '2026-11-20',
          reason: 'Built anew every night.',
        },
      ],
    });
  });

  test.each(['', '# nobody has said anything\n'])('are none in %j', (text) => {
    expect(parse(text)).toEqual(NO_ATTESTATIONS);
  });

  test('are none without a file, and none in the file that ships', () => {
    expect(readAttestations(join(ROOT, 'drills', 'no-such.yaml'), AROUND)).toEqual(NO_ATTESTATIONS);
    const shipped = readAttestations(join(ROOT, FILE), AROUND);
    expect(shipped).toEqual({ ...NO_ATTESTATIONS, edition: '2026-02' });
  });

  test('take an edition that YAML reads as a number', () => {
    const { edition } = parse('edition: 2024\n');
    expect(edition).toBe('2024');
  });

  test.each([
    ['    owner: Security lead\n', '', '4:3 KEY_MISSING requirements.IAM-001.owner'],
    ['owner: Security lead', 'owner: ""', '6:12 VALUE_MISSING requirements.IAM-001.owner'],
    [
      '    reason: The identity',
      '    reasn: The identity',
      '8:5 KEY_UNKNOWN requirements.IAM-001.reasn',
    ],
    ['met: true', 'met: yes', '5:10 VALUE_TYPE requirements.IAM-001.met'],
    ['date: 2026-11-20', 'date: 2026-11-31', '7:11 DATE_INVALID requirements.IAM-001.date'],
    ['date: 2026-11-20', 'date: 2026-12-01', '7:11 DATE_IN_FUTURE requirements.IAM-001.date'],
    ['2027-05-20', '2026-11-19', '11:16 REVIEW_BEFORE_DATE requirements.IAM-001.review-by'],
    [
      '    evidence: https://wiki.example.com/mfa\n',
      '',
      '4:3 EVIDENCE_MISSING requirements.IAM-001.evidence',
    ],
    [
      'https://wiki.example.com/mfa',
      'no/such.pdf',
      '9:15 EVIDENCE_NOT_FOUND requirements.IAM-001.evidence',
    ],
    [
      'https://wiki.example.com/mfa',
      '../secret.pdf',
      '9:15 EVIDENCE_OUTSIDE requirements.IAM-001.evidence',
    ],
    [
      'https://wiki.example.com/mfa',
      '/etc/passwd',
      '9:15 EVIDENCE_OUTSIDE requirements.IAM-001.evidence',
    ],
    ['IAM-001:', 'IAM-01:', '4:3 REQUIREMENT_UNKNOWN requirements.IAM-01'],
    ['edition: 2026-02', 'edition: 2026-2', '1:10 EDITION_UNKNOWN edition'],
    ['"012345678901"', '12345678901', '2:12 ACCOUNT_UNQUOTED accounts[0]'],
    ['what: orders-scratch', 'what: 7', '18:11 VALUE_TYPE backup-exclusions[0].what'],
    [
      'Data owner\n    date: 2026-11-20',
      'Data owner\n    date: 2027-11-20',
      '20:11 DATE_IN_FUTURE backup-exclusions[0].date',
    ],
    ['accounts:', 'acounts:', '2:1 KEY_UNKNOWN acounts'],
  ])('are refused with %j as %j', (from, to, place) => {
    expect(first(from, to)).toBe(place);
  });

  test('have all that is wrong told at once, in the order of the file', () => {
    const text = VALID.replace('owner: Security lead', 'ownr: Security lead').replace(
      'CAA-001',
      'CAA-999',
    );
    expect(issues(text).map(({ code }) => code)).toEqual(['KEY_UNKNOWN', 'REQUIREMENT_UNKNOWN']);
  });

  test('may name a file of the project as evidence', () => {
    expect(() => parse(changed('https://wiki.example.com/mfa', 'LICENSE'))).not.toThrow();
  });

  test('of today are taken wherever on Earth it is today', () => {
    expect(() =>
      parseAttestations(changed('date: 2026-11-20', 'date: 2026-12-01'), FILE, {
        ...AROUND,
        now: '2026-11-30T10:00:00.000Z',
      }),
    ).not.toThrow();
  });
});

describe('a requirement of another edition', () => {
  const hint = (edition: string, id: string) => {
    const text = changed('edition: 2026-02', `edition: ${edition}`);
    const found = issues(text.replace('IAM-001', id)).find(({ path }) => path.endsWith(id));
    return found && `${found.message} ${found.hint}`;
  };

  test('is told under its new name', () => {
    expect(hint('2026-02', 'test_recovery_regularly')).toBe(
      'is what edition 2021_q4 calls it. Edition 2026-02 calls it BAR-002; write that.',
    );
  });

  test('is told to be gone, or not yet there', () => {
    expect(hint('2026-02', 'ARC-003')).toContain('2024 was the last that had it.');
    expect(hint('2021_q4', 'SECOPS-001')).toContain('it came with 2023.');
  });

  test('is guessed where it is misspelt', () => {
    expect(hint('2026-02', 'IAM-0001')).toContain('Did you mean "IAM-001"?');
  });
});

describe('the file itself', () => {
  test('that is no text is refused with a code of its own', () => {
    const root = mkdtempSync(join(tmpdir(), 'kunren-attestations-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    mkdirSync(join(root, 'folder'));
    expect(errorOf(() => readAttestations(join(root, 'folder'), AROUND)).code).toBe(
      'ATTESTATIONS_UNREADABLE',
    );
    writeFileSync(join(root, 'a.yaml'), '- a\n- b\n');
    expect(errorOf(() => readAttestations(join(root, 'a.yaml'), AROUND)).code).toBe(
      'ATTESTATIONS_INVALID',
    );
    writeFileSync(join(root, 'b.yaml'), 'requirements: [IAM-001]\n');
    expect(errorOf(() => readAttestations(join(root, 'b.yaml'), AROUND)).message).toContain(
      'requirements: must be a mapping of ids to what is said of them',
    );
  });
});

describe('the schema', () => {
  const written = attestationsJsonSchema(REQUIREMENT_CATALOG.editions, allRequirementIds());
  const schema = z.fromJSONSchema(written as Parameters<typeof z.fromJSONSchema>[0]);
  const accepts = (text: string) => schema.safeParse(parseDocument(text).toJS()).success;

  test('in docs is what the code says (npm run schema writes it anew)', () => {
    const committed = readFileSync(join(ROOT, 'docs/attestations.schema.json'), 'utf8');
    expect(JSON.parse(committed)).toEqual(written);
  });

  test('accepts what the reader accepts, and refuses what an editor can know to be wrong', () => {
    expect(accepts(VALID)).toBe(true);
    expect(accepts(readFileSync(join(ROOT, FILE), 'utf8'))).toBe(true);
    expect(accepts('edition: 2024\n')).toBe(true);
    expect(accepts(changed('IAM-001:', 'IAM-01:'))).toBe(false);
    expect(accepts(changed('met: true', 'met: maybe'))).toBe(false);
    expect(accepts(changed('    owner: Security lead\n', ''))).toBe(false);
    expect(accepts(changed('edition: 2026-02', 'edition: 2022'))).toBe(false);
  });
});
