import { Tokenizer } from '@huggingface/tokenizers';

/** More than any token is long on average, so that a text of megabytes is cut before it is looked at. */
const MAX_CHARACTERS_A_TOKEN = 32;

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Turns a text into the ids of its tokens, with those that the model wants around it, cut to fit the model. */
export type SentenceTokenizer = (text: string) => readonly number[];

/** Takes the parsed `tokenizer.json` and `tokenizer_config.json`; throws where they are not what they should be. */
export function createSentenceTokenizer(description: object, config: object, maxTokens: number): SentenceTokenizer {
  const tokenizer = new Tokenizer(description, config);
  const bare = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids;
  const { before, after } = surroundings(tokenizer, bare);
  const room = maxTokens - before.length - after.length;

  return (text) => {
    const head = text.slice(0, maxTokens * MAX_CHARACTERS_A_TOKEN).replace(LONE_SURROGATE, '\ufffd');
    return [...before, ...bare(head).slice(0, room), ...after];
  };
}

/** Returns the ids that stand before and after every text, such as [CLS] and [SEP]. */
function surroundings(tokenizer: Tokenizer, bare: (text: string) => readonly number[]) {
  const probe = bare('a');
  const whole = tokenizer.encode('a').ids;
  const starts = [...whole.keys()].filter((start) => probe.every((id, place) => whole[start + place] === id));
  const [start = 0] = starts;
  return { before: whole.slice(0, start), after: whole.slice(start + probe.length) };
}
