import { ServiceError } from './service-error.ts';

/** Who asks, and which service in which Region is meant: `AKID/20261124/ap-northeast-1/rds/aws4_request`. */
export interface CredentialScope {
  readonly accessKey: string;
  readonly region: string;
  readonly service: string;
}

/**
 * Reads the scope of a Signature Version 4 header. The signature itself is not checked.
 * @throws ServiceError `MissingAuthenticationToken`, `IncompleteSignature`.
 */
export function credentialScope(authorization: string | undefined): CredentialScope {
  if (!authorization) {
    const message = 'Request is missing Authentication Token';
    throw new ServiceError('MissingAuthenticationToken', message, { status: 403 });
  }
  const [, accessKey, region, service] =
    /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/.exec(authorization) ?? [];
  if (!accessKey || !region || !service) {
    const message = "Authorization header requires 'Credential' parameter.";
    throw new ServiceError('IncompleteSignature', message, { status: 403 });
  }
  return { accessKey, region, service };
}
