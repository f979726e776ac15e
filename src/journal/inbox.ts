import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KunrenError } from '../core/failure.ts';
import type { Person } from '../core/person.ts';
import type { Clock, Instant, Ms } from '../core/ports.ts';
import type { OperatorCommand } from '../core/record.ts';
import { folderChanges, type WatchOptions } from './folder-changes.ts';
import { missingJournal, systemErrorCode, unwritableInbox } from './journal-errors.ts';
import { isOperatorCommand, isPerson } from './posted-command.ts';
import { JOURNAL_FILE } from './read-journal.ts';

const INBOX_FOLDER = 'inbox';
const COMMAND_END = '.json';
const REPLY_END = '.reply.json';
/** Of what may hold a secret. */
const OWNER_ONLY = 0o600;

/** A command of another process, as it lies in the inbox. */
export interface PostedCommand {
  readonly command: OperatorCommand;
  /** Who asks. */
  readonly by: string;
  /** What more is known of them. It is as good as the rights on the run's folder. */
  readonly who?: Person;
  readonly at: Instant;
  /** What is in the command's file, in base64. */
  readonly content?: string;
  /** When nobody waits for the reply any more; a command found later is not carried out. */
  readonly expires: Instant;
}

export interface CommandReply {
  readonly accepted: boolean;
  /** Why not. */
  readonly reason?: string;
}

export interface PostOptions {
  readonly clock: Clock;
  /** Unique in this inbox; letters, digits, `-` and `_`, at most 64. */
  readonly id: string;
  /** How long to wait for the reply. */
  readonly timeoutMs: Ms;
  /** Of the command's file. */
  readonly content?: Buffer | undefined;
  /** See `WatchOptions`. @default 250 */
  readonly pollMs?: Ms;
}

/**
 * Puts a command into a run's inbox and waits for the reply of the process that drives the run.
 * @returns `undefined` when no reply came in time; nobody will carry the command out later
 * @throws KunrenError `COMMAND_ID_INVALID`, `JOURNAL_MISSING` when there is no such run, or `INBOX_UNWRITABLE`.
 */
export async function postCommand(
  folder: string,
  command: OperatorCommand,
  by: string | Person,
  options: PostOptions,
): Promise<CommandReply | undefined> {
  const { clock, id, timeoutMs, content, pollMs = 250 } = options;
  refuseInvalidId(id);
  const inbox = await makeInbox(folder);
  const now = clock.now();
  const posted: PostedCommand = {
    command,
    ...(typeof by === 'string' ? { by } : { by: by.name, who: by }),
    ...(content && { content: content.toString('base64') }),
    at: new Date(now).toISOString(),
    expires: new Date(now + timeoutMs).toISOString(),
  };
  const holdsSecret = command.type === 'answer' && command.secret !== undefined;
  const path = join(inbox, `${id}${COMMAND_END}`);
  await writeWhole(inbox, `${id}${COMMAND_END}`, posted, holdsSecret ? OWNER_ONLY : undefined);

  const replyPath = join(inbox, `${id}${REPLY_END}`);
  const timeUp = new AbortController();
  const done = new AbortController();
  const timer = clock.sleep(timeoutMs, done.signal).then(
    () => timeUp.abort(),
    () => undefined,
  );
  try {
    for await (const _ of folderChanges(inbox, { clock, signal: timeUp.signal, pollMs })) {
      const text = await readIfThere(replyPath);
      if (text === undefined) continue;
      await rm(replyPath, { force: true });
      return parseReply(text);
    }
    return undefined;
  } finally {
    done.abort();
    await timer;
    // Nobody will carry it out any more, and it may hold a secret.
    await rm(path, { force: true }).catch(() => undefined);
  }
}

/** @param content of the command's file, as it came with it */
type CommandHandler = (
  posted: PostedCommand,
  content: Buffer | undefined,
) => CommandReply | Promise<CommandReply>;

/**
 * Hands every command in a run's inbox to the handler, those already there first, until the signal fires.
 *
 * A command leaves the inbox after the handler is done with it, so one that was being handled when the process died is
 * handed over again. What is not a command, or came too late, is refused with a reason.
 *
 * @param handler what it throws becomes a refusal
 */
export async function watchInbox(
  folder: string,
  handler: CommandHandler,
  options: WatchOptions & { readonly clock: Pick<Clock, 'now'> },
): Promise<void> {
  const inbox = await makeInbox(folder);
  // What cannot be removed must not be obeyed twice.
  const stuck = new Set<string>();
  for await (const _ of folderChanges(inbox, options)) {
    for (const name of await commandFiles(inbox)) {
      if (options.signal.aborted) return;
      const path = join(inbox, name);
      const text = stuck.has(name) ? undefined : await readIfThere(path);
      if (text === undefined) continue;
      const reply = await answer(text, handler, options.clock.now());
      // The reply comes last: whoever has it knows that the command is gone.
      await rm(path, { force: true }).catch(() => stuck.add(name));
      const id = name.slice(0, -COMMAND_END.length);
      await writeWhole(inbox, `${id}${REPLY_END}`, reply).catch(() => undefined);
    }
  }
}

function parseReply(text: string): CommandReply {
  const { accepted, reason } = parseObject(text) ?? {};
  if (typeof accepted !== 'boolean') return refusal('The reply is not readable.');
  return { accepted, ...(typeof reason === 'string' && { reason }) };
}

async function answer(text: string, handler: CommandHandler, now: number): Promise<CommandReply> {
  const posted = parseObject(text);
  if (!isPosted(posted)) return refusal('The file is not an operator command.');
  if (!(Date.parse(posted.expires) >= now)) return refusal(`It expired at ${posted.expires}.`);
  try {
    const { content } = posted;
    return await handler(posted, content === undefined ? content : Buffer.from(content, 'base64'));
  } catch (error) {
    return refusal(error instanceof Error ? error.message : String(error));
  }
}

function refusal(reason: string): CommandReply {
  return { accepted: false, reason };
}

function isPosted(value: unknown): value is PostedCommand {
  if (!isObject(value) || !isOperatorCommand(value['command'])) return false;
  const { by, at, expires, who, content } = value;
  const times = typeof at === 'string' && typeof expires === 'string';
  if (content !== undefined && typeof content !== 'string') return false;
  return times && typeof by === 'string' && (who === undefined || isPerson(who));
}

function parseObject(text: string): { readonly [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function commandFiles(inbox: string): Promise<readonly string[]> {
  const names = await readdir(inbox).catch(() => []);
  return names
    .filter((name) => name.endsWith(COMMAND_END) && !name.endsWith(REPLY_END))
    .filter((name) => !name.startsWith('.'))
    .sort();
}

/** `undefined` when the file is gone; unreadable things give text that no command is. */
async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    return systemErrorCode(error) === 'ENOENT' ? undefined : '';
  }
}

/** A reader sees the whole file or none. */
async function writeWhole(
  inbox: string,
  name: string,
  value: unknown,
  mode?: number,
): Promise<void> {
  const hidden = join(inbox, `.${name}.tmp`);
  try {
    await writeFile(hidden, `${JSON.stringify(value)}\n`, { mode });
    await rename(hidden, join(inbox, name));
  } catch (error) {
    await rm(hidden, { force: true }).catch(() => undefined);
    throw unwritableInbox(join(inbox, name), error);
  }
}

async function makeInbox(folder: string): Promise<string> {
  const inbox = join(folder, INBOX_FOLDER);
  try {
    await mkdir(inbox);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT') throw missingJournal(join(folder, JOURNAL_FILE), error);
    if (code !== 'EEXIST') throw unwritableInbox(inbox, error);
  }
  return inbox;
}

function refuseInvalidId(id: string): void {
  if (/^[\w-]{1,64}$/.test(id)) return;
  throw new KunrenError({
    code: 'COMMAND_ID_INVALID',
    message: `The id of a command has 1 to 64 letters, digits, - or _; ${JSON.stringify(id)} has not.`,
    class: 'bug',
  });
}
