import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { reason } from '../../engine/domain/reason.ts';
import { fillOf } from '../agent/fixtures/desk.ts';
import { BTC, closedTrade, ETH, openOrder, pendingApproval, SOL } from '../fakes/desk.ts';
import { decisionRecord } from '../fixtures/decision-record.ts';
import { createChatRig } from './chat-rig.ts';

describe('the registry', () => {
  test('holds every command that people were promised', () => {
    const promised = `help status portfolio positions orders trades history pnl performance balance market decisions why
      whynot news mood health approve decline half buy sell close closeall cancel pause resume panic unpanic settings lang speed seek
      version`.split(/\s+/);
    const names = new Set(COMMANDS.map((command) => command.name));
    expect(promised.filter((name) => !names.has(name))).toEqual([]);
  });

  test('no word means two commands', () => {
    const words = COMMANDS.flatMap((command) => [command.name, ...command.aliases]).map((word) => word.toLowerCase());
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });
});

describe('looking', () => {
  test.each([
    ['/help', 'What you can type'],
    ['/help buy', '/buy <size> <symbol>'],
    ['/status', 'rules:technical, rules:news-risk'],
    ['status?', 'Equity'],
    ['상태', '총자산'],
    ['portfolio', 'Portfolio'],
    ['포지션', '보유 중인 포지션이 없습니다.'],
    ['orders', 'No order is open.'],
    ['trades sol', 'No trade has been closed yet.'],
    ['history', 'Nothing has been filled yet.'],
    ['pnl', 'Profit and loss, today (since 19 May 00:00 UTC)'],
    ['pnl week', 'last 7 days (since 13 May 00:00 UTC)'],
    ['오늘 손익', '손익, 오늘 (5월 19일 00:00 KST부터)'],
    ['/pnl year', '“year” is no period'],
    ['performance', 'N/A'],
    ['잔고', '시작 금액'],
    ['market', '105,000.0'],
    ['sol price', '170.00'],
    ['/market doge', '“doge” is not traded here. There is BTC, ETH, XRP, SOL.'],
    ['buy 0.5 doge', '“doge” is not traded here. There is BTC, ETH, XRP, SOL.'],
    ['/mood doge', '“doge” is not traded here.'],
    ['/health', 'lexical: compares wording, not meaning'],
    ['/version', 'Assent 0.1.0'],
    ['/settings', 'risk.max-daily-loss'],
    ['/speed', 'Speed: 60x.'],
    ['/nonsense', '! There is no command “nonsense”.'],
    ['/', '! There is no command'],
  ])('%s shows %s', async (line, expected) => {
    expect(await createChatRig().say(line)).toContain(expected);
  });

  test('positions come with their reasons and a way out', async () => {
    const rig = createChatRig();
    rig.desk.fill(BTC, 'buy', '0.02', '104000');
    expect(await rig.say('positions')).toBe(
      [
        'Positions',
        'Coin  Side  Quantity      Entry      Price       Profit       Stop  Target  Because of',
        'BTC   long      0.02  104,000.0  105,000.0  +20.00 USDT  100,000.0       -  [D-1]',
        '  [Close BTC] /close BTC',
      ].join('\n'),
    );
  });

  test('profit and loss adds up the trades and fills of its period only', async () => {
    const rig = createChatRig();
    rig.records.allTrades.push(
      closedTrade(1, '4.58'),
      closedTrade(2, '-3.1', { symbol: ETH }),
      closedTrade(3, '900', { closedAt: Date.UTC(2025, 4, 1) }),
    );
    rig.records.points.push({ at: Date.UTC(2025, 4, 18, 23, 59), equity: '9990', cash: '9990', exposure: '0' });
    expect(await rig.say('pnl')).toBe(
      [
        'Profit and loss, today (since 19 May 00:00 UTC)',
        'Equity change  +10.00 USDT (+0.10%)',
        'Closed trades  2 (1 won)',
        'Net profit     +1.48 USDT',
        'Best           +4.58 USDT [T-1]',
        'Worst          -3.10 USDT [T-2]',
        'Fees           0.00 USDT',
        'Coin  Trades  Net profit',
        'SOL        1  +4.58 USDT',
        'ETH        1  -3.10 USDT',
      ].join('\n'),
    );
  });

  test('profit and loss counts from what was last measured, however long the desk was off', async () => {
    const rig = createChatRig();
    rig.records.points.push({ at: Date.UTC(2025, 4, 10), equity: '9000', cash: '9000', exposure: '0' });
    expect(await rig.say('pnl')).toContain('Equity change  +1,000.00 USDT (+11.11%)');
  });

  test('profit and loss adds no coins to its fees', async () => {
    const rig = createChatRig();
    const shib = { symbol: 'SHIB/USDT', quantity: '10000000', price: '0.00002' };
    const at = Date.UTC(2025, 4, 19, 1);
    rig.records.add(decisionRecord(1), {
      fills: [
        fillOf(1, 'D-1', { ...shib, at, fee: '10000', feeCurrency: 'SHIB' }),
        fillOf(2, 'D-1', { ...shib, at, fee: '0.00075', feeCurrency: 'BNB' }),
      ],
    });
    expect(await rig.say('pnl')).toMatch(/Fees +0\.20 USDT \+ 0\.00075 BNB$/m);
  });

  test('ratios wait for enough trades', async () => {
    const rig = createChatRig();
    for (let number = 1; number <= 9; number += 1)
      rig.records.allTrades.push(closedTrade(number, number % 2 ? '2' : '-1'));
    expect(await rig.say('performance')).toMatch(/Win rate\s+N\/A/);
    rig.records.allTrades.push(closedTrade(10, '-1'));
    const shown = await rig.say('performance');
    expect(shown).toMatch(/Win rate\s+50\.0%/);
    expect(shown).toMatch(/Profit factor\s+2$/m);
    expect(shown).toMatch(/Buy and hold\s+\+2\.45%$/m);
    expect(shown).toMatch(/Sharpe\s+N\/A$/m);
  });
});

describe('asking', () => {
  test.each([
    ['why', 'why null'],
    ['왜?', 'why null'],
    ['/why d12', 'why D-12'],
    ['/why 12', 'why D-12'],
    ['why T-3', 'why T-3'],
    ['why sol', 'why SOL/USDT:USDT'],
    ['why did you buy?', 'answer en why did you buy?'],
    ['/why did you buy sol?', 'answer en why did you buy sol?'],
    ['왜 샀어?', 'answer ko 왜 샀어?'],
    ['왜 SOL 안 샀어?', 'answer ko 왜 SOL 안 샀어?'],
    ['/whynot sol', 'whyNot SOL/USDT:USDT null'],
    ['/whynot sol 04:05', 'whyNot SOL/USDT:USDT 2025-05-19T04:05:00.000Z'],
    ['/whynot 어제 14:05 솔라나', 'whyNot SOL/USDT:USDT 2025-05-18T05:05:00.000Z'],
    ['decisions', 'decisions null'],
    ['/decisions eth', 'decisions ETH/USDT:USDT'],
    ['비트코인 뉴스', 'news BTC/USDT:USDT'],
    ['/news', 'news null'],
    ['/news SOL 해킹', 'news SOL/USDT:USDT 해킹'],
    ['/news 해킹 솔라나', 'news SOL/USDT:USDT 해킹'],
    ['/news ETF 승인', 'news null ETF 승인'],
    ['/뉴스 비트코인 etf', 'news BTC/USDT:USDT etf'],
    ['/news doge', 'news null doge'],
    ['ETF 승인 뉴스', 'answer ko ETF 승인 뉴스'],
    ['any news about the SEC lawsuit?', 'answer en any news about the SEC lawsuit?'],
    ['/mood', 'mood null'],
    ['/fng', 'mood null'],
    ['/mood sol', 'mood SOL/USDT:USDT'],
    ['비트코인 분위기', 'mood BTC/USDT:USDT'],
    ['심리', 'mood null'],
    ['시장 분위기 어때?', 'answer ko 시장 분위기 어때?'],
    ['market crashed, why?', 'answer en market crashed, why?'],
    ['buy signals today?', 'answer en buy signals today?'],
    ['how much did I make', 'answer en how much did I make'],
  ])('%s asks for %s', async (line, asked) => {
    const rig = createChatRig();
    await rig.say(line);
    expect(rig.answerer.asked).toEqual([asked]);
    expect(rig.desk.sent).toEqual([]);
  });

  test('a time with two readings is asked about', async () => {
    expect(await createChatRig().say('/whynot sol 어제 9시')).toBe(
      '! “어제 9시”는 5월 18일 09:00 또는 5월 18일 21:00입니다. 어느 쪽입니까?',
    );
  });
});

describe('orders by hand', () => {
  test('a small one is sent and echoed', async () => {
    const rig = createChatRig();
    const reply = await rig.say('/buy 0.001 btc stop 2% target 110000');
    expect(rig.desk.sent).toEqual([
      {
        type: 'order.place',
        by: 'terminal:owner',
        symbol: BTC,
        direction: 'long',
        size: { type: 'quantity', quantity: '0.001' },
        limitPrice: null,
        stopPrice: '102900',
        targetPrice: '110000',
      },
    ]);
    expect(reply).toContain('105.00 USDT (1.1% of equity)');
    expect(reply).toMatch(/Worst loss\s+2\.20 USDT/);
  });

  test('from the threshold on it is shown back, and sent once its code comes', async () => {
    const rig = createChatRig();
    const card = await rig.say('/buy 10% eth');
    expect(card).toContain('?? Please check');
    expect(card).toMatch(/Value\s+1,000\.00 USDT \(10\.0% of equity\)/);
    expect(card).toContain('[Confirm] /confirm 4821');
    expect(rig.desk.sent).toEqual([]);
    expect(await rig.say('/confirm 1111')).toBe('! That is not the code. Nothing was sent.');
    await rig.say('4821');
    expect(rig.desk.sent).toMatchObject([{ type: 'order.place', size: { type: 'fraction', fraction: 0.1 } }]);
    expect(await rig.say('/confirm 4821')).toBe('! Nothing waits for a code.');
    expect(rig.desk.sent).toHaveLength(1);
  });

  test('a plain-language order is always shown back first', async () => {
    const rig = createChatRig();
    for (const line of ['buy 0.001 btc', '비트코인 0.001개 매수', '0.001 btc 사줘']) {
      expect(await rig.say(line)).toContain('/confirm');
    }
    expect(rig.desk.sent).toEqual([]);
  });

  test('a code lives a minute, and three wrong ones void it', async () => {
    const rig = createChatRig();
    await rig.say('/buy 10% eth');
    rig.clock.at += 60_000;
    expect(await rig.say('/confirm 4821')).toContain('longer than a minute');
    await rig.say('/buy 10% eth');
    for (const code of ['1', '2', '3']) await rig.say(`/confirm ${code}`);
    expect(await rig.say('/confirm 4822')).toBe('! Nothing waits for a code.');
    expect(rig.desk.sent).toEqual([]);
  });

  test('a price that moved meanwhile is shown anew', async () => {
    const rig = createChatRig();
    await rig.say('/buy 10% eth');
    rig.desk.prices[ETH] = 2_550;
    const reply = await rig.say('/confirm 4821');
    expect(reply).toContain('The price has moved 2.00% since then.');
    expect(reply).toContain('/confirm 4822');
    expect(rig.desk.sent).toEqual([]);
    await rig.say('/confirm 4822');
    expect(rig.desk.sent).toHaveLength(1);
  });

  test('a typo of ten times is caught by the cap, and a bare number by its two readings', async () => {
    const rig = createChatRig();
    expect(await rig.say('/buy 0.5 btc')).toContain(
      'That is 525.0% of equity; the limit for an order by hand is 50.0%. Nothing was sent.',
    );
    expect(await rig.say('/buy btc 200')).toBe(
      '! Did you mean 200 BTC (21,000,000.00 USDT) or 200 USDT? Write the unit.',
    );
    expect(rig.desk.sent).toEqual([]);
  });

  test('a stop or target on the wrong side is refused', async () => {
    const rig = createChatRig();
    expect(await rig.say('/buy 0.001 btc stop 106000')).toContain('stop lies on the wrong side');
    expect(await rig.say('/sell 0.001 btc stop 104000')).toContain('stop lies on the wrong side');
    expect(await rig.say('/buy 0.001 btc target 104000')).toContain('target lies on the wrong side');
    expect(rig.desk.sent).toEqual([]);
  });

  test('selling what is held reduces it, to the lot, and never turns it round', async () => {
    const rig = createChatRig();
    rig.desk.fill(BTC, 'buy', '0.003', '104000');
    await rig.say('/sell 0.001 btc');
    const [command] = rig.desk.sent;
    expect(command).toMatchObject({ type: 'position.close', symbol: BTC });
    const fraction = command?.type === 'position.close' ? command.fraction : 0;
    expect(Math.floor((0.003 * fraction) / 0.001)).toBe(1);
    expect(await rig.say('/sell 0.004 btc')).toContain('0.004 BTC is more than what is held (long 0.003 BTC)');
    expect(rig.desk.sent).toHaveLength(1);
  });

  test('close takes a part or all, and asks which when it is not said', async () => {
    const rig = createChatRig();
    expect(await rig.say('/close sol')).toBe('No SOL is held.');
    rig.desk.fill(SOL, 'sell', '2', '171');
    expect(await rig.say('/close')).toContain('You hold SOL.');
    await rig.say('/close sol half');
    await rig.say('/close sol');
    expect(rig.desk.sent).toMatchObject([
      { type: 'position.close', fraction: 0.5 * (1 + 1e-9) },
      { type: 'position.close', fraction: 1 },
    ]);
    expect(await rig.say('솔라나 전부 청산')).toContain('매수 2 SOL');
    expect(await rig.say('전부 청산')).toContain('전부 청산합니까?');
    await rig.say('/confirm 4822');
    expect(rig.desk.sent.at(-1)).toEqual({ type: 'positions.close-all', by: 'terminal:owner' });
  });

  test('the reason of the engine is shown when it refuses', async () => {
    const rig = createChatRig();
    rig.desk.respond = () => ({ outcome: 'refused', reason: reason('entries.panic-latched') });
    expect(await rig.say('/buy 0.001 btc')).toContain('Entries are blocked by the panic latch.');
    expect(await rig.say('/lang ko')).toBe('한국어로 답하겠습니다.');
    expect(await rig.say('/buy 0.001 btc')).toContain('비상 정지로 신규 진입이 막혀 있습니다.');
  });
});

describe('approvals', () => {
  test('the only one that waits needs no name', async () => {
    const rig = createChatRig();
    rig.desk.approvals = [pendingApproval('A-3')];
    for (const line of ['/approve', '반만', '거절', '/approve 3', 'A-3 승인']) await rig.say(line);
    expect(
      rig.desk.sent.map((command) => (command.type === 'approval.answer' ? [command.approvalId, command.answer] : [])),
    ).toEqual([
      ['A-3', 'approve'],
      ['A-3', 'half'],
      ['A-3', 'decline'],
      ['A-3', 'approve'],
      ['A-3', 'approve'],
    ]);
  });

  test('of several it asks which, of none it says so', async () => {
    const rig = createChatRig();
    expect(await rig.say('/approve')).toBe('Nothing waits for your answer.');
    rig.desk.approvals = [pendingApproval('A-3'), pendingApproval('A-4', ETH)];
    const reply = await rig.say('/half');
    expect(reply).toContain('/half A-3');
    expect(reply).toContain('/half A-4');
    expect(await rig.say('/approve banana')).toBe('! “banana” is not an id that I know here.');
    expect(rig.desk.sent).toEqual([]);
  });

  test('a price that drifted comes back as a new card', async () => {
    const rig = createChatRig();
    rig.desk.approvals = [pendingApproval('A-3')];
    rig.desk.respond = () => {
      rig.desk.approvals = [pendingApproval('A-4')];
      return { outcome: 'accepted', reason: reason('approval.above-fraction'), decisionIds: [], orderNumbers: [] };
    };
    expect(await rig.say('/approve')).toContain('?? Proposal A-4: buy BTC');
  });
});

describe('the desk', () => {
  test('panic is one step and says how things stand', async () => {
    const rig = createChatRig();
    rig.desk.fill(BTC, 'buy', '0.02', '104000');
    rig.desk.respond = () => {
      rig.desk.fill(BTC, 'sell', '0.02', '105000');
      rig.desk.gatesNow = { paused: false, panicked: true, halted: null };
      return {
        outcome: 'accepted',
        reason: reason('panic.latched', { positions: 1, orders: 0 }),
        decisionIds: [],
        orderNumbers: [],
      };
    };
    expect(await rig.say('/panic')).toBe(
      [
        '!! PANIC',
        '   Closing 1 position and canceling 0 entry orders.',
        '   Everything is flat: no position and no open order.',
        '   Equity: 10,020.00 USDT',
        '   Entries: blocked by panic.',
        '   New entries stay blocked until an admin types /unpanic.',
      ].join('\n'),
    );
    expect(rig.desk.sent).toEqual([{ type: 'panic.latch', by: 'terminal:owner' }]);
  });

  test('releasing it takes a typed code', async () => {
    const rig = createChatRig();
    expect(await rig.say('/unpanic')).toBe('The panic latch is not set.');
    rig.desk.gatesNow = { paused: false, panicked: true, halted: null };
    expect(await rig.say('/unpanic')).toBe(
      'Allow trading again?\nType /confirm 4821 within a minute to release the panic latch.',
    );
    await rig.say('/confirm 4821');
    expect(rig.desk.sent).toEqual([{ type: 'panic.clear', by: 'terminal:owner' }]);
  });

  test('pause, resume and cancel are sent as they are', async () => {
    const rig = createChatRig();
    rig.desk.orders = [openOrder(5)];
    expect(await rig.say('/cancel')).toContain('Open: O-5');
    for (const line of ['pause', '재개', '/cancel 5', '/cancel o-5', '/cancel all']) await rig.say(line);
    expect(await rig.say('/cancel banana')).toContain('“banana”는 여기서 쓸 수 있는 번호가 아닙니다.');
    expect(rig.desk.sent.map((command) => command.type)).toEqual([
      'entries.pause',
      'entries.resume',
      'order.cancel',
      'order.cancel',
      'orders.cancel-all',
    ]);
  });

  test.each([
    ['risk.max-daily-loss 2%', 'risk.max-daily-loss', 0.02],
    ['risk.max-daily-loss 0.02', 'risk.max-daily-loss', 0.02],
    ['RISK_MAX_DAILY_LOSS = 2%', 'risk.max-daily-loss', 0.02],
    ['risk.cooldown-after-loss 5m', 'risk.cooldown-after-loss', 300_000],
    ['risk.cooldown-after-loss 30분', 'risk.cooldown-after-loss', 1_800_000],
    ['risk.cooldown-after-loss 0', 'risk.cooldown-after-loss', 0],
    ['risk.max-open-positions 3', 'risk.max-open-positions', 3],
    ['approval.mode ask-always', 'approval.mode', 'ask-always'],
    ['strategy.turtle off', 'strategy.turtle', false],
  ])('/settings %s', async (line, key, value) => {
    const rig = createChatRig();
    const from = rig.desk.settingsNow.find((setting) => setting.key === key)?.value;
    await rig.say(`/settings ${line}`);
    expect(rig.desk.sent).toEqual([]);
    await rig.say('/confirm 4821');
    expect(rig.desk.sent).toEqual([{ type: 'setting.change', key, value, from, by: 'terminal:owner' }]);
  });

  test.each([
    ['risk.max-daily-loss 20%', '! It must lie between 0.50% and 5.00%.'],
    ['risk.max-daily-loss 2', '! It must lie between 0.50% and 5.00%.'],
    ['risk.max-daily-loss NaN', '! I cannot read “NaN” as a number.'],
    ['risk.max-daily-loss 1e309', '! Please write “1e309” out in full, without an exponent.'],
    ['risk.cooldown-after-loss 30', '! Write a unit with “30”: 30s, 5m, 2h.'],
    ['approval.mode never', '! “never” is not one of auto, ask-above, ask-always.'],
    ['strategy.turtle maybe', '! “maybe” is not one of on, off.'],
    ['nonsense 1', '! There is no setting “nonsense”. /settings lists them.'],
  ])('/settings %s is refused', async (line, reply) => {
    const rig = createChatRig();
    expect(await rig.say(`/settings ${line}`)).toBe(reply);
    expect(rig.desk.sent).toEqual([]);
  });

  test('the recording is driven forward', async () => {
    const rig = createChatRig();
    expect(await rig.say('/speed 120x')).toBe('Speed: 120x.');
    expect(await rig.say('/speed max')).toBe('Speed: as fast as it goes.');
    expect(await rig.say('/speed stop')).toBe('Speed: paused (as fast as it goes).');
    expect(await rig.say('/speed go')).toBe('Speed: as fast as it goes.');
    expect(await rig.say('/speed 1e309')).toContain('exponent');
    expect(await rig.say('/speed 1000000')).toBe('! It must lie between 0.1 and 100,000.');
    expect(await rig.say('/seek 2025-05-20 09:00')).toBe('Played on to 20 May 09:00.');
    expect(await rig.say('/seek 2025-05-19 09:00')).toContain('only plays forward');
    expect(await rig.say('/seek 2026-01-01')).toContain('The recording ends 25 May 00:00.');
    expect(await createChatRig({ live: true }).say('/speed 60')).toContain('only a recording has a speed');
  });
});

describe('language', () => {
  test('follows the first message, then Hangul and questions, until it is fixed', async () => {
    const rig = createChatRig();
    expect(await rig.say('상태')).toContain('총자산');
    expect(await rig.say('/status')).toContain('총자산');
    await rig.say('why did you buy?');
    expect(await rig.say('/status')).toContain('Equity');
    await rig.say('왜 샀어?');
    expect(await rig.say('/status')).toContain('총자산');
    await rig.say('/lang en');
    await rig.say('왜 샀어?');
    expect(await rig.say('상태')).toContain('Equity');
    expect(rig.answerer.asked).toEqual(['answer en why did you buy?', 'answer ko 왜 샀어?', 'answer en 왜 샀어?']);
  });

  test('a zone can be chosen with it', async () => {
    const rig = createChatRig();
    expect(await rig.say('/lang en Asia/Seoul')).toBe('English it is.');
    expect(await rig.say('/status')).toContain('2025-05-19 14:05:00 KST');
    expect(await rig.say('/lang en Mars/Olympus')).toContain('I do not know the time zone “Mars/Olympus”');
  });
});

describe('bad input', () => {
  test('a line that is too long is refused as a whole', async () => {
    const rig = createChatRig();
    expect(await rig.say(`/buy 0.001 btc ${'x'.repeat(4000)}`)).toBe(
      '! That line is longer than 4,000 characters, which is the most I read. I did nothing.',
    );
    expect(rig.desk.sent).toEqual([]);
  });

  test('a fault is said and logged, not thrown', async () => {
    const rig = createChatRig();
    rig.desk.respond = () => {
      throw new Error('secret detail');
    };
    const reply = await rig.say('/pause');
    expect(reply).toBe('! Something went wrong on my side, so I did not answer. It is in the log.');
    expect(rig.logged).toEqual(['a chat line was not answered: Error: secret detail']);
  });

  test('hidden characters cannot smuggle a command or a colour', async () => {
    const rig = createChatRig();
    await rig.say('/pa\u200bnic');
    expect(rig.desk.sent).toMatchObject([{ type: 'panic.latch' }]);
    expect(await rig.say('/\u001b[31mfoo')).toContain('“foo”');
  });

  test('no line throws or fails, in either language', async () => {
    const word = fc.constantFrom(
      ...COMMANDS.flatMap((command) => [`/${command.name}`, ...command.aliases]),
      'btc',
      '0.5',
      '1e309',
      'NaN',
      '-1',
      '20%',
      '절반',
      '어제',
      '14:05',
      'A-3',
      'D-99999999999',
      '__proto__',
      '\u202e',
      '💥',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')),
        ),
        async (line) => {
          const rig = createChatRig();
          rig.desk.fill(BTC, 'buy', '0.02', '104000');
          rig.desk.approvals = [pendingApproval('A-3')];
          const reply = await rig.say(line);
          expect(rig.logged).toEqual([]);
          expect(reply).not.toMatch(
            /NaN|Infinity|undefined|\[object/.test(line) ? /\[object Object\]/ : /NaN|Infinity|undefined|\[object/,
          );
        },
      ),
      { numRuns: 1500 },
    );
  });
});
