import { restXmlProtocol } from '../wire/rest-xml-protocol.ts';
import { bindService, type Service } from '../wire/service.ts';
import {
  createHealthCheck,
  deleteHealthCheck,
  getHealthCheck,
  getHealthCheckStatus,
  listHealthChecks,
  updateHealthCheck,
} from './operations/health-checks.ts';
import { createHostedZone, deleteHostedZone, getHostedZone } from './operations/hosted-zones.ts';
import { listHostedZones, listHostedZonesByName } from './operations/list-hosted-zones.ts';
import {
  changeResourceRecordSets,
  getChange,
  listResourceRecordSets,
} from './operations/record-sets.ts';
import { changeTags, listTags } from './operations/tags.ts';
import { testDnsAnswer } from './operations/test-dns-answer.ts';
import type { Route53 } from './route53.ts';
import { invalidInput } from './route53-error.ts';

/** Route 53 on the wire. */
export function route53Service(route53: Route53): Service {
  const service = {
    name: 'route53',
    protocol: restXmlProtocol({ xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/' }),
    missing: (path: string) => invalidInput(`Invalid request: Missing field '${path}'`),
  };
  const operations = [
    createHostedZone,
    getHostedZone,
    deleteHostedZone,
    listHostedZones,
    listHostedZonesByName,
    changeResourceRecordSets,
    listResourceRecordSets,
    getChange,
    createHealthCheck,
    getHealthCheck,
    updateHealthCheck,
    deleteHealthCheck,
    listHealthChecks,
    getHealthCheckStatus,
    changeTags,
    listTags,
    testDnsAnswer,
  ];
  return bindService(service, operations, route53);
}
