import { word } from './rule-draft.ts';

/** Words that a rule is spoken with and that change nothing in it. */
export const FILLERS = word(
  [
    `tell me|let me know|notify me|alert me|warn me|ping me|tell|notify|alert|warn|ping|please|me|my|know|let`,
    `when(?:ever)?|if|once|as soon as|the|price|of|is|are|was|be|gets?|goes|going|comes?|turns?|trades?|to|at|an?|on|in|its?|by|for|from|than|within|over|with|about|then|and`,
    `usdt|usd|krw|won|dollars?|bucks?|signal|line|signal line|bands?|value|level|usual|the usual|times|x`,
    `알려 ?(?:줘|주세요|줄래|주라|달라|다오)?(?:요)?|알림|알람|주세요|줘|해 ?(?:줘|주세요)|좀|가격(?:이|은|을)?|시세(?:가|는)?|값(?:이|은)?`,
    `달러(?:를|을|가|는|에|로|까지|선)?|불(?:을|이|에)?|배|봉(?:에서|의)?|기준|시그널(?:선)?(?:을|를)?|신호선(?:을|를)?|선(?:을|를)?|밴드(?:를|을|에)?`,
    `면|으면|이면|되면|하면|가면|오면|때|때면|되는|하는|순간|경우|될|할|이|가|은|는|을|를|로|으로|에|에서|의|도|와|과|만|더|까지|보다|비|율|비율(?:이)?`,
  ].join('|'),
);
