import type { Ms } from './ports.ts';

/** What people are told of. */
export const NOTICE_EVENTS = ['starting', 'needs-you', 'at-risk', 'verdict', 'overdue'] as const;

export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** Something that people should know, in plain text. */
export interface Notice {
  readonly event: NoticeEvent;
  readonly drill: string;
  /** Absent where no run is meant. */
  readonly run?: string;
  /** One line. */
  readonly title: string;
  /** More of it, the command to type last. */
  readonly lines: readonly string[];
}

/** Where notices go, and which. */
export interface Channel {
  readonly name: string;
  readonly target: ChannelTarget;
  /** @default all */
  readonly events: readonly NoticeEvent[];
  /** Names of drills, in which `*` stands for any text. @default all */
  readonly drills: readonly string[];
}

export type ChannelTarget =
  /** A URL that takes `{"text": …}`, as Slack, Mattermost, Chatwork bridges and Teams workflows do. */
  | {
      readonly kind: 'webhook';
      /** Name of the environment variable that holds it: whoever has the URL can write there. */
      readonly urlEnv: string;
    }
  | { readonly kind: 'sns'; readonly topicArn: string; readonly profile?: string }
  | {
      readonly kind: 'smtp';
      readonly host: string;
      readonly port: number;
      /** TLS from the first byte on; else STARTTLS where the server offers it. */
      readonly secure: boolean;
      readonly user?: string;
      /** Name of the environment variable that holds the password. */
      readonly passwordEnv?: string;
      readonly from: string;
      readonly to: readonly string[];
    }
  /** A program that gets the notice as JSON on its standard input. No shell reads its arguments. */
  | { readonly kind: 'command'; readonly argv: readonly string[]; readonly timeoutMs: Ms };

/** Whether a channel is for a notice. */
export function takesNotice({ events, drills }: Channel, { event, drill }: Notice): boolean {
  return events.includes(event) && drills.some((pattern) => isLike(drill, pattern));
}

function isLike(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
