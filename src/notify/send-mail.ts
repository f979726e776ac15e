import { createTransport } from 'nodemailer';
import type { ChannelTarget, Notice } from '../core/notification.ts';
import { DoNotRetry, demandVariable } from './do-not-retry.ts';
import { subjectOf, textOf } from './notice-text.ts';
import type { SendOptions } from './send.ts';

const PATIENCE_MS = 10_000;

/** Sends a notice as a plain mail. */
export async function sendMail(
  target: ChannelTarget & { readonly kind: 'smtp' },
  notice: Notice,
  { env }: Pick<SendOptions, 'env'>,
): Promise<void> {
  const { host, port, secure, user, passwordEnv, from, to } = target;
  const pass = passwordEnv === undefined ? undefined : demandVariable(env, passwordEnv);
  const transport = createTransport({
    host,
    port,
    secure,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    ...(user !== undefined && pass !== undefined && { auth: { user, pass } }),
    // A password goes over a connection that nobody reads.
    ...(pass !== undefined && !secure && { requireTLS: true }),
  });
  try {
    await transport.sendMail({
      from,
      to: [...to],
      subject: subjectOf(notice),
      text: textOf(notice),
    });
  } catch (error) {
    const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
    const message = `${host}:${port} does not take the mail: ${reasonOf(error)}`;
    throw code >= 500 ? new DoNotRetry(message) : new Error(message);
  } finally {
    transport.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
