import { describe, expect, test } from 'vitest';
import type { WhatIf, WhatIfQuestion } from '../../agent/assistant/tools/what-if-port.ts';
import { reason } from '../../engine/domain/reason.ts';
import { PLAYED } from '../agent/assistant/tools/tool-rig.ts';
import { DESK_NOW } from '../fakes/desk.ts';
import { createChatRig } from './chat-rig.ts';

function rig(answer: 'played' | 'refused' = 'played') {
  const asked: WhatIfQuestion[] = [];
  const whatIf: WhatIf = {
    readChange: (key, value) =>
      value === '1%'
        ? { outcome: 'read', change: { type: 'setting', key, value: 0.01 } }
        : { outcome: 'refused', reason: reason('what-if.not-a-change', { text: value }) },
    ask: async (question) => {
      asked.push(question);
      if (answer === 'refused') return { outcome: 'refused', reason: reason('what-if.busy') };
      return { ...PLAYED, changes: question.changes };
    },
  };
  return { asked, ...createChatRig({ whatIf }) };
}

const stop = { type: 'stop', fraction: 0.02 };

describe('/whatif', () => {
  test.each([
    ['/whatif stop 2%', [stop]],
    ['만약 손절 2%', [stop]],
    ['지난주에 손절을 2%로 했으면?', [stop]],
    ['what if the stop had been 2%?', [stop]],
    ['/whatif stop 2% target 4%', [stop, { type: 'target', fraction: 0.04 }]],
  ])('hears %s', async (line, changes) => {
    const { say, asked } = rig();
    const told = await say(line);
    expect(asked).toMatchObject([{ changes }]);
    expect(told).toMatch(/-18\.60 USDT[\s\S]*\+12\.30 USDT[\s\S]*\+30\.90 USDT[\s\S]*\+2\.13%/);
  });

  test('plays the span that was named, and all of it without one', async () => {
    const { say, asked } = rig();
    await say('/whatif stop 2% 2025-05-18');
    await say('/whatif stop 2%');
    const [day, all] = asked;
    expect((day?.to ?? 0) - (day?.from ?? 0)).toBe(86_400_000);
    expect(all).toMatchObject({ from: 0 });
    expect(all?.to).toBeGreaterThan(DESK_NOW);
  });

  test('guesses nothing: a time, a value and a change that are not understood are told', async () => {
    const { say, asked } = rig();
    expect(await say('/whatif stop 2% when the moon was full')).toContain('cannot read “when moon full” as a time');
    expect(await say('/whatif risk.max-daily-loss lots')).toContain('lots cannot be played');
    expect(await say('/whatif')).toContain('/whatif stop 2% last week');
    expect(asked).toEqual([]);
    expect(await rig('refused').say('/whatif stop 2%')).toContain('one at a time');
    expect(await createChatRig().say('/whatif stop 2%')).toContain('Nothing can be played again here');
  });
});
