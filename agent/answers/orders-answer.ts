import { decimal, decimalText } from '../../engine/domain/decimal.ts';
import type { Order } from '../../engine/domain/order.ts';
import type { AnswerSentence } from './answer.ts';
import { citeDesk, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, joinPhrases, type Phrase, phrase, sentence } from './fact-sheet.ts';

const SHOWN = 12;

/** The orders that are open, one sentence each. */
export function answerOrders({ view }: Sources, topic: Topic): Draft {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  const open = view.openOrders().filter(({ request }) => topic.symbol === null || request.symbol === topic.symbol);
  const sentences = open.slice(0, SHOWN).map((order) => orderSentence(sheet, order));
  if (open.length === 0)
    sentences.push(sentence('orders.none', phrase('No order is open.', '미체결 주문은 없습니다.'), desk));
  return { outcome: 'answered', sentences, sheet, subject: { decisionId: null, symbol: topic.symbol } };
}

function orderSentence(sheet: FactSheet, order: Order): AnswerSentence {
  const { request, number, decisionId } = order;
  const rest = decimal(request.quantity).minus(decimal(order.filledQuantity));
  const id = sheet.add(`O-${number}`, { ...order, symbol: request.symbol, restQuantity: decimalText(rest) });
  const parts: Phrase[] = [
    phrase('Order {number}: {side} {quantity}', '주문 {number}: {quantity} {side}', {
      number: sheet.slot('count', `${id}#number`),
      side: sheet.slot('side', `${id}#request.side`),
      quantity: sheet.slot('quantity', `${id}#restQuantity`),
    }),
  ];
  if (request.price !== null)
    parts.push(phrase('at {price}', '지정가 {price}', { price: sheet.slot('price', `${id}#request.price`) }));
  if (request.triggerPrice !== null)
    parts.push(
      phrase('once the price is {trigger}', '{trigger} 도달 시', {
        trigger: sheet.slot('price', `${id}#request.triggerPrice`),
      }),
    );
  const state = phrase('{state}.', '{state}.', { state: sheet.slot('term:order-state', `${id}#state`) });
  return sentence(`orders.${id}`, joinPhrases([joinPhrases(parts, ' '), state], ', '), decisionId);
}
