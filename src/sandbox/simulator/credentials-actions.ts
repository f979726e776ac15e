import { beginMfaRegistration, finishMfaRegistration } from '../root/mfa-registration.ts';
import {
  changePassword,
  deactivateMfaDevice,
  deleteRootAccessKey,
  deleteRootCertificate,
} from '../root/own-credentials.ts';
import { confirmEmailChange, requestEmailChange } from '../root/own-email.ts';
import { type Action, field, type SimulatorRequest, secretField } from './simulator-request.ts';

/** What the root user that is signed in does to its own credentials, by the name of the form. */
export const CREDENTIALS_ACTIONS: { readonly [name: string]: Action } = {
  'mfa-begin': onCredentials(undefined, (request) => {
    beginMfaRegistration(request.root, request.signIn, field(request, 'name'));
  }),
  'mfa-finish': onCredentials('The device is registered.', (request) => {
    const codes = [field(request, 'first'), field(request, 'second')] as const;
    finishMfaRegistration(request.root, request.signIn, ...codes);
  }),
  'mfa-deactivate': onCredentials('The device is deactivated.', (request) => {
    deactivateMfaDevice(request.root, request.signIn, field(request, 'serial'));
  }),
  'key-delete': onCredentials('The access key is deleted.', (request) => {
    deleteRootAccessKey(request.root, request.signIn, field(request, 'id'));
  }),
  'certificate-delete': onCredentials('The signing certificate is deleted.', (request) => {
    deleteRootCertificate(request.root, request.signIn, field(request, 'id'));
  }),
  password: onCredentials('The password is changed.', (request) => {
    const [current, wanted] = [secretField(request, 'current'), secretField(request, 'wanted')];
    changePassword(request.root, request.signIn, current, wanted);
  }),
  email: onCredentials('A code is on its way to the new address.', (request) => {
    requestEmailChange(request.root, request.signIn, field(request, 'email'));
  }),
  'email-code': onCredentials('The address is changed.', (request) => {
    const [email, otp] = [field(request, 'email'), field(request, 'otp')];
    confirmEmailChange(request.root, request.signIn, email, otp);
  }),
};

/** @param done what is told when it is done; by default the page shows it */
function onCredentials(
  done: string | undefined,
  change: (request: SimulatorRequest) => void,
): Action {
  return {
    page: 'credentials',
    ...(done !== undefined && { done }),
    act: (request) => {
      change(request);
      return { to: 'credentials' };
    },
  };
}
