import {
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListSigningCertificatesCommand,
} from '@aws-sdk/client-iam';
import type { scriptedAccounts } from './activity-account.ts';
import { awsError } from './activity-posture.ts';

type Iam = ReturnType<typeof scriptedAccounts>['iam'];

/** A root user that could neither sign in nor call. */
export function hasNoRootCredentials(iam: Iam): void {
  hasLoginProfile(iam, undefined);
  iam
    .on(ListAccessKeysCommand)
    .resolves({ AccessKeyMetadata: [] })
    .on(ListSigningCertificatesCommand)
    .resolves({ Certificates: [] })
    .on(ListMFADevicesCommand)
    .resolves({ MFADevices: [] });
}

/** A root user with one or two of everything; its keys come in two pages. */
export function hasRootCredentials(iam: Iam): void {
  hasLoginProfile(iam, '2026-11-24T01:00:00.000Z');
  iam
    .on(ListAccessKeysCommand)
    .resolves({
      AccessKeyMetadata: [{ AccessKeyId: 'AKIA1' }],
      IsTruncated: true,
      Marker: 'more',
    })
    .on(ListAccessKeysCommand, { Marker: 'more' })
    .resolves({ AccessKeyMetadata: [{ AccessKeyId: 'AKIA2' }] })
    .on(ListSigningCertificatesCommand)
    .resolves({
      Certificates: [
        { UserName: 'root', CertificateId: 'CERT1', CertificateBody: '', Status: 'Active' },
      ],
    })
    .on(ListMFADevicesCommand)
    .resolves({
      MFADevices: [{ UserName: 'root', SerialNumber: 'arn:mfa', EnableDate: new Date(0) }],
    });
}

/** @param createdAt - absent: there is none */
export function hasLoginProfile(iam: Iam, createdAt: string | undefined): void {
  const asked = iam.on(GetLoginProfileCommand);
  if (createdAt === undefined) asked.rejects(awsError('NoSuchEntityException', 404));
  else {
    asked.resolves(loginProfile(createdAt));
  }
}

export function loginProfile(createdAt: string) {
  return {
    LoginProfile: { UserName: 'root', CreateDate: new Date(createdAt) },
    $metadata: { requestId: 'req-profile' },
  };
}
