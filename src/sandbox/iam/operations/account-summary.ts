import { GetAccountSummary$, type GetAccountSummaryResponse } from '@aws-sdk/client-iam';
import { operation } from '../../wire/service.ts';
import type { IamContext } from '../iam-context.ts';
import { principalsOf } from '../principal.ts';

/** Always as things are now, unlike the credential report. */
export const getAccountSummary = operation<object, GetAccountSummaryResponse, IamContext>({
  schema: GetAccountSummary$,
  mutating: false,
  handle: (_, context, { caller }) => {
    const principals = principalsOf(context, caller.account);
    const [root, ...users] = principals;
    const own = root?.credentials;
    const devices = principals.reduce((sum, each) => sum + each.credentials.mfaDevices.length, 0);
    return {
      SummaryMap: {
        Users: users.length,
        UsersQuota: 5000,
        AccessKeysPerUserQuota: 2,
        SigningCertificatesPerUserQuota: 2,
        MFADevices: devices,
        MFADevicesInUse: devices,
        AccountMFAEnabled: flag(own && own.mfaDevices.length > 0),
        AccountAccessKeysPresent: flag(own && own.accessKeys.length > 0),
        AccountPasswordPresent: flag(own?.login !== undefined),
        AccountSigningCertificatesPresent: flag(own && own.signingCertificates.length > 0),
      },
    };
  },
});

function flag(value: boolean | undefined): number {
  return value ? 1 : 0;
}
