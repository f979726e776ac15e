import type { Instant, Ms } from '../../../core/ports.ts';
import type { PostureFinding } from '../../../core/posture.ts';
import { GLOBAL_REGION } from '../../account-clients.ts';
import { HISTORY_MS, lookUpEvents } from '../../cloudtrail/look-up-events.ts';
import { instantNow } from '../../instant-now.ts';
import { type RootRow, readRootRow } from './credential-report.ts';
import { type About, fail, type Judgement, judged, pass, unexpected, unknown } from './finding.ts';
import type { PostureScope } from './posture-scope.ts';
import { read } from './reading.ts';

/** Which uses of the root user matter. */
export interface RootUse {
  /**
   * How far back.
   * @default 90 days, as long as CloudTrail's event history; a longer time is cut to that
   */
  readonly withinMs?: Ms;
  /** Since when root is used by the exercise itself, as declared. Those uses are told, and do not count. */
  readonly exerciseSince?: Instant;
}

interface Window {
  readonly from: Instant;
  readonly until: Instant;
  readonly exerciseSince?: Instant;
}

/** Whether the root user was used, by the credential report and by CloudTrail: neither one sees all. */
export async function readRootUse(
  scope: PostureScope,
  { withinMs = HISTORY_MS, exerciseSince }: RootUse = {},
): Promise<readonly PostureFinding[]> {
  const { clock } = scope.context;
  const window: Window = {
    from: new Date(clock.now() - Math.min(withinMs, HISTORY_MS)).toISOString(),
    until: instantNow({ clock }),
    ...(exerciseSince !== undefined && { exerciseSince }),
  };
  return Promise.all([readLastUse(scope, window), readEvents(scope, window)]);
}

async function readLastUse(scope: PostureScope, window: Window): Promise<PostureFinding> {
  const { context, account, inside } = scope;
  const about: About = {
    id: 'root-last-use',
    title: 'Root user not used, by the credential report',
    subject: account.id,
    requirement: 'ARC-001',
    field: '<root_account> password_last_used, access_key_N_last_used_date',
  };
  return judged(about, await readRootRow(context, await inside.iam()), (row) =>
    judgeRow(row, window),
  );
}

const USES = ['password_last_used', 'access_key_1_last_used_date', 'access_key_2_last_used_date'];
/** What the report says in place of a date. */
const NEVER = new Set(['N/A', 'no_information']);

function judgeRow({ generatedAt, columns }: RootRow, window: Window): Judgement {
  if (generatedAt === undefined)
    return unknown('The credential report does not say when it was made.');
  if (!columns) return unknown('The credential report holds no row of the root user.');
  const uses = USES.map((column) => ({ column, value: columns[column] }));
  const odd = uses.find(({ value = '' }) => !NEVER.has(value) && Number.isNaN(Date.parse(value)));
  if (odd) return unexpected(odd.column, odd.value);
  const observed = `${uses.map(({ column, value }) => `${column} ${value}`).join(', ')}; GeneratedTime ${generatedAt}`;
  const dated = uses.flatMap(({ column, value = '' }) =>
    NEVER.has(value) ? [] : [{ column, at: Date.parse(value) }],
  );
  const recent = dated.filter(({ at }) => at >= Date.parse(window.from));
  const counted = recent.find(({ at }) => !isOfExercise(at, window));
  if (counted) {
    return fail(
      `The root user was used: ${counted.column} is within the time looked at.`,
      observed,
    );
  }
  if (recent.length > 0) {
    // The report holds the last use only, which hides every one before it.
    return unknown(
      'The last use belongs to the exercise, and the report tells of none before it.',
      observed,
    );
  }
  return pass(
    `No use since ${window.from}. The report is of ${generatedAt} (IAM keeps one for 4 h) and tells of nothing later.`,
    observed,
  );
}

/** More pages than any account's root user should fill. */
const MOST_EVENTS = 2000;

interface Trace {
  /** The newest event that counts. */
  readonly counted?: string;
  readonly ofExercise: number;
  readonly withoutTime: number;
  readonly cutOff: boolean;
}

async function readEvents(scope: PostureScope, window: Window): Promise<PostureFinding> {
  const { context, account, inside } = scope;
  const about: About = {
    id: 'root-events',
    title: 'Root user not used, by CloudTrail',
    subject: account.id,
    requirement: 'ARC-001',
    field: `Events with Username root, in ${GLOBAL_REGION}`,
  };
  // Sign-ins of the root user and calls of global services are recorded there, wherever they were made.
  const cloudTrail = await inside.cloudTrail(GLOBAL_REGION);
  const trace = await read(context, { call: 'cloudtrail:LookupEvents' }, () =>
    traceRoot(scope, cloudTrail, window),
  );
  return judged(about, trace, (found) => judgeTrace(found, window));
}

async function traceRoot(
  { context }: PostureScope,
  cloudTrail: Parameters<typeof lookUpEvents>[1],
  window: Window,
): Promise<Trace> {
  const attribute = { key: 'Username', value: 'root' } as const;
  let ofExercise = 0;
  let withoutTime = 0;
  let seen = 0;
  for await (const events of lookUpEvents(context, cloudTrail, { attribute, ...window })) {
    for (const { EventName: name, EventTime: time, EventId: id } of events) {
      if (!time) withoutTime += 1;
      else if (isOfExercise(time.getTime(), window)) ofExercise += 1;
      else {
        const counted = `${name} at ${time.toISOString()}, event ${id}`;
        return { counted, ofExercise, withoutTime, cutOff: false };
      }
    }
    seen += events.length;
    if (seen >= MOST_EVENTS) return { ofExercise, withoutTime, cutOff: true };
  }
  return { ofExercise, withoutTime, cutOff: false };
}

function judgeTrace(
  { counted, ofExercise, withoutTime, cutOff }: Trace,
  { from, until, exerciseSince }: Window,
): Judgement {
  if (counted !== undefined) return fail(`The root user was used: ${counted}.`, counted);
  const own =
    ofExercise === 0 ? '' : ` ${ofExercise} events since ${exerciseSince} belong to the exercise.`;
  if (cutOff) return unknown(`There are more events than were read.${own}`);
  if (withoutTime > 0) return unknown(`${withoutTime} events of the root user have no time.${own}`);
  return pass(
    `No event from ${from} to ${until} in ${GLOBAL_REGION}, where sign-ins and global services are recorded; other Regions were not looked at.${own}`,
    `0 events, ${ofExercise} of the exercise`,
  );
}

function isOfExercise(at: number, { exerciseSince }: Window): boolean {
  return exerciseSince !== undefined && at >= Date.parse(exerciseSince);
}
