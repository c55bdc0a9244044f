/**
 * Words that state nothing by themselves: the only ones that a model may put around slots besides those of the claim
 * it cites. What is not listed is refused, so a word that could tell of a fact, a quantity, a cause, a judgement, a
 * forecast, yes or no must not stand here.
 */
export const PLAIN_EN: ReadonlySet<string> = new Set(
  `a an the this that these those it its itself they them their there here i me my we us our you your
  is are was were be been being has have had did
  in on at of to for from by with as into about during per and or which who where when what
  according record records recorded shown shows show stands stood reads reported listed says said see given noted
  as follows namely regarding concerning also respectively
  figure figures case time times moment detail details question answer`.split(/\s+/),
);

/** Korean nouns and adverbs of that kind, each with at most a particle behind it. */
export const PLAIN_KO: ReadonlySet<string> = new Set(
  `그 이 저 제 저희 우리 것 거 때 그건 이건 그것 이것 그때 당시 해당 관련 경우 내용 기록 질문 답변 답 사항 정보 시점 각각 및 그리고 또 또한 위 다음 기록상 관해 대해 대한 따르면 의하면 따라`.split(
    /\s+/,
  ),
);

/** Korean verbs that only carry a sentence. */
export const CARRYING_KO =
  /^(?:(?:했|됐|되었|하였|였|이었|있었|나왔|남았|나타났)(?:습니다|으며|고|는데|던)?|합니다|됩니다|있습니다|입니다|하며|하고|하는|하여|해서|되며|되고|되는|된|있고|있으며|있는|같습니다|같이|보면|보시면|나옵니다|나온|남아|적혀|표시|말씀드리면|알려드립니다|말씀드립니다|(?:기록|확인|표시)(?:되어|돼|됐습니다|되었습니다|됩니다|된|되며))$/u;

/** Words of lines that cite nothing: greeting, not knowing, asking back. */
export const TALK_EN: ReadonlySet<string> = new Set(
  `a an the this that these those it i me my we you your is are do does did not no
  in on at of to for from by with as about and or which who where when what how
  hello hi hey thanks thank welcome please sorry good morning afternoon evening
  know find found tell answer help understand understood unsure sure cannot can't don't couldn't didn't could can could't would like mean meant
  ask say said rephrase again more specific clearer question questions coin trade trades decision day date time period record records information anything something`.split(
    /\s+/,
  ),
);

export const TALK_KO: ReadonlySet<string> = new Set(
  `안녕 잘 아직 그건 이건 저건 그것 이것 감사 고맙 고마 천만 반갑 죄송 미안 그 이 저 제 것 거 건 때 무엇 무슨 뭐 뭘 어느 어떤 언제 어디 누구 어떻게 코인 거래 결정 날 날짜 시간 기간 질문 답 답변 기록 정보 내용
  알 모르 모릅 몰라 찾 못 없 않 수 있 드릴 드리 도와 도움 말씀 말해 여쭤 물어 궁금 다시 더 자세히 구체적 이해 알려 대해 대한 관해 관련 무얼 하 했 해 합 시 주세요 주시 주실 세요 원하 어려 힘들`.split(
    /\s+/,
  ),
);

export const PARTICLES =
  /^(?:이|가|은|는|을|를|의|에|에서|에게|로|으로|와|과|도|까지|부터|이며|이고|인|에는|에서는|으로는|로는|입니다|이었습니다|였습니다|이에요|예요|이었고|였고|이었으며|였으며|까지의|부터의|에서의|이라고|라고)?$/u;

/** What may follow the beginning of a Korean word: particles and endings, up to four of them in a row. */
export const ENDINGS =
  /^(?:이|가|은|는|을|를|의|에|에서|에게|께|로|으로|와|과|도|만|까지|부터|님|들|며|고|나|이며|이고|지|지만|면|으면|니|니다|습니다|습니까|입니다|입니까|네요|어요|아요|에요|예요|요|다|었|았|였|했|하|한|할|함|합|해|되|됐|된|될|됨|됩|어|아|여|서|던|든|음|셨|으시|하시|세요|십|실|신|까|나|겠|라고|라는|란|인|일|였으며|으며){0,4}$/u;
