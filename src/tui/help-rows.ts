import { type PageRow, wrapRows } from './page.ts';

/** What the keys do and what the signs mean. */
export function helpRows(columns: number, detachable: boolean): PageRow[] {
  const heading = (text: string): PageRow => ({ text, bold: true });
  const rows: PageRow[] = [
    heading('Keys'),
    { text: '  1 2 3   decide, where the run waits for it: the number of the answer, then Enter' },
    { text: '  t       the next task, where several wait for people' },
    { text: '  a       abort the run: it stops waiting, removes what it made, and reports' },
    { text: '  d       details of a step: input, output, attempts, calls (← → other steps)' },
    { text: '  l       log: every event of the run' },
    { text: '  ↑ ↓     scroll; PgUp, PgDn, Home, End too' },
    { text: '  Esc     back' },
    detachable
      ? { text: '  q       leave the screen; the run goes on without it' }
      : { text: '  Ctrl-C  abort too; a third time stops at once, and the run can be resumed' },
    { text: '' },
    heading('Clocks'),
    { text: '  RTO runs from impact (T0) to the verified service (T5), in a failover to the' },
    { text: '  moved traffic (T6), and stands still then.' },
    { text: '  It turns yellow at 70 % of the objective and red beyond it.' },
    { text: '  RPO is measured from the newest row of the recovered data and from the writes' },
    { text: '  that are gone. A bound from metadata is only a bound and proves nothing.' },
    { text: '  User is what a client saw that sends requests all the time.' },
    { text: '  ± is the error of a time: how long apart two looks were.' },
    { text: '' },
    heading('Signs'),
    { text: '  ✔ done   ✘ failed   ◌ cancelled   – not taken   ○ to come   ! paused' },
  ];
  return wrapRows(rows, columns);
}
