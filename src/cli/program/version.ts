import { readFileSync } from 'node:fs';

/** The tool's version, from the package's own package.json (beside `dist` and `src` alike). */
export const VERSION: string = readVersion();

/** As journals and manifests name the tool. */
export const TOOL = `kunren ${VERSION}`;

function readVersion(): string {
  for (const up of ['../package.json', '../../package.json']) {
    try {
      const text = readFileSync(new URL(up, import.meta.url), 'utf8');
      const parsed = JSON.parse(text) as { name?: string; version?: string };
      if (parsed.name === 'kunren' && parsed.version) return parsed.version;
    } catch {
      // The other place it is.
    }
  }
  return '0.0.0';
}
