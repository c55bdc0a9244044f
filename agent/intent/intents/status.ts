import { type Intent, says } from '../intent.ts';

const KO = /상태|살아있|작동|멈췄|멈춰있|헬스|정상|돌아가|돌고있|일시정지|켜져|가동|모드|실거래야|모의야|진짜돈/;
const EN =
  /\bstatus\b|\bhealth(y)?\b|\balive\b|\brunning\b|\bare you (ok|okay|up|there|working|on|trading|awake)\b|\bpaused\b|\bmode\b|\breal money\b|\bis (this|it) (live|paper|real)\b|\bpanic(ked)?\b|\bhalted\b/;

/** Whether the desk works, and in which mode. */
export const status: Intent = {
  name: 'status',
  example: { ko: '지금 상태 어때?', en: 'are you running?' },
  score: (utterance) => (says(utterance, KO, EN) ? 77 : 0),
};
