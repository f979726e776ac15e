import { isIPv4, isIPv6 } from 'node:net';
import { canonicalName, nameProblem } from './dns-name.ts';
import type { RecordSet, RecordType } from './route53-state.ts';

/** What is wrong with the values of a record set, in the words of Route 53; empty when nothing is. */
export function valueProblems({ type, values }: RecordSet): string[] {
  const problems = values.flatMap((value) => CHECKS[type](value) ?? []);
  const twice = values.filter((value, index) => values.indexOf(value) !== index);
  return [
    ...problems.map((problem) => `Invalid Resource Record: '${problem}'`),
    ...twice.map((value) => `Duplicate Resource Record: '${value}'`),
  ];
}

/** The strings of a TXT value: `"one" "two"`; `undefined` when it is none. */
export function textsIn(value: string): string[] | undefined {
  const pattern = /"((?:[^"\\]|\\.)*)"/g;
  if (value.replace(pattern, '').trim() !== '' || !value.includes('"')) return undefined;
  return [...value.matchAll(pattern)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}

type Check = (value: string) => string | undefined;

const fatal = (code: string, why: string, value: string) =>
  `FATAL problem: ${code} (${why}) encountered with '${value}'`;

const domainName: Check = (value) => nameProblem(canonicalName(value));

const wholeNumber = (text: string | undefined, most: number) =>
  /^\d{1,10}$/.test(text ?? '') && Number(text) <= most;

const CHECKS: { readonly [Type in RecordType]: Check } = {
  A: (value) =>
    isIPv4(value)
      ? undefined
      : fatal('ARRDATAIllegalIPv4Address', 'Value is not a valid IPv4 address', value),
  AAAA: (value) =>
    isIPv6(value)
      ? undefined
      : fatal('AAAARRDATAIllegalIPv6Address', 'Value is not a valid IPv6 address', value),
  CNAME: domainName,
  NS: domainName,
  MX: (value) => {
    const [priority, exchange, more] = value.split(' ');
    if (exchange === undefined || more !== undefined) {
      return fatal('MXRRDATANotTwoFields', 'The value must have two fields', value);
    }
    return wholeNumber(priority, 65_535)
      ? domainName(exchange)
      : fatal('MXRRDATAIllegalPriority', 'Priority is not a number from 0 to 65535', value);
  },
  TXT: (value) => {
    const texts = textsIn(value);
    if (!texts) {
      const why = 'Value should be enclosed in quotation marks';
      return fatal('InvalidCharacterString', why, value);
    }
    return texts.some((text) => text.length > 255)
      ? fatal('CharacterStringTooLong', 'Value is too long', value)
      : undefined;
  },
  SOA: (value) => {
    const [server = '', mailbox = '', ...numbers] = value.split(' ');
    if (numbers.length !== 5) {
      return fatal('SOARRDATANotSevenFields', 'The value must have seven fields', value);
    }
    const isFine = numbers.every((number) => wholeNumber(number, 2 ** 32 - 1));
    if (!isFine) return fatal('SOARRDATAIllegalNumber', 'A field is not a number', value);
    return domainName(server) ?? domainName(mailbox);
  },
};
