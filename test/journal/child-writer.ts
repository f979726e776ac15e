/**
 * A process that writes a journal until it is killed:
 *
 *     node child-writer.ts <folder> loop|hold|once
 *
 * It prints one line for each step: `open`, the number of each record that is durable, or the code of its error.
 */
import { writeSync } from 'node:fs';
import { systemClock } from '../../src/cli/system-clock.ts';
import { KunrenError } from '../../src/core/failure.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { note, redactNothing } from './journal-parts.ts';

const [folder = '', mode = ''] = process.argv.slice(2);
// Straight to the pipe: a line that the test reads was printed before the process died.
const print = (text: string | number) => writeSync(1, `${text}\n`);

try {
  const journal = await openJournal({
    folder,
    clock: systemClock,
    redact: redactNothing,
    holder: { pid: process.pid, host: 'child' },
  });
  print('open');
  while (mode === 'hold') await systemClock.sleep(1000);
  do {
    const last = [1, 2, 3].map((n) => journal.append(note('x'.repeat(n * 300)))).at(-1);
    await journal.durable();
    print(last?.seq ?? 0);
  } while (mode === 'loop');
  await journal.close();
} catch (error) {
  if (!(error instanceof KunrenError)) throw error;
  print(error.code);
  print(String(error.failure.details?.['cause']));
}
