import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  findEnvironment,
  parseEnvironments,
  readEnvironments,
  SANDBOX,
} from '../../src/drill-file/environments.ts';
import { formatIssues, issuesOf } from '../../src/drill-file/format-issues.ts';
import { errorOf } from './support.ts';

const STAGING = `staging:
  kind: aws
  region: ap-northeast-1
  account: "012345678901"
  profile: staging
  role-arn: arn:aws:iam::012345678901:role/drill
  external-id: kunren
  endpoint-url: http://127.0.0.1:4566
  source-password-env: DRILL_SOURCE_PASSWORD
`;

const parse = (text: string) => parseEnvironments(text, 'drills/environments.yaml');
const issues = (text: string) => issuesOf(errorOf(() => parse(text)));
const places = (text: string) =>
  issues(text).map(({ line, column, code, path }) => `${line}:${column} ${code} ${path}`);

describe('environments', () => {
  test('are read, with the sandbox beside them', () => {
    expect(parse(STAGING)).toEqual([
      SANDBOX,
      {
        name: 'staging',
        kind: 'aws',
        region: 'ap-northeast-1',
        accountId: '012345678901',
        profile: 'staging',
        roleArn: 'arn:aws:iam::012345678901:role/drill',
        externalId: 'kunren',
        endpointUrl: 'http://127.0.0.1:4566',
        sourcePasswordEnv: 'DRILL_SOURCE_PASSWORD',
      },
    ]);
  });

  test.each([
    'evidence',
    'arn:aws:kms:ap-northeast-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'arn:aws:kms:ap-northeast-1:123456789012:alias/evidence',
  ])('may say what evidence is signed with: %s', (key) => {
    expect(parse(`${STAGING}  sign-with: ${key}\n`)).toMatchObject([{}, { signWith: key }]);
    expect(places(`${STAGING}  sign-with: ../${key}\n`)).toEqual([
      '10:14 VALUE_INVALID staging.sign-with',
    ]);
  });

  test('may declare the sandbox themselves', () => {
    const text = 'sandbox: { kind: sandbox, region: eu-west-1, account: "000000000000" }\n';
    expect(parse(text)).toEqual([{ ...SANDBOX, region: 'eu-west-1' }]);
  });

  test.each(['', '# nothing yet\n'])('are only the sandbox in %j', (text) => {
    expect(parse(text)).toEqual([SANDBOX]);
  });

  test('are only the sandbox without a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kunren-environments-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'environments.yaml');
    expect(readEnvironments(file)).toEqual([SANDBOX]);
    writeFileSync(file, STAGING);
    expect(readEnvironments(file)).toHaveLength(2);
    mkdirSync(join(folder, 'sub'));
    expect(errorOf(() => readEnvironments(join(folder, 'sub'))).code).toBe(
      'ENVIRONMENTS_UNREADABLE',
    );
  });

  const wrong: [what: string, from: string, to: string, found: string[], says: string][] = [
    [
      'an account that YAML reads as a number',
      '"012345678901"',
      '012345678901',
      ['4:12 ACCOUNT_UNQUOTED staging.account'],
      'Write "012345678901".',
    ],
    [
      'an account of too few digits',
      '"012345678901"',
      '"12345"',
      ['4:12 ACCOUNT_INVALID staging.account'],
      'twelve digits',
    ],
    [
      'an availability zone',
      'ap-northeast-1',
      'ap-northeast-1a',
      ['3:11 VALUE_INVALID staging.region'],
      'without the letter',
    ],
    ['an unknown kind', 'kind: aws', 'kind: asw', ['2:9 VALUE_UNKNOWN staging.kind'], '"aws"'],
    [
      'a missing account',
      '  account: "012345678901"\n',
      '',
      ['1:1 KEY_MISSING staging.account'],
      '',
    ],
    [
      'a role of another account',
      'iam::012345678901',
      'iam::999999999999',
      ['6:13 ACCOUNT_MISMATCH staging.role-arn'],
      '999999999999',
    ],
    ['a misspelt key', 'role-arn', 'roleARN', ['6:3 KEY_UNKNOWN staging.roleARN'], '"role-arn"'],
    ['no URL', 'http://', '', ['8:17 VALUE_INVALID staging.endpoint-url'], 'http://host:port'],
    ['a name in capitals', 'staging:', 'Staging:', ['1:1 NAME_INVALID Staging'], ''],
    [
      'an AWS account that is called sandbox',
      'staging:',
      'sandbox:',
      ['2:9 SANDBOX_MISLEADING sandbox.kind'],
      'another name',
    ],
    ['a value in the place of a mapping', STAGING, 'staging: 1\n', ['1:10 VALUE_TYPE staging'], ''],
    ['a list', STAGING, '- staging\n', ['1:1 VALUE_TYPE '], ''],
  ];
  test.each(wrong)('are refused for %s', (_, from, to, found, says) => {
    const text = STAGING.replace(from, to);
    expect(places(text)).toEqual(found);
    expect(`${issues(text)[0]?.message} ${issues(text)[0]?.hint}`).toContain(says);
  });

  test('a sandbox takes none of the keys of AWS', () => {
    expect(places(STAGING.replace('kind: aws', 'kind: sandbox'))).toEqual([
      '5:3 KEY_MISPLACED staging.profile',
      '6:3 KEY_MISPLACED staging.role-arn',
      '7:3 KEY_MISPLACED staging.external-id',
      '8:3 KEY_MISPLACED staging.endpoint-url',
      '9:3 KEY_MISPLACED staging.source-password-env',
    ]);
  });

  test('a password in the wrong place is not repeated', () => {
    const text = STAGING.replace('DRILL_SOURCE_PASSWORD', 'hunter2!').concat(
      '  password: s3cret\n',
    );
    const error = errorOf(() => parse(text));
    const shown = `${error.message}\n${formatIssues(issuesOf(error))}`;
    expect(issuesOf(error)).toHaveLength(2);
    expect(shown).not.toMatch(/hunter2|s3cret/);
  });

  test('are found by name, or with the one that was meant', () => {
    const environments = parse(STAGING);
    expect(findEnvironment(environments, 'staging').kind).toBe('aws');
    const error = errorOf(() => findEnvironment(environments, 'stagin'));
    expect(error.code).toBe('ENVIRONMENT_UNKNOWN');
    expect(error.message).toContain('Did you mean "staging"? Declared are: sandbox, staging.');
  });
});
