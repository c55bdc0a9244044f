import { describe, expect, it } from 'vitest';
import { planAnswer } from '../../../agent/intent/plan-answer.ts';
import { understand } from '../../../agent/intent/understand.ts';

const plan = (text: string) =>
  planAnswer(text, (part) => understand(part, { coins: ['BTC', 'ETH', 'SOL'], parseTime: () => null }));

describe('who answers', () => {
  it.each([
    'Why did you buy SOL?',
    'SOL 왜 샀어?',
    'I am confused. Why D-12?',
    '안녕! 오늘 얼마 벌었어?',
    '왜 샀어? 이유가 뭐야?',
    'Why did you buy SOL? Why?',
    'what did you sell',
    'ETH 변동성이 어때?',
  ])('the rules as one question: %s', (text) => {
    expect(plan(text)).toMatchObject({ by: 'rules', parts: [expect.any(String)] });
  });

  it.each([
    ['Why did you buy SOL and how much did I make?', ['Why did you buy SOL', 'how much did I make?']],
    ['SOL 왜 샀어? 그리고 오늘 얼마 벌었어?', ['SOL 왜 샀어?', '오늘 얼마 벌었어?']],
    ['why did you buy SOL? why did you buy BTC?', ['why did you buy SOL?', 'why did you buy BTC?']],
  ])('the rules one by one: %s', (text, parts) => {
    expect(plan(text)).toEqual({ by: 'rules', parts });
  });

  it.each([
    ['Should I sell my BTC now?', false],
    ['지난주에 손절을 2%로 했으면?', false],
    ['tell me when BTC RSI on 1h falls below 30', true],
    ['BTC 1시간 RSI가 30 아래로 떨어지면 알려줘', true],
    ['What if the stop had been 2% last week?', true],
    ['SOL 좀 사줄래?', true],
    ['raise my risk limit to 50%', true],
    ['Why did you buy SOL at 171.9? What is the weather?', true],
    ['', false],
    ['?!…', false],
  ])('the assistant: %s', (text, isKnown) => {
    expect(plan(text)).toEqual({ by: 'assistant', isKnown });
  });

  it('takes a text of any length and kind in its stride', () => {
    for (const text of ['?'.repeat(4000), 'a. '.repeat(1300), 'why and why '.repeat(300), '그리고'.repeat(1000)]) {
      expect(['rules', 'assistant']).toContain(plan(text).by);
    }
  });
});
