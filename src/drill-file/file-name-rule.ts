import type { Problem } from './issue.ts';
import { SLUG } from './plain-fields.ts';

const LONGEST_NAME = 32;

/** The file's name is the drill's name, and part of the name of every resource that a run makes. */
export function judgeFileName(fileName: string): Problem[] {
  if (!fileName.endsWith('.yaml')) {
    return [misnamed(`The file ${fileName} does not end in .yaml, as the file of a drill must.`)];
  }
  const name = fileName.slice(0, -'.yaml'.length);
  if (name.length > LONGEST_NAME) {
    return [
      misnamed(`The name "${name}" has ${name.length} characters; AWS limits names made from it.`),
    ];
  }
  if (SLUG.test(name)) return [];
  return [misnamed(`"${name}" cannot name a drill: AWS resources get names made from it.`)];
}

function misnamed(message: string): Problem {
  const hint =
    `Rename the file: at most ${LONGEST_NAME} characters of a-z, 0-9 and single hyphens, ` +
    'starting with a letter, and .yaml.';
  return { path: [], code: 'NAME_INVALID', message, hint };
}
