import type { Person } from './person.ts';

/** What somebody is in a drill, and what each of them means. */
export const ROLES = {
  'incident-commander': 'decides, and declares the incident',
  operator: 'takes the steps',
  approver: 'agrees to what must not be one person’s decision',
  observer: 'watches and takes notes',
  'mailbox-holder': 'reads the mail of the root user',
  'phone-holder': 'answers the phone of the account',
  'mfa-device-holder': 'has an MFA device of the root user',
} as const;

export type Role = keyof typeof ROLES;

/** Somebody who takes part in a drill. */
export interface Participant {
  readonly name: string;
  readonly roles: readonly Role[];
  /** OS users, or ARNs of AWS callers in which `*` stands for any text. */
  readonly identities: readonly string[];
  /** Where invitations to rehearsals go. @default none are sent */
  readonly email?: string;
}

/** Who takes part in a drill, and the rule about second persons. */
export interface People {
  readonly participants: readonly Participant[];
  /** Whoever has started the run may not approve anything in it. A step may ask for that by itself. */
  readonly secondPerson: boolean;
}

/** Without a declaration anybody may do anything; that is said wherever a role is shown. */
export const NOBODY_DECLARED: People = { participants: [], secondPerson: false };

/** Who may act in a role. Empty: nobody is declared for it, so anybody may. */
export function holdersOf({ participants }: People, role: Role): readonly Participant[] {
  return participants.filter(({ roles }) => roles.includes(role));
}

/** Whether somebody may act in a role. */
export function mayActAs(people: People, role: Role, person: Person): boolean {
  const holders = holdersOf(people, role);
  return holders.length === 0 || holders.some((holder) => isParticipant(holder, person));
}

/** The participant that a person is, if any. */
export function participantOf({ participants }: People, person: Person): Participant | undefined {
  return participants.find((participant) => isParticipant(participant, person));
}

function isParticipant({ identities }: Participant, { identity, arn, name }: Person): boolean {
  const own = identity === 'aws' ? arn : name;
  return own !== undefined && identities.some((pattern) => matches(pattern, own, identity));
}

/** An OS user is compared whole: `*` would be everybody on any machine. */
function matches(pattern: string, own: string, identity: Person['identity']): boolean {
  if (identity === 'os') return pattern === own;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return pattern.startsWith('arn:') && new RegExp(`^${parts.join('.*')}$`).test(own);
}
