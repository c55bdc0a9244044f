import type { Saying } from './saying.ts';

const READING = { tone: 0.5, confidence: 0.5, event: 'other', assets: [], urgency: 0.5 };

/** How a model can miss what it was asked for; each as models of today do it. */
export const speechFaults = {
  empty: { text: '' },
  blank: { text: ' \n' },
  'truncated-json': { text: '{"tone": 0.5, "confid', end: 'length' },
  'truncated-unsaid': { text: '{"tone": 0.5, "confid' },
  'cut-after-whole': { text: JSON.stringify(READING), end: 'length' },
  'think-only': { text: '<think>The tone is {"tone": 1}, I suppose' },
  'chatty-prefix': { text: `Sure! Here is the JSON you asked for:\n${JSON.stringify(READING)}` },
  'chatty-suffix': { text: `${JSON.stringify(READING)}\nLet me know if you need anything else.` },
  'fence-and-talk': { text: `\`\`\`json\n${JSON.stringify(READING)}\n\`\`\`\nI hope this helps.` },
  'two-objects': { text: `${JSON.stringify(READING)}${JSON.stringify(READING)}` },
  'wrong-enum': { text: JSON.stringify({ ...READING, event: 'moon' }) },
  'wrong-language': { text: JSON.stringify({ 논조: 0.5, 확신: 0.5, 사건: '기타', 자산: [], 긴급: 0.5 }) },
  'out-of-range': { text: JSON.stringify({ ...READING, tone: 7 }) },
  'number-as-text': { text: JSON.stringify({ ...READING, tone: '0.5' }) },
  'not-a-number': { text: JSON.stringify(READING).replace('"tone":0.5', '"tone":NaN') },
  'null-number': { text: JSON.stringify({ ...READING, tone: null }) },
  'other-symbol': { text: JSON.stringify({ ...READING, assets: ['PEPE'] }) },
  'missing-field': { text: JSON.stringify({ ...READING, urgency: undefined }) },
  'extra-field': { text: JSON.stringify({ ...READING, reason: 'Because the report says so.' }) },
  'array-root': { text: JSON.stringify([READING]) },
  'calls-a-tool': { text: '', end: 'tool_calls', toolCall: { name: 'place_order', arguments: { side: 'sell' } } },
  refusal: { text: "I'm sorry, but I can't help with that." },
  'refusal-korean': { text: '죄송하지만 그 요청은 도와드릴 수 없습니다.' },
} as const satisfies Readonly<Record<string, Saying>>;

export type SpeechFault = keyof typeof speechFaults;

export function isSpeechFault(name: string): name is SpeechFault {
  return Object.hasOwn(speechFaults, name);
}
