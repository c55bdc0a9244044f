import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../rag/normalise/language-of.ts';

describe('the language of a text', () => {
  it.each([
    ['Bitcoin ETF inflows hit record', 'en'],
    ['What the Fed said about rates and why it matters to holders', 'en'],
    ['El Salvador adds to its holdings as prices fall', 'en'],
    ['비트코인 ETF 승인, SEC 결정 임박… BTC 5% 상승', 'ko'],
    ['ビットコインが急落、日本の取引所で', 'ja'],
    ['比特币突破十万美元', 'zh'],
    ['Биткоин снова вырос', 'ru'],
    ['Біткоїн знову зріс', 'uk'],
    ['ارتفع سعر البيتكوين اليوم', 'ar'],
    ['बिटकॉइन की कीमत बढ़ी', 'hi'],
    ['ราคาบิตคอยน์พุ่งขึ้น', 'th'],
    ['El precio del bitcoin sube por tercera semana en los mercados', 'es'],
    ['Le cours du bitcoin monte dans les marchés et les investisseurs achètent', 'fr'],
    ['Der Kurs von Bitcoin ist auf den höchsten Stand gestiegen', 'de'],
    ['O preço do bitcoin não para de subir em uma semana', 'pt'],
    ['Il prezzo del bitcoin è salito per la terza settimana', 'it'],
    ['Bitcoin fiyatı bu hafta çok yükseldi ve yeni bir rekor kırdı', 'tr'],
    ['Harga bitcoin naik dan ini adalah rekor yang baru', 'id'],
    ['Giá bitcoin tăng và các nhà đầu tư đã mua thêm', 'vi'],
    ['12,345 — 67%', 'und'],
    ['', 'und'],
  ])('%s is %s', (text, language) => expect(languageOf(text)).toBe(language));
});
