import { z } from 'zod';
import { createBinanceAnnouncementSources } from './binance-announcements.ts';
import { createBithumbNoticesSource } from './bithumb-notices.ts';
import { createCryptoPanicSource, cryptoPanicSchema } from './cryptopanic.ts';
import { DEFAULT_FEEDS } from './default-feeds.ts';
import { createFolderSource, folderSchema } from './folder.ts';
import { noticesSchema } from './notices-config.ts';
import { createFeedSource, feedSchema } from './rss.ts';
import type { Source } from './source.ts';
import { createUpbitNoticesSource } from './upbit-notices.ts';
import { createXSearchSource, xSearchSchema } from './x-recent-search.ts';

/** Where texts come from, as written in the configuration; everything left out keeps its default. */
export const newsSourcesSchema = z.strictObject({
  feeds: z
    .array(feedSchema)
    .max(200)
    .refine((feeds) => new Set(feeds.map(({ name }) => name)).size === feeds.length, 'must not name a feed twice')
    .prefault([...DEFAULT_FEEDS] as z.input<typeof feedSchema>[]),
  cryptopanic: cryptoPanicSchema.prefault({}),
  x: xSearchSchema.prefault({}),
  folder: folderSchema.default(null),
  notices: noticesSchema.prefault({}),
});
export type NewsSourcesConfig = z.infer<typeof newsSourcesSchema>;

/** Keys never stand in the configuration. */
export interface NewsSourcesSecrets {
  readonly cryptopanicToken: string | null;
  readonly xBearer: string | null;
}

/** Where a service is asked instead of at its own address: `http://127.0.0.1:40123`. */
export type ServiceOrigins = Readonly<Partial<Record<'cryptopanic' | 'x' | 'upbit' | 'binance' | 'bithumb', string>>>;

/** Returns every source of texts that is switched on. */
export function createTextSources(
  config: NewsSourcesConfig,
  secrets: NewsSourcesSecrets,
  origins: ServiceOrigins = {},
): readonly Source[] {
  const { cryptopanic, x, folder, notices } = config;
  const everyMs = notices.every;
  return [
    ...config.feeds.map(createFeedSource),
    ...when(cryptopanic.enabled, () =>
      createCryptoPanicSource({ config: cryptopanic, token: secrets.cryptopanicToken, origin: origins.cryptopanic }),
    ),
    ...when(x.enabled, () => createXSearchSource({ config: x, bearer: secrets.xBearer, origin: origins.x })),
    ...(folder === null ? [] : [createFolderSource(folder)]),
    ...when(notices.upbit, () => createUpbitNoticesSource({ everyMs, origin: origins.upbit })),
    ...(notices.binance ? createBinanceAnnouncementSources({ everyMs, origin: origins.binance }) : []),
    ...when(notices.bithumb, () => createBithumbNoticesSource({ everyMs, origin: origins.bithumb })),
  ];
}

function when(enabled: boolean, create: () => Source): readonly Source[] {
  return enabled ? [create()] : [];
}
