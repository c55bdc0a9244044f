import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import { type Decimal, decimal, decimalText, estimateOf, ZERO } from '../../engine/domain/decimal.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import { quoteOf } from '../../engine/domain/instrument.ts';
import { feesPaid } from '../../engine/domain/portfolio.ts';
import type { askedExtreme } from '../intent/intents/extremes.ts';
import { equitySentence } from './account-answers.ts';
import type { AnswerSentence, Slot } from './answer.ts';
import { type OtherFee, otherFees } from './decision-facts.ts';
import { citeDesk, type Draft, rangeOf, type Sources, type Span, type Topic } from './draft.ts';
import { FactSheet, phrase, sentence } from './fact-sheet.ts';
import { tradeSentence } from './trade-sentence.ts';

const MANY = 10_000;

/** How much was made: the account's equity first, because it counts what is still open too. */
export async function answerProfit({ view, records }: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view);
  const sentences: AnswerSentence[] = [];
  const span = spanOf(topic);
  if (topic.symbol === null && span !== null) {
    const points = await records.equity(span.from, Math.min(span.to, view.now() + 1));
    const first = points[0];
    const isOver = span.to <= view.now();
    const last = isOver ? points.at(-1) : { at: view.now(), equity: desk.facts.account.equity };
    if (first !== undefined && last !== undefined) {
      const change = decimal(last.equity).minus(decimal(first.equity));
      // The measured points are entries of the journal, which the desk's citation covers.
      sheet.add(desk.id, {
        ...desk.facts,
        period: {
          first,
          last,
          change: decimalText(change),
          changeFraction: estimateOf(first.equity) === 0 ? 0 : estimateOf(change) / estimateOf(first.equity),
        },
      });
      sentences.push(spanSentence(sheet, desk.id));
    }
  }
  const trades = await records.trades({ ...within(span), symbol: topic.symbol ?? undefined, limit: MANY });
  sentences.push(tradesSentence(sheet, desk.id, trades));
  if (topic.symbol === null) sentences.push(equitySentence(sheet, desk.id));
  const held = topic.symbol === null ? undefined : desk.facts.positions[topic.symbol];
  if (held?.unrealised != null) {
    const slots = {
      profit: sheet.slot('signed-money', `${desk.id}#positions["${held.symbol}"].unrealised`),
      coin: sheet.slot('coin', `${desk.id}#positions["${held.symbol}"].symbol`),
    };
    sentences.push(
      sentence(
        'profit.open',
        phrase('Still open in {coin}: {profit} unrealised.', '보유 중인 {coin} 평가손익: {profit}.', slots),
      ),
    );
  }
  return {
    outcome: 'answered',
    sentences,
    sheet,
    subject: { decisionId: trades[0]?.entryDecisionId ?? null, symbol: topic.symbol },
  };
}

function spanSentence(sheet: FactSheet, desk: string): AnswerSentence {
  const slots = {
    from: sheet.slot('time', `${desk}#period.first.at`),
    to: sheet.slot('time', `${desk}#period.last.at`),
    before: sheet.slot('money', `${desk}#period.first.equity`),
    after: sheet.slot('money', `${desk}#period.last.equity`),
    change: sheet.slot('signed-money', `${desk}#period.change`),
    fraction: sheet.slot('signed-percent', `${desk}#period.changeFraction`),
  };
  return sentence(
    'profit.span',
    phrase(
      '{change} ({fraction}): equity went from {before} ({from}) to {after} ({to}).',
      '{change}({fraction}): 자산이 {from} {before}에서 {to} {after}{으로/로} 변했습니다.',
      slots,
    ),
  );
}

function tradesSentence(sheet: FactSheet, desk: string, trades: readonly ClosedTrade[]): AnswerSentence {
  if (trades.length === 0)
    return sentence(
      'profit.no-trades',
      phrase('No trade was closed in that time.', '그 기간에 청산된 거래는 없습니다.'),
      desk,
    );
  const id = citeTrades(sheet, trades);
  const slots = {
    count: sheet.slot('count', `${id}#count`),
    net: sheet.slot('signed-money', `${id}#net`),
    fees: sheet.slot('money', `${id}#fees`),
    wins: sheet.slot('count', `${id}#wins`),
  };
  return sentence(
    'profit.trades',
    phrase(
      'Closed trades: {count} (with a profit: {wins}), {net} in all after {fees} of fees.',
      '청산된 거래 {count}건(이익 {wins}건), 수수료 {fees}{을/를} 빼고 합계 {net}.',
      slots,
    ),
  );
}

/** Puts trades on the sheet with what they add up to; returns the citation of their run. */
export function citeTrades(sheet: FactSheet, trades: readonly ClosedTrade[]): string {
  const net = total(trades.map((trade) => trade.net));
  const won = trades.filter((trade) => decimal(trade.net).greaterThan(ZERO));
  const lost = trades.filter((trade) => decimal(trade.net).lessThan(ZERO));
  const gained = total(won.map((trade) => trade.net));
  const given = total(lost.map((trade) => trade.net)).abs();
  return sheet.add(
    `${rangeOf(
      'T',
      trades.map(({ number }) => number),
    )}`,
    {
      count: trades.length,
      wins: won.length,
      losses: lost.length,
      winFraction: won.length / trades.length,
      net: decimalText(net),
      fees: decimalText(total(trades.map((trade) => trade.fees))),
      meanWin: won.length === 0 ? null : decimalText(gained.div(won.length)),
      meanLoss: lost.length === 0 ? null : decimalText(given.div(lost.length)),
      profitFactor: given.isZero() ? null : estimateOf(gained.div(given)),
    },
  );
}

function total(values: readonly string[]): Decimal {
  return values.reduce((sum, value) => sum.plus(decimal(value)), ZERO);
}

/** What trading cost. */
export async function answerFees({ view, records }: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  const span = spanOf(topic);
  const fills = (await records.fills({ ...within(span), limit: MANY })).filter(
    ({ fill }) => topic.symbol === null || fill.symbol === topic.symbol,
  );
  const sentences: AnswerSentence[] = [];
  if (fills.length === 0) {
    sentences.push(
      sentence(
        'fees.none',
        phrase('No fee was paid in that time: nothing was filled.', '그 기간에는 체결이 없어 수수료도 없습니다.'),
        desk,
      ),
    );
  } else {
    const fees = feesPaid(fills.map(({ fill }) => fill));
    const others = otherFees(fees);
    const traded = fills.reduce((sum, { fill }) => sum.plus(decimal(fill.price).times(decimal(fill.quantity))), ZERO);
    const id = sheet.add(
      rangeOf(
        'F',
        fills.map(({ number }) => number),
      ),
      {
        count: fills.length,
        fees: decimalText(fees.quote),
        notional: decimalText(traded),
        feeFraction: traded.isZero() ? 0 : estimateOf(fees.quote.div(traded)),
        ...(others.length > 0 && { otherFees: others }),
      },
    );
    const slots = {
      fees: sheet.slot('money', `${id}#fees`),
      count: sheet.slot('count', `${id}#count`),
      notional: sheet.slot('money', `${id}#notional`),
      fraction: sheet.slot('percent', `${id}#feeFraction`),
    };
    sentences.push(
      sentence(
        'fees',
        phrase(
          'Fees were {fees} on {count} fills, {fraction} of the {notional} traded.',
          '수수료는 체결 {count}건에 {fees}, 거래액 {notional}의 {fraction}입니다.',
          slots,
        ),
      ),
      ...otherFeeSentences(sheet, id, others),
    );
  }
  if (span !== null) {
    const all = { fees: sheet.slot('money', `${desk}#account.fees`) };
    sentences.push(sentence('fees.all', phrase('Since the start: {fees}.', '시작 이후 전체: {fees}.', all)));
  }
  return { outcome: 'answered', sentences, sheet };
}

/** What venues took in third currencies, such as BNB: nobody noted what those were worth. */
function otherFeeSentences(sheet: FactSheet, id: string, others: readonly OtherFee[]): readonly AnswerSentence[] {
  return others.map(({ currency }, index) => {
    const slots = { fee: sheet.slot('quantity', `${id}#otherFees[${index}].fee`, currency) };
    return sentence('fees.other', phrase('Besides, {fee} of fees.', '그 밖에 수수료 {fee}.', slots));
  });
}

/** What was traded last: fills, with the last closed trade. */
export async function answerLastTrade({ view, records }: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  const recent = await records.fills({ ...within(spanOf(topic)), limit: MANY });
  const fills = recent
    .filter(({ fill }) => (topic.symbol === null || fill.symbol === topic.symbol) && isAsked(fill.side, topic.side))
    .slice(0, FILLS_SHOWN);
  const sentences = fills.map(({ number, decisionId, fill }) => {
    const id = sheet.add(`F-${number}`, { number, decisionId, ...fill });
    const slots = {
      side: sheet.slot('side', `${id}#side`),
      quantity: sheet.slot('quantity', `${id}#quantity`, fill.symbol),
      price: sheet.slot('price', `${id}#price`, fill.symbol),
      time: sheet.slot('time', `${id}#at`),
      fee: feeSlot(sheet, id, fill),
    };
    return sentence(
      'fills',
      phrase(
        '{time}: {side} {quantity} at {price}, fee {fee}.',
        '{time}: {quantity} {side}, 가격 {price}, 수수료 {fee}.',
        slots,
      ),
      decisionId,
    );
  });
  if (fills.length === 0)
    sentences.push(sentence('fills.none', phrase('No such trade is recorded.', '그런 거래 기록이 없습니다.'), desk));
  const [trade] = await records.trades({ symbol: topic.symbol ?? undefined, limit: 1 });
  if (trade !== undefined && topic.side !== 'buy') sentences.push(tradeSentence(sheet, trade, 'trade.last'));
  return {
    outcome: fills.length === 0 ? 'not-found' : 'answered',
    sentences,
    sheet,
    subject: { decisionId: fills[0]?.decisionId ?? null, symbol: fills[0]?.fill.symbol ?? topic.symbol },
  };
}

const FILLS_SHOWN = 3;

/** A fee taken in coins is shown as such: it is no money. */
function feeSlot(sheet: FactSheet, id: string, { symbol, feeCurrency }: Fill): Slot {
  const isMoney = feeCurrency === quoteOf(symbol);
  return isMoney ? sheet.slot('money', `${id}#fee`) : sheet.slot('quantity', `${id}#fee`, feeCurrency);
}

function isAsked(side: 'buy' | 'sell', asked: Topic['side']): boolean {
  if (asked === null || asked === 'close') return true;
  return (asked === 'buy') === (side === 'buy');
}

/** The best and the worst trade. */
export async function answerExtremes(
  { view, records }: Sources,
  topic: Topic,
  asked: ReturnType<typeof askedExtreme>,
): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  const trades = await records.trades({ ...within(spanOf(topic)), symbol: topic.symbol ?? undefined, limit: MANY });
  const sorted = [...trades].sort((a, b) => decimal(b.net).comparedTo(decimal(a.net)) || a.number - b.number);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (best === undefined || worst === undefined) {
    return {
      outcome: 'not-found',
      sentences: [
        sentence(
          'trade.none',
          phrase('No trade has been closed in that time.', '그 기간에 청산된 거래가 없습니다.'),
          desk,
        ),
      ],
      sheet,
    };
  }
  const sentences: AnswerSentence[] = [];
  if (asked !== 'worst') sentences.push(tradeSentence(sheet, best, 'trade.best'));
  if (asked !== 'best' && (asked === 'worst' || worst !== best))
    sentences.push(tradeSentence(sheet, worst, 'trade.worst'));
  const subject = asked === 'worst' ? worst : best;
  return {
    outcome: 'answered',
    sentences,
    sheet,
    subject: { decisionId: subject.entryDecisionId, symbol: subject.symbol },
  };
}

/** How good the trading has been. */
export async function answerPerformance({ view, records }: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  const trades = await records.trades({ ...within(spanOf(topic)), symbol: topic.symbol ?? undefined, limit: MANY });
  const sentences: AnswerSentence[] = [];
  if (trades.length === 0)
    sentences.push(
      sentence(
        'performance.none',
        phrase(
          'No trade has been closed yet, so there is no rate to give.',
          '청산된 거래가 없어 성과를 말할 수 없습니다.',
        ),
        desk,
      ),
    );
  else sentences.push(...rateSentences(sheet, citeTrades(sheet, trades)));
  const depth = { depth: sheet.slot('percent', `${desk}#account.maxDrawdownFraction`) };
  sentences.push(
    sentence('performance.drawdown', phrase('Deepest drawdown: {depth}.', '최대 낙폭 {depth}.', depth)),
    equitySentence(sheet, desk),
  );
  return { outcome: 'answered', sentences, sheet };
}

function rateSentences(sheet: FactSheet, id: string): readonly AnswerSentence[] {
  const rate = phrase(
    'Of {count} closed trades {wins} made a profit ({rate}); in all {net} after fees.',
    '청산된 거래 {count}건 중 이익 {wins}건(승률 {rate}), 수수료를 뺀 합계 {net}.',
    {
      count: sheet.slot('count', `${id}#count`),
      wins: sheet.slot('count', `${id}#wins`),
      rate: sheet.slot('percent', `${id}#winFraction`),
      net: sheet.slot('signed-money', `${id}#net`),
    },
  );
  if (!sheet.has(`${id}#profitFactor`) || !sheet.has(`${id}#meanWin`)) return [sentence('performance.rate', rate)];
  const means = phrase(
    'A win brought {win} on average, a loss cost {loss}; gains were {factor} times the losses.',
    '평균 이익 {win}, 평균 손실 {loss}, 총이익은 총손실의 {factor}배.',
    {
      win: sheet.slot('money', `${id}#meanWin`),
      loss: sheet.slot('money', `${id}#meanLoss`),
      factor: sheet.slot('number', `${id}#profitFactor`),
    },
  );
  return [sentence('performance.rate', rate), sentence('performance.means', means)];
}

export function spanOf({ span, moment }: Pick<Topic, 'span' | 'moment'>): Span | null {
  return moment === null ? span : { from: moment, to: Number.MAX_SAFE_INTEGER };
}

export function within(span: Span | null): { readonly since?: number; readonly until?: number } {
  return span === null ? {} : { since: span.from, until: span.to };
}
