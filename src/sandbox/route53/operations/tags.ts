import {
  ChangeTagsForResource$,
  type ChangeTagsForResourceRequest,
  ListTagsForResource$,
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
  type Tag as SdkTag,
} from '@aws-sdk/client-route-53';
import { operation } from '../../wire/service.ts';
import type { Route53 } from '../route53.ts';
import { invalidInput } from '../route53-error.ts';
import type { Tag } from '../route53-state.ts';

const MOST_TAGS = 10;

export const listTags = operation<ListTagsForResourceRequest, ListTagsForResourceResponse, Route53>(
  {
    schema: ListTagsForResource$,
    mutating: false,
    handle: ({ ResourceType, ResourceId }, route53) => {
      const { tags } = tagged(route53, ResourceType, ResourceId);
      return { ResourceTagSet: { ResourceType, ResourceId, Tags: [...tags] } };
    },
  },
);

export const changeTags = operation<ChangeTagsForResourceRequest, object, Route53>({
  schema: ChangeTagsForResource$,
  mutating: true,
  handle: ({ ResourceType, ResourceId, AddTags, RemoveTagKeys }, route53, call) => {
    const resource = tagged(route53, ResourceType, ResourceId);
    if (!AddTags && !RemoveTagKeys) {
      throw invalidInput('Invalid request: there are neither tags to add nor to remove');
    }
    const kept = resource.tags.filter(({ Key }) => !RemoveTagKeys?.includes(Key));
    const tags = merged(kept, AddTags);
    // The run's tag counts as it was: the effect is the run's, also when it removes its own tag.
    call.effect(`arn:aws:route53:::${ResourceType}/${ResourceId}`, [...resource.tags, ...tags]);
    resource.tags = tags;
    return {};
  },
});

/** @throws ServiceError when there is no such resource. */
function tagged(route53: Route53, type: string | undefined, id: string | undefined) {
  switch (type) {
    case 'hostedzone':
      return route53.zone(id);
    case 'healthcheck':
      return route53.healthCheck(id);
    default:
      throw invalidInput(`Invalid request: '${type}' is neither hostedzone nor healthcheck`);
  }
}

function merged(present: readonly Tag[], added: readonly SdkTag[] = []): Tag[] {
  const tags = new Map(present.map((tag) => [tag.Key, tag.Value]));
  for (const { Key = '', Value = '' } of added) {
    if (Key === '' || Key.length > 128 || Key.startsWith('aws:') || Value.length > 256) {
      throw invalidInput(`Invalid request: the tag '${Key}' is not valid`);
    }
    tags.set(Key, Value);
  }
  if (tags.size > MOST_TAGS) {
    throw invalidInput(`Invalid request: a resource has at most ${MOST_TAGS} tags`);
  }
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
