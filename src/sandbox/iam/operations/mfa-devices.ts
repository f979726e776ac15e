import {
  DeactivateMFADevice$,
  type DeactivateMFADeviceRequest,
  ListMFADevices$,
  type ListMFADevicesRequest,
  type ListMFADevicesResponse,
  ListVirtualMFADevices$,
  type ListVirtualMFADevicesRequest,
  type ListVirtualMFADevicesResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../wire/service.ts';
import type { IamContext } from '../iam-context.ts';
import { noSuchEntity } from '../iam-error.ts';
import { pageOf } from '../page.ts';
import { principalOf, principalsOf } from '../principal.ts';
import { userView } from '../user-view.ts';

export const listMfaDevices = operation<ListMFADevicesRequest, ListMFADevicesResponse, IamContext>({
  schema: ListMFADevices$,
  mutating: false,
  handle: (input, context, { caller }) => {
    const { name, credentials } = principalOf(context, caller, input.UserName);
    const { items, ...rest } = pageOf(credentials.mfaDevices, input);
    const MFADevices = items.map(({ serial, enabledAt }) => ({
      UserName: name,
      SerialNumber: serial,
      EnableDate: new Date(enabledAt),
    }));
    return { MFADevices, ...rest };
  },
});

/** A device that is deactivated is gone: the sandbox keeps none that belong to nobody. */
export const deactivateMfaDevice = operation<DeactivateMFADeviceRequest, object, IamContext>({
  schema: DeactivateMFADevice$,
  mutating: true,
  handle: ({ UserName, SerialNumber = '' }, context, call) => {
    const { mfaDevices } = principalOf(context, call.caller, UserName).credentials;
    const at = mfaDevices.findIndex(({ serial }) => serial === SerialNumber);
    if (at < 0) {
      throw noSuchEntity(`MFA Device with serial number ${SerialNumber} does not exist.`);
    }
    mfaDevices.splice(at, 1);
    call.effect(SerialNumber, []);
    return {};
  },
});

export const listVirtualMfaDevices = operation<
  ListVirtualMFADevicesRequest,
  ListVirtualMFADevicesResponse,
  IamContext
>({
  schema: ListVirtualMFADevices$,
  mutating: false,
  handle: (input, context, { caller }) => {
    const all = principalsOf(context, caller.account).flatMap((principal) =>
      principal.credentials.mfaDevices.map(({ serial, enabledAt }) => ({
        SerialNumber: serial,
        EnableDate: new Date(enabledAt),
        User: userView(principal),
      })),
    );
    const { items, ...rest } = pageOf(input.AssignmentStatus === 'Unassigned' ? [] : all, input);
    return { VirtualMFADevices: [...items], ...rest };
  },
});
