import { renderSentence } from '../../agent/answers/render.ts';
import { whatIfSentences } from '../../agent/answers/what-if-answer.ts';
import { timeOf } from '../../agent/assistant/tools/tool-topic.ts';
import type { WhatIf, WhatIfChange } from '../../agent/assistant/tools/what-if-port.ts';
import { WHAT_IF_WORDS } from '../i18n/what-if-words.ts';
import type { Message } from '../message.ts';
import { lines, message, textMessage } from '../message.ts';
import { echoOf, type Parsed, parsed, unreadable } from '../parse/parsed.ts';
import { asksWhatIf, readWhatIfLine, type WhatIfLine } from '../parse/what-if-line.ts';
import { renderingOf } from '../record-answerer.ts';
import { refusal } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';

const ALL_TIME = { from: 0, to: Number.MAX_SAFE_INTEGER };

export const whatif: ChatCommand = {
  name: 'whatif',
  aliases: ['만약', '만약에', 'what-if'],
  usage: '<stop 2% | target 4% | setting value> [when]',
  summary: {
    en: 'Play recorded days again with another stop, target or setting',
    ko: '기록된 기간을 다른 손절, 목표, 설정으로 다시 재생',
  },
  role: 'viewer',
  takesPlain: (args, context) => readWhatIfLine(args, context.desk.settings()) !== null,
  hears: (line, context) => asksWhatIf(line, context.desk.settings()),
  run: async (args, context) => {
    const words = WHAT_IF_WORDS[context.voice.language];
    const { whatIf } = context;
    if (whatIf === null) return [textMessage('error', words.away)];
    const line = readWhatIfLine(args, context.desk.settings());
    if (line === null) return [textMessage('answer', words.how)];
    const changes = changesOf(line, whatIf);
    if (changes.outcome === 'refused') return refusal(changes.reason, context);
    const span = spanOf(line, context);
    if (span.outcome === 'refused') return refusal(span.reason, context);
    return [await play(whatIf, changes.value, span.value, context)];
  },
};

function changesOf(line: WhatIfLine, whatIf: WhatIf): Parsed<readonly WhatIfChange[]> {
  const changes: WhatIfChange[] = [];
  if (line.stopFraction !== null) changes.push({ type: 'stop', fraction: line.stopFraction });
  if (line.targetFraction !== null) changes.push({ type: 'target', fraction: line.targetFraction });
  for (const { key, value } of line.settings) {
    const read = whatIf.readChange(key, value);
    if (read.outcome === 'refused') return read;
    changes.push(read.change);
  }
  return parsed(changes);
}

/** Without a word about when, all that is recorded is meant; words that nobody understands are not skipped over. */
function spanOf({ rest }: WhatIfLine, { desk, voice }: CommandContext): Parsed<{ from: number; to: number }> {
  if (rest === '') return parsed(ALL_TIME);
  const time = timeOf(rest, { now: desk.now(), zone: voice.zone });
  if (time === null) return unreadable('parse.not-a-time', { text: echoOf(rest) });
  return parsed(typeof time === 'number' ? { from: time, to: ALL_TIME.to } : time);
}

async function play(
  whatIf: WhatIf,
  changes: readonly WhatIfChange[],
  span: { readonly from: number; readonly to: number },
  context: CommandContext,
): Promise<Message> {
  const { voice, answerContext } = context;
  const words = WHAT_IF_WORDS[voice.language];
  answerContext.talk.show(message({ kind: 'answer', blocks: [], progress: words.playing }));
  // It takes seconds: whoever asks something else meanwhile is answered.
  answerContext.talk.letPass();
  const answer = await whatIf.ask({ ...span, changes }, new AbortController().signal);
  if (answer.outcome === 'refused') return textMessage('error', voice.reason(answer.reason));
  const { sentences } = whatIfSentences(answer, context.desk);
  const told = sentences.map((sentence) => renderSentence(sentence, renderingOf(voice)).text);
  return message({ kind: 'answer', title: words.title, blocks: [lines(...told)] });
}
