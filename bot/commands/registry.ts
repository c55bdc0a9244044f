import { alert } from './alert.ts';
import { alerts } from './alerts.ts';
import { approvals } from './approvals.ts';
import { approve } from './approve.ts';
import { balance } from './balance.ts';
import { buy } from './buy.ts';
import { cancel } from './cancel.ts';
import { chart } from './chart.ts';
import { close } from './close.ts';
import { closeall } from './closeall.ts';
import type { ChatCommand } from './command.ts';
import { confirm } from './confirm.ts';
import { decisions } from './decisions.ts';
import { decline } from './decline.ts';
import { forget } from './forget.ts';
import { grant } from './grant.ts';
import { half } from './half.ts';
import { health } from './health.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { id } from './id.ts';
import { invite } from './invite.ts';
import { join } from './join.ts';
import { lang } from './lang.ts';
import { market } from './market.ts';
import { models } from './models.ts';
import { mood } from './mood.ts';
import { news } from './news.ts';
import { orders } from './orders.ts';
import { outside } from './outside.ts';
import { panic } from './panic.ts';
import { pause } from './pause.ts';
import { performance } from './performance.ts';
import { pnl } from './pnl.ts';
import { policy } from './policy.ts';
import { portfolio } from './portfolio.ts';
import { positions } from './positions.ts';
import { quiet } from './quiet.ts';
import { giveReason } from './reason.ts';
import { remove } from './remove.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { rules } from './rules.ts';
import { seek } from './seek.ts';
import { sell } from './sell.ts';
import { settings } from './settings.ts';
import { speed } from './speed.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';
import { trades } from './trades.ts';
import { undo } from './undo.ts';
import { unpanic } from './unpanic.ts';
import { users } from './users.ts';
import { version } from './version.ts';
import { whatif } from './whatif.ts';
import { why } from './why.ts';
import { whynot } from './whynot.ts';

/** Every command, in the order in which the help lists them. */
export const COMMANDS: readonly ChatCommand[] = [
  help,
  status,
  portfolio,
  positions,
  orders,
  trades,
  history,
  pnl,
  performance,
  models,
  report,
  chart,
  balance,
  market,
  mood,
  decisions,
  why,
  whynot,
  whatif,
  news,
  stop,
  forget,
  approve,
  decline,
  half,
  giveReason,
  approvals,
  policy,
  quiet,
  buy,
  sell,
  close,
  closeall,
  cancel,
  outside,
  confirm,
  pause,
  resume,
  panic,
  unpanic,
  settings,
  undo,
  alert,
  rules,
  alerts,
  lang,
  speed,
  seek,
  users,
  invite,
  grant,
  remove,
  join,
  id,
  health,
  version,
];
