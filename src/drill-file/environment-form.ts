import type * as z from 'zod';
import type { Environment } from '../core/drill.ts';
import { type Complaint, field, mapping, wrongType } from './fields.ts';
import { choice, text } from './plain-fields.ts';
import { showValue } from './show-value.ts';

const account = field<string>(
  { type: 'string', pattern: '^\\d{12}$', description: 'Account id: twelve digits, in quotes.' },
  (value, complain) => {
    if (typeof value === 'number') return complain(unquoted(value));
    if (typeof value !== 'string') return complain(wrongType('text: twelve digits', value));
    if (/^\d{12}$/.test(value)) return value;
    return complain({
      code: 'ACCOUNT_INVALID',
      message: `${showValue(value)} is not an account id, which has twelve digits.`,
      hint: 'Copy it from "aws sts get-caller-identity", without hyphens, and quote it.',
    });
  },
);

function unquoted(value: number): Complaint {
  const digits = Number.isSafeInteger(value) && value >= 0 ? String(value).padStart(12, '0') : '';
  return {
    code: 'ACCOUNT_UNQUOTED',
    message: 'is not in quotes: YAML reads it as a number and drops zeros at its start.',
    hint: digits.length === 12 ? `Write "${digits}".` : 'Write the twelve digits in quotes.',
  };
}

const region = text('AWS Region, e.g. ap-northeast-1.', ['ap-northeast-1'], {
  pattern: /^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/,
  complaint: 'is not the name of a Region',
  hint: 'Write e.g. ap-northeast-1, without the letter of an availability zone.',
});

/** An environment variable, and not by mistake what should be in it: the value is never repeated. */
const sourcePasswordEnv = field<string>(
  {
    type: 'string',
    pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
    description:
      "Name of the environment variable that holds the password of the source database's read-only user.",
    examples: ['DRILL_SOURCE_PASSWORD'],
  },
  (value, complain) =>
    typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(value)
      ? value
      : complain({
          code: 'VALUE_INVALID',
          message: 'is not the name of an environment variable.',
          hint: 'Write the name, e.g. DRILL_SOURCE_PASSWORD; the password itself stays out of files.',
        }),
);

/** An environment as it stands in the file. */
export const environmentForm = mapping(
  'Where drills run: a sandbox, or an AWS account and Region.',
  {
    kind: choice('`sandbox`: the cloud that comes with Kunren. `aws`: a real account.', [
      'sandbox',
      'aws',
    ]),
    region,
    account,
    profile: text('Profile of the shared AWS configuration.', ['drill']).optional(),
    'role-arn': text('Role to take on.', ['arn:aws:iam::123456789012:role/drill'], {
      pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/,
      complaint: 'is not the ARN of a role',
      hint: 'Write arn:aws:iam::<account>:role/<name>.',
    }).optional(),
    'external-id': text('External id that the role asks for.').optional(),
    'endpoint-url': text('Endpoint in the place of that of AWS.', ['http://127.0.0.1:4566'], {
      pattern: /^https?:\/\/[^\s/]+(\/\S*)?$/,
      complaint: 'is not a URL',
      hint: 'Write http://host:port or https://host.',
    }).optional(),
    'source-password-env': sourcePasswordEnv.optional(),
  },
);

type EnvironmentForm = z.output<typeof environmentForm>;

export function toEnvironment(name: string, form: EnvironmentForm): Environment {
  const { kind, region, account, profile } = form;
  return {
    name,
    kind,
    region,
    accountId: account,
    ...(profile !== undefined && { profile }),
    ...(form['role-arn'] !== undefined && { roleArn: form['role-arn'] }),
    ...(form['external-id'] !== undefined && { externalId: form['external-id'] }),
    ...(form['endpoint-url'] !== undefined && { endpointUrl: form['endpoint-url'] }),
    ...(form['source-password-env'] !== undefined && {
      sourcePasswordEnv: form['source-password-env'],
    }),
  };
}
