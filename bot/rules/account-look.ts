import type { AccountLook } from '../../engine/alert-rules/account-reading.ts';
import { estimateOf } from '../../engine/domain/decimal.ts';
import type { DeskView } from '../../engine/ports/desk-view.ts';

/** Returns the account as rules about it see it now. */
export function accountLook(view: Pick<DeskView, 'account' | 'now' | 'positions'>): AccountLook {
  const { equity, dayReturnFraction } = view.account();
  const positions = view.positions().map(({ position, unrealised }) => {
    const entry = estimateOf(position.cost);
    return {
      symbol: position.symbol,
      fraction: unrealised === null || entry === 0 ? null : estimateOf(unrealised) / entry,
    };
  });
  return { at: view.now(), equity: estimateOf(equity), dayReturnFraction, positions };
}
