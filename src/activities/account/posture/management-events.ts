import type {
  AdvancedEventSelector,
  EventSelector,
  GetEventSelectorsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { fail, type Judgement, pass, unexpected } from './finding.ts';

interface Coverage {
  readonly reads: boolean;
  readonly writes: boolean;
  /** What it leaves out, e.g. `kms.amazonaws.com`. */
  readonly without: readonly string[];
}

/** Whether a trail records management events, those that read and those that write. */
export function judgeManagementEvents({
  EventSelectors: basic,
  AdvancedEventSelectors: advanced,
}: Pick<GetEventSelectorsCommandOutput, 'EventSelectors' | 'AdvancedEventSelectors'>): Judgement {
  if (!basic && !advanced) return unexpected('EventSelectors', undefined);
  const parts = [...(basic ?? []).map(coverageOf), ...(advanced ?? []).map(coverageOfAdvanced)];
  const reads = parts.some((part) => part.reads);
  const writes = parts.some((part) => part.writes);
  const without = [...new Set(parts.flatMap((part) => part.without))];
  const left = without.length === 0 ? '' : `, without ${without.join(', ')}`;
  const observed = `read ${reads}, write ${writes}${left}`;
  return reads && writes
    ? pass(`Management events are recorded, reads and writes${left}.`, observed)
    : fail('Not all management events are recorded.', observed);
}

function coverageOf({
  IncludeManagementEvents: included = false,
  ReadWriteType: type,
  ExcludeManagementEventSources: without = [],
}: EventSelector): Coverage {
  return {
    reads: included && (type === 'All' || type === 'ReadOnly'),
    writes: included && (type === 'All' || type === 'WriteOnly'),
    without: included ? without : [],
  };
}

/** What an advanced selector may say beside the category without losing whole kinds of events. */
const HARMLESS = new Set(['eventCategory', 'eventSource', 'readOnly']);

function coverageOfAdvanced({ FieldSelectors: fields = [] }: AdvancedEventSelector): Coverage {
  const equals = (name: string) => fields.find(({ Field }) => Field === name)?.Equals;
  const management = equals('eventCategory')?.includes('Management') ?? false;
  const sources = fields.find(({ Field }) => Field === 'eventSource');
  const narrowed = fields.some(({ Field = '' }) => !HARMLESS.has(Field)) || isNarrow(sources);
  const covers = management && !narrowed;
  const readOnly = fields.find(({ Field }) => Field === 'readOnly');
  const says = (value: string) => !readOnly || readOnly.Equals?.includes(value) === true;
  return {
    reads: covers && says('true'),
    writes: covers && says('false'),
    without: covers ? (sources?.NotEquals ?? []) : [],
  };
}

type FieldSelector = NonNullable<AdvancedEventSelector['FieldSelectors']>[number];

/** Some sources left out are told; anything else about sources leaves only some in. */
function isNarrow(sources: FieldSelector | undefined): boolean {
  if (!sources) return false;
  const { Field: _, NotEquals: __, ...other } = sources;
  return Object.values(other).some((values) => values !== undefined);
}
