import type { GetEventSelectorsCommandOutput, Trail } from '@aws-sdk/client-cloudtrail';
import type { PostureFinding } from '../../../core/posture.ts';
import { type About, fail, judged, pass, unexpected } from './finding.ts';
import { judgeManagementEvents } from './management-events.ts';
import type { PostureScope } from './posture-scope.ts';
import { mapReading, type Reading, read } from './reading.ts';
import { readTrailBucket } from './trail-bucket.ts';

/**
 * The account's trails. All findings are of one of them: what one trail lacks, another does not make up for.
 */
export async function readTrails(scope: PostureScope): Promise<readonly PostureFinding[]> {
  const { context, inside } = scope;
  const described = await read(context, { call: 'cloudtrail:DescribeTrails' }, async () =>
    // With those of other Regions that cover this one.
    (await inside.cloudTrail()).describeTrails({ includeShadowTrails: true }),
  );
  const trails = described.answered ? (described.value.trailList ?? []) : [];
  const candidates = await Promise.all(trails.map((trail) => readTrail(scope, described, trail)));
  const [best] = candidates.toSorted((a, b) => marks(a) - marks(b));
  const trail = best?.trail;
  const found = best?.findings ?? findingsWithout(scope, described);
  const bucket = mapReading(described, ({ trailList: list }) => ({
    none: list?.length === 0,
    name: trail?.S3BucketName,
  }));
  return [...found, ...(await readTrailBucket(scope, bucket))];
}

interface Candidate {
  readonly trail: Trail;
  readonly findings: readonly PostureFinding[];
}

/** Fewest failures first, then fewest unknown: what is not known may still be what is wanted. */
function marks({ findings }: Candidate): number {
  const count = (outcome: string) => findings.filter((one) => one.outcome === outcome).length;
  return count('fail') * findings.length + count('unknown');
}

type Described = Reading<{ readonly trailList?: readonly Trail[] | undefined }>;

async function readTrail(
  scope: PostureScope,
  described: Described,
  trail: Trail,
): Promise<Candidate> {
  const { context, inside } = scope;
  const name = trail.TrailARN ?? trail.Name;
  const at = await inside.cloudTrail(trail.HomeRegion);
  const status = await read(context, { call: 'cloudtrail:GetTrailStatus' }, () =>
    at.getTrailStatus({ Name: name }),
  );
  const selectors = await read(context, { call: 'cloudtrail:GetEventSelectors' }, () =>
    at.getEventSelectors({ TrailName: name }),
  );
  const seen = `${trail.Name}: `;
  const own = mapReading(described, () => trail);
  const about = aboutsOf(scope);
  return {
    trail,
    findings: [
      judged(
        about.multiRegion,
        own,
        ({ IsMultiRegionTrail: all, IncludeGlobalServiceEvents: global }) =>
          judgeFlags(seen, { IsMultiRegionTrail: all, IncludeGlobalServiceEvents: global }),
      ),
      judged(about.logging, status, ({ IsLogging }) => judgeFlags(seen, { IsLogging })),
      judged(about.events, selectors, (answer: GetEventSelectorsCommandOutput) => {
        const judgement = judgeManagementEvents(answer);
        const { observed } = judgement;
        return observed === undefined ? judgement : { ...judgement, observed: seen + observed };
      }),
      judged(about.validation, own, ({ LogFileValidationEnabled }) =>
        judgeFlags(seen, { LogFileValidationEnabled }),
      ),
    ],
  };
}

/** All of them have to be on. */
function judgeFlags(seen: string, flags: { readonly [field: string]: boolean | undefined }) {
  const missing = Object.entries(flags).find(([, value]) => typeof value !== 'boolean');
  if (missing) return unexpected(...missing);
  const observed = `${seen}${Object.entries(flags)
    .map(([field, value]) => `${field} ${value}`)
    .join(', ')}`;
  const off = Object.entries(flags).flatMap(([field, value]) => (value ? [] : [field]));
  return off.length === 0
    ? pass(`${Object.keys(flags).join(' and ')} on.`, observed)
    : fail(`${off.join(' and ')} off.`, observed);
}

function findingsWithout(scope: PostureScope, described: Described): readonly PostureFinding[] {
  return Object.values(aboutsOf(scope)).map((about) =>
    judged({ ...about, field: 'trailList' }, described, ({ trailList }) =>
      trailList
        ? fail('The account has no trail.', 'trailList is empty')
        : unexpected('trailList', trailList),
    ),
  );
}

function aboutsOf({ account: { id: subject } }: PostureScope) {
  return {
    multiRegion: {
      id: 'trail-multi-region',
      title: 'Trail covers all Regions and global services',
      requirement: 'CTL-001',
      field: 'trailList[].IsMultiRegionTrail, IncludeGlobalServiceEvents',
      subject,
    },
    logging: {
      id: 'trail-logging',
      title: 'Trail is recording',
      requirement: 'CTL-001',
      field: 'IsLogging',
      subject,
    },
    events: {
      id: 'trail-management-events',
      title: 'Trail records management events',
      requirement: 'CTL-001',
      field: 'EventSelectors, AdvancedEventSelectors',
      subject,
    },
    validation: {
      id: 'trail-validation',
      title: 'Log files can be validated',
      requirement: 'CTL-004',
      field: 'trailList[].LogFileValidationEnabled',
      subject,
    },
  } as const satisfies { readonly [name: string]: About };
}
