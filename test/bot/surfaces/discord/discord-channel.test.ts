import { channelContract } from '../../../contracts/channel.ts';
import { discordHarness } from './discord-harness.ts';

channelContract({ name: 'discord', edits: true, namesTime: true, knowsAgain: true }, discordHarness);
