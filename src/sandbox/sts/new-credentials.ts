import { randomBytes } from 'node:crypto';
import type { Credentials } from '@aws-sdk/client-sts';

/** Temporary credentials as STS answers them. Signatures are not checked, so secret and token are kept nowhere. */
export function newCredentials(session: {
  readonly accessKey: string;
  readonly expiresAt: string;
}): Credentials {
  return {
    AccessKeyId: session.accessKey,
    SecretAccessKey: randomBytes(30).toString('base64'),
    SessionToken: randomBytes(96).toString('base64'),
    Expiration: new Date(session.expiresAt),
  };
}
