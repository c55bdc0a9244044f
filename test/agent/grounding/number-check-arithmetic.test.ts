import { describe, expect, it } from 'vitest';
import { checkGrounding } from '../../../agent/grounding/number-check.ts';
import { hasShared, sharedLines } from '../../eval/shared-data.ts';

// Questions on tables of annual reports whose answers have to be worked out (TAT-QA): a worked-out number stands in no
// cell, however right it is, and a checker that lets it through would let any other through.

const FILE = 'eval/numeric/tatqa_arithmetic.jsonl.gz';

interface Row {
  readonly id: string;
  readonly table: readonly (readonly string[])[];
  readonly answer: number | string;
}

const rows = hasShared('eval/numeric') ? sharedLines<Row>(FILE) : [];

/** The amounts of a table, without signs. */
function amountsOf({ table }: Row): readonly number[] {
  const cells = table.flat().map((cell) => /^[$( ]*(\d[\d,]*(?:\.\d+)?)[)% ]*$/.exec(cell)?.[1]?.replaceAll(',', ''));
  return [...new Set(cells.flatMap((cell) => (cell === undefined ? [] : [Number(cell)])))].filter((one) => one > 0);
}

function isLetThrough(shown: string, amounts: readonly number[]): boolean {
  const facts = { 'N-1': { cells: amounts.map((value) => ({ value })) } };
  return checkGrounding([{ text: `It was ${shown}.`, citations: ['N-1'] }], facts).ungrounded.length === 0;
}

/** Read by rounding and not by distance: another way than the checker's. */
function stands(shown: string, amounts: readonly number[]): boolean {
  const places = shown.split('.')[1]?.length ?? 0;
  return amounts.some((amount) => amount.toFixed(places) === Number(shown).toFixed(places));
}

/** Two neighbouring digits change places. */
function swapped(shown: string): string {
  const at = [...shown].findIndex(
    (digit, index) => /\d/.test(digit) && /\d/.test(shown[index + 1] ?? '') && digit !== shown[index + 1],
  );
  return at < 0 ? shown : `${shown.slice(0, at)}${shown[at + 1]}${shown[at]}${shown.slice(at + 2)}`;
}

describe.skipIf(rows.length === 0)('checking numbers of annual reports (skipped without ../shared/data)', () => {
  it('lets through every amount of the table that is cited', () => {
    const refused = rows.flatMap((row) => {
      const amounts = amountsOf(row);
      return amounts.slice(0, 8).filter((amount) => !isLetThrough(String(amount), amounts));
    });
    expect(refused).toEqual([]);
  });

  it('lets through what was worked out, or had its digits swapped, only where it happens to stand in the table', () => {
    const wrong: string[] = [];
    const counts = { workedOut: 0, refused: 0, swapped: 0, swappedRefused: 0 };
    for (const row of rows) {
      const amounts = amountsOf(row);
      const answer = Math.abs(Number(row.answer));
      if (!Number.isFinite(answer) || answer === 0 || amounts.length === 0) continue;
      const worked = String(Number(answer.toFixed(2)));
      const other = swapped(String(amounts[0]));
      counts.workedOut += 1;
      counts.refused += Number(!isLetThrough(worked, amounts));
      counts.swapped += 1;
      counts.swappedRefused += Number(!isLetThrough(other, amounts));
      for (const shown of [worked, other]) {
        if (isLetThrough(shown, amounts) !== stands(shown, amounts)) wrong.push(`${row.id} ${shown}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(counts.workedOut).toBeGreaterThan(250);
    expect(counts.refused).toBeGreaterThan(counts.workedOut * 0.8);
    expect(counts.swappedRefused).toBeGreaterThan(counts.swapped * 0.8);
  });
});
