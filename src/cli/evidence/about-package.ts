import type { CarriedSignature } from '../../core/afterwards.ts';
import type { Manifest } from '../../evidence/manifest.ts';
import { visibleText } from '../../report/visible-text.ts';

/** A public key that goes along with evidence. */
export interface PackagedKey extends Pick<CarriedSignature, 'keyId' | 'publicKey'> {
  /** What it signs. */
  readonly signs: string;
}

/** What somebody reads who has nothing but the package. */
export function aboutPackage(manifest: Manifest, keys: readonly PackagedKey[]): Buffer {
  const { run, report, tool, environment, evidence } = manifest;
  const [key] = keys;
  const option = key ? ` --key ${run}.keys/${key.keyId.slice(0, 16)}.pem` : '';
  const lines = [
    ...(evidence ? [] : [NO_EVIDENCE, '']),
    `Record of the recovery drill ${run}`,
    `Report ${report}, in ${environment.name}, account ${environment.account}; by ${tool}`,
    '',
    `${run}/  the folder of the run as it was written; report.html is for reading`,
    ...(key ? [`${run}.keys/  public keys of the signatures in it`] : []),
    '',
    'To verify it, without a network:',
    '',
    `  drill verify ./${run}${option}`,
    '',
    'or with standard tools, as docs/verification.md of Kunren says.',
    '',
    ...(key ? aboutKeys(keys) : [UNSIGNED]),
  ];
  return Buffer.from(`${lines.map((line) => visibleText(line)).join('\n')}\n`);
}

const NO_EVIDENCE =
  'NOT EVIDENCE: it was a sandbox, an emulator or a tabletop. Nothing in here may be shown as proof.';

const UNSIGNED =
  'It is not signed: whoever had it may have written all of it anew. Compare what you have with the team.';

function aboutKeys(keys: readonly PackagedKey[]): string[] {
  return [
    'A key that came along does not say whose it is: compare these ids with those that the team has given you by another way.',
    '',
    ...keys.flatMap(({ keyId, signs }) => [
      `  ${keyId}`,
      `    signs ${signs.replace(/\s+/g, ' ')}`,
    ]),
  ];
}
