import type { Channel } from '../core/notification.ts';
import { explainIssues } from './explain-issues.ts';
import { invalidFile, placeProblems } from './invalid-file.ts';
import { type Problem, withoutConsequences } from './issue.ts';
import { notificationsForm, TARGET_KEYS, toChannel } from './notification-form.ts';
import { type FileKind, readText } from './read-text.ts';
import { asMapping } from './show-value.ts';
import { judgeYaml } from './yaml-problems.ts';
import { openYaml } from './yaml-source.ts';

const NOTIFICATIONS: FileKind = {
  noun: 'list of notification channels',
  unreadable: 'NOTIFICATIONS_UNREADABLE',
  invalid: 'NOTIFICATIONS_INVALID',
};

/**
 * Reads who is told of drills; without a file that is nobody.
 * @throws KunrenError `NOTIFICATIONS_UNREADABLE` or `NOTIFICATIONS_INVALID`.
 */
export function readNotifications(file: string): readonly Channel[] {
  const text = readText(file, NOTIFICATIONS);
  return text === undefined ? [] : parseNotifications(text, file);
}

/** @throws KunrenError `NOTIFICATIONS_INVALID`; `issuesOf(error)` gives all that is wrong. */
export function parseNotifications(text: string, file: string): readonly Channel[] {
  const source = openYaml(text, file);
  const yaml = judgeYaml(source);
  // A file of nothing but comments tells nobody, which is allowed.
  if (yaml.problems.length > 0 && yaml.problems.every(({ code }) => code === 'FILE_EMPTY'))
    return [];
  const raw: unknown = yaml.readable ? source.document.toJS() : {};
  const form = notificationsForm.safeParse(raw);
  const problems = withoutConsequences([
    ...yaml.problems,
    ...(yaml.readable && !form.success ? explainIssues(form.error.issues, raw) : []),
    ...judgeTogether(raw),
  ]);
  if (problems.length > 0 || !form.success) {
    throw invalidFile(NOTIFICATIONS, file, placeProblems(source, problems));
  }
  return form.data.channels.map(toChannel);
}

function judgeTogether(raw: unknown): Problem[] {
  const channels = asMapping(raw)?.['channels'];
  if (!Array.isArray(channels)) return [];
  const names = channels.map((one) => asMapping(one)?.['name']);
  return channels.flatMap((one, index): Problem[] => {
    const channel = asMapping(one);
    if (!channel) return [];
    const targets = TARGET_KEYS.filter((key) => key in channel);
    const name = names[index];
    return [
      ...(targets.length === 1
        ? []
        : [
            {
              path: ['channels', index],
              code: 'CHANNEL_TARGET',
              message:
                targets.length === 0
                  ? 'does not say where it leads.'
                  : `leads to several places: ${targets.join(', ')}.`,
              hint: `Write exactly one of ${TARGET_KEYS.join(', ')}.`,
            },
          ]),
      ...(name !== undefined && names.indexOf(name) < index
        ? [
            {
              path: ['channels', index, 'name'],
              code: 'NAME_TWICE',
              message: `"${String(name)}" is the name of a channel above.`,
            },
          ]
        : []),
    ];
  });
}
