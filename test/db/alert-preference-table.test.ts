import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AlertModeRow, AlertModeStore } from '../../bot/alerts/alert-desk.ts';
import { createAlertDesk } from '../../bot/alerts/alert-desk.ts';
import { AlertPreferenceTable } from '../../db/alert-preference-table.ts';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

class MemoryModes implements AlertModeStore {
  readonly #rows = new Map<string, AlertModeRow>();
  async load() {
    return [...this.#rows.values()];
  }
  async save(rows: readonly AlertModeRow[]) {
    for (const row of rows) this.#rows.set(`${row.userId} ${row.kind}`, row);
  }
}

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.query('truncate alert_preference'));

describe('chosen modes in memory, as tests use them', () => describeStore(() => new MemoryModes()));
describe('the table of chosen modes on PGlite', () => {
  describeStore(() => new AlertPreferenceTable(database));

  it('takes no mode that there is not', async () => {
    await expect(
      database.query(`insert into alert_preference values ('telegram:1', 'rule', 'loud', 1)`),
    ).rejects.toThrow();
  });

  it('keeps all rows of a choice or none', async () => {
    const table = new AlertPreferenceTable(database);
    const broken = { userId: 'telegram:1', kind: 'pnl', mode: 'loud' } as unknown as AlertModeRow;
    await expect(table.save([{ userId: 'telegram:1', kind: 'rule', mode: 'off' }, broken], 1)).rejects.toThrow();
    expect(await table.load()).toEqual([]);
  });
});

function describeStore(open: () => AlertModeStore): void {
  it('is known after a restart, the last choice of each kind', async () => {
    const store = open();
    const desk = createAlertDesk({ store, now: () => 1 });
    await desk.choose('telegram:1', ['rule', 'pnl'], 'off');
    await desk.choose('telegram:1', ['rule'], 'silent');
    await desk.choose('telegram:2', ['proposal'], 'off');
    const again = createAlertDesk({ store });
    const modes = [
      await again.modeOf('telegram:1', 'rule'),
      await again.modeOf('telegram:1', 'pnl'),
      await again.modeOf('telegram:2', 'rule'),
      await again.modeOf('telegram:2', 'proposal'),
    ];
    expect(modes).toEqual(['silent', 'off', 'on', 'silent']);
  });

  it('keeps nothing where nothing changes', async () => {
    const store = open();
    expect(await createAlertDesk({ store }).choose('telegram:1', ['rule'], 'on')).toEqual({ changed: [], least: [] });
    expect(await store.load()).toEqual([]);
  });

  it('keeps a kind that this version does not know, and words of any kind', async () => {
    const store = open();
    const rows: readonly AlertModeRow[] = [{ userId: "telegram:1'; --", kind: 'of-tomorrow', mode: 'off' }];
    await store.save(rows, 1);
    expect(await store.load()).toEqual(rows);
    expect(await createAlertDesk({ store }).modeOf("telegram:1'; --", 'of-tomorrow')).toBe('off');
  });
}
