import { ask } from '../root-recovery/ask.ts';
import { base } from '../root-recovery/base.ts';
import { type Context, signInOf, tellAccount } from '../root-recovery/context.ts';
import { look } from './look.ts';

const KEYS: { readonly [finding: string]: string } = {
  'root-access-keys': 'access keys',
  'root-certificates': 'signing certificates',
};

/** Signed in: shuts the stranger out, first of all. Leads to `#around`. */
export const cleaning = base.createStateConfig({
  id: 'cleaning',
  initial: 'choosing',
  states: {
    choosing: {
      always: [
        // One that was set by mail a moment ago is nobody else's.
        {
          guard: ({ context }) => context.traces.includes('PasswordRecoveryCompleted'),
          target: 'devices',
        },
        { target: 'password' },
      ],
    },
    password: ask({
      id: 'change-password',
      title: 'Change the password',
      titles: { ja: 'パスワードの変更' },
      traces: ['PasswordUpdated'],
      ask: (context) => ({
        action: `Change the password of the root user of ${tellAccount(context)}, and put the new one into the vault. Never type it here.`,
        role: 'operator',
        link: signInOf(context),
        next: 'Then the stranger’s MFA devices go.',
        answer: {
          kind: 'reference',
          of: 'where the password is kept',
          example: 'vault item aws-root',
        },
        maySkip: false,
        minutes: 3,
      }),
      ways: [{ target: 'devices' }],
    }),
    devices: ask({
      id: 'remove-devices',
      title: 'Remove the MFA devices of others',
      titles: { ja: '第三者のMFAデバイスの削除' },
      ask: () => ({
        action:
          'Under Security credentials, remove every MFA device that nobody of the team has in hand.',
        role: 'mfa-device-holder',
        next: 'Then a new one is registered.',
        answer: {
          kind: 'text',
          of: 'the names of the removed devices, or none',
          example: 'backup-authenticator',
        },
        maySkip: false,
        minutes: 3,
      }),
      ways: [{ target: 'device' }],
    }),
    device: ask({
      id: 'register-device',
      title: 'Register a new MFA device',
      titles: { ja: '新しいMFAデバイスの登録' },
      traces: ['EnableMFADevice'],
      ask: ({ failing }) => ({
        action: `Under Security credentials, assign a new MFA device.${failing.includes('root-mfa') ? ' AWS shows none yet.' : ''}`,
        role: 'mfa-device-holder',
        next: 'The run looks for it. Then the access keys go.',
        answer: {
          kind: 'text',
          of: 'the name of the new device',
          example: 'root-key-office-safe',
        },
        maySkip: false,
        minutes: 5,
      }),
      ways: [{ target: 'deviceLook' }],
    }),
    deviceLook: look({
      id: 'check-mfa',
      title: 'Look whether the root user has MFA',
      titles: { ja: 'ルートユーザーのMFAの確認' },
      parts: ['root-credentials'],
      findings: ['root-mfa'],
      again: 'device',
      next: 'keys',
    }),
    keys: ask({
      id: 'delete-keys',
      title: 'Delete access keys and signing certificates',
      titles: { ja: 'アクセスキーと署名証明書の削除' },
      ask: (context) => ({
        action: `Under Security credentials, delete every access key and every signing certificate of the root user.${tellKeys(context)}`,
        role: 'operator',
        next: 'The run looks that none is left. The ids lead to what was done with them.',
        answer: {
          kind: 'text',
          of: 'the ids of what you have deleted, with commas, or none',
          example: 'AKIAIOSFODNN7EXAMPLE, TA7SMP42TDN5Z26OBPJE7EXAMPLE',
        },
        maySkip: false,
        minutes: 3,
      }),
      ways: [{ target: 'keysLook' }],
    }),
    keysLook: look({
      id: 'check-keys',
      title: 'Look that no key and no certificate is left (T4)',
      titles: { ja: 'キーと証明書が残っていないことの確認（T4）' },
      parts: ['root-credentials'],
      findings: Object.keys(KEYS),
      again: 'keys',
      next: '#around',
      marks: ['T4'],
    }),
  },
});

function tellKeys({ failing }: Context): string {
  const left = failing.flatMap((id) => KEYS[id] ?? []);
  return left.length > 0 ? ` AWS still shows ${left.join(' and ')}.` : '';
}
