import type { Installation, Installed } from './installation.ts';

/** How often cron looks. A rehearsal begins so late at most. */
const EVERY_MINUTES = 5;

/** A line of a crontab: looks every few minutes, since cron knows no business days. */
export function crontab({ project, node, script }: Installed): Installation {
  const command = [
    `cd ${word(project)}`,
    `${word(node)} ${word(script)} schedule run --once >>reports/schedule.log 2>&1`,
  ].join(' && ');
  const content = `# Starts the recovery drills of ${project.replace(/\p{Cc}/gu, ' ')} that are due. What was missed is made up for.
*/${EVERY_MINUTES} * * * * ${command}
`;
  return {
    files: [{ path: 'kunren.crontab', content }],
    next: [
      '(crontab -l 2>/dev/null; cat kunren.crontab) | crontab -',
      'tail -f reports/schedule.log   (in the project)',
      'cron has a short PATH and no AWS settings: put AWS_PROFILE=… above the line where drills need it',
    ],
  };
}

/** A word for sh, in which cron leaves `%` alone. */
function word(text: string): string {
  return `'${text.replace(/'/g, "'\\''").replace(/%/g, '\\%')}'`;
}
