import {
  CloudTrailARNInvalidException$,
  InvalidLookupAttributesException$,
  InvalidMaxResultsException$,
  InvalidNextTokenException$,
  InvalidTimeRangeException$,
  TrailNotFoundException$,
} from '@aws-sdk/client-cloudtrail';
import { ServiceError } from '../wire/service-error.ts';

/** The model has codes of the Query protocol, which CloudTrail no longer speaks: on the wire is the error's own name. */
function error(schema: readonly [-3, string, string, ...unknown[]], message: string) {
  return new ServiceError(schema[2], message);
}

export const invalidAttributes = (message: string) =>
  error(InvalidLookupAttributesException$, message);

export const invalidTimeRange = () =>
  error(
    InvalidTimeRangeException$,
    'Invalid time range: the start time must not be after the end time.',
  );

export const invalidMaxResults = (most: number) =>
  error(InvalidMaxResultsException$, `MaxResults must be from 1 to ${most}.`);

export const invalidToken = () =>
  error(InvalidNextTokenException$, 'The token is not valid for this request.');

export const noTrail = (name: string, account: string) =>
  error(TrailNotFoundException$, `Unknown trail: ${name} for the user: ${account}`);

export const invalidTrailArn = (arn: string) =>
  error(CloudTrailARNInvalidException$, `Got unexpected ARN: ${arn}`);

export const throttled = () => new ServiceError('ThrottlingException', 'Rate exceeded');

export const missingParameter = (name: string) =>
  new ServiceError('ValidationException', `The parameter ${name} is required.`);
