import { KunrenError } from '../../core/failure.ts';
import type { Io } from '../io.ts';
import { readSecret } from '../read-secret.ts';

/** The variable that holds the passphrase of a private key, where nobody can be asked. */
const PASSPHRASE_VARIABLE = 'KUNREN_KEY_PASSPHRASE';

/**
 * The passphrase of a private key: from the environment, else from whoever sits at the terminal.
 * @returns `undefined` where neither knows it
 * @throws KunrenError `SECRET_NOT_GIVEN`
 */
export async function readPassphrase(
  io: Io,
  { of, mayAsk }: { readonly of: string; readonly mayAsk: boolean },
): Promise<string | undefined> {
  const given = io.env[PASSPHRASE_VARIABLE];
  if (given) return given;
  if (!mayAsk || io.stdin.isTTY !== true) return undefined;
  return await readSecret(io, `the passphrase of the key ${of}`);
}

/**
 * The passphrase for a new private key: from the environment, or typed twice where one must be had.
 * @returns `undefined`: the key is not to be encrypted
 * @throws KunrenError `SIGNING_KEY_LOCKED`, `SIGNING_KEY_PASSPHRASE_WRONG` or `SECRET_NOT_GIVEN`
 */
export async function newPassphrase(
  io: Io,
  { of, mustHave }: { readonly of: string; readonly mustHave: boolean },
): Promise<string | undefined> {
  const given = await readPassphrase(io, { of, mayAsk: mustHave });
  if (!given && !mustHave) return undefined;
  if (!given) {
    throw refusal(
      'SIGNING_KEY_LOCKED',
      `There is no terminal to type a passphrase at, and ${PASSPHRASE_VARIABLE} is not set.`,
    );
  }
  if (io.env[PASSPHRASE_VARIABLE]) return given;
  const again = await readSecret(io, 'it once more');
  if (again === given) return given;
  throw refusal('SIGNING_KEY_PASSPHRASE_WRONG', 'The two passphrases differ. No key was made.');
}

function refusal(code: string, message: string): KunrenError {
  return new KunrenError({ code, message, class: 'input' });
}
