/** Loads one surface in a process of its own and prints what that added to the process, in MiB. */
const LOADERS: Readonly<Record<string, () => Promise<unknown>>> = {
  telegram: () => import('../../../bot/app/telegram.ts'),
  discord: () => import('../../../bot/app/discord.ts'),
  slack: () => import('../../../bot/surfaces/slack/channel.ts'),
  email: () => Promise.all([import('../../../bot/surfaces/email/channel.ts'), import('nodemailer')]),
};

// What every desk has loaded before the first surface: the chat core and its commands.
await import('../../../bot/app/chat.ts');
const load = LOADERS[process.argv[2] ?? ''];
if (load === undefined) throw new RangeError('name a surface');
const before = process.memoryUsage().rss;
await load();
console.log(JSON.stringify({ mebibytes: (process.memoryUsage().rss - before) / 2 ** 20 }));
