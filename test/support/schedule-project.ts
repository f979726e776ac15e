import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A project in a temporary folder, with copies of `restore-rds` that have schedules of their own. */
export class ScheduleProject {
  readonly root: string;

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), 'kunren-schedule-'));
    mkdirSync(join(this.root, 'drills'));
    mkdirSync(join(this.root, 'reports'));
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
  }

  file(...parts: readonly string[]): string {
    return join(this.root, ...parts);
  }

  /** A drill with this schedule, in lines without indent; none without lines. */
  write(name: string, schedule: string, more = ''): this {
    const shipped = readFileSync('drills/restore-rds.yaml', 'utf8');
    const plain = shipped.replace(/^# Banks.*\n^schedule:\n(?: .*\n)+/m, '');
    if (plain === shipped) throw new Error('the shipped drill has no schedule to take out');
    const block = schedule === '' ? '' : `schedule:\n${schedule.trim().replaceAll(/^/gm, '  ')}\n`;
    writeFileSync(this.file('drills', `${name}.yaml`), `${plain}${block}${more}`);
    return this;
  }

  /** All drills that come with the product. */
  copyShipped(): this {
    cpSync('drills', this.file('drills'), { recursive: true });
    return this;
  }
}
