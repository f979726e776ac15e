import {
  DescribeTrails$,
  type DescribeTrailsRequest,
  type DescribeTrailsResponse,
  GetEventSelectors$,
  type GetEventSelectorsRequest,
  type GetEventSelectorsResponse,
  GetTrailStatus$,
  type GetTrailStatusRequest,
  type GetTrailStatusResponse,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { type Call, operation } from '../../wire/service.ts';
import type { CloudTrail } from '../cloudtrail.ts';
import { invalidTrailArn, noTrail } from '../cloudtrail-error.ts';
import type { TrailRecord } from '../cloudtrail-state.ts';

/** As CloudTrail delivers: every few minutes. */
const DELIVERY_MS = 300_000;

export const describeTrails = operation<DescribeTrailsRequest, DescribeTrailsResponse, CloudTrail>({
  schema: DescribeTrails$,
  mutating: false,
  handle: ({ trailNameList = [], includeShadowTrails = true }, cloudTrail, call) => {
    const seen = cloudTrail
      .trailsOf(call.caller.account)
      .filter((trail) => trail.homeRegion === call.region || trail.isMultiRegion)
      .filter((trail) => includeShadowTrails || isAtHome(trail, call));
    const wanted = seen.filter(
      (trail) =>
        trailNameList.length === 0 ||
        trailNameList.some((name) => isMeant(cloudTrail, trail, call, name)),
    );
    return { trailList: wanted.map((trail) => trailView(cloudTrail, trail)) };
  },
});

export const getTrailStatus = operation<GetTrailStatusRequest, GetTrailStatusResponse, CloudTrail>({
  schema: GetTrailStatus$,
  mutating: false,
  handle: ({ Name = '' }, cloudTrail, call) => {
    const trail = trailNamed(cloudTrail, call, Name);
    const started = Date.parse(trail.startedAt);
    const deliveries = Math.floor((Date.parse(cloudTrail.now()) - started) / DELIVERY_MS);
    const latest = new Date(started + deliveries * DELIVERY_MS);
    return {
      IsLogging: trail.isLogging,
      StartLoggingTime: new Date(started),
      TimeLoggingStarted: trail.startedAt,
      TimeLoggingStopped: '',
      ...(deliveries > 0 && { LatestDeliveryTime: latest, LatestDigestDeliveryTime: latest }),
    };
  },
});

export const getEventSelectors = operation<
  GetEventSelectorsRequest,
  GetEventSelectorsResponse,
  CloudTrail
>({
  schema: GetEventSelectors$,
  mutating: false,
  handle: ({ TrailName = '' }, cloudTrail, call) => ({
    TrailARN: cloudTrail.arn(trailNamed(cloudTrail, call, TrailName)),
    EventSelectors: [
      {
        ReadWriteType: 'All',
        IncludeManagementEvents: true,
        DataResources: [],
        ExcludeManagementEventSources: [],
      },
    ],
  }),
});

function trailNamed(cloudTrail: CloudTrail, call: Call, name: string): TrailRecord {
  if (name.startsWith('arn:') && !/^arn:aws:cloudtrail:[^:]+:\d{12}:trail\/.+$/.test(name)) {
    throw invalidTrailArn(name);
  }
  const trail = cloudTrail
    .trailsOf(call.caller.account)
    .find((each) => isMeant(cloudTrail, each, call, name));
  if (!trail) throw noTrail(name, call.caller.account);
  return trail;
}

/** A trail goes by its name only in its own account and home Region; everywhere else by its ARN. */
function isMeant(cloudTrail: CloudTrail, trail: TrailRecord, call: Call, name: string): boolean {
  if (name === cloudTrail.arn(trail)) return true;
  return name === trail.name && isAtHome(trail, call);
}

function isAtHome(trail: TrailRecord, { caller, region }: Call): boolean {
  return trail.account === caller.account && trail.homeRegion === region;
}

function trailView(cloudTrail: CloudTrail, trail: TrailRecord): Trail {
  return {
    Name: trail.name,
    S3BucketName: trail.bucket,
    IncludeGlobalServiceEvents: trail.includesGlobalServices,
    IsMultiRegionTrail: trail.isMultiRegion,
    HomeRegion: trail.homeRegion,
    TrailARN: cloudTrail.arn(trail),
    LogFileValidationEnabled: trail.validatesLogFiles,
    HasCustomEventSelectors: false,
    HasInsightSelectors: false,
    IsOrganizationTrail: trail.isOrganizationTrail,
  };
}
