/** The text that each version of each prompt has, for ever: records of the past name a version and mean these words. */
export const PROMPT_HASHES: Readonly<Record<string, string>> = {
  'news-reader@1': '8555db369b35bfb6dc489f2e5a2718537014815c56e6d2c4567e8695ae64fede',
};
