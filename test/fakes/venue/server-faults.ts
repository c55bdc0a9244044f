import type { VenueRequest, VenueWire } from './server-types.ts';
import type { FaultMatch, RequestFault } from './venue.ts';

/** Faults that wait for the requests they are for, first come first served. */
export class VenueFaultQueue {
  #waiting: { readonly fault: RequestFault; readonly match: FaultMatch; left: number }[] = [];

  add(fault: RequestFault, match: FaultMatch = {}, times = 1): void {
    this.#waiting.push({ fault, match, left: times });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Takes the first fault that is for this request. */
  next(request: VenueRequest, wire: Pick<VenueWire, 'kindOf'>): RequestFault | null {
    const found = this.#waiting.find(({ match }) => concerns(match, request, wire));
    if (found === undefined) return null;
    found.left -= 1;
    if (found.left <= 0) this.#waiting = this.#waiting.filter((waiting) => waiting !== found);
    return found.fault;
  }
}

function concerns(match: FaultMatch, request: VenueRequest, wire: Pick<VenueWire, 'kindOf'>): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false;
  if (match.path !== undefined && !match.path.test(request.path)) return false;
  return match.kind === undefined || match.kind === 'any' || match.kind === wire.kindOf(request);
}
