import type { ReportModel } from './schema.ts';

/** Twelve digits that stand alone, or in the console's groups of four: nothing else in a report looks like that. */
const ACCOUNT = /(?<![0-9A-Za-z])(?:\d{12}|\d{4}-\d{4}-\d{4})(?![0-9A-Za-z]|-\d)/;
/** What stands before an address with a mark of its own, as in `user=…` or `role/…`, is no part of it. */
const LOCAL = [
  /"[^"\n]{1,64}"/,
  /[^\s@<>"'(),:;[\]{}|/=\\][^\s@<>"(),:;[\]{}|/=\\]{0,63}/,
  /[^\s@<>"(),:;[\]\\]/,
];
const ADDRESS = new RegExp(
  `(?:${LOCAL.map(({ source }) => source).join('|')})@[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63})+`,
  'u',
);
/** Its last part may be of digits alone. */
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

const LOOKS_SECRET = new RegExp(
  [UUID, ADDRESS, ACCOUNT].map(({ source }) => `(${source})`).join('|'),
  'giu',
);

/**
 * The same report with account ids and e-mail addresses masked, wherever they stand, and nothing else. The same value
 * has the same mask everywhere, so that a reader can still follow who and where.
 */
export function redactReport(report: ReportModel): ReportModel {
  const masks = findMasks(report);
  const { accounts, addresses } = masks;
  const masked = eachText(report, masking(masks), accounts) as ReportModel;
  return { ...masked, redaction: { accounts: accounts.size, addresses: addresses.size } };
}

interface Masks {
  /** By the twelve digits. */
  readonly accounts: Map<string, string>;
  /** By the address in small letters. */
  readonly addresses: Map<string, string>;
}

/** Numbered in the order in which a reader meets them. */
function findMasks(report: ReportModel): Masks {
  const accounts = new Map<string, string>();
  const addresses = new Map<string, string>();
  const add = (masks: Map<string, string>, value: string, name: string) => {
    if (!masks.has(value)) masks.set(value, `[${name}-${masks.size + 1}]`);
  };
  eachText(report, (text) => {
    for (const [, , address, account] of text.matchAll(LOOKS_SECRET)) {
      if (address !== undefined) add(addresses, address.toLowerCase(), 'e-mail');
      if (account !== undefined) add(accounts, account.replaceAll('-', ''), 'account');
    }
    return text;
  });
  return { accounts, addresses };
}

function masking({ accounts, addresses }: Masks): (text: string) => string {
  const known =
    accounts.size > 0 && new RegExp(`(?<!\\d)(?:${[...accounts.keys()].join('|')})(?!\\d)`, 'g');
  return (text) => {
    const masked = text.replace(LOOKS_SECRET, (whole, _uuid, address, account) => {
      if (address !== undefined) return addresses.get(address.toLowerCase()) ?? whole;
      if (account !== undefined) return accounts.get(account.replaceAll('-', '')) ?? whole;
      return whole;
    });
    // What is an account id elsewhere is one here too, whatever letters it touches.
    return known ? masked.replace(known, (id) => accounts.get(id) ?? id) : masked;
  };
}

/** Every text in a value, names of members included; numbers that are one of these accounts as well. */
function eachText(
  value: unknown,
  change: (text: string) => string,
  accounts?: ReadonlyMap<string, string>,
): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value === 'number') return accounts?.get(String(value)) ?? value;
  if (Array.isArray(value)) return value.map((one) => eachText(one, change, accounts));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [change(name), eachText(inner, change, accounts)]),
  );
}
