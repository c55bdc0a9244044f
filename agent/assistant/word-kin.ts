/**
 * Words that say the same of a trade: one that stands in the claim's own wording lets the others be said. What was done
 * and what was only wanted never stand together: a proposal to buy has bought nothing.
 */
interface Kin {
  readonly en: readonly string[];
  /** Korean words as koreanRoot gives them: `매수+` was done, `매수` was not. */
  readonly ko: readonly string[];
}

function kin(en: string, ko: string): Kin {
  const list = (words: string) => words.split(' ').filter((word) => word !== '');
  return { en: list(en), ko: list(ko) };
}

export const KIN: readonly Kin[] = [
  kin('bought purchased', '매수+ 샀+ 매입+'),
  kin('sold', '매도+ 팔+'),
  kin('opened entered', '진입+'),
  kin('open', '보유'),
  kin('exited', '청산+'),
  kin('proposed', '제안+'),
  kin('proposal', '제안'),
  kin('signal signals', '신호'),
  kin('voted', '의견 투표'),
  kin('news report reports article headline story stories', '뉴스 기사 보도 소식'),
  kin('publisher publishers', '매체'),
  kin('model', '모델'),
  kin('reviewer reviewers', '검토자'),
  kin('rule rules', '규칙'),
  kin('strategy', '전략'),
  kin('order orders', '주문'),
  kin('trade trades', '거래'),
  kin('position positions', '포지션'),
  kin('coin coins', '코인'),
  kin('mood sentiment', '분위기 심리'),
  kin('unrealised unrealized', '평가손익 미실현'),
  kin('total altogether all', '합계 모두 총'),
];

/** A word that orders, advises or foretells: no record does. */
export const ORDERING_KO = /(?:세요|십시|시오|겠|니까|을까|ㄹ까|합시다|하자|해라|하라|해야|바랍니다|것입니다|거예요)/u;
export const ORDERING_EN = /\b(?:have|has|had|need|needs|ought|is|are) to\b/iu;
export const BARE_VERBS: ReadonlySet<string> = new Set(
  'buy sell hold close open exit enter approve decline cancel place trade short long take tap type go'.split(' '),
);

/** Sides and directions, for naming what is wrong with a draft. */
export const SIDE_WORDS =
  /^(?:(?:buys?|buying|bought|sells?|selling|sold|long|short|bullish|bearish|up|down|rose|rises?|fell|falls?)$|매수|매도|롱|숏|샀|팔|상승|하락|올랐|내렸|떨어)/u;

/** Numbers in words, for the same purpose. */
export const NUMBER_WORDS =
  /^(?:(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds?|thousands?|millions?|billions?|half|halved|doubled?|tripled?|twice|thrice|quarter|dozen|percent|first|second|third)$|하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열|한$|두$|세$|네$|절반|반|배|백|천|만|억|퍼센트|첫)/u;

export const CAUSE_WORDS =
  /^(?:(?:because|since|due|reasons?|caused?|why|so|therefore|hence|thus|thanks)$|때문|이유|원인|덕분|그래서|따라서|탓)/u;

/** A denial in either language: it must stand in the sentence exactly when it stands in the claim. */
export const NEGATION =
  /\b(?:not|no|never|none|nothing|nobody|neither|nor|without|cannot)\b|n['’]t\b|않|없|아니|아닙|아닌|말고|(?<![가-힣])(?:안|못)(?![가-힣])|(?<=지 ?)못|못했|못하/iu;

/** Words that are a denial themselves, let through where the claim denies too. */
export const NEGATION_WORDS =
  /^(?:not|no|never|none|nothing|nobody|neither|nor|without|cannot|(?:is|was|are|were|do|does|did|has|had|have)n['’]t|않|없|아니|아닙|아닌|안$|못)/u;
