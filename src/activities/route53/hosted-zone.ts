import { KunrenError } from '../../core/failure.ts';
import { failedWith } from '../aws-failure.ts';
import { fullName, type Route53Context } from './record-set.ts';

export interface HostedZone {
  readonly id: string;
  /** e.g. `orders.example.` */
  readonly name: string;
  /** Host names of the zone's own servers. */
  readonly nameServers: readonly string[];
}

/**
 * Finds a public zone.
 * @param zone - its id, e.g. `Z0123456789ABC`, or its name
 * @throws KunrenError `HOSTED_ZONE_NOT_FOUND` or `HOSTED_ZONE_AMBIGUOUS` (class `input`).
 */
export async function findZone(
  context: Pick<Route53Context, 'services'>,
  zone: string,
): Promise<HostedZone> {
  const route53 = await context.services.aws.route53();
  const id = LIKE_AN_ID.test(zone) ? zone : await idOf(context, zone);
  try {
    const { HostedZone, DelegationSet } = await route53.getHostedZone({ Id: id });
    return { id, name: HostedZone?.Name ?? '', nameServers: DelegationSet?.NameServers ?? [] };
  } catch (error) {
    if (!failedWith(error, 'NO_SUCH_HOSTED_ZONE')) throw error;
    throw notFound(`There is no hosted zone ${zone} in this account.`, error);
  }
}

/** Ids begin with a Z so far, but the API does not promise it. */
const LIKE_AN_ID = /^[A-Z0-9]+$/;

/** The list is in the order of names, beginning with the one that is asked for. */
async function idOf(context: Pick<Route53Context, 'services'>, name: string): Promise<string> {
  const route53 = await context.services.aws.route53();
  const { HostedZones = [] } = await route53.listHostedZonesByName({ DNSName: fullName(name) });
  const zones = HostedZones.filter((zone) => fullName(zone.Name ?? '') === fullName(name));
  const [found, another] = zones.filter((zone) => zone.Config?.PrivateZone !== true);
  if (another) {
    throw new KunrenError({
      code: 'HOSTED_ZONE_AMBIGUOUS',
      message: `There are several public hosted zones named ${name}; name the one you mean by its id.`,
      class: 'input',
    });
  }
  if (found?.Id === undefined) {
    const why = zones.length > 0 ? ' The one of that name is private.' : '';
    throw notFound(`There is no public hosted zone ${name} in this account.${why}`);
  }
  return found.Id.replace('/hostedzone/', '');
}

function notFound(message: string, cause?: unknown): KunrenError {
  return new KunrenError({ code: 'HOSTED_ZONE_NOT_FOUND', message, class: 'input' }, { cause });
}
