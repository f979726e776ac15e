import type { Person } from './person.ts';

/** That a person stands for a run's record. Nothing but a person's own command makes one. */
export interface SignOff {
  readonly by: Person;
  /** As the person wants to be named under the report. */
  readonly name: string;
  /** What the person signs as, e.g. `approver`, `CTO`. */
  readonly role: string;
  readonly decision: 'accepted' | 'accepted-with-conditions' | 'rejected';
  /** Why it is rejected, or under which conditions it is accepted. */
  readonly comment?: string;
  /** Hash of the newest record that the person had before them. */
  readonly head: string;
  /** By a key of the person's own, over all of the above as it stands in the journal. The last member. */
  readonly signature?: CarriedSignature;
}

/** A signature that brings its public key along. Whose key it is, is for somebody else to say. */
export interface CarriedSignature extends KeySignature {
  /** SubjectPublicKeyInfo in PEM. */
  readonly publicKey: string;
}

/** A signature, and whose key made it. */
export interface KeySignature {
  /** SHA-256 of the public key's DER (SubjectPublicKeyInfo), in hex. */
  readonly keyId: string;
  readonly algorithm: 'ed25519' | 'ecdsa-p256-sha256';
  /** In base64. */
  readonly signature: string;
}

/** What somebody has decided about something that a run has left to follow up. */
export interface FollowUpChange {
  readonly by: Person;
  /** The issue, as `issueId` names it. */
  readonly issue: string;
  readonly owner?: string;
  /** `2027-01-31` */
  readonly due?: string;
  readonly ticket?: string;
  /** How it is to be settled: the cause is mended, or the objective was wrong. Either way a re-test has to pass. */
  readonly resolution?: 'fix' | 'new-objective';
  readonly comment?: string;
}

/** What was learned from a run, for the plan. */
export interface Lesson {
  readonly by: Person;
  readonly text: string;
}
