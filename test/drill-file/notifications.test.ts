import { describe, expect, it } from 'vitest';
import { KunrenError } from '../../src/core/failure.ts';
import { issuesOf } from '../../src/drill-file/format-issues.ts';
import { parseNotifications } from '../../src/drill-file/notifications.ts';

const parse = (text: string) => parseNotifications(text, 'drills/notifications.yaml');

function issues(text: string) {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof KunrenError) {
      return issuesOf(error).map(
        ({ line, path, code, hint = '' }) => `${line} ${path} ${code} ${hint}`,
      );
    }
    throw error;
  }
  throw new Error('It was taken.');
}

describe('the file of notification channels', () => {
  it('says where notices go, and which', () => {
    expect(
      parse(`channels:
  - name: team
    webhook: { url-env: SLACK_WEBHOOK_URL }
  - name: mail
    on: [needs-you, overdue]
    drills: [restore-*]
    smtp: { host: smtp.example.com, from: drill@example.com, to: [ops@example.com], user: drill, password-env: SMTP_PASSWORD }
  - name: local
    command: { run: [notify-send, Kunren], timeout: 5s }
  - name: topic
    sns: { topic: "arn:aws:sns:ap-northeast-1:123456789012:drills" }
`),
    ).toMatchObject([
      { name: 'team', drills: ['*'], target: { kind: 'webhook', urlEnv: 'SLACK_WEBHOOK_URL' } },
      { events: ['needs-you', 'overdue'], target: { kind: 'smtp', port: 587, secure: false } },
      { target: { kind: 'command', argv: ['notify-send', 'Kunren'], timeoutMs: 5000 } },
      { target: { kind: 'sns' } },
    ]);
  });

  it('may be nothing but comments', () => {
    expect(parse('# nobody yet\n')).toEqual([]);
  });

  it.each([
    ['channels:\n  - name: team\n', '2 channels[0] CHANNEL_TARGET'],
    [
      'channels:\n  - name: team\n    webhook: { url-env: A }\n    command: { run: [x] }\n',
      '2 channels[0] CHANNEL_TARGET',
    ],
    [
      'channels:\n  - { name: a, command: { run: [x] } }\n  - { name: a, command: { run: [y] } }\n',
      '3 channels[1].name NAME_TWICE',
    ],
    [
      'channels:\n  - name: a\n    webhook: { url-env: "https://hooks.example.com/T0/B0/x" }\n',
      '3 channels[0].webhook.url-env VALUE_INVALID',
    ],
    [
      'channels:\n  - name: a\n    on: [verdikt]\n    command: { run: [x] }\n',
      '3 channels[0].on[0] VALUE_UNKNOWN',
    ],
    ['channels:\n  - name: a\n    comand: { run: [x] }\n', '3 channels[0].comand KEY_UNKNOWN'],
    ['channels: []\n', '1 channels LIST_EMPTY'],
    ['chanels: []\n', '1 chanels KEY_UNKNOWN'],
  ])('says what is wrong, and where: %j', (text, wanted) => {
    expect(issues(text).join('\n')).toContain(wanted);
  });
});
