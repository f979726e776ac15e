import {
  InvalidKeyUsageException$,
  NotFoundException$,
  UnsupportedOperationException$,
} from '@aws-sdk/client-kms';
import { ServiceError } from '../wire/service-error.ts';

/** The model has codes of the Query protocol, which KMS never spoke: on the wire is the error's own name. */
function error(schema: readonly [-3, string, string, ...unknown[]], message: string) {
  return new ServiceError(schema[2], message);
}

export const noKey = (arn: string) => error(NotFoundException$, `Key '${arn}' does not exist`);

export const unsupported = (message: string) => error(UnsupportedOperationException$, message);

export const wrongUsage = (message: string) => error(InvalidKeyUsageException$, message);

export const invalid = (message: string) => new ServiceError('ValidationException', message);
