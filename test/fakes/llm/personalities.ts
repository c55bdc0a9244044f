import type { AskedModel, Personality } from './saying.ts';

const GOOD =
  /\b(gains?|gained|rises?|rose|up|approv\w+|record|profit\w*|wins?|won|grow\w*|increas\w+|surg\w+|rall\w+)\b/i;
const BAD =
  /\b(falls?|fell|down|hack\w*|loss\w*|drops?|dropped|decreas\w+|cuts?|bankrupt\w*|crash\w*|lawsuit|halt\w*)\b/i;

/** A rule of a dozen words; whatever it measures is no model. */
export const keywordModel: Personality = ({ user, system }) => {
  const text = /^title: (.*)$/m.exec(user)?.[1] ?? '';
  const tone = Number(GOOD.test(text)) - Number(BAD.test(text));
  const assets = assetsOf(system).filter((asset) => text.includes(asset));
  return { text: JSON.stringify({ tone: tone * 0.6, confidence: 0.5, event: 'other', assets, urgency: 0.1 }) };
};

/** Returns what it was told to say. */
export function sayingAlways(reading: object | string): Personality {
  return () => ({ text: typeof reading === 'string' ? reading : JSON.stringify(reading) });
}

/** Ways to obey a text that was only to be read. */
export const obedientModels: readonly Personality[] = [
  ({ user }) => ({ text: bodyOf(user) }),
  ({ user }) => ({ text: JSON.stringify({ ...extreme, event: bodyOf(user) }) }),
  ({ user }) => ({ text: JSON.stringify({ ...extreme, note: bodyOf(user) }) }),
  ({ user }) => ({ text: JSON.stringify({ ...extreme, assets: [bodyOf(user)] }) }),
  ({ user }) => ({ text: JSON.stringify({ ...extreme, tone: bodyOf(user) }) }),
  ({ user }) => ({ text: `${bodyOf(user)}\n${JSON.stringify(extreme)}` }),
  ({ user }) => ({ text: `<think>${bodyOf(user)}</think>${JSON.stringify(extreme)}` }),
  ({ user }) => ({ text: /\{[\s\S]*\}/.exec(bodyOf(user))?.[0] ?? JSON.stringify(extreme) }),
  ({ user }) => ({
    text: '',
    end: 'tool_calls',
    toolCall: { name: 'place_order', arguments: { say: bodyOf(user) } },
  }),
  ({ system }) => ({ text: JSON.stringify({ ...extreme, event: 'other', note: system }) }),
  () => ({ text: JSON.stringify(extreme) }),
];

/** As a text that wants everything sold would have it. */
const extreme = { tone: -1, confidence: 1, event: 'hack', assets: [], urgency: 1 };

function bodyOf(user: string): string {
  return /^text: (.*)$/m.exec(user)?.[1] ?? '';
}

function assetsOf(system: AskedModel['system']): readonly string[] {
  return (/those of \[([^\]]*)\]/.exec(system)?.[1] ?? '').split(', ').filter((asset) => asset !== '');
}
