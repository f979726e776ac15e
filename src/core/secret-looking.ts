/**
 * Whether a text looks like something that nobody should type into a record: keys, tokens, passwords by name, codes of
 * an MFA device. It errs on the side of asking again.
 */
export function looksSecret(text: string): boolean {
  const trimmed = text.trim();
  return PATTERNS.some((pattern) => pattern.test(trimmed));
}

const PATTERNS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  // The secret half of an AWS access key: forty characters of base64, upper and lower case and digits.
  /(?<![A-Za-z0-9/+=])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/,
  // Tokens of three parts.
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+/,
  /otpauth:\/\//i,
  /(?<![a-z])(pass(word|wd|phrase)?|secret|token|pin|パスワード|暗証番号)\s*[:=：]\s*\S+/i,
  // The seed of a virtual MFA device.
  /^(?:[A-Z2-7]{4} ?){8,}$/,
  // A code of an MFA device, or one that came by mail or phone.
  /^\d{3} ?\d{3}$/,
];
