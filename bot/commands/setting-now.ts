import type { SettingValue } from '../../engine/desk/settings.ts';
import { estimateOf } from '../../engine/domain/decimal.ts';
import { EFFECT_WORDS } from '../i18n/effect-words.ts';
import type { CommandContext } from './command.ts';

/** Returns how the desk stands against a new value of a limit, or null where there is nothing to compare. */
export function standingText(key: string, to: SettingValue, context: CommandContext): string | null {
  const words = EFFECT_WORDS[context.voice.language];
  if (key === 'approval.expires-after' || key === 'approval.mode' || key === 'approval.ask-above') {
    const waiting = context.desk.pendingApprovals().length;
    return waiting === 0 ? null : words.pendingNow({ count: context.voice.format.count(waiting) });
  }
  const standing = typeof to === 'number' ? standingOf(key, context) : null;
  if (standing === null || typeof to !== 'number') return null;
  // At the limit itself no entry is made any more.
  return standing.value >= to ? `${standing.text}${words.blocksNow}` : standing.text;
}

interface Standing {
  readonly text: string;
  readonly value: number;
}

function standingOf(key: string, { desk, voice }: CommandContext): Standing | null {
  const words = EFFECT_WORDS[voice.language];
  const { format } = voice;
  const account = desk.account();
  const share = (amount: number) => (account.equity.isZero() ? 0 : amount / estimateOf(account.equity));
  switch (key) {
    case 'risk.max-exposure': {
      const value = share(estimateOf(account.exposure));
      return { text: words.exposureNow({ share: format.percent(value) }), value };
    }
    case 'risk.max-symbol-exposure': {
      const shares = desk.positions().map(({ position, price }) => ({
        coin: format.coin(position.symbol),
        value: share(estimateOf(price === null ? position.cost : price.times(position.quantity))),
      }));
      const [largest] = shares.sort((a, b) => b.value - a.value);
      if (largest === undefined) return null;
      // Only of this coin, so it is no block of all entries.
      const text = words.symbolNow({ coin: largest.coin, share: format.percent(largest.value) });
      return { text, value: Number.NEGATIVE_INFINITY };
    }
    case 'risk.max-daily-loss': {
      const value = -account.dayReturnFraction;
      return { text: words.dayNow({ change: format.signedPercent(-value) }), value };
    }
    case 'risk.max-drawdown': {
      const value = account.drawdownFraction;
      return { text: words.drawdownNow({ share: format.percent(value) }), value };
    }
    case 'risk.max-open-positions': {
      const value = desk.positions().length;
      return { text: words.positionsNow({ count: format.count(value) }), value };
    }
    default:
      return null;
  }
}
