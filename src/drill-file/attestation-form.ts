import * as z from 'zod';
import type { Attestation, BackupExclusion } from '../core/attestation.ts';
import { date as day } from './calendar-fields.ts';
import { account } from './environment-form.ts';
import { field, list, mapping, wrongType } from './fields.ts';
import { text } from './plain-fields.ts';

const met = field<Attestation['met']>(
  {
    enum: [true, false, 'not-applicable'],
    description: 'Whether it is met: true, false, or not-applicable with the reason for it.',
  },
  (value, complain) => {
    if (typeof value === 'boolean' || value === 'not-applicable') return value;
    const hint = 'Write true, false or not-applicable.';
    return complain({ ...wrongType('true, false or not-applicable', value), hint });
  },
);

const edition = field<string>(
  { type: ['string', 'number'], description: 'Edition of the checklist that the ids are of.' },
  // 2024 is a number to YAML.
  (value, complain) =>
    typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : complain(wrongType('text: the id of an edition', value)),
);

const WHO = {
  owner: text('Who stands for it: a person or a role that can be asked.', ['Security lead']),
  date: day('When they said so. Not in the future.'),
};

const reviewBy = day(
  'The last day on which it counts. Default: a year after the date, or a quarter where the requirement is quarterly.',
).optional();

/** What somebody says of one requirement, as it stands in the file. */
export const attestationForm = mapping('What somebody says of this requirement.', {
  met,
  ...WHO,
  reason: text('Why it is met, is not, or does not apply; a reviewer reads it.'),
  evidence: text(
    'What a reviewer can look at: a link, or a file of the project. Needed where it is met.',
    ['https://wiki.example.com/identity', 'evidence/password-policy.png'],
  ).optional(),
  response: text(
    'What goes into the column Partner Response of the self-assessment. Default: the reason.',
  ).optional(),
  'review-by': reviewBy,
});

const exclusionForm = mapping('The decision not to back something up.', {
  what: text('What is not backed up: the identifier of a DB instance, or words.', [
    'orders-scratch',
  ]),
  ...WHO,
  reason: text('Why not.'),
  'review-by': reviewBy,
});

/** Everything in the file but what is said of single requirements, which is read one by one. */
export const attestationsForm = mapping('What a team vouches for in a review.', {
  edition: edition.optional(),
  accounts: list(
    'The production accounts that the review is about. Default: those of the AWS environments.',
    account,
    'Leave it out where they are those of the environments.',
  ).optional(),
  requirements: z
    .unknown()
    .meta({ type: 'object', description: 'By the id of the requirement.' })
    .optional(),
  'backup-exclusions': list(
    'Data that is not backed up on purpose.',
    exclusionForm,
    'Leave it out where everything is backed up.',
  ).optional(),
});

export function toAttestation(
  requirement: string,
  form: z.output<typeof attestationForm>,
): Attestation {
  const { met, owner, date, reason, evidence, response } = form;
  return {
    requirement,
    met,
    owner,
    date,
    reason,
    ...(evidence !== undefined && { evidence }),
    ...(response !== undefined && { response }),
    ...(form['review-by'] !== undefined && { reviewBy: form['review-by'] }),
  };
}

export function toExclusion(form: z.output<typeof exclusionForm>): BackupExclusion {
  const { what, owner, date, reason } = form;
  return {
    what,
    owner,
    date,
    reason,
    ...(form['review-by'] !== undefined && { reviewBy: form['review-by'] }),
  };
}
