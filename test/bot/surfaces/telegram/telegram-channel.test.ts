import { channelContract } from '../../../contracts/channel.ts';
import { telegramHarness } from './telegram-harness.ts';

channelContract({ name: 'telegram', edits: true, namesTime: true }, telegramHarness);
