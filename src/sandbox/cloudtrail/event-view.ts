import type { Event } from '@aws-sdk/client-cloudtrail';
import type { EventRecord } from './cloudtrail-state.ts';

/** An event as LookupEvents answers it. The sandbox writes down only calls that change something. */
export function eventView(event: EventRecord): Event {
  return {
    EventId: event.id,
    EventName: event.name,
    ReadOnly: 'false',
    AccessKeyId: event.accessKey,
    EventTime: new Date(event.at),
    EventSource: event.source,
    Username: event.username,
    Resources: event.resources.map((ResourceName) => ({ ResourceName })),
    CloudTrailEvent: JSON.stringify({
      eventVersion: '1.11',
      userIdentity: event.identity,
      eventTime: event.at.replace(/\.\d+Z$/, 'Z'),
      eventSource: event.source,
      eventName: event.name,
      awsRegion: event.region,
      sourceIPAddress: event.sourceIp,
      userAgent: 'sandbox',
      ...(event.error && { errorCode: event.error.code, errorMessage: event.error.message }),
      requestParameters: event.request ?? null,
      responseElements: event.response ?? null,
      ...(event.additional !== undefined && { additionalEventData: event.additional }),
      ...(event.requestId !== undefined && { requestID: event.requestId }),
      eventID: event.id,
      readOnly: false,
      eventType: event.type,
      managementEvent: true,
      recipientAccountId: event.account,
      eventCategory: 'Management',
    }),
  };
}
