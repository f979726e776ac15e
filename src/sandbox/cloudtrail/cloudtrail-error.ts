import {
  CloudTrailARNInvalidException$,
  InvalidLookupAttributesException$,
  InvalidMaxResultsException$,
  InvalidNextTokenException$,
  InvalidTimeRangeException$,
  TrailNotFoundException$,
} from '@aws-sdk/client-cloudtrail';
import { modeledError, ServiceError } from '../wire/service-error.ts';

export const invalidAttributes = (message: string) =>
  modeledError(InvalidLookupAttributesException$, message);

export const invalidTimeRange = () =>
  modeledError(
    InvalidTimeRangeException$,
    'Invalid time range: the start time must not be after the end time.',
  );

export const invalidMaxResults = (most: number) =>
  modeledError(InvalidMaxResultsException$, `MaxResults must be from 1 to ${most}.`);

export const invalidToken = () =>
  modeledError(InvalidNextTokenException$, 'The token is not valid for this request.');

export const noTrail = (name: string, account: string) =>
  modeledError(TrailNotFoundException$, `Unknown trail: ${name} for the user: ${account}`);

export const invalidTrailArn = (arn: string) =>
  modeledError(CloudTrailARNInvalidException$, `Got unexpected ARN: ${arn}`);

export const throttled = () => new ServiceError('ThrottlingException', 'Rate exceeded');

export const missingParameter = (name: string) =>
  new ServiceError('ValidationException', `The parameter ${name} is required.`);
