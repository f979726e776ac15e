import type { ChannelTarget, Notice } from '../core/notification.ts';
import { DoNotRetry, demandVariable } from './do-not-retry.ts';
import { textOf } from './notice-text.ts';
import type { SendOptions } from './send.ts';

/** Posts `{"text": …}`. The URL is a secret, so no message repeats it. */
export async function postWebhook(
  { urlEnv }: ChannelTarget & { readonly kind: 'webhook' },
  notice: Notice,
  { env, signal }: Pick<SendOptions, 'env' | 'signal'>,
): Promise<void> {
  const url = demandVariable(env, urlEnv);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new DoNotRetry(`${urlEnv} holds no http(s) URL`);
  }
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: escaped(textOf(notice)) }),
    redirect: 'error',
    signal,
  }).catch((error: unknown) => {
    // What fetch says may hold the URL; its cause does not.
    const cause = error instanceof Error ? error.cause : undefined;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
    throw new Error(`the webhook of ${urlEnv} cannot be reached (${code})`);
  });
  await response.body?.cancel();
  if (response.ok) return;
  const message = `the webhook of ${urlEnv} answers ${response.status}`;
  const isLasting = response.status < 500 && response.status !== 429 && response.status !== 408;
  throw isLasting ? new DoNotRetry(message) : new Error(message);
}

/** In Slack's format these three begin links and mentions, such as `<!channel>`. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
