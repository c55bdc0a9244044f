import type { Logger } from 'pino';
import { UnavailableError } from '../../engine/domain/errors.ts';
import { placesOf } from '../alerts/places.ts';
import type { Recipient } from '../alerts/recipients.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import { TERMINAL_OWNER } from '../people/access.ts';
import { REPORT_PICTURE, readPictureSource, reportChart } from '../reports/report-chart.ts';
import type { ReportClock } from '../reports/report-clock.ts';
import { createMarketClock, createWallClock } from '../reports/report-clock.ts';
import { reportEntry, reportMessage, reportNotice } from '../reports/report-entry.ts';
import type { ReportRunnerParts } from '../reports/report-runner.ts';
import { createReportRunner } from '../reports/report-runner.ts';
import { wallTimes } from '../reports/report-schedules.ts';
import type { AppChat } from './chat.ts';
import type { AppDesk } from './desk.ts';
import type { AppOutbox } from './outbox.ts';

export interface AppReportsOptions {
  readonly desk: AppDesk;
  readonly chat: AppChat;
  readonly logger: Logger;
}

export interface AppReports {
  stop(): Promise<void>;
}

/** Gives everybody their reports through the outbox as they come due, from now until it is stopped. */
export function startReports(options: AppReportsOptions & { readonly outbox: AppOutbox }): AppReports {
  const { desk, chat, outbox } = options;
  const { core, reportDesk } = chat;
  const deaf = new Set(placesOf(desk.config).flatMap(({ address, hears }) => (hears === 'all' ? [] : [address])));
  outbox.attachments.add(REPORT_PICTURE, async (rest, { outbound }) => {
    const picture = readPictureSource(rest);
    const report = picture === null ? null : await reportDesk.reports.of(picture);
    if (picture === null || report === null) throw new UnavailableError('There is no report to draw.');
    return (await chat.charts.draw(reportChart(report, outbound.title, picture))).png;
  });
  return run(options, {
    recipients: () => outbox.recipients.all().filter(({ userId }) => !deaf.has(userId)),
    async deliver(due) {
      const report = await reportDesk.reports.of(due.span);
      if (report === null) return;
      const { userId } = due.recipient;
      const voice = await core.voiceOf(userId);
      const outbound = await core.present(reportMessage(due, report, voice), userId, Date.now());
      await outbox.outbox.add([{ ...reportEntry(due, report, voice), outbound }]);
    },
  });
}

/** Tells the person at the terminal in a few lines how a day of the desk went, when it ends. */
export function startReportNotices(
  options: AppReportsOptions & { readonly show: (words: (voice: Voice) => Message) => void },
): AppReports {
  const owner: Recipient = { userId: TERMINAL_OWNER, role: 'admin', route: [] };
  return run(options, {
    recipients: () => [owner],
    async deliver(due) {
      const report = await options.chat.reportDesk.reports.of(due.span);
      if (report !== null) options.show((voice) => reportNotice(due, report, voice));
    },
  });
}

type Delivery = Pick<ReportRunnerParts, 'recipients' | 'deliver'>;

function run({ desk, chat, logger }: AppReportsOptions, { recipients, deliver }: Delivery): AppReports {
  const { core, access, reportDesk } = chat;
  const { schedules, pace } = reportDesk;
  const log = logger.child({ component: 'reports' });
  const zoneOf = async (userId: string) => (await core.voiceOf(userId)).zone;
  const now = pace === 'market' ? () => desk.view.now() : () => Date.now();
  const runner = createReportRunner({ pace, now, recipients, zoneOf, schedules, deliver, logger: log });
  const clock = clockOf();
  clock.start(() => runner.tick());
  access.onChange(() => clock.changed());
  schedules.onChange(() => clock.changed());
  void runner.tick();
  return {
    async stop() {
      await clock.stop();
      await runner.stop();
    },
  };

  function clockOf(): ReportClock {
    if (pace === 'market') return createMarketClock((listener) => desk.onEntry(listener));
    return createWallClock({ times: () => wallTimes({ recipients, schedules, zoneOf }), logger: log });
  }
}
