import type {
  Agenda,
  Claim,
  Fold,
  Folded,
  HistoryRow,
  NewRow,
  OutboxState,
  OutboxStore,
  Place,
  Settlement,
  WaitingRow,
} from '../../../bot/outbox/outbox-store.ts';

type Row = {
  -readonly [Key in keyof Omit<NewRow, 'state'>]: NewRow[Key];
} & {
  id: number;
  state: OutboxState;
  attempts: number;
  nextAt: number;
  leaseUntil: number;
  createdAt: number;
  waitingSince: number;
  escalated: boolean;
  mergedInto: number | null;
  deliveredAt: number | null;
  ref: string | null;
};

const LOUDNESS = ['quiet', 'normal', 'urgent'] as const;

/** The outbox table without a database; held by the same contract. */
export class MemoryOutboxStore implements OutboxStore {
  rows: Row[] = [];
  readonly #keys = new Set<string>();
  #open: Row[] = [];

  async add(rows: readonly NewRow[], now: number): Promise<number> {
    return rows.map((row) => this.#insert(row, now)).filter((id) => id !== null).length;
  }

  async claim({ channel, except, limit, now, leaseUntil }: Claim): Promise<readonly WaitingRow[]> {
    const seen = new Set(except);
    const heads: Row[] = [];
    for (const row of this.#waiting()) {
      if (seen.has(row.address) || !row.address.startsWith(`${channel}:`)) continue;
      seen.add(row.address);
      if ((row.state === 'pending' ? row.nextAt : row.leaseUntil) <= now) heads.push(row);
    }
    const claimed = heads.sort((a, b) => rank(b) - rank(a) || a.id - b.id).slice(0, limit);
    for (const row of claimed) Object.assign(row, { state: 'sending', attempts: row.attempts + 1, leaseUntil });
    return claimed.map((row) => this.#seen(row));
  }

  async settle(id: number, attempt: number, settlement: Settlement): Promise<boolean> {
    const row = this.#waiting().find((one) => one.id === id);
    if (row === undefined) return false;
    if (settlement.outcome === 'delivered') {
      Object.assign(row, { state: 'delivered', deliveredAt: settlement.at, ref: settlement.ref, problem: null });
      return true;
    }
    if (row.state !== 'sending' || row.attempts !== attempt) return false;
    row.problem = settlement.problem;
    row.state = settlement.outcome === 'later' ? 'pending' : settlement.outcome;
    row.nextAt = settlement.outcome === 'later' ? settlement.nextAt : 0;
    return true;
  }

  async move(from: string, to: string, now: number): Promise<void> {
    for (const row of this.rows) {
      if (!['pending', 'sending', 'held'].includes(row.state)) continue;
      row.route = row.route.map((place) => (place === from ? to : place));
      if (row.address !== from) continue;
      Object.assign(row, { address: to, nextAt: now, state: row.state === 'held' ? 'held' : 'pending' });
    }
  }

  async hasten(addresses: readonly string[], now: number): Promise<void> {
    for (const row of this.rows) {
      if (addresses.includes(row.address) && row.state === 'pending') row.nextAt = Math.min(row.nextAt, now);
    }
  }

  async agenda(): Promise<Agenda> {
    const heads = new Map<string, Row>();
    for (const row of this.#waiting()) if (!heads.has(row.address)) heads.set(row.address, row);
    const lanes = new Map<string, number>();
    for (const row of heads.values()) {
      const channel = row.address.split(':')[0] ?? '';
      const dueAt = row.state === 'sending' ? row.leaseUntil : row.nextAt;
      lanes.set(channel, Math.min(lanes.get(channel) ?? dueAt, dueAt));
    }
    const held = this.#open.filter((row) => row.state === 'held').map((row) => row.heldUntil ?? 0);
    const escalatable = this.rows.filter(isEscalatable).map((row) => (row.state === 'refused' ? 0 : row.waitingSince));
    return {
      channels: [...lanes].map(([channel, dueAt]) => ({ channel, dueAt })),
      waiting: this.#waiting().length,
      heldUntil: held.length === 0 ? null : Math.min(...held),
      escalatableSince: escalatable.length === 0 ? null : Math.min(...escalatable),
    };
  }

  async reclaim(now: number): Promise<number> {
    const sending = this.rows.filter((row) => row.state === 'sending');
    for (const row of sending) Object.assign(row, { state: 'pending', nextAt: now });
    return sending.length;
  }

  async overdue(before: number, limit: number): Promise<readonly WaitingRow[]> {
    return this.rows
      .filter((row) => isEscalatable(row) && (row.state === 'refused' || row.waitingSince <= before))
      .slice(0, limit)
      .map((row) => this.#seen(row));
  }

  async escalate(id: number, copy: NewRow, now: number): Promise<boolean> {
    const row = this.rows.find((one) => one.id === id && isEscalatable(one));
    if (row === undefined) return false;
    row.escalated = true;
    this.#insert(copy, now);
    return true;
  }

  async crowded(above: number): Promise<readonly Place[]> {
    const rows = this.#waiting();
    return placesOf(rows).filter(({ userId, address }) => {
      const here = rows.filter((row) => row.userId === userId && row.address === address);
      return here.length > above && here.filter(isQuiet).length >= 2;
    });
  }

  async heldBack(now: number): Promise<readonly Place[]> {
    return placesOf(this.rows.filter((row) => row.state === 'held' && (row.heldUntil ?? 0) <= now));
  }

  async fold({ userId, address, from, now, items }: Fold, rowOf: (folded: Folded) => NewRow): Promise<number> {
    const rows = this.rows.filter(
      (row) =>
        row.userId === userId &&
        row.address === address &&
        (from === 'pending' ? isQuiet(row) : row.state === 'held' && !row.money && (row.heldUntil ?? 0) <= now),
    );
    const last = rows.at(-1);
    if (last === undefined || rows.length < 2) return 0;
    const count = rows.reduce((sum, row) => sum + Math.max(1, row.standsFor), 0);
    const latest = items === 0 ? [] : rows.slice(-items);
    const carrier = this.#insert(
      rowOf({
        count,
        lastId: last.id,
        items: latest.map(({ kind, createdAt, payload }) => ({ kind, createdAt, payload })),
      }),
      now,
    );
    const ids = rows.map(({ id }) => id);
    for (const row of this.rows) {
      if (ids.includes(row.id) || ids.includes(row.mergedInto ?? 0)) {
        Object.assign(row, { state: 'merged', mergedInto: carrier });
      }
    }
    return count;
  }

  async release(place: Place, now: number): Promise<void> {
    for (const row of this.rows) {
      if (row.state !== 'held' || row.userId !== place.userId || row.address !== place.address) continue;
      if ((row.heldUntil ?? 0) <= now) Object.assign(row, { state: 'pending', waitingSince: now, nextAt: now });
    }
  }

  async endQuiet(userId: string, now: number): Promise<void> {
    for (const row of this.rows) if (row.state === 'held' && row.userId === userId) row.heldUntil = now;
  }

  async expireElsewhere(channels: readonly string[], before: number): Promise<readonly WaitingRow[]> {
    const rows = this.#waiting().filter(
      (row) => !channels.includes(row.address.split(':')[0] ?? '') && row.waitingSince <= before,
    );
    for (const row of rows) Object.assign(row, { state: 'expired', problem: 'no such channel is set up' });
    return rows.map((row) => this.#seen(row));
  }

  async prune(before: number): Promise<number> {
    const kept = this.rows.filter(
      (row) => ['pending', 'sending', 'held'].includes(row.state) || row.createdAt >= before,
    );
    const gone = this.rows.length - kept.length;
    this.rows = kept;
    return gone;
  }

  async history(userId: string, limit: number): Promise<readonly HistoryRow[]> {
    return this.rows
      .filter((row) => row.userId === userId && row.standsFor === 0 && row.copyOf === null && row.state !== 'replaced')
      .reverse()
      .slice(0, limit)
      .map((row) => this.#told(row));
  }

  #told(row: Row): HistoryRow {
    const carrier = this.rows.find(({ id }) => id === row.mergedInto);
    const copy =
      row.state === 'delivered'
        ? undefined
        : this.rows.find((one) => one.copyOf === row.id && one.state === 'delivered');
    const { id, kind, importance, money, createdAt, attempts, problem, payload } = row;
    const merged = carrier !== undefined && carrier.state !== 'delivered' ? carrier.state : row.state;
    return {
      ...{ id, kind, importance, money, createdAt, attempts, problem, payload },
      state: copy === undefined ? merged : 'delivered',
      address: copy?.address ?? carrier?.address ?? row.address,
      deliveredAt: row.deliveredAt ?? carrier?.deliveredAt ?? copy?.deliveredAt ?? null,
    };
  }

  #waiting(): Row[] {
    this.#open = this.#open.filter((row) => ['pending', 'sending', 'held'].includes(row.state));
    return this.#open.filter((row) => row.state !== 'held');
  }

  #insert(row: NewRow, now: number): number | null {
    if (this.#keys.has(row.dedupeKey)) return null;
    this.#keys.add(row.dedupeKey);
    const id = (this.rows.at(-1)?.id ?? 0) + 1;
    const added: Row = {
      ...structuredClone(row),
      id,
      attempts: 0,
      nextAt: now,
      leaseUntil: 0,
      createdAt: now,
      waitingSince: now,
      escalated: false,
      mergedInto: null,
      deliveredAt: null,
      ref: null,
    };
    const older = row.group === null ? undefined : this.rows.findLast((one) => givesPlace(one, added));
    this.rows.push(added);
    this.#open.push(added);
    if (older !== undefined) takePlace(older, added, now);
    return id;
  }

  #seen(row: Row): WaitingRow {
    const { id, userId, route, address, kind, importance, money, dedupeKey, payload } = row;
    const { attempts, waitingSince, copyOf } = row;
    const before = !row.inPlace
      ? null
      : this.rows.findLast(
          (one) =>
            one.userId === userId &&
            one.group === row.group &&
            one.address === address &&
            one.state === 'delivered' &&
            one.ref !== null,
        );
    const replaces = row.inPlace && row.group !== null ? (before?.ref ?? null) : null;
    const told = { id, userId, route, address, kind, importance, money, dedupeKey, payload };
    return { ...told, attempts, waitingSince, replaces, copyOf };
  }
}

function givesPlace(older: Row, newer: Row): boolean {
  const same = older.userId === newer.userId && older.group === newer.group && older.address === newer.address;
  const waits = (row: Row) => row.state === 'pending' || row.state === 'held';
  return same && waits(older) && waits(newer);
}

function takePlace(older: Row, newer: Row, now: number): void {
  older.payload = newer.payload;
  older.kind = newer.kind;
  older.inPlace = newer.inPlace;
  older.money ||= newer.money;
  const loudest = Math.max(LOUDNESS.indexOf(older.importance), LOUDNESS.indexOf(newer.importance));
  older.importance = LOUDNESS[loudest] ?? 'urgent';
  if (older.state === 'held') older.waitingSince = now;
  if (newer.state === 'pending') older.state = 'pending';
  older.heldUntil = newer.heldUntil;
  newer.state = 'replaced';
}

function isQuiet(row: Row): boolean {
  return row.state === 'pending' && row.importance === 'quiet' && !row.money && row.attempts === 0;
}

function isEscalatable(row: Row): boolean {
  if (row.escalated || row.route.length < 2) return false;
  if (row.state === 'refused') return row.money || row.importance === 'urgent';
  return row.money && (row.state === 'pending' || row.state === 'sending');
}

function rank(row: Row): number {
  return (row.money ? 2 : 0) + (row.importance === 'urgent' ? 1 : 0);
}

function placesOf(rows: readonly Row[]): readonly Place[] {
  const places = new Map(rows.map(({ userId, address }) => [`${userId} ${address}`, { userId, address }]));
  return [...places.values()];
}
