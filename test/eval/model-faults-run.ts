import type { FakeLlm } from '../fakes/llm/llm-server.ts';
import { verdictFaults, verdictHabits } from '../fakes/llm/verdict-faults.ts';
import { voting } from '../fakes/llm/verdict-personalities.ts';
import { WIRE_FAULTS } from '../fakes/llm/wire-faults.ts';
import { AMPLE_MS, wireCases } from '../faults/model-fault-cases.ts';
import { type FaultCase, SEATS, type Seat, type Tried, tryFault } from '../faults/model-fault-desk.ts';

// `npm run eval:faults`: what each fault of a language model comes to at the desk, as a table. The tests hold the same.

interface Row {
  readonly name: string;
  readonly deadlineMs?: number | undefined;
  readonly modelStance?: FaultCase['modelStance'];
  readonly prepare: (llm: FakeLlm) => void;
}

const ROWS: readonly Row[] = [
  ...WIRE_FAULTS.map((fault): Row => {
    return { name: fault, deadlineMs: wireCases[fault].deadlineMs, prepare: (llm) => llm.fail(fault) };
  }),
  { name: 'nobody at its address', prepare: (llm) => void llm.close() },
  ...Object.entries(verdictFaults).map(([name, { says }]): Row => ({ name, prepare: (llm) => llm.become(says) })),
  {
    name: 'obedient: a sound yes, while the signal model holds',
    modelStance: 'hold',
    prepare: (llm) => llm.become(voting('buy', 1)),
  },
  ...Object.entries(verdictHabits).map(([name, says]): Row => ({ name, prepare: (llm) => llm.become(says) })),
];

function cell(tried: Tried, deadlineMs: number): string {
  const { verdict, made, tookMs } = tried;
  const detail = verdict.outcome === 'abstained' ? verdict.reason.values.detail : undefined;
  const said = verdict.outcome === 'voted' ? `voted ${verdict.stance}` : verdict.reason.code.replace('reviewer.', '');
  const why = detail === undefined || detail === null ? '' : ` (${String(detail).replace('call.', '')})`;
  const order = made.request === null ? made.record.outcome : `**${made.record.outcome}**`;
  return `${said}${why} → ${order}, ${tookMs.toFixed(0)} of ${deadlineMs} ms`;
}

const seats = Object.keys(SEATS) as Seat[];
for (const seat of seats) await tryFault({ seat, deadlineMs: AMPLE_MS }, (llm) => llm.become(voting('buy')));
console.log(`| fault | ${seats.join(' | ')} |\n|---|${seats.map(() => '---|').join('')}`);
let orders = 0;
let faults = 0;
for (const { name, deadlineMs = AMPLE_MS, modelStance = 'buy', prepare } of ROWS) {
  const cells: string[] = [];
  for (const seat of seats) {
    const tried = await tryFault({ seat, deadlineMs, modelStance }, prepare);
    cells.push(cell(tried, deadlineMs));
    if (Object.hasOwn(verdictHabits, name)) continue;
    faults += 1;
    orders += Number(tried.made.request !== null);
  }
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}
console.log(`\n${faults} faults, ${orders} orders`);
