/**
 * What the sign-in page says no with.
 * Not a `KunrenError`: it is a correct answer of the cloud and never leaves the sandbox as an exception.
 */
export class SignInRefusal extends Error {
  override readonly name = 'SignInRefusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type RefusalCode =
  | 'no-such-account'
  | 'wrong-credentials'
  | 'no-root-password'
  | 'link-invalid'
  | 'password-refused'
  | 'code-wrong'
  | 'code-expired'
  | 'session-over'
  | 'not-this-step'
  | 'mailbox-lost'
  | 'phone-foreign'
  | 'device-refused'
  | 'no-such-thing'
  | 'address-refused';
