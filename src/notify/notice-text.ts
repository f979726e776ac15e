import type { Notice } from '../core/notification.ts';

/** All of a notice, for a chat or a mail. */
export function textOf({ title, lines }: Notice): string {
  return [title, ...lines].map(printable).join('\n');
}

/** One line; SNS and old mail programs take 100 characters at most. */
export function subjectOf({ title }: Notice): string {
  const line = printable(title);
  return line.length <= 100 ? line : `${line.slice(0, 99)}…`;
}

/** Control characters could forge a second line, or a header. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim();
}
