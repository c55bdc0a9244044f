import type { Topic } from '../document.ts';

export interface TopicRule {
  readonly topic: Topic;
  readonly weight: number;
  /** Global, so that every occurrence is counted. */
  readonly pattern: RegExp;
}

const rule = (topic: Topic, weight: number, english: string, korean: string): TopicRule => ({
  topic,
  weight,
  pattern: new RegExp(`\\b(?:${english})\\b|${korean}`, 'gi'),
});

/** Strong words name the topic by themselves; weak ones lean towards it. Earlier rules win a tie. */
export const TOPIC_RULES: readonly TopicRule[] = [
  rule(
    'delisting',
    8,
    'delist(?:s|ed|ing)?|will remove|removal of (?:\\S+ ){0,4}trading pairs?|cease trading of',
    '거래\\s?지원\\s?종료|상장\\s?폐지|거래\\s?종료|유의\\s?종목\\s?지정',
  ),
  rule(
    'listing',
    8,
    '(?:will|to) list(?! of)|lists|new listings?|listing of|(?:opens?|adds?) (?:spot )?trading (?:for|pairs?|of)|launchpool|(?:spot )?listing on (?:upbit|bithumb|binance|coinbase)',
    '신규\\s?거래\\s?지원|거래\\s?지원\\s?(?:개시|안내)|디지털\\s?자산\\s?추가|마켓\\s?추가|(?:신규|원화|코인)\\s?상장|(?:업비트|빗썸|코인원|바이낸스)[^.,]{0,12}상장(?!\\s?폐지)',
  ),
  rule(
    'maintenance',
    8,
    '(?:wallet|system|server|scheduled|network) (?:maintenance|upgrade notice)|(?:suspend|suspends|suspended|suspension of|resume|resumes|resumption of|pauses?|halts?) (?:\\S+ ){0,3}(?:deposits?|withdrawals?)',
    '입출금[^.,]{0,10}(?:중단|재개|중지)|지갑\\s?점검|(?:서버|시스템|정기|긴급)\\s?점검|점검\\s?(?:안내|공지)',
  ),
  rule(
    'etf',
    5,
    'ETFs?|ETPs?|exchange[- ]traded (?:funds?|products?)|IBIT|spot (?:bitcoin|ether|solana|xrp|crypto) funds?|(?:bitcoin|ether|ethereum|solana|xrp|dogecoin|litecoin)(?:,? and (?:ether|xrp|solana|dogecoin|litecoin))? funds?|fund (?:applications?|reviews?|stake|buyers|demand)|funds? built on',
    'ETF|상장지수',
  ),
  rule('etf', 2, '(?:in|out)flows?|grayscale|us funds|blackrock', '순유입|순유출|그레이스케일|블랙록'),
  rule(
    'legal',
    4,
    'lawsuits?|sue[sd]?|suing|suits?|courts?|judges?|jur(?:y|ors)|guilty|convict(?:ed|ions?)|sentenced?|appeals?|indict(?:ed|ment)|prosecutors?|plead(?:s|ed)?|verdict|prison|defen[cs]e|defendants?|patent(?:ed)?|settle(?:s|d|ment)|ruling|seiz(?:e|es|ed|ure)|forfeiture|justice department|detain(?:s|ed)?|class action|(?:14|\\d+) months',
    '소송|법원|판결|기소|검찰|징역|유죄|몰수|구속|제소|각하|기각|법무부|재판|특허|항소',
  ),
  rule(
    'security',
    4,
    'hack(?:s|ed|ers?|ing)?|exploit(?:s|ed|er)?|stolen|steals?|stealer|theft|thie(?:f|ves)|breach(?:es|ed)?|break-?in|leak(?:s|ed)?|scam(?:s|mers?)?|phish(?:ing)?|malware|ransomware|drained|emptied|fraud(?:sters?)?|kidnap(?:s|ped|pings?|pers?)?|attackers?|counterfeit|launder(?:ed|ing)?|bogus|posing as|tortur(?:ed|ing)|loot|bodyguards?|rug ?pull|police protection|passwords|vulnerabilit(?:y|ies)',
    '해킹|해커|탈취|유출|사기|피싱|악성코드|납치|사칭|절도|세탁|신변\\s?보호|경호|가짜|감금|털려|취약점|현상금',
  ),
  rule(
    'derivatives',
    4,
    'futures|options|perpetuals?|open interest|liquidat(?:ed|ions?|es)|leveraged?|funding rates?|short sellers?|long positions?|short positions?|bullish positions|derivatives|whipsaw|times leverage',
    '선물|옵션|미결제약정|청산|레버리지|무기한|롱\\s?포지션|숏\\s?포지션|[배]\\s?롱|강세\\s?베팅|파생',
  ),
  rule(
    'macro',
    4,
    "fed(?:eral reserve)?|FOMC|powell|inflation|CPI|PCE|interest rates?|rate cuts?|treasur(?:y|ies) (?:yields?|auction)|us treasuries|yields?|tariffs?|moody's|credit rating|downgrade|triple-a|recession|GDP|payrolls|duties|top grade|central banks?",
    '연준|금리|국채|관세|신용등급|무디스|물가|고용|경기\\s?침체|뉴욕증시',
  ),
  rule(
    'regulation',
    4,
    'regulat(?:e|es|ed|ion|ions|or|ors|ory)|bills?|lawmakers?|senat(?:e|ors?)|congress|legislat(?:ion|ors?|ure)|CFTC|MiCA|genius act|commissioners?|licen[cs](?:e|ed|es|ing)|governor|rules|compliance|(?:stablecoin|crypto|new) laws?|drafts? a law|sanctions?|SEC chair|oversight|sec to|front-runner',
    '규제|법안|금융위|금감원|상원|하원|의회|의원|인가|위원장|CFTC|당국|제도|의무화|규정|대법원\\s?"|비축법|후보',
  ),
  rule(
    'regulation',
    2,
    'SEC|government|policy|democrats|republicans|white house|tax(?:es)?',
    'SEC|정부|과세|세금|정책',
  ),
  rule(
    'corporate',
    4,
    'acqui(?:re|res|red|sition)|merger|takeover|buys? a|bidding|IPO|preferred stock|shareholders?|earnings|funding round|raises|co-?founder|board|resign(?:s|ed)?|layoffs|strategy|microstrategy|metaplanet|sharplink|treasury (?:company|firm|strategy)|holdings|its shares|shares of|lender|(?:buys|adds|purchases) [\\d,]+|miners?',
    '인수|스트래티지|메타플래닛|우선주|유상증자|이사진|사임|비축\\s?기업|추가\\s?매수|[\\d]+개\\s?매[수입]|매입|주가|대출업체|채굴사',
  ),
  rule(
    'technology',
    4,
    'upgrades?|mainnet|testnet|hard forks?|soft fork|roadmap|developers?|nodes?|validators?|consensus|layer[- ](?:1|2|two)|rollups?|EIP-?\\d*|researchers?|smart contracts?|zero[- ]knowledge|stateless|phone|tooling|rebuilding|ledger under|bridge|protocol',
    '업그레이드|메인넷|테스트넷|하드포크|노드|검증인|합의\\s?구조|레이어\\s?2|롤업|연구원|스마트\\s?계약|펙트라|기술|전용\\s?토큰|레저에',
  ),
  rule(
    'adoption',
    4,
    'payments?|accepts?|adopts?|adoption|legal tender|reserve|remittances?|merchants?|lets? clients|pilot|partner(?:s|ship)|joint stablecoin|real[- ]world|pitches|el salvador|go public on',
    '결제|도입|송금|채택|법정화폐|보유액|고객[^.]{0,12}허용|은행들|재단|IPO',
  ),
  rule(
    'exchange',
    3,
    'binance|coinbase|kraken|upbit|bithumb|bybit|okx|bitget|kucoin|gemini|FTX|mt\\.? ?gox|robinhood|kalshi|exchanges?|payouts?|creditors?|nasdaq debut|deposits',
    '거래소|업비트|빗썸|바이낸스|코인베이스|크라켄|바이비트|파산재단|채권자|입금',
  ),
  rule(
    'market',
    3,
    'prices?|rall(?:y|ies|ied)|surges?|soars?|jumps?|gains?|climbs?|rises?|falls?|drops?|slips?|slides?|loses?|lose|plunges?|dips?|sell-?off|bull(?:s|ish)?|bears?|bearish|record|all-time high|ATH|highest|close|market cap|supply|resistance|support level|trad(?:ing volume|ers)|whales?|analysts?|turnover|volatility|altcoins?|worth more|prefers?|cheap|portfolio|recovers|retreats|new high|breakout|forecast|prediction|sold more|demand|crypto funds|products|kept on exchanges|index|sellers',
    '급등|급락|상승|하락|돌파|반등|사상\\s?최고|최고가|종가|시총|거래량|고래|강세|약세|조정|전망|매도|상승장|후퇴|붕괴|물량|거래\\s?1위|잠잠|유출분|상품',
  ),
];
