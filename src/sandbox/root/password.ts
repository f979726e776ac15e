import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/** Weaker than for real users, since it runs in a turn that nothing else shares. */
const COST = { N: 1024, r: 8, p: 1 } as const;
const LENGTH = 32;

/** Salted; the password cannot be read back. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  const hash = scryptSync(password, salt, LENGTH, COST);
  return `${salt.toString('base64')}:${hash.toString('base64')}`;
}

/** The hash of a password that nobody knows. */
export function unknownPassword(): string {
  return hashPassword(randomBytes(32).toString('base64'));
}

export function isPassword(hashed: string, password: string): boolean {
  const [salt = '', hash = ''] = hashed.split(':');
  const other = scryptSync(password, Buffer.from(salt, 'base64'), LENGTH, COST);
  return timingSafeEqual(Buffer.from(hash, 'base64'), other);
}

const KINDS = [/[A-Z]/, /[a-z]/, /[0-9]/, /[!@#$%^&*()<>[\]{}|_+\-=]/] as const;

/** Why AWS would not take this as a root user's password; `undefined` when it would. */
export function passwordProblem(
  password: string,
  account: { readonly name: string; readonly email: string },
): string | undefined {
  if (password.length < 8 || password.length > 128) {
    return 'The password must have from 8 to 128 characters.';
  }
  if (KINDS.filter((kind) => kind.test(password)).length < 3) {
    return 'The password must have three of these: upper case, lower case, a number, a symbol.';
  }
  const own = [account.name, account.email].map((text) => text.toLowerCase());
  if (own.includes(password.toLowerCase())) {
    return 'The password must not be the name or the address of the account.';
  }
  return undefined;
}
