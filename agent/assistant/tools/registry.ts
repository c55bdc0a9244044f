import type { AssistantTool } from '../tool.ts';
import { alertRuleTool } from './alert-rule.ts';
import { chartTool } from './chart.ts';
import { decisionsTool } from './decisions.ts';
import { indicatorsTool } from './indicators.ts';
import { marketTool } from './market.ts';
import { newsSearchTool } from './news-search.ts';
import { ordersTool } from './orders.ts';
import { pauseTool } from './pause.ts';
import { performanceTool } from './performance.ts';
import { portfolioTool } from './portfolio.ts';
import { positionsTool } from './positions.ts';
import { proposeTradeTool } from './propose-trade.ts';
import { scoreboardTool } from './scoreboard.ts';
import { settingsPreviewTool } from './settings-preview.ts';
import type { ToolPorts } from './tool-ports.ts';
import { tradesTool } from './trades.ts';
import { whatIfTool } from './what-if.ts';
import { whyTool } from './why.ts';
import { whyNotTool } from './why-not.ts';

/** Returns every tool that has what it works with, always in the same order. None places, approves or changes anything. */
export function createTools(ports: ToolPorts): readonly AssistantTool[] {
  const { sources, proposals, whatIf, rules, settings } = ports;
  return [
    marketTool(sources),
    indicatorsTool(sources),
    portfolioTool(sources),
    positionsTool(sources),
    ordersTool(sources),
    tradesTool(sources),
    decisionsTool(sources),
    whyTool(sources),
    whyNotTool(sources),
    newsSearchTool(sources),
    performanceTool(sources),
    scoreboardTool(sources),
    ...(whatIf === null ? [] : [whatIfTool({ sources }, whatIf)]),
    chartTool(sources),
    ...(settings === null ? [] : [settingsPreviewTool(sources, settings)]),
    ...(rules === null ? [] : [alertRuleTool(sources, rules)]),
    ...(proposals === null ? [] : [proposeTradeTool(sources, proposals)]),
    pauseTool(sources),
  ];
}
