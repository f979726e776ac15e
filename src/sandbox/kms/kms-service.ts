import { jsonProtocol } from '../wire/json-protocol.ts';
import { bindService, type Service } from '../wire/service.ts';
import type { KmsContext } from './kms-context.ts';
import { invalid } from './kms-error.ts';
import { createKey, describeKey, getPublicKey, listKeys } from './operations/keys.ts';
import { sign } from './operations/sign.ts';

/** KMS on the wire, as far as something is signed by it. */
export function kmsService(context: KmsContext): Service {
  const service = {
    name: 'kms',
    everyAccount: true,
    deniedCode: 'AccessDeniedException',
    protocol: jsonProtocol({ version: '1.1', target: 'TrentService' }),
    missing: (path: string) => invalid(`${path} must not be null.`),
  };
  return bindService(service, [createKey, describeKey, getPublicKey, listKeys, sign], context);
}
