import {
  DeleteSigningCertificate$,
  type DeleteSigningCertificateRequest,
  ListSigningCertificates$,
  type ListSigningCertificatesRequest,
  type ListSigningCertificatesResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../wire/service.ts';
import type { IamContext } from '../iam-context.ts';
import { noSuchEntity } from '../iam-error.ts';
import { pageOf } from '../page.ts';
import { principalOf } from '../principal.ts';

export const listSigningCertificates = operation<
  ListSigningCertificatesRequest,
  ListSigningCertificatesResponse,
  IamContext
>({
  schema: ListSigningCertificates$,
  mutating: false,
  handle: (input, context, { caller }) => {
    const { name, credentials } = principalOf(context, caller, input.UserName);
    const { items, ...rest } = pageOf(credentials.signingCertificates, input);
    const Certificates = items.map(({ id, body, uploadedAt }) => ({
      UserName: name,
      CertificateId: id,
      CertificateBody: body,
      Status: 'Active' as const,
      UploadDate: new Date(uploadedAt),
    }));
    return { Certificates, ...rest };
  },
});

export const deleteSigningCertificate = operation<
  DeleteSigningCertificateRequest,
  object,
  IamContext
>({
  schema: DeleteSigningCertificate$,
  mutating: true,
  handle: ({ UserName, CertificateId }, context, call) => {
    const { credentials, arn } = principalOf(context, call.caller, UserName);
    const { signingCertificates } = credentials;
    const at = signingCertificates.findIndex(({ id }) => id === CertificateId);
    if (at < 0) throw noSuchEntity(`The Certificate with id ${CertificateId} cannot be found.`);
    signingCertificates.splice(at, 1);
    call.effect(arn, []);
    return {};
  },
});
