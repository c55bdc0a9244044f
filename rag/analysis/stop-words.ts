/** English words that say nothing about what a text is on. `us` is not among them: it is also a country. */
export const ENGLISH_STOP_WORDS: ReadonlySet<string> = new Set(
  `a about after again all also am an and any are as at be because been before being between both but by can cannot
  could did do does doing during each either else ever few for from further had has have having he her here hers him
  his how i if in into is it its itself just let may me might more most must my no nor not now of off on once only or
  other our ours out own per please same shall she should so some such than that the their theirs them then there
  these they this those through to too under until up upon very via was we were what when where whether which while
  who whom whose why will with within would you your yours dont doesnt didnt isnt arent wasnt werent wont cant couldnt
  shouldnt wouldnt hasnt havent hadnt im ive youre theyre weve thats`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Korean words that only join or finish a sentence. */
export const KOREAN_STOP_WORDS: ReadonlySet<string> = new Set(
  `그 이 저 것 수 등 및 또 또는 또한 그리고 그러나 하지만 그래서 따라서 있다 있는 있습니다 없다 했다 한다 하는 합니다
  했습니다 된다 되는 됐다 이다 입니다 위해 위한 대해 대한 통해 따르면 때문 무엇 언제 어디 누가 왜 어떻게 어떤 얼마나
  얼마 알려줘 뭐야`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** What Korean hangs on a noun, longest first, so that `에서는` goes before `는`. */
export const KOREAN_PARTICLES: readonly string[] = `으로부터 에서부터 이라고는 에게서 에서는 에서도 으로는 으로도 까지는
  까지도 부터는 이라는 이라고 이지만 에게 에서 에는 에도 으로 로는 로도 까지 부터 처럼 보다 마다 조차 밖에 이나 이며 이란
  라는 라고 라며 하고 들은 들이 들을 들의 은 는 이 가 을 를 의 에 로 와 과 도 만 며 나 랑`
  .split(/\s+/)
  .sort((one, other) => other.length - one.length);
