import type { Channel, ChannelTarget, Notice } from '../core/notification.ts';
import type { Clock } from '../core/ports.ts';
import { subjectOf, textOf } from './notice-text.ts';
import { postWebhook } from './post-webhook.ts';
import { runCommand } from './run-command.ts';

/** What a channel needs from outside. */
export interface SendOptions {
  readonly env: { readonly [name: string]: string | undefined };
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Publishes to a topic of SNS. */
  publish(
    target: ChannelTarget & { readonly kind: 'sns' },
    message: { readonly subject: string; readonly text: string },
    signal: AbortSignal,
  ): Promise<void>;
}

/**
 * Sends a notice by a channel, once.
 * @throws Error with a message for people; `DoNotRetry` where another try would fail as well
 */
export async function send(channel: Channel, notice: Notice, options: SendOptions): Promise<void> {
  const { target } = channel;
  switch (target.kind) {
    case 'webhook':
      return await postWebhook(target, notice, options);
    case 'sns':
      return await options.publish(
        target,
        { subject: subjectOf(notice), text: textOf(notice) },
        options.signal,
      );
    case 'smtp': {
      // Loaded when the first mail is sent.
      const { sendMail } = await import('./send-mail.ts');
      return await sendMail(target, notice, options);
    }
    case 'command':
      return await runCommand(target, notice, options.signal);
  }
}
