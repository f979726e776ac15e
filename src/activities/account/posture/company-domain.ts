import { fail, type Judgement, pass, unexpected, unknown } from './finding.ts';

/** Anybody can have an address there, so nothing tells whose one is. */
const FREE_MAIL = new Set([
  '163.com',
  'aol.com',
  'docomo.ne.jp',
  'ezweb.ne.jp',
  'fastmail.com',
  'gmail.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.co.jp',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'live.jp',
  'mail.com',
  'mail.ru',
  'me.com',
  'msn.com',
  'naver.com',
  'outlook.com',
  'outlook.jp',
  'pm.me',
  'proton.me',
  'protonmail.com',
  'qq.com',
  'softbank.ne.jp',
  'yahoo.co.jp',
  'yahoo.com',
  'yandex.com',
  'ymail.ne.jp',
  'zoho.com',
]);

/**
 * Whether an address is in one of the company's domains, or below one.
 * @param field - where it was read, e.g. `AlternateContact.EmailAddress`
 */
export function judgeAddress(
  field: string,
  address: string | undefined,
  domains: readonly string[],
): Judgement {
  const domain = /^[^@\s]+@([^@\s]+\.[^@\s]+)$/.exec(address ?? '')?.[1]?.toLowerCase();
  if (address === undefined || domain === undefined) return unexpected(field, address);
  if (FREE_MAIL.has(domain)) {
    return fail(
      `Warning: ${domain} is a free mail service, where the address belongs to a person.`,
      address,
    );
  }
  if (domains.length === 0) {
    return unknown('No domains of the company are declared to compare it with.', address);
  }
  const ours = domains.map((one) => one.toLowerCase());
  if (ours.some((one) => domain === one || domain.endsWith(`.${one}`))) {
    return pass(`${domain} is a domain of the company.`, address);
  }
  return fail(`Warning: ${domain} is none of the company's domains (${ours.join(', ')}).`, address);
}
