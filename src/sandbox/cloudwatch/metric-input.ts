import type { Dimension as SdkDimension } from '@aws-sdk/client-cloudwatch';
import { invalidCombination, invalidValue, missingParameter } from './cloudwatch-error.ts';
import type { Dimension } from './cloudwatch-state.ts';

const MOST_DIMENSIONS = 30;
const TEXT = /^[ -~]+$/;

/**
 * Checks dimensions as a request gives them.
 * @param parameter how messages call them.
 * @throws ServiceError `InvalidParameterValue`, `InvalidParameterCombination`, `MissingParameter`.
 */
export function dimensionsOf(
  given: readonly SdkDimension[] | undefined,
  parameter: string,
): Dimension[] {
  const dimensions = given ?? [];
  if (dimensions.length > MOST_DIMENSIONS) {
    throw invalidValue(
      `The collection ${parameter} must not have a size greater than ${MOST_DIMENSIONS}.`,
    );
  }
  const checked = dimensions.map(({ Name, Value }, index) => {
    const place = `${parameter}.member.${index + 1}`;
    return {
      Name: dimensionText(Name, `${place}.Name`, 255),
      Value: dimensionText(Value, `${place}.Value`, 1024),
    };
  });
  const names = checked.map(({ Name }) => Name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw invalidCombination(`The parameter ${parameter} names the dimension ${twice} twice.`);
  }
  const colon = names.find((name) => name.startsWith(':'));
  if (colon !== undefined) {
    throw invalidValue(`The name ${colon} in ${parameter} must not start with a colon.`);
  }
  return checked;
}

/** A name of a metric or a namespace. @throws ServiceError `InvalidParameterValue`, `MissingParameter`. */
export function metricText(value: string | undefined, parameter: string): string {
  if (!value) throw missingParameter(parameter);
  if (value.length > 255) {
    throw invalidValue(`The parameter ${parameter} must be shorter than 256 characters.`);
  }
  if (!TEXT.test(value) || value.trim() === '') {
    throw invalidValue(`The parameter ${parameter} must contain only printable ASCII characters.`);
  }
  return value;
}

/** @throws ServiceError `InvalidParameterValue`. */
export function checkPeriod(period: number, parameter: string, short: readonly number[]): number {
  if (short.includes(period) || (period > 0 && Number.isInteger(period) && period % 60 === 0)) {
    return period;
  }
  throw invalidValue(
    `The parameter ${parameter} must be ${short.join(', ')} or a multiple of 60, not ${period}.`,
  );
}

function dimensionText(value: string | undefined, parameter: string, longest: number): string {
  if (!value) throw missingParameter(parameter);
  if (value.length > longest || !TEXT.test(value) || value.trim() === '') {
    throw invalidValue(
      `The value of ${parameter} must have 1 to ${longest} printable ASCII characters, and not only spaces.`,
    );
  }
  return value;
}
