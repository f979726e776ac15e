import { ROLES, type Role } from '../core/people.ts';
import { list, mapping } from './fields.ts';
import { choice, flag, text } from './plain-fields.ts';

const ROLE_NAMES = Object.keys(ROLES) as [Role, ...Role[]];

const participantForm = mapping('Somebody who takes part.', {
  name: text('What people call them; stands in the report.', ['On-call engineer']),
  roles: list(
    'What they are in this drill.',
    choice('A role.', ROLE_NAMES),
    'Without a role nobody is asked anything.',
  ),
  identities: list(
    'How they are known: OS users, or ARNs of AWS callers in which * stands for any text.',
    text('An OS user or an ARN.', ['arn:aws:sts::123456789012:assumed-role/operations/*']),
    'Without an identity nobody can be told from anybody else.',
  ),
  email: text('Where invitations to rehearsals go.', ['oncall@shop.example'], {
    pattern: /^[^\s@<>"',;:\\]+@[^\s@<>"',;:\\]+$/,
    complaint: 'is not an e-mail address',
    hint: 'Write one address: name@domain.',
  }).optional(),
});

/** Who takes part in a drill. */
export const peopleForm = mapping(
  'Who takes part. Anybody may act in a role that nobody is declared for.',
  {
    'second-person': flag(
      'Whoever has started the run may not approve anything in it. Default: false.',
    ).optional(),
    participants: list(
      'Everybody who has a role.',
      participantForm,
      'Leave it out where anybody may do anything.',
    ).optional(),
  },
);
