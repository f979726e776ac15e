import {
  type Attestation,
  activities,
  declaredImpact,
  type Failure,
  type Instant,
  known,
  type OutputOf,
  type PostureDemands,
  type RunNames,
  type Scenario,
} from '../../src/index.ts';
import type { RootParameters } from './parameters.ts';

/** The activities of root recoveries, by the names that their machines invoke. */
export const used = {
  'account.accept-primary-email-update': activities['account.accept-primary-email-update'],
  'account.confirm-identity': activities['account.confirm-identity'],
  'account.correct-phone': activities['account.correct-phone'],
  'account.inspect-contact': activities['account.inspect-contact'],
  'account.replace-phone': activities['account.replace-phone'],
  'account.snapshot-posture': activities['account.snapshot-posture'],
  'account.start-primary-email-update': activities['account.start-primary-email-update'],
  'cloudtrail.find-root-events': activities['cloudtrail.find-root-events'],
  'human.await-aws': activities['human.await-aws'],
  'human.do-task': activities['human.do-task'],
  'iam.allow-lasting-root-recovery': activities['iam.allow-lasting-root-recovery'],
  'iam.allow-root-recovery': activities['iam.allow-root-recovery'],
  'iam.audit-root': activities['iam.audit-root'],
  'iam.delete-root-credentials': activities['iam.delete-root-credentials'],
  'organizations.confirm-root-access': activities['organizations.confirm-root-access'],
  'organizations.inspect-account': activities['organizations.inspect-account'],
  'sandbox.trouble-root': activities['sandbox.trouble-root'],
};

type Used = typeof used;

/** What a runbook says of itself. */
export interface RootPlan extends PostureDemands {
  /** The last sign-in has to have been with MFA. */
  readonly withMfa: boolean;
  /**
   * What T5 is, once every trace is found: the last of them, or the last answer, where people see what leaves none.
   * @default 'trace'
   */
  readonly verifiedBy?: 'trace' | 'answer';
}

/** A member that may do without a root password has one after a recovery for good. */
export const HAS_PASSWORD: readonly string[] = ['root-password', 'root-audit-password'];

export interface Input {
  readonly names: RunNames;
  readonly parameters: RootParameters;
  readonly scenario: Scenario;
  readonly plan: RootPlan;
}

export interface Context extends Input {
  readonly account: OutputOf<Used['organizations.inspect-account']> | null;
  /** T0 */
  readonly impactAt: Instant | null;
  /** How it was noticed. */
  readonly signal: string | null;
  /** What has happened, as the incident commander says. */
  readonly situation: string | null;
  /** T3: what the root user did before is none of the recovery. */
  readonly startedAt: Instant | null;
  /** When somebody has answered last. */
  readonly answeredAt: Instant | null;
  /** What CloudTrail has to show of the steps that were taken, by the names of its events. */
  readonly traces: readonly string[];
  /** A look at the account itself has verified the recovery (T5). */
  readonly isVerified: boolean;
  readonly access: OutputOf<Used['organizations.confirm-root-access']> | null;
  readonly audit: OutputOf<Used['iam.audit-root']> | null;
  readonly contact: OutputOf<Used['account.inspect-contact']> | null;
  /** Phone number that AWS is to call from now on. */
  readonly phone: string | null;
  /** Address that the root user is to have from now on. */
  readonly email: string | null;
  /** How often AWS has refused a code. */
  readonly refusedCodes: number;
  /** What people vouch for, because no call tells it. */
  readonly attested: readonly Attestation[];
  /** What a look after people's work found wrong, so that they are asked again. */
  readonly failing: readonly string[];
  readonly failure: Failure | null;
}

/** The machine's context before anything is known. */
export function begin(input: Input): Context {
  return {
    ...input,
    account: null,
    impactAt: null,
    signal: null,
    situation: null,
    startedAt: null,
    answeredAt: null,
    traces: [],
    isVerified: false,
    access: null,
    audit: null,
    contact: null,
    phone: null,
    email: null,
    refusedCodes: 0,
    attested: [],
    failing: [],
    failure: null,
  };
}

/** In the sandbox, where the drill says so, the run brings the trouble itself. */
export function isCaused({ names, scenario }: Context): boolean {
  return names.environment === 'sandbox' && scenario.root !== undefined;
}

export function declaredT0({ names, scenario }: Context): Instant {
  return declaredImpact(scenario, names.openedAt);
}

/** What every look at the account is told: how it is entered, and whose it is. */
export function postureInput({ account, parameters, impactAt, attested }: Context) {
  const { accountId: id, kind, isOwn } = known(account);
  const enter = roleOf(parameters) ?? ('root' as const);
  const { domains, country } = parameters;
  return {
    account: isOwn ? { id, kind } : { id, kind, enter },
    domains,
    attested: [...parameters.attested, ...attested],
    ...(country !== undefined && { country }),
    // People use the root user to recover it; that is no finding.
    ...(impactAt !== null && { rootUse: { exerciseSince: impactAt } }),
  };
}

function roleOf({ roleArn, externalId }: RootParameters) {
  return roleArn === undefined
    ? undefined
    : { roleArn, ...(externalId !== undefined && { externalId }) };
}

/** How CloudTrail of the account is entered; absent for the environment's own. */
export function eventsOf({ account, parameters }: Context) {
  const { accountId, isOwn } = known(account);
  const role = roleOf(parameters);
  return isOwn || !role ? {} : { enter: { by: 'role' as const, accountId, ...role } };
}

/** Whether the account's CloudTrail can be asked. */
export function seesEvents({ account, parameters }: Context): boolean {
  return known(account).isOwn || parameters.roleArn !== undefined;
}

/** Its name and number, for people. */
export function tellAccount({ account, parameters }: Context): string {
  const { accountId, name } = account ?? { accountId: parameters.account, name: null };
  return `${name ?? parameters.workload} (${accountId})`;
}

/** Where people sign in. */
export function signInOf({ account }: Pick<Context, 'account'>): string {
  return known(account).signInUrl;
}

/** The root user's address, as far as it is known. */
export function tellEmail({ account, email }: Context): string {
  return email ?? account?.email ?? 'the root user’s e-mail address';
}

/** What an audit has found, by id, for whoever agrees that it is deleted. What is unknown may be there. */
export function tellCredentials({ audit }: Context): string {
  if (!audit) return 'the credentials';
  const { found, loginProfile, accessKeys, certificates, mfaDevices } = audit;
  const parts = [
    ...found.map((one) => (one === 'login profile' ? 'the password' : one)),
    ...(loginProfile === null ? ['a password, if there is one'] : []),
    ...(accessKeys === null ? ['any access keys'] : []),
    ...(certificates === null ? ['any signing certificates'] : []),
    ...(mfaDevices === null ? ['any MFA devices'] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'all credentials';
}
