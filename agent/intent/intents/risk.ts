import { type Intent, says } from '../intent.ts';

const KO =
  /위험|리스크|최대손실|얼마(나|까지)?(잃을|손해볼|날릴|깨질)|잃을수|잃을까|낙폭|노출|드로다운|드로우다운|mdd|다잃|망하면|최악의경우|손절(선|가|은|라인|어디)|안전(해|한가|하니)|괜찮은거|한도(는|가|얼마|뭐)/;
const EN =
  /\brisk(s|y|ing)?\b|\bexposure\b|\bdrawdown\b|\bworst[- ]case\b|\b(can|could|might|may|would) (i|we|you) lose\b|\bmax(imum)?( possible)? loss\b|\bat stake\b|\bdanger(ous)?\b|\bhow safe\b|\bam i safe\b|\bstop[- ]loss(es)?\b|\bwhere are the stops\b|\blimits?\b/;

/** What can be lost, and how near the limits are. */
export const risk: Intent = {
  name: 'risk',
  example: { ko: '지금 위험은?', en: 'what is the risk?' },
  score: (utterance) => (says(utterance, KO, EN) ? 92 : 0),
};
