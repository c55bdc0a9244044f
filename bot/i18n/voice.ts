import type { Instrument, InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { Reason } from '../../engine/domain/reason.ts';
import type { Format } from './format.ts';
import { createFormat } from './format.ts';
import type { Language } from './language.ts';
import { reasonText } from './reason-text.ts';
import type { Texts } from './texts-en.ts';
import { EN } from './texts-en.ts';
import { KO } from './texts-ko.ts';

/** Everything needed to speak to one person at one moment. */
export interface Voice {
  readonly language: Language;
  readonly zone: string;
  readonly text: Texts;
  readonly format: Format;
  reason(reason: Reason, symbol?: InstrumentSymbol): string;
}

export interface VoiceOptions {
  readonly language: Language;
  readonly zone: string;
  /** The desk's now. */
  readonly now: number;
  readonly instruments: readonly Instrument[];
  readonly quoteCurrency: string;
  /** Without it people are called by their ids. */
  readonly nameOf?: (userId: string) => string;
}

/** Returns the sentences of a language. */
export function textsOf(language: Language): Texts {
  return language === 'ko' ? KO : EN;
}

export function createVoice(options: VoiceOptions): Voice {
  const format = createFormat(options);
  return {
    language: options.language,
    zone: options.zone,
    text: textsOf(options.language),
    format,
    reason: (reason, symbol) => reasonText(reason, format, symbol ?? null),
  };
}
