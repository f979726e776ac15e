import type * as z from 'zod';
import type { Environment } from '../core/drill.ts';
import { type Complaint, field, list, mapping, wrongType } from './fields.ts';
import { choice, text } from './plain-fields.ts';
import { showValue } from './show-value.ts';

export const account = field<string>(
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
function passwordEnv(whose: string, example: string) {
  return field<string>(
    {
      type: 'string',
      pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
      description: `Name of the environment variable that holds the password of ${whose}.`,
      examples: [example],
    },
    (value, complain) =>
      typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(value)
        ? value
        : complain({
            code: 'VALUE_INVALID',
            message: 'is not the name of an environment variable.',
            hint: `Write the name, e.g. ${example}; the password itself stays out of files.`,
          }),
  );
}

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
    'other-regions': list(
      'Regions beside it in which runs make things, such as the one that production fails over to.',
      region,
      'Leave it out where there is none.',
    ).optional(),
    'endpoint-url': text('Endpoint in the place of that of AWS.', ['http://127.0.0.1:4566'], {
      pattern: /^https?:\/\/[^\s/]+(\/\S*)?$/,
      complaint: 'is not a URL',
      hint: 'Write http://host:port or https://host.',
    }).optional(),
    'source-password-env': passwordEnv(
      "the source database's read-only user",
      'DRILL_SOURCE_PASSWORD',
    ).optional(),
    'admin-password-env': passwordEnv(
      "the database's master user, for a failover that fences writes off",
      'DRILL_ADMIN_PASSWORD',
    ).optional(),
    'sign-with': text(
      'What evidence is signed with: the name of a key in drills/keys, or the ARN of a key in KMS. Default: the only one of drills/keys whose private half is on the machine.',
      [
        'evidence',
        'arn:aws:kms:ap-northeast-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      ],
      {
        pattern:
          /^([a-z][a-z0-9]*(-[a-z0-9]+)*|arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/\S+)$/,
        complaint: 'is neither the name of a key nor the ARN of one in KMS',
        hint: 'drill key list names the keys; an ARN is arn:aws:kms:<region>:<account>:key/<id>.',
      },
    ).optional(),
    resolver: text(
      'DNS resolver that is asked whether traffic has moved. Default: that of this machine.',
      ['10.0.0.2:53'],
      {
        pattern: /^[0-9.]+(:\d+)?$/,
        complaint: 'is not the address of a resolver',
        hint: 'Write an IPv4 address, with a port where it is not 53.',
      },
    ).optional(),
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
    ...(form['other-regions'] !== undefined && { otherRegions: form['other-regions'] }),
    ...(form['endpoint-url'] !== undefined && { endpointUrl: form['endpoint-url'] }),
    ...(form['source-password-env'] !== undefined && {
      sourcePasswordEnv: form['source-password-env'],
    }),
    ...(form['admin-password-env'] !== undefined && {
      adminPasswordEnv: form['admin-password-env'],
    }),
    ...(form['sign-with'] !== undefined && { signWith: form['sign-with'] }),
    ...(form.resolver !== undefined && { dns: { resolver: form.resolver } }),
  };
}
