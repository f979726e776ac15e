/** A domain name as Route 53 keeps it: in lower case, with the dot at its end, `*` written out. */
export function canonicalName(name: string): string {
  const lower = name.toLowerCase().replaceAll('\\052', '*');
  return lower.endsWith('.') ? lower : `${lower}.`;
}

/** As the API answers it: what is not a letter, a digit, `-`, `_` or a dot stands as an octal number. */
export function apiName(name: string): string {
  return name.replaceAll('*', '\\052');
}

/** Whether the name is the zone's own or stands below it. Both canonical. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** The name one label up; the root of `example.` is the empty name. */
export function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

/** Names sort by their labels from the right: a zone, then what is below it. */
export function sortKeyOf(name: string): string {
  return name.split('.').reverse().join('\u0001');
}

/** What keeps a canonical name from being a record's, in the words of Route 53; `undefined` when nothing does. */
export function nameProblem(name: string): string | undefined {
  const problem = (code: string, why: string) =>
    `FATAL problem: ${code} (${why}) encountered with '${name}'`;
  const labels = name.slice(0, -1).split('.');
  if (name.length > 255) return problem('DomainNameTooLong', 'Domain name is too long');
  if (labels.some((label) => label === '')) {
    return problem('DomainLabelEmpty', 'Domain label is empty');
  }
  if (labels.some((label) => label.length > 63)) {
    return problem('DomainLabelTooLong', 'Domain label is too long');
  }
  const isOdd = labels.some(
    (label, index) => !/^[a-z0-9_-]+$/.test(label) && !(index === 0 && label === '*'),
  );
  return isOdd
    ? problem('UnsupportedCharacter', 'Value contains unsupported characters')
    : undefined;
}
