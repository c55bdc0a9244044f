import type { Reason } from '../../domain/reason.ts';
import { reason } from '../../domain/reason.ts';
import type { VenueName } from '../venues/venue-name.ts';
import { classifyRefusal } from './outcome.ts';
import type { VenueAnswer, VenueCall } from './venue-client.ts';

/** Whether the venue still knows our key; only a person can mend it when not. */
export interface KeyWatch {
  heard(answer: VenueAnswer, call: VenueCall): void;
  /** Something that only a person can mend. */
  halt(why: Reason): void;
  halted(): Reason | null;
}

/** A key that is refused so often in a row is revoked or bound elsewhere: one refusal may be a ban of seconds. */
const REFUSALS = 2;
const PUBLIC = /public/i;

/** Counts refusals of the key in a row; ccxt calls the second one a rate limit, so the raw code decides. */
export function createKeyWatch(venue: VenueName, onHalt: (why: Reason) => void): KeyWatch {
  let inARow = 0;
  let why: Reason | null = null;

  function halt(reasonToHalt: Reason): void {
    if (why !== null) return;
    why = reasonToHalt;
    onHalt(why);
  }

  return {
    heard(answer, { endpoint }) {
      if (PUBLIC.test(endpoint) || /withdraw|restrictions/i.test(endpoint)) return;
      if (answer.ok) inARow = 0;
      else if (answer.status !== null && classifyRefusal(venue, answer, '').effect === 'key-trouble') inARow += 1;
      if (inARow >= REFUSALS) halt(reason('venue.key-halted', { venue }));
    },
    halt,
    halted: () => why,
  };
}
