import type { PostureFinding } from '../../../core/posture.ts';
import { isCallable } from '../phone-number.ts';
import { fail, type Judgement, judged, pass, unexpected, unknown } from './finding.ts';
import type { PostureScope } from './posture-scope.ts';
import { read } from './reading.ts';

/** The phone by which a lost MFA device is recovered, whose it is, and the country. */
export async function readContactInformation(
  { context, account: { id: subject }, caller, named }: PostureScope,
  country?: string,
): Promise<readonly PostureFinding[]> {
  const information = await read(context, { call: 'account:GetContactInformation' }, async () =>
    (await caller.account()).getContactInformation(named),
  );
  const about = { subject, requirement: 'ACOM-002' };
  const phone = 'ContactInformation.PhoneNumber';
  return [
    judged(
      { ...about, id: 'contact-phone', title: 'Primary phone can be called', field: phone },
      information,
      ({ ContactInformation: found, VerificationStatus: verified }) =>
        judgePhone(found?.PhoneNumber, verified),
    ),
    judged(
      {
        ...about,
        id: 'contact-phone-owned',
        title: 'Primary phone is answered by the company',
        field: phone,
      },
      information,
      ({ ContactInformation: found }) =>
        unknown(
          'AWS does not tell who answers a phone; somebody has to attest it.',
          found?.PhoneNumber,
        ),
    ),
    judged(
      {
        ...about,
        id: 'contact-country',
        title: 'Country of the primary contact',
        field: 'ContactInformation.CountryCode',
      },
      information,
      ({ ContactInformation: found }) => judgeCountry(found?.CountryCode, country),
    ),
  ];
}

function judgePhone(phone: string | undefined, verified = 'not told'): Judgement {
  if (phone === undefined) return unexpected('PhoneNumber', phone);
  const observed = `${phone}, VerificationStatus ${verified}`;
  if (isCallable(phone)) return pass('It has the form of a number that AWS can call.', observed);
  return fail(
    'It has not the form that AWS can call: + and country code without leading zeros, digits only.',
    observed,
  );
}

function judgeCountry(code: string | undefined, expected: string | undefined): Judgement {
  if (code === undefined || !/^[A-Z]{2}$/.test(code)) return unexpected('CountryCode', code);
  if (expected === undefined)
    return pass('A country is given; none is declared to compare it with.', code);
  return code === expected
    ? pass('It is the declared country.', code)
    : fail(`It is not the declared country, ${expected}.`, code);
}
