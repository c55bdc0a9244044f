import { type Intent, says } from '../intent.ts';

/** Thanks. */
export const thanks: Intent = {
  name: 'thanks',
  example: { ko: '고마워', en: 'thanks' },
  score: (utterance) =>
    says(
      utterance,
      /고마|고맙|감사|땡큐|ㄱㅅ|수고|잘했어$/,
      /\bthank(s| you)\b|\bthx\b|\bty\b|\bcheers\b|\bwell done\b|\bgood job\b/,
    )
      ? 35
      : 0,
};
