const STILL = '\u200b';

/** In the order in which Slack reads: what is preformatted first, then code, then a sign that stands still, then bold. */
const TOKENS = [
  { pattern: /^```\n([\s\S]*?)\n```/, shown: (text: string) => unescaped(text).replaceAll(STILL, '') },
  { pattern: /^`([^`\n\u200b]+)`/, shown: unescaped },
  { pattern: /^\u200b([*_~`:])\u200b/, shown: (sign: string) => sign },
  { pattern: /^\u200b(&gt;)/, shown: () => '>' },
  { pattern: /^(&(?:amp|lt|gt);)/, shown: unescaped },
  { pattern: /^((?:[^*_~`<>&:\u200b]|:(?![^\s:\u200b`]+:))+)/, shown: (text: string) => text },
] as const;

/** Returns what people see of mrkdwn; throws where Slack would format, mention or link something that was not meant. */
export function shownMrkdwn(mrkdwn: string): string {
  return mrkdwn
    .split(/(```\n[\s\S]*?\n```)/)
    .map(shownStretch)
    .join('');
}

function shownStretch(stretch: string): string {
  return stretch.startsWith('```\n') ? shownLine(stretch) : stretch.split('\n').map(shownLine).join('\n');
}

function shownLine(line: string): string {
  if (/^(?:&gt;|>)/.test(line)) throw new Error(`Slack would quote ${JSON.stringify(line)}`);
  // Bold is a whole line of ours, after a mark at most.
  const [, mark = '', bold] = /^([🟡🔴⚠] )?\*([^*\n\u200b\s](?:.*[^*\u200b\s])?)\*$/u.exec(line) ?? [];
  let rest = bold ?? line;
  let shown = bold === undefined ? '' : mark;
  while (rest !== '') {
    const token = TOKENS.map(({ pattern, shown: show }) => ({ match: pattern.exec(rest), show })).find(
      ({ match }) => match !== null,
    );
    if (token?.match == null) throw new Error(`Slack would read ${JSON.stringify(rest.slice(0, 40))}`);
    shown += token.show(token.match[1] ?? '');
    rest = rest.slice(token.match[0].length);
  }
  return shown;
}

export function unescaped(text: string): string {
  if (/[<>]|&(?!(?:amp|lt|gt);)/.test(text)) throw new Error(`Slack would read ${JSON.stringify(text.slice(0, 40))}`);
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
