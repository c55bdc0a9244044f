import type { Logger } from 'pino';
import { MINDS_WORDS } from '../i18n/minds-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import { lines, message } from '../message.ts';
import { findingText } from '../minds/finding-words.ts';
import type { AppDesk } from './desk.ts';

/**
 * Looks at the models of a desk that has just opened and shows what is wrong, with what to do about it. The desk is open
 * all the same: they abstain until somebody does it.
 */
export async function showModelTrouble(
  { minds }: Pick<AppDesk, 'minds'>,
  logger: Logger,
  show: (words: (voice: Voice) => Message) => void,
): Promise<void> {
  const { room, config } = minds;
  if (room === null) return;
  const { isTrouble, lookAtModels } = await import('../minds/look-at-models.ts');
  const trouble = (await lookAtModels(config, room)).filter(isTrouble).map(findingText);
  if (trouble.length === 0) return;
  logger.warn({ component: 'models', trouble: trouble.map(({ en }) => en) }, 'language models are not ready');
  show(({ language }) =>
    message({
      kind: 'alert',
      title: MINDS_WORDS[language].troubleTitle,
      // A server that is away is away for all its models.
      blocks: [lines(...new Set(trouble.map((one) => one[language])))],
    }),
  );
}
