import { basename } from 'node:path';
import type { Installation, Installed } from './installation.ts';

/**
 * A service that lives as long as the machine does. Not a timer: what was missed, what is to be resumed and which day
 * comes next are known to the process, and a timer would only wake it.
 */
export function systemdService({ project, node, script, user }: Installed): Installation {
  const unit = `kunren-${unitName(basename(project))}.service`;
  const content = `[Unit]
Description=Recovery drills of ${specifiers(project)}
After=network-online.target time-sync.target
Wants=network-online.target

[Service]
Type=simple
User=${specifiers(user)}
WorkingDirectory=${specifiers(project)}
ExecStart=${quoted(node)} ${quoted(script)} schedule run
# It tells its runs to leave, and they can be resumed; nothing is lost when this is cut short.
KillMode=mixed
TimeoutStopSec=60
Restart=always
RestartSec=30
# Credentials and settings of drills, such as AWS_PROFILE, one NAME=value a line.
EnvironmentFile=-/etc/kunren/${unitName(basename(project))}.env

[Install]
WantedBy=multi-user.target
`;
  return {
    files: [{ path: unit, content }],
    next: [
      `sudo cp ${unit} /etc/systemd/system/`,
      `sudo systemctl daemon-reload && sudo systemctl enable --now ${unit}`,
      `journalctl -u ${unit} -f`,
    ],
  };
}

/** Units have letters, digits and a few signs in their names. */
function unitName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]+/g, '-') || 'project';
}

/** `%` begins a specifier. */
function specifiers(text: string): string {
  return text.replace(/%/g, '%%').replace(/\p{Cc}/gu, '');
}

/** One argument of a command line, in which `$` would begin a variable. */
function quoted(text: string): string {
  return `"${specifiers(text).replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\$/g, '$$$$')}"`;
}
