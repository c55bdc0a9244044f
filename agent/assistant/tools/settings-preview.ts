import { z } from 'zod';
import type { SettingValue } from '../../../engine/desk/settings.ts';
import type { Sources } from '../../answers/draft.ts';
import { FactSheet, phrase, sentence } from '../../answers/fact-sheet.ts';
import { SETTING_UNITS } from '../../answers/setting-units.ts';
import type { AssistantTool, ToolResult } from '../tool.ts';
import type { SettingPreview, SettingPreviews } from './setting-previews-port.ts';
import { refusedFor, resultOf } from './tool-results.ts';

const input = z.strictObject({
  key: z.string().min(1).max(40).describe('The key of the setting, such as risk.per-trade or approval.mode.'),
  value: z.string().min(1).max(40).describe('The wanted value in words, such as 1%, 30m, off or default.'),
});

/** Shows what a change of a setting would be and would have done; a person asks for it by a tap. */
export function settingsPreviewTool(sources: Sources, settings: SettingPreviews): AssistantTool<typeof input> {
  return {
    name: 'settings_preview',
    power: 'configure',
    lockedWhenTainted: true,
    description:
      'Shows a change of a setting and its effect without making it. The person may then ask for it by a tap.',
    input,
    run: async ({ key, value }, { role }) => {
      const preview = await settings.preview(key, value);
      return preview.outcome === 'refused' ? refusedFor(preview.reason, sources) : shown(preview, role === 'admin');
    },
  };
}

function shown(preview: Extract<SettingPreview, { outcome: 'shown' }>, mayChange: boolean): ToolResult {
  const { setting, to, meaning, effect, loosens, command } = preview;
  const sheet = new FactSheet();
  const { key, unit, value } = setting;
  const id = sheet.add(`P-${key}`, { key, from: slotValue(value), to: slotValue(to), meaning, effect, loosens });
  const change = phrase('{key} would go from {from} to {to}.', '{key}: {from} → {to}{으로/로} 바뀌게 됩니다.', {
    key: sheet.slot('quote', `${id}#key`),
    from: sheet.slot(SETTING_UNITS[unit], `${id}#from`),
    to: sheet.slot(SETTING_UNITS[unit], `${id}#to`),
  });
  const quoted = (path: string) => phrase('{words}', '{words}', { words: sheet.slot('title', `${id}#${path}`) });
  const sentences = [
    sentence('settings.change', change),
    sentence('settings.meaning', quoted('meaning')),
    ...effect.map((_, index) => sentence(`settings.effect.${index}`, quoted(`effect[${index}]`))),
    sentence('settings.next', nextStep(mayChange, loosens), id),
  ];
  const label = { en: 'Ask for this change', ko: '이 변경 요청' };
  return resultOf(sentences, sheet, { offers: mayChange ? [{ label, command }] : [] });
}

function nextStep(mayChange: boolean, loosens: boolean) {
  if (!mayChange) {
    return phrase(
      'Nothing is changed; only an admin can ask for it.',
      '바뀐 것은 없습니다. 변경은 관리자만 요청할 수 있습니다.',
    );
  }
  return loosens
    ? phrase(
        'Nothing is changed; the button asks for it, and it gives the desk more freedom, so a code is typed.',
        '바뀐 것은 없습니다. 버튼을 누르면 변경을 요청하며, 데스크의 재량이 커지므로 확인 코드가 필요합니다.',
      )
    : phrase(
        'Nothing is changed; the button asks for it and shows it once more.',
        '바뀐 것은 없습니다. 버튼을 누르면 한 번 더 보여 드리고 변경을 요청합니다.',
      );
}

function slotValue(value: SettingValue): string | number {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
}
