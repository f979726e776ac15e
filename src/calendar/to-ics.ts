import ical, { ICalAlarmType, type ICalAttendeeData, ICalAttendeeRole } from 'ical-generator';
import type { Participant } from '../core/people.ts';
import type { Instant, Ms } from '../core/ports.ts';
import type { Occurrence } from '../core/schedule.ts';

/** A rehearsal as an entry of a calendar. */
export interface CalendarEntry {
  /** Name of the drill. */
  readonly drill: string;
  readonly title: string;
  readonly occurrence: Occurrence;
  /** How long it is kept free. */
  readonly durationMs: Ms;
  /** Of them, those with an e-mail address are invited. */
  readonly participants: readonly Participant[];
  readonly remindMs: readonly Ms[];
  /** What to know and to type, in lines. */
  readonly description: string;
}

/**
 * Rehearsals as one iCalendar file (RFC 5545).
 *
 * An entry keeps its UID when a blackout moves it, so that a calendar that knows it already moves it as well. Times are
 * in UTC: every program knows those, whichever zones it has.
 */
export function toIcs(entries: readonly CalendarEntry[], now: Instant): string {
  const calendar = ical({
    name: 'Recovery drills',
    prodId: { company: 'kunren', product: 'drill', language: 'EN' },
  });
  for (const entry of entries) {
    const { drill, title, occurrence, durationMs, participants, remindMs, description } = entry;
    const invited = participants.filter(hasEmail);
    const organizer =
      invited.find(({ roles }) => roles.includes('incident-commander')) ?? invited[0];
    const start = new Date(occurrence.at);
    calendar.createEvent({
      id: `${drill}-${occurrence.slot.replace(':', '')}@kunren`,
      stamp: new Date(now),
      start,
      end: new Date(start.getTime() + durationMs),
      summary: `${title} (${drill})`,
      description,
      ...(organizer && { organizer: { name: quotable(organizer.name), email: organizer.email } }),
      attendees: invited.map(toAttendee),
      alarms: remindMs.map((ms) => ({
        type: ICalAlarmType.display,
        triggerBefore: Math.round(ms / 1000),
        description: `${title} (${drill})`,
      })),
    });
  }
  return calendar.toString();
}

type Invited = Participant & { readonly email: string };

function hasEmail(participant: Participant): participant is Invited {
  return participant.email !== undefined;
}

function toAttendee({ name, email, roles }: Invited): ICalAttendeeData {
  const watches = roles.every((role) => role === 'observer');
  return {
    name: quotable(name),
    email,
    role: watches ? ICalAttendeeRole.OPT : ICalAttendeeRole.REQ,
    rsvp: true,
  };
}

/** A name stands between quotes, and the format has no way to write one inside. */
function quotable(name: string): string {
  return name.replace(/"/g, "'").replace(/\p{Cc}+/gu, ' ');
}
