import { channelContract } from '../../../contracts/channel.ts';
import { emailHarness } from './email-harness.ts';

channelContract({ name: 'email', edits: false, namesTime: false }, () => emailHarness());
