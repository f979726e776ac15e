import type { Instant } from '../../core/ports.ts';
import type { Scenario } from './scenario.ts';

/** The part of the saved state that is about root users and the people behind them. Plain JSON. */
export interface RootState {
  /** By account. */
  readonly users: { readonly [account: string]: RootUser };
  /** Mail that has arrived, by address in lower case. */
  readonly mailboxes: { [address: string]: MailMessage[] };
  /** Addresses whose mail nobody can read. */
  lostMailboxes: string[];
  /** Phone numbers, in digits, that are somebody else's. */
  foreignPhones: string[];
  signIns: SignInRecord[];
  resets: ResetRecord[];
  emailChanges: EmailChangeRecord[];
}

/** What a principal of IAM signs in with; the root user's are the same as any user's. */
export interface Credentials {
  /** Absent: there is no password, and none to be won back where root credentials are managed from above. */
  login?: LoginProfile;
  mfaDevices: MfaDevice[];
  accessKeys: AccessKey[];
  signingCertificates: SigningCertificate[];
}

export interface RootUser {
  readonly account: string;
  readonly createdAt: Instant;
  scenario: Scenario;
  readonly credentials: Credentials;
  passwordLastUsed?: Instant;
}

export interface LoginProfile {
  readonly createdAt: Instant;
  /** Salted; absent until somebody sets a password by mail. */
  passwordHash?: string;
}

export interface MfaDevice {
  /** An ARN. */
  readonly serial: string;
  /** Base32, as it is told once to whoever registers the device. */
  readonly secret: string;
  readonly enabledAt: Instant;
  /** Who can read its codes. */
  holder: 'operator' | 'nobody' | 'stranger';
  /** Number of the time step whose code was used last: no code counts twice. */
  usedStep: number;
  /** Time steps that its clock is behind. @default 0 */
  stepsBehind?: number;
  /** What AWS has found of that when the device was resynchronized. @default 0 */
  stepsAllowed?: number;
}

export interface AccessKey {
  readonly id: string;
  readonly createdAt: Instant;
  lastUsed?: { readonly at: Instant; readonly service: string; readonly region: string };
}

export interface SigningCertificate {
  readonly id: string;
  readonly body: string;
  readonly uploadedAt: Instant;
}

export interface MailMessage {
  readonly id: string;
  readonly at: Instant;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** Goes on to the sign-in page. */
  readonly resetToken?: string;
}

/** Somebody who signs in, or has. */
export interface SignInRecord {
  /** Secret; known to the browser. */
  readonly id: string;
  readonly account: string;
  stage: 'mfa' | 'signed-in';
  readonly expiresAt: Instant;
  mailCode?: ChallengeCode;
  isMailVerified?: boolean;
  phoneCall?: PhoneCall;
  /** A virtual device that waits for its two codes. */
  newDevice?: { readonly name: string; readonly secret: string };
}

export interface ChallengeCode {
  readonly code: string;
  readonly expiresAt: Instant;
}

/** The code stands on the sign-in page and is keyed in on the phone. */
export interface PhoneCall extends ChallengeCode {
  readonly number: string;
  status: 'ringing' | 'verified' | 'failed';
}

export interface ResetRecord {
  readonly token: string;
  readonly account: string;
  readonly expiresAt: Instant;
}

export interface EmailChangeRecord {
  readonly account: string;
  readonly email: string;
  readonly otp: string;
  readonly expiresAt: Instant;
}
