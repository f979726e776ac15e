import type { Clock } from '../../core/ports.ts';
import { readNotifications } from '../../drill-file/notifications.ts';
import type { Redactor } from '../../journal/redact.ts';
import { Notifier } from '../../notify/notifier.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';

/**
 * Who is told of drills, by `drills/notifications.yaml`.
 * @throws KunrenError `NOTIFICATIONS_UNREADABLE` or `NOTIFICATIONS_INVALID`.
 */
export function openNotifier(
  io: Io,
  { notifications }: Project,
  { clock, redact }: { readonly clock: Clock; readonly redact: Redactor['redact'] },
): Notifier {
  const endpointUrl = io.env['AWS_ENDPOINT_URL_SNS'];
  return new Notifier({
    channels: readNotifications(notifications),
    env: io.env,
    clock,
    publish: async (target, message, signal) => {
      const { publishToTopic } = await import('../../activities/sns/publish.ts');
      await publishToTopic(target, message, {
        signal,
        ...(endpointUrl !== undefined && { endpointUrl }),
      });
    },
    redact: (text) => String(redact(text)),
    onFailure: (line) => io.err(`drill: ${line}`),
  });
}
