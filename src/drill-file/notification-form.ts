import type * as z from 'zod';
import { type Channel, type ChannelTarget, NOTICE_EVENTS } from '../core/notification.ts';
import { list, mapping } from './fields.ts';
import { choice, flag, slug, text, wholeNumber } from './plain-fields.ts';
import { duration } from './time-fields.ts';

/** What says where a channel leads; exactly one of them. */
export const TARGET_KEYS = ['webhook', 'sns', 'smtp', 'command'] as const;

const DEFAULT_PORT = 587;
const DEFAULT_COMMAND_MS = 30_000;

function variable(of: string, example: string) {
  return text(`Name of the environment variable that holds ${of}.`, [example], {
    pattern: /^[A-Z_][A-Z0-9_]*$/,
    complaint: 'is not the name of an environment variable',
    hint: `Write the name, e.g. ${example}; the secret itself stays out of files.`,
  });
}

const address = (description: string) =>
  text(description, ['platform@example.com'], {
    pattern: /^[^\s<>@]+@[^\s<>@]+$/,
    complaint: 'is not an e-mail address',
    hint: 'Write e.g. platform@example.com.',
  });

const channelForm = mapping(
  `Where notices go. Exactly one of ${TARGET_KEYS.join(', ')} says how.`,
  {
    name: slug('Name of the channel in messages; unique in the file.', ['team']),
    on: list(
      'Which notices. Default: all.',
      choice('What is told.', NOTICE_EVENTS),
      'Leave it out for all.',
    ).optional(),
    drills: list(
      'Which drills, by name; * stands for any text. Default: all.',
      text('Name of a drill, or a beginning with *.', ['restore-*']),
      'Leave it out for all.',
    ).optional(),
    webhook: mapping('A URL that takes {"text": …}, as Slack does.', {
      'url-env': variable('the URL', 'SLACK_WEBHOOK_URL'),
    }).optional(),
    sns: mapping('A topic of Amazon SNS.', {
      topic: text('ARN of the topic.', ['arn:aws:sns:ap-northeast-1:123456789012:drills'], {
        pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+(\.fifo)?$/,
        complaint: 'is not the ARN of a topic',
        hint: 'Write arn:aws:sns:<region>:<account>:<name>.',
      }),
      profile: text('Profile of the shared AWS configuration.', ['drill']).optional(),
    }).optional(),
    smtp: mapping('A mail server.', {
      host: text('Its name.', ['smtp.example.com']),
      port: wholeNumber(`Its port. Default: ${DEFAULT_PORT}.`, { min: 1, max: 65_535 }).optional(),
      secure: flag('TLS from the first byte on (port 465). Default: false, STARTTLS.').optional(),
      user: text('Who signs in.').optional(),
      'password-env': variable('the password', 'SMTP_PASSWORD').optional(),
      from: address('Sender.'),
      to: list('Receivers.', address('A receiver.'), 'A mail needs one.'),
    }).optional(),
    command: mapping('A program that gets the notice as JSON on its standard input.', {
      run: list(
        'The program and its arguments; no shell reads them.',
        text('Program or argument.'),
        'Name the program.',
      ),
      timeout: duration('Then it is killed. Default: 30s.', ['30s']).optional(),
    }).optional(),
  },
);

/** `drills/notifications.yaml`, as it stands in the file. */
export const notificationsForm = mapping('Who is told what of drills.', {
  channels: list('Where notices go.', channelForm, 'Without a channel nobody is told.'),
});

type ChannelForm = z.output<typeof channelForm>;

export function toChannel(form: ChannelForm): Channel {
  return {
    name: form.name,
    events: form.on ?? NOTICE_EVENTS,
    drills: form.drills ?? ['*'],
    target: toTarget(form),
  };
}

function toTarget({ webhook, sns, smtp, command }: ChannelForm): ChannelTarget {
  if (webhook) return { kind: 'webhook', urlEnv: webhook['url-env'] };
  if (sns) {
    const { topic: topicArn, profile } = sns;
    return { kind: 'sns', topicArn, ...(profile !== undefined && { profile }) };
  }
  if (smtp) {
    const { host, port = DEFAULT_PORT, secure = false, user, from, to } = smtp;
    return {
      kind: 'smtp',
      host,
      port,
      secure,
      from,
      to,
      ...(user !== undefined && { user }),
      ...(smtp['password-env'] !== undefined && { passwordEnv: smtp['password-env'] }),
    };
  }
  const { run = [], timeout = DEFAULT_COMMAND_MS } = command ?? {};
  return { kind: 'command', argv: run, timeoutMs: timeout };
}
