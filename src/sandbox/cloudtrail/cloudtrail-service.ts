import { jsonProtocol } from '../wire/json-protocol.ts';
import { bindService, type Service } from '../wire/service.ts';
import type { CloudTrail } from './cloudtrail.ts';
import { missingParameter } from './cloudtrail-error.ts';
import { lookupEvents } from './operations/lookup-events.ts';
import { describeTrails, getEventSelectors, getTrailStatus } from './operations/trails.ts';

/** CloudTrail on the wire. */
export function cloudTrailService(cloudTrail: CloudTrail): Service {
  const service = {
    name: 'cloudtrail',
    everyAccount: true,
    deniedCode: 'AccessDeniedException',
    protocol: jsonProtocol({ version: '1.1', target: 'CloudTrail_20131101' }),
    missing: missingParameter,
  };
  const operations = [describeTrails, getTrailStatus, getEventSelectors, lookupEvents];
  return bindService(service, operations, cloudTrail);
}
