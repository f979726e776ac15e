import type { Environment } from '../core/drill.ts';
import { KunrenError } from '../core/failure.ts';
import { nearest } from './did-you-mean.ts';
import { environmentForm, toEnvironment } from './environment-form.ts';
import { explainIssues } from './explain-issues.ts';
import { wrongType } from './fields.ts';
import { invalidFile, placeProblems } from './invalid-file.ts';
import { type Problem, withoutConsequences } from './issue.ts';
import { SLUG } from './plain-fields.ts';
import { type FileKind, readText } from './read-text.ts';
import { asMapping } from './show-value.ts';
import { judgeYaml } from './yaml-problems.ts';
import { openYaml } from './yaml-source.ts';

const ENVIRONMENTS: FileKind = {
  noun: 'list of environments',
  unreadable: 'ENVIRONMENTS_UNREADABLE',
  invalid: 'ENVIRONMENTS_INVALID',
};

/** Always there, also without a file. */
export const SANDBOX: Environment = {
  name: 'sandbox',
  kind: 'sandbox',
  region: 'ap-northeast-1',
  accountId: '000000000000',
};

/**
 * Reads the environments of a file; without a file there is only the sandbox.
 * @throws KunrenError `ENVIRONMENTS_UNREADABLE` or `ENVIRONMENTS_INVALID`.
 */
export function readEnvironments(file: string): readonly Environment[] {
  const text = readText(file, ENVIRONMENTS);
  return text === undefined ? [SANDBOX] : parseEnvironments(text, file);
}

/** @throws KunrenError `ENVIRONMENTS_INVALID`; `issuesOf(error)` gives all that is wrong. */
export function parseEnvironments(text: string, file: string): readonly Environment[] {
  const source = openYaml(text, file);
  const yaml = judgeYaml(source);
  const raw: unknown = yaml.readable ? source.document.toJS() : {};
  const { environments, problems } = readAll(raw);
  // A file of nothing but comments declares nothing, which is allowed.
  const all = [...yaml.problems.filter(({ code }) => code !== 'FILE_EMPTY'), ...problems];
  if (all.length > 0) throw invalidFile(ENVIRONMENTS, file, placeProblems(source, all));
  const declaresSandbox = environments.some(({ name }) => name === SANDBOX.name);
  return declaresSandbox ? environments : [SANDBOX, ...environments];
}

interface Read {
  readonly environments: readonly Environment[];
  readonly problems: readonly Problem[];
}

function readAll(raw: unknown): Read {
  const mapping = asMapping(raw);
  if (!mapping) {
    const complaint = wrongType('a mapping of names to environments', raw);
    return { environments: [], problems: [{ path: [], ...complaint }] };
  }
  const read = Object.entries(mapping).map(([name, value]) => readOne(name, value));
  return {
    environments: read.flatMap(({ environments }) => environments),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readOne(name: string, raw: unknown): Read {
  const form = environmentForm.safeParse(raw);
  const problems = withoutConsequences([
    ...judgeName(name),
    ...(form.success ? [] : explainIssues(form.error.issues, raw)),
    ...judgeTogether(name, raw),
  ]).map((problem) => ({ ...problem, path: [name, ...problem.path] }));
  return { environments: form.success ? [toEnvironment(name, form.data)] : [], problems };
}

function judgeName(name: string): Problem[] {
  if (SLUG.test(name)) return [];
  return [
    {
      path: [],
      at: 'key',
      code: 'NAME_INVALID',
      message: 'is not a name for an environment.',
      hint: 'Use a-z and 0-9, start with a letter, and join words with single hyphens.',
    },
  ];
}

const ONLY_AWS = [
  'profile',
  'role-arn',
  'external-id',
  'other-regions',
  'endpoint-url',
  'source-password-env',
  'admin-password-env',
  'resolver',
] as const;

/** Rules about values that must fit each other; they look at the data as it stands in the file. */
function judgeTogether(name: string, raw: unknown): Problem[] {
  const mapping = asMapping(raw) ?? {};
  const { kind, account, 'role-arn': role } = mapping;
  if (kind === 'sandbox') return ONLY_AWS.filter((key) => key in mapping).map(onlyAws);
  if (name === SANDBOX.name && kind !== undefined) return [FALSE_SANDBOX];
  const roleAccount = typeof role === 'string' ? /:iam::(\d{12}):/.exec(role)?.[1] : undefined;
  const isAccount = typeof account === 'string' && /^\d{12}$/.test(account);
  if (roleAccount === undefined || !isAccount || roleAccount === account) return [];
  return [
    {
      path: ['role-arn'],
      code: 'ACCOUNT_MISMATCH',
      message: `leads to account ${roleAccount}, but account says ${account}; drills would refuse to run.`,
      hint: 'Name the account in which the role lives.',
    },
  ];
}

function onlyAws(key: string): Problem {
  return {
    path: [key],
    at: 'key',
    code: 'KEY_MISPLACED',
    message: 'means nothing in a sandbox.',
    hint: 'Remove it, or make this an environment of kind aws.',
  };
}

const FALSE_SANDBOX: Problem = {
  path: ['kind'],
  code: 'SANDBOX_MISLEADING',
  message: 'An environment called sandbox must be one: drills that name none run there.',
  hint: 'Give the AWS environment another name, e.g. staging.',
};

/**
 * The environment of that name.
 * @throws KunrenError `ENVIRONMENT_UNKNOWN`.
 */
export function findEnvironment(environments: readonly Environment[], name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  const names = environments.map((environment) => environment.name);
  const meant = nearest(name, names);
  throw new KunrenError({
    code: 'ENVIRONMENT_UNKNOWN',
    message:
      `There is no environment "${name}". ` +
      `${meant === undefined ? '' : `Did you mean "${meant}"? `}Declared are: ${names.join(', ')}.`,
    class: 'input',
    details: { environment: name, environments: names },
  });
}
