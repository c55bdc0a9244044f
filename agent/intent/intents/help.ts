import { type Intent, says } from '../intent.ts';

const KO = /도움|도와|뭐할수|뭘할수|무엇을할수|할수있|명령어|사용법|어떻게써|어떻게쓰|기능|뭐물어|뭘물어|헬프/;
const EN =
  /\bhelp\b|\bwhat can (you|i)\b|\bhow (do|can) i use\b|\bcommands?\b|\busage\b|\bwhat (do|can) you (understand|do|answer)\b|\bhow does this work\b|\bwho are you\b/;

/** What can be asked. */
export const help: Intent = {
  name: 'help',
  example: { ko: '뭐 물어볼 수 있어?', en: 'what can I ask?' },
  score: (utterance) => (says(utterance, KO, EN) ? 62 : 0),
};
