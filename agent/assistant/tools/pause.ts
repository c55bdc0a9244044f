import { z } from 'zod';
import { gateSentences } from '../../answers/account-answers.ts';
import { citeDesk, type Sources } from '../../answers/draft.ts';
import { FactSheet, phrase, sentence } from '../../answers/fact-sheet.ts';
import type { AssistantTool } from '../tool.ts';
import { resultOf } from './tool-results.ts';

const input = z.strictObject({});

/** Prepares a pause of new entries; the person pauses by a tap, and exits and stops go on. */
export function pauseTool({ view }: Sources): AssistantTool<typeof input> {
  return {
    name: 'pause',
    power: 'configure',
    description: 'Offers the person to pause new entries by a tap. Positions keep their stops.',
    input,
    run: async () => {
      const sheet = new FactSheet();
      const { id, facts } = citeDesk(sheet, view);
      const gates = gateSentences(sheet, id, facts);
      const { paused, panicked, halted } = facts.gates;
      if (paused || panicked || halted !== null) return resultOf(gates, sheet);
      const next = phrase(
        'The button pauses them; positions keep their stops.',
        '버튼을 누르면 일시정지합니다. 보유 포지션의 손절은 그대로입니다.',
      );
      const label = { en: 'Pause entries', ko: '신규 진입 일시정지' };
      return resultOf([...gates, sentence('pause.next', next, id)], sheet, { offers: [{ label, command: '/pause' }] });
    },
  };
}
