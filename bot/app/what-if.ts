import type { Logger } from 'pino';
import type { WhatIf } from '../../agent/assistant/tools/what-if-port.ts';
import { estimateOf } from '../../engine/domain/decimal.ts';
import { readSettingValue } from '../commands/setting-value.ts';
import { deskMoment } from '../i18n/desk-moment.ts';
import { createVoice } from '../i18n/voice.ts';
import { createWhatIfRoom } from '../what-if/what-if-room.ts';
import type { AppDesk } from './desk.ts';

/**
 * Opens the room in which the recorded days of this desk are played again; nothing starts before the first question. Null where
 * nothing was recorded: a live market does not come twice.
 */
export function openWhatIf(desk: AppDesk, logger: Logger): WhatIf | null {
  const { config, recording, records, knowledge, view } = desk;
  if (recording === null) return null;
  const log = logger.child({ component: 'what-if' });
  return createWhatIfRoom({
    ...{ recording, records },
    config: { desk: config.desk, strategies: config.strategies, account: config.account },
    now: () => view.now(),
    news: knowledge.retriever,
    series: knowledge.figures,
    documents: () => knowledge.moodDocuments(),
    feeFraction: Math.max(0, ...view.instruments().map(({ takerFeeFraction }) => estimateOf(takerFeeFraction))),
    // Only the bounds inside a refusal are written by this voice, and those are the same in both languages.
    readValue: (words, setting) => readSettingValue(words, setting, plainVoice(desk)),
    onFault: (fault) => log.error({ err: fault }, 'A span could not be played again.'),
  });
}

function plainVoice({ view }: AppDesk) {
  return createVoice({
    language: 'en',
    zone: 'UTC',
    ...deskMoment(view),
  });
}
