import { queryProtocol } from '../wire/query-protocol.ts';
import { bindService, type Service } from '../wire/service.ts';
import { ServiceError } from '../wire/service-error.ts';
import { assumeRole } from './assume-role.ts';
import { assumeRoot } from './assume-root.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import type { StsContext } from './sts-context.ts';

/** STS on the wire. */
export function stsService(context: StsContext): Service {
  const service = {
    name: 'sts',
    everyAccount: true,
    protocol: queryProtocol({ xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/' }),
    missing: (path: string) => {
      const member = path.charAt(0).toLowerCase() + path.slice(1);
      const message = `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`;
      return new ServiceError('ValidationError', message);
    },
  };
  return bindService(service, [getCallerIdentity, assumeRole, assumeRoot], context);
}
