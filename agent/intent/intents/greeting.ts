import { type Intent, says } from '../intent.ts';

/** A greeting. */
export const greeting: Intent = {
  name: 'greeting',
  example: { ko: '안녕', en: 'hello' },
  score: (utterance) =>
    says(utterance, /^(안녕|하이|ㅎㅇ|반가|헬로|좋은아침)/, /^(hi|hello|hey|yo|good (morning|afternoon|evening))\b/)
      ? 25
      : 0,
};
