import { KunrenError } from '../../core/failure.ts';
import type { Clock } from '../../core/ports.ts';
import { tryAgain } from '../try-again.ts';

/** A bucket, and the account that it has to belong to: a name that was given up may be taken by anybody. */
export interface OwnedBucket {
  readonly name: string;
  /** Twelve digits. */
  readonly owner: string;
}

/**
 * Makes a call on a bucket, again where that may help.
 * @param action what the caller has to be allowed
 * @throws KunrenError `BUCKET_DENIED`; else what AWS answers
 */
export async function bucketCall<T>(
  clock: Pick<Clock, 'sleep'>,
  { name, owner }: OwnedBucket,
  action: string,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await tryAgain(clock, call);
  } catch (error) {
    if (!(error instanceof KunrenError) || error.code !== 'ACCESS_DENIED') throw error;
    // S3 does not say which of the two it is.
    throw new KunrenError(
      {
        ...error.failure,
        code: 'BUCKET_DENIED',
        message: `S3 denied access to the bucket ${name}: the caller may not do ${action} there, or it does not belong to the account ${owner}.`,
      },
      { cause: error },
    );
  }
}
