import { restJsonProtocol } from '../wire/rest-json-protocol.ts';
import { bindService, type Service } from '../wire/service.ts';
import type { AccountContext } from './account-context.ts';
import { invalid } from './account-error.ts';
import {
  deleteAlternateContact,
  getAlternateContact,
  putAlternateContact,
} from './operations/alternate-contacts.ts';
import { getContactInformation, putContactInformation } from './operations/contact-information.ts';
import {
  acceptPrimaryEmailUpdate,
  getPrimaryEmail,
  getPrimaryEmailUpdateStatus,
  startPrimaryEmailUpdate,
} from './operations/primary-email.ts';

/** AWS Account Management on the wire. */
export function accountService(context: AccountContext): Service {
  const service = {
    name: 'account',
    everyAccount: true,
    deniedCode: 'AccessDeniedException',
    protocol: restJsonProtocol(),
    missing: (path: string) => invalid(`${path} is required.`),
  };
  const operations = [
    getAlternateContact,
    putAlternateContact,
    deleteAlternateContact,
    getContactInformation,
    putContactInformation,
    getPrimaryEmail,
    getPrimaryEmailUpdateStatus,
    startPrimaryEmailUpdate,
    acceptPrimaryEmailUpdate,
  ];
  return bindService(service, operations, context);
}
