/**
 * Letters of other scripts (and letterlike Latin ones) that look like ASCII, from the Unicode confusables table
 * (UTS #39): Cyrillic, Greek, Armenian, Cherokee, small capitals. Each stands for the character after it.
 */
const PAIRS =
  'АAВBСCЕEНHІIЈJКKМMОOРPЅSТTХXУYԌGԚQԜWаaсcԁdеeһhіiјjоoрpԛqѕsвbнhкkмmтtυuѵvԝwхxуyᴢzүy' +
  'ΑAΒBΕEΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXΖZοoνvιiκkρpϲcϳj' +
  'ՕOՏSօoսuոnհhցg' +
  'ᎪAᏴBᏟCᎠDᎬEᏀGᎻHᎥiᎫJᏦKᏞLᎷMᏢPᎡRᏚSᎢTᏙVᎳWᏃZ' +
  'ᴀaʙbᴄcᴅdᴇeɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡw' +
  'ɑaɡgıiӏlǀlǃ!';

const LOOK_ALIKES: ReadonlyMap<string, string> = readPairs();
const SUSPECT = /[^\0-\u024f\uac00-\ud7a3\u3040-\u30ff\u4e00-\u9fff]|[\u0131\u01c0\u01c3]/u;
const WORD = /[\p{L}\p{N}]+/gu;

export interface Folded {
  /** The same text, as long as before, look-alikes replaced by what they pass for. */
  readonly text: string;
  /** The words in which something was replaced: as they stood, and what they pass for. */
  readonly words: readonly { readonly written: string; readonly meant: string }[];
}

/**
 * Returns the text with look-alike letters folded in words that mix them with ASCII letters (`Вitcoin`), and in words
 * wholly made of them where the text around is Latin (`ВТС` in an English headline). Russian or Greek text is left alone.
 */
export function foldLookAlikes(text: string): Folded {
  if (!SUSPECT.test(text)) return { text, words: [] };
  const words: { written: string; meant: string }[] = [];
  const latin = isMostlyLatin(text);
  const folded = text.replace(WORD, (word) => {
    const plain = fold(word);
    if (plain === word || !/^[\x21-\x7e]+$/.test(plain)) return word;
    if (!/[a-z]/i.test(word) && !(latin && word.length > 1)) return word;
    words.push({ written: word, meant: plain });
    return plain;
  });
  return { text: folded, words };
}

function fold(word: string): string {
  return SUSPECT.test(word) ? Array.from(word, (letter) => LOOK_ALIKES.get(letter) ?? letter).join('') : word;
}

function isMostlyLatin(text: string): boolean {
  const latin = text.match(/[a-z]/gi)?.length ?? 0;
  const other =
    text.match(/[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/gu)?.length ?? 0;
  return latin > other;
}

function readPairs(): ReadonlyMap<string, string> {
  const letters = [...PAIRS];
  return new Map(letters.flatMap((letter, i) => (i % 2 === 0 ? [[letter, letters[i + 1] ?? letter] as const] : [])));
}
