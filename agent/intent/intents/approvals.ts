import { type Intent, says } from '../intent.ts';

const KO =
  /승인|결재|대기중|기다리는거|허락|확인할거|확인해야|미체결|걸어둔|걸린주문|주문(있|상태|목록|현황|뭐)|열린주문|물어볼거|내가할/;
const EN =
  /\bapprov(e|al|als|ed|ing)\b|\bpending\b|\bwaiting (for|on) me\b|\bneeds? my\b|\bopen orders?\b|\bawaiting\b|\bresting orders?\b|\bmy orders\b|\bany orders\b|\bneed me\b|\bto confirm\b|\bproposals?\b/;

/** What waits for a person's answer, and which orders are open. */
export const approvals: Intent = {
  name: 'approvals',
  example: { ko: '승인할 거 있어?', en: 'is anything waiting for my approval?' },
  score: (utterance) => (says(utterance, KO, EN) ? 83 : 0),
};
