import type { IAM } from '@aws-sdk/client-iam';
import type { ActivityContext } from '../../../core/activity.ts';
import type { Instant, Ms } from '../../../core/ports.ts';
import { type Reading, read } from './reading.ts';

/** The root user's row. The report has no other place for the last use of the root user, whichever Region it was in. */
export interface RootRow {
  /** IAM keeps a report for four hours; what came later does not stand in it. Absent where IAM did not tell. */
  readonly generatedAt?: Instant;
  /** By the name of the column; absent where the report has no such row. */
  readonly columns?: { readonly [column: string]: string };
}

const LOOKS = 10;
const LOOK_AGAIN_MS: Ms = 2000;

type Context = Pick<ActivityContext, 'clock' | 'signal'>;
type Reports = Pick<IAM, 'generateCredentialReport' | 'getCredentialReport'>;

/** Asks for a report, waits until it is made, and reads it. One that is there is read though no new one can be had. */
export async function readRootRow(context: Context, iam: Reports): Promise<Reading<RootRow>> {
  const made = await makeReport(context, iam);
  const row = await read(context, { call: 'iam:GetCredentialReport' }, async () => {
    const { Content: content, GeneratedTime: at } = await iam.getCredentialReport({});
    const columns = rowOf('<root_account>', new TextDecoder().decode(content));
    return { ...(at && { generatedAt: at.toISOString() }), ...(columns && { columns }) };
  });
  return row.answered || made.answered ? row : made;
}

async function makeReport(
  context: Context,
  iam: Reports,
): Promise<Reading<{ readonly State?: string | undefined }>> {
  for (let looks = 1; ; looks += 1) {
    const made = await read(context, { call: 'iam:GenerateCredentialReport' }, () =>
      iam.generateCredentialReport({}),
    );
    if (!made.answered || made.value.State === 'COMPLETE' || looks === LOOKS) return made;
    await context.clock.sleep(LOOK_AGAIN_MS, context.signal);
  }
}

/** No value of the root user's row holds a comma; other users' names may. */
function rowOf(user: string, csv: string): RootRow['columns'] {
  const [header = '', ...rows] = csv.split(/\r?\n/);
  const names = header.split(',');
  const values = rows.find((row) => row.startsWith(`${user},`))?.split(',');
  if (names[0] !== 'user' || values?.length !== names.length) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}
