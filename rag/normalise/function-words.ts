/** Small words that one language cannot do without and its neighbours do not share; lower case. */
export const FUNCTION_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: words(
    'the of and to is are was were with for from by as at that this these those after over its it his their has have had will would could should can but not what how why who your you we be been than into about amid says',
  ),
  es: words(
    'el los las del una y en que es por para con se su sus lo como más pero este esta son fue al ha han qué cuál ser está sobre tras según cuando también muy puede usted tu mi dime eres estás',
  ),
  fr: words(
    'le les des et est une du dans qui que pour sur au aux avec ce cette ces pas ne il elle je vous nous sont plus par ou où être été quel quelle votre mon ma son ses leur mais moi',
  ),
  de: words(
    'der die das und ist den dem des ein eine einer eines zu mit von für auf nicht auch sich im wie was wer sind du ich sie wir ihr dein deine kann kannst bei nach aus wird werden oder über als an am zum zur hat',
  ),
  pt: words(
    'o os as da do das dos na no nas nos um uma e é em que para com por se sua seu não mais como ao à foi são você qual está me ele ela eu isso pelo pela pode sobre já',
  ),
  it: words(
    'il lo gli della del delle dei degli di che è un una per con non sono si da nel nella al alla come più ma questo questa anche tuo tua mi ho ha puoi quali quale su dal dalla sul sulla le i e o',
  ),
  tr: words(
    've bir bu için ile olarak da de ne mi mı mu mü nedir olan çok daha gibi kadar ama sen ben bana bize var yok en göre sonra nasıl hangi olduğunu misiniz değil her ya',
  ),
  id: words(
    'yang dan di dari untuk dengan ini itu adalah pada ke tidak akan apa saya anda kamu bagaimana bisa dapat sebagai atau oleh telah karena juga dalam lebih jika bisakah siapa kapan',
  ),
  vi: words(
    'và của là có không một những các được trong cho với này bạn tôi hãy đã người về từ ở gì đó nào như khi hoặc bằng thể thế',
  ),
  tl: words('ang ng mga sa na ay ko mo ito iyong ano para kung hindi ba si ni kay isang akin ako ikaw siya'),
  nl: words(
    'het een van de en niet met voor zijn op te dat die aan ook maar door naar wordt werd bij uit zal deze wat hoe waar kan ik jij je',
  ),
  pl: words('i w na z się nie jest do że to jak o po dla od przez za są czy przed który która jego oraz już'),
};

/** Letters that tell the language on their own. */
export const TELLING_LETTERS: readonly (readonly [pattern: RegExp, language: string])[] = [
  [/[ñ¿¡]/u, 'es'],
  [/[ãõ]/u, 'pt'],
  [/[ß]/u, 'de'],
  [/[ğışİ]/u, 'tr'],
  [/[ăđơưạảấầẩậắằặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷ]/u, 'vi'],
  [/[œêâû]/u, 'fr'],
  [/[łąęśżźćń]/u, 'pl'],
];

function words(list: string): readonly string[] {
  return list.split(' ');
}
