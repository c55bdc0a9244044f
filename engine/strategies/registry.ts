import { z } from 'zod';
import { ConfigError } from '../domain/errors.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import { meanReversion } from './mean-reversion.ts';
import type { Strategy, StrategyDefinition } from './strategy.ts';
import { turtle } from './turtle.ts';

/** A strategy whose settings are checked on the way in. */
export interface RegisteredStrategy {
  readonly name: string;
  readonly configSchema: z.ZodType;
  /** Throws ConfigError for settings that it does not know or allow; what is left out takes its default. */
  create(options: { readonly symbol: InstrumentSymbol; readonly config?: unknown }): Strategy;
}

export const STRATEGIES: readonly RegisteredStrategy[] = [registered(turtle), registered(meanReversion)];

/** Returns the strategy of that name; throws ConfigError when there is none. */
export function findStrategy(name: string): RegisteredStrategy {
  const found = STRATEGIES.find((strategy) => strategy.name === name);
  if (found !== undefined) return found;
  throw new ConfigError(`There is no strategy ${name}.`, {
    hint: `Choose from ${STRATEGIES.map((strategy) => strategy.name).join(', ')}.`,
  });
}

function registered<Config>({ name, configSchema, create }: StrategyDefinition<Config>): RegisteredStrategy {
  return {
    name,
    configSchema,
    create: ({ symbol, config = {} }) => {
      const parsed = configSchema.safeParse(config);
      if (parsed.success) return create({ symbol, config: parsed.data });
      throw new ConfigError(`Strategy ${name}: ${z.prettifyError(parsed.error)}`, { cause: parsed.error });
    },
  };
}
