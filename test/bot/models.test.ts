import { describe, expect, test } from 'vitest';
import type { Ensemble } from '../../engine/domain/ensemble.ts';
import type { Verdict } from '../../engine/domain/verdict.ts';
import { DESK_NOW } from '../fakes/desk.ts';
import { decisionRecord, verdict } from '../fixtures/decision-record.ts';
import type { ChatRig } from './chat-rig.ts';
import { createChatRig, plainText } from './chat-rig.ts';

const HOUR = 3_600_000;
const NONE = { right: 0, measured: 0 };
const WEIGHTS: Ensemble = {
  ...{ asOf: 0, horizonMs: HOUR, moveFraction: 0.001, prior: { right: 10, wrong: 10 }, floor: 0.1 },
  ...{ threshold: 0.4, quorum: 3, required: ['model', 'risk'] },
  members: [
    { seat: 'model', voter: 'baseline', version: '1', weight: 0.45, worth: NONE, idle: NONE },
    { seat: 'risk', voter: 'ollama:qwen3:8b', version: 'review-risk@1', weight: 0.55, worth: NONE, idle: NONE },
  ],
};

function asked(stance: 'buy' | 'hold'): Verdict {
  const said = verdict('ollama:qwen3:8b', stance);
  return {
    ...said,
    reviewer: { name: 'ollama:qwen3:8b', kind: 'language-model', version: 'review-risk@1', role: 'risk' },
    call: {
      ...{ id: 'L-1', provider: 'ollama', model: 'qwen3:8b', prompt: 'review-risk@1', promptSha256: '' },
      ...{ requestSha256: '', temperature: 0, seed: 1, reply: '{}', replySha256: '', inputTokens: 900 },
      ...{ outputTokens: 60, costUsd: 0.00025, latencyMs: 1_600 },
    },
  };
}

/** Twenty candidates an hour apart; the language model says yes to the half that pays. */
function play({ records }: ChatRig): void {
  for (let number = 1; number <= 20; number += 1) {
    const at = DESK_NOW - (25 - number) * HOUR;
    const pays = number % 2 === 0;
    const record = decisionRecord(number, {
      at,
      verdicts: [verdict('rules:technical', 'buy'), asked(pays ? 'buy' : 'hold')],
    });
    records.add({ ...record, inputs: { ...record.inputs, ensemble: WEIGHTS } });
    records.allEntries.push({
      ...{ seq: number, at: at + HOUR, hash: '' },
      event: {
        ...{ type: 'outcome.measured', decisionId: `D-${number}`, symbol: 'SOL/USDT:USDT', horizonMs: HOUR },
        ...{ price: 1, returnFraction: pays ? 0.011 : -0.009 },
      },
    });
  }
}

describe('/models', () => {
  test('of a desk on which nobody has voted says so', async () => {
    expect(await createChatRig().say('/models')).toContain('Nothing has been put to the vote yet.');
  });

  test('shows on four pages who was right, how surely, where, and what it adds', async () => {
    const rig = createChatRig();
    play(rig);
    const votes = await rig.say('/models');
    expect(votes).toContain('Voters: votes (1/4)');
    expect(votes).toContain('20 candidates were voted on in the last 30 days; of 20 it is known');
    expect(votes).toMatch(/rules:technical 1 +20 +20 +0% +50%/);
    expect(votes).toMatch(/ollama:qwen3:8b review-risk@1 +20 +10 +0% +100%/);
    expect(votes.replace(/\s+/g, ' ')).toContain('Who always says no would have been right in 50%.');

    const care = await rig.say('models 2');
    // 0.7 sure and always right: (1 − 0.7)².
    expect(care).toMatch(/ollama:qwen3:8b review-risk@1 +0\.09 +N\/A +0% +0% +1\.6s \/ 1\.6s +0\.00025 USD/);
    expect(care).toMatch(/rules:technical 1 .* - +-/);

    expect(await rig.say('/models 3')).toMatch(/rules:technical 1 +N\/A +50% +N\/A/);
    const lift = await rig.say('/models 4');
    // Ten of 0.011 less fees of 0.001; all twenty come to nothing: (0.011 − 0.009) / 2 − 0.001.
    expect(lift).toMatch(/ollama:qwen3:8b review-risk@1 +10 +\+1\.000% \/ 0\.000% +\+1\.000%/);
    expect(lift).toMatch(/risk +ollama:qwen3:8b +55\.0%/);
    expect(lift.replace(/\s+/g, ' ')).toContain('Weights as of D-20; the ensemble acts from 0.4 on, with 3 votes');
  });

  test('turns its pages by buttons, in Korean as well, and knows no other', async () => {
    const rig = createChatRig({ language: 'ko' });
    play(rig);
    const [card] = await rig.sayAs('terminal:owner', '/모델 2');
    expect(card?.title).toBe('투표자 성적: 신뢰도, 시간, 비용 (2/4)');
    expect(card?.buttons.map(({ label }) => label)).toEqual(['◀', '▶', '새로고침']);
    const [, next] = card?.buttons ?? [];
    expect(plainText(await rig.tapAs('terminal:owner', next?.action ?? ''))).toContain('기간별, 시장별 (3/4)');
    expect(await rig.say('/models 고양이')).toContain('“고양이” 페이지는 없습니다.');
    expect(await rig.say('/models 9')).toContain('동의의 효과 (4/4)');
  });
});
