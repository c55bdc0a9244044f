import type { Approval } from '../../engine/domain/approval.ts';
import type { AnswerSentence } from './answer.ts';
import { citeDesk, coinSlot, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, joinPhrases, phrase, sentence } from './fact-sheet.ts';
import { notTraded } from './not-traded.ts';

/** What is held now. */
export async function answerHoldings({ view }: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view);
  if (topic.unknownCoin !== null)
    return { outcome: 'not-found', sentences: [notTraded(sheet, desk.id, topic.unknownCoin)], sheet };
  const wanted = Object.values(desk.facts.positions).filter(
    ({ symbol }) => topic.symbol === null || symbol === topic.symbol,
  );
  const sentences = wanted.flatMap(({ symbol, entryDecisionIds }) =>
    positionSentence(sheet, desk.id, symbol, desk.facts.positions[symbol]?.unrealised != null, entryDecisionIds),
  );
  if (sentences.length === 0) sentences.push(nothingHeld(sheet, desk.id, topic.symbol));
  if (topic.symbol === null) sentences.push(equitySentence(sheet, desk.id));
  return {
    outcome: 'answered',
    sentences,
    sheet,
    subject: {
      decisionId: wanted[0]?.entryDecisionIds[0] ?? null,
      symbol: wanted.length === 1 ? (wanted[0]?.symbol ?? null) : topic.symbol,
    },
  };
}

function nothingHeld(sheet: FactSheet, desk: string, symbol: string | null): AnswerSentence {
  const none =
    symbol === null
      ? phrase('Nothing is held: no position is open.', '보유 중인 포지션이 없습니다.')
      : phrase('No position in {coin} is open.', '{coin} 포지션은 없습니다.', { coin: coinSlot(sheet, desk, symbol) });
  return sentence('holdings.none', none, desk);
}

function positionSentence(
  sheet: FactSheet,
  desk: string,
  symbol: string,
  priced: boolean,
  entries: readonly string[],
): readonly AnswerSentence[] {
  const path = `${desk}#positions["${symbol}"]`;
  const held = phrase('{direction} {quantity} at {entry} on average', '{quantity} {direction}, 평균 진입가 {entry}', {
    direction: sheet.slot('direction', `${path}.direction`),
    quantity: sheet.slot('quantity', `${path}.quantity`, symbol),
    entry: sheet.slot('price', `${path}.entryPrice`, symbol),
  });
  const parts = [held];
  if (priced) {
    parts.push(
      phrase('now {price}: {profit}', '현재가 {price} 기준 {profit}', {
        price: sheet.slot('price', `${path}.price`, symbol),
        profit: sheet.slot('signed-money', `${path}.unrealised`),
      }),
    );
  }
  parts.push(
    sheet.has(`${path}.stopPrice`)
      ? phrase('stop {stop}', '손절가 {stop}', { stop: sheet.slot('price', `${path}.stopPrice`, symbol) })
      : phrase('no stop', '손절가 없음'),
  );
  const all = joinPhrases(parts, ', ');
  const closed = { template: { en: `${all.template.en}.`, ko: `${all.template.ko}.` }, slots: all.slots };
  return [sentence(`holdings.${symbol}`, closed, ...entries)];
}

export function equitySentence(sheet: FactSheet, desk: string): AnswerSentence {
  const slots = {
    equity: sheet.slot('money', `${desk}#account.equity`),
    gain: sheet.slot('signed-money', `${desk}#derived.gain`),
    fraction: sheet.slot('signed-percent', `${desk}#derived.gainFraction`),
  };
  return sentence(
    'equity',
    phrase(
      'Equity is {equity}, {gain} ({fraction}) since the start.',
      '총자산 {equity}, 시작 이후 {gain}({fraction}).',
      slots,
    ),
  );
}

/** What can be lost, and how near the limits are. */
export async function answerRisk({ view }: Sources, _topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const { id, facts } = citeDesk(sheet, view);
  const sentences: AnswerSentence[] = [exposureSentence(sheet, id)];
  if (facts.derived.openPositions > 0) sentences.push(stopsSentence(sheet, id));
  if (facts.derived.positionsWithoutStop > 0) {
    const coins = { coins: sheet.slot('coins', `${id}#derived.symbolsWithoutStop`) };
    sentences.push(
      sentence(
        'risk.no-stop',
        phrase(
          'No stop guards {coins}, so that loss has no floor here.',
          '{coins}에는 손절가가 없어 손실 하한이 없습니다.',
          coins,
        ),
      ),
    );
  }
  sentences.push(limitSentence(sheet, id));
  return { outcome: 'answered', sentences: [...sentences, ...gateSentences(sheet, id, facts)], sheet };
}

function exposureSentence(sheet: FactSheet, id: string): AnswerSentence {
  const slots = {
    exposure: sheet.slot('money', `${id}#account.exposure`),
    fraction: sheet.slot('percent', `${id}#derived.exposureFraction`),
    count: sheet.slot('count', `${id}#derived.openPositions`),
  };
  const exposure = phrase(
    'Exposure is {exposure}, {fraction} of equity (open positions: {count})',
    '노출은 {exposure}, 자산의 {fraction}(포지션 {count}개)',
    slots,
  );
  const limit = withLimit(sheet, id, 'risk.max-exposure', exposure);
  return sentence('risk.exposure', limit);
}

function withLimit(
  sheet: FactSheet,
  id: string,
  key: string,
  before: ReturnType<typeof phrase>,
): ReturnType<typeof phrase> {
  const path = `${id}#settings["${key}"]`;
  const limit = sheet.has(path)
    ? phrase(', limit {limit}.', ', 한도 {limit}.', { limit: sheet.slot('percent', path) })
    : phrase('.', '.');
  return joinPhrases([before, limit], '');
}

function stopsSentence(sheet: FactSheet, id: string): AnswerSentence {
  const slots = {
    loss: sheet.slot('money', `${id}#derived.riskAtStops`),
    fraction: sheet.slot('percent', `${id}#derived.riskAtStopsFraction`),
  };
  return sentence(
    'risk.stops',
    phrase(
      'If every stop were hit at its price, {loss} would be lost, {fraction} of equity; a gap through a stop can cost more.',
      '모든 손절가가 그 가격에 체결되면 {loss} 손실(자산의 {fraction})입니다. 손절가를 건너뛰면 더 커질 수 있습니다.',
      slots,
    ),
  );
}

function limitSentence(sheet: FactSheet, id: string): AnswerSentence {
  const day = withLimit(
    sheet,
    id,
    'risk.max-daily-loss',
    phrase("The day's loss stands at {loss}", '오늘 손실은 {loss}', {
      loss: sheet.slot('percent', `${id}#account.dayLossFraction`),
    }),
  );
  const drawdown = withLimit(
    sheet,
    id,
    'risk.max-drawdown',
    phrase('Drawdown is {now}, {most} at its deepest', '낙폭은 {now}, 최대 {most}', {
      now: sheet.slot('percent', `${id}#account.drawdownFraction`),
      most: sheet.slot('percent', `${id}#account.maxDrawdownFraction`),
    }),
  );
  return sentence('risk.limits', [day, drawdown]);
}

/** What keeps entries out now; says so too when nothing does. */
export function gateSentences(
  sheet: FactSheet,
  id: string,
  facts: ReturnType<typeof citeDesk>['facts'],
): readonly AnswerSentence[] {
  const { halted, panicked, paused } = facts.gates;
  if (halted !== null) {
    return [
      sentence(
        'gates',
        phrase('Entries are halted: {reason}.', '신규 진입이 중단되었습니다: {reason}.', {
          reason: sheet.slot('reason', `${id}#gates.halted`),
        }),
      ),
    ];
  }
  if (panicked)
    return [
      sentence('gates', phrase('The panic latch is set: no entries.', '비상 정지 상태라 신규 진입이 없습니다.'), id),
    ];
  if (paused) return [sentence('gates', phrase('Entries are paused.', '신규 진입이 일시정지되어 있습니다.'), id)];
  return [sentence('gates', phrase('Entries are open.', '신규 진입이 열려 있습니다.'), id)];
}

/** What waits for a person, and which orders are open. */
export async function answerApprovals({ view }: Sources, _topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  const pending = view.pendingApprovals();
  const sentences = pending.map((approval) => approvalSentence(sheet, approval));
  if (pending.length === 0)
    sentences.push(
      sentence('approvals.none', phrase('Nothing waits for your approval.', '승인할 것이 없습니다.'), desk),
    );
  sentences.push(ordersSentence(sheet, desk, view.openOrders().length));
  return {
    outcome: 'answered',
    sentences,
    sheet,
    subject: { decisionId: pending[0]?.terms.decisionId ?? null, symbol: null },
  };
}

/** One proposal that waits: what it would be, what it risks, and until when it can be answered. */
export function approvalSentence(sheet: FactSheet, approval: Approval): AnswerSentence {
  const id = sheet.add(approval.id, approval);
  const { symbol } = approval.terms;
  const slots = {
    id: sheet.slot('text', `${id}#id`),
    side: sheet.slot('side', `${id}#terms.side`),
    quantity: sheet.slot('quantity', `${id}#terms.quantity`, symbol),
    notional: sheet.slot('money', `${id}#terms.notional`),
    fraction: sheet.slot('percent', `${id}#terms.equityFraction`),
    price: sheet.slot('price', `${id}#terms.priceAtProposal`, symbol),
    loss: sheet.slot('money', `${id}#terms.worstLoss`),
    until: sheet.slot('time', `${id}#expiresAt`),
  };
  return sentence(
    `approvals.${id}`,
    phrase(
      '{id} waits for you: {side} {quantity} at about {price}, {notional} ({fraction} of equity), at worst {loss} lost; answer by {until}.',
      '{id} 승인 대기: {quantity} {side}, 약 {price}, {notional}(자산의 {fraction}), 최대 손실 {loss}. {until}까지 답해 주세요.',
      slots,
    ),
    approval.terms.decisionId,
  );
}

function ordersSentence(sheet: FactSheet, desk: string, open: number): AnswerSentence {
  if (open === 0) return sentence('orders.none', phrase('No order is open.', '미체결 주문은 없습니다.'), desk);
  const count = { count: sheet.slot('count', `${desk}#derived.openOrders`) };
  return sentence(
    'orders.open',
    phrase('Open orders: {count}, protective stops included.', '미체결 주문 {count}건(보호용 손절 주문 포함).', count),
  );
}

/** Whether the desk works, and as what. */
export async function answerStatus({ view, records }: Sources, _topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const { id, facts } = citeDesk(sheet, view);
  const sentences: AnswerSentence[] = [];
  const [started] = await records.entries({ types: ['desk.started'], limit: 1 });
  if (started !== undefined) {
    const entry = sheet.add(
      `J-${started.seq}`,
      started.seq === facts.journalEntries ? { ...facts, ...started } : started,
    );
    const mode = { mode: sheet.slot('term:mode', `${entry}#event.mode`) };
    sentences.push(
      sentence('status.mode', phrase('This desk runs as {mode}.', '이 데스크는 {mode}{으로/로} 돌고 있습니다.', mode)),
    );
  }
  const slots = {
    now: sheet.slot('time', `${id}#now`),
    decisions: sheet.slot('count', `${id}#counts.decisions`),
    fills: sheet.slot('count', `${id}#counts.fills`),
    trades: sheet.slot('count', `${id}#counts.trades`),
  };
  sentences.push(
    sentence(
      'status.counts',
      phrase(
        'Its clock says {now}; so far {decisions} decisions, {fills} fills, {trades} closed trades.',
        '데스크 시각 {now}, 지금까지 결정 {decisions}건, 체결 {fills}건, 청산된 거래 {trades}건.',
        slots,
      ),
    ),
    ...gateSentences(sheet, id, facts),
  );
  return { outcome: 'answered', sentences, sheet };
}
