import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../../bot/commands/registry.ts';
import { readRule } from '../../../../bot/rules/read-rule.ts';
import { filledIn, orderForm, wantsForm } from '../../../../bot/surfaces/discord/order-form.ts';
import { isRegistered, slashCommands } from '../../../../bot/surfaces/discord/slash-commands.ts';
import { optionsOf, slashLine } from '../../../../bot/surfaces/discord/slash-line.ts';
import { SLASH_OPTIONS } from '../../../../bot/surfaces/discord/slash-options.ts';
import { INSTRUMENTS } from '../../../fakes/desk.ts';

function lineOf(name: string, values: Readonly<Record<string, string>>): string {
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) throw new Error(`there is no command ${name}`);
  return slashLine(
    command,
    Object.entries(values).map(([option, value]) => ({ name: option, value })),
  );
}

describe('the slash commands', () => {
  const registered = slashCommands(COMMANDS);

  test('are all the commands there are, as Discord takes them, in both languages', () => {
    expect(registered.map(({ name }) => name)).toEqual(COMMANDS.map(({ name }) => name));
    expect(registered.length).toBeLessThanOrEqual(100);
    for (const { name, description, description_localizations: localized, options = [] } of registered) {
      expect(name).toMatch(/^[-_\p{Ll}\p{N}]{1,32}$/u);
      for (const text of [description, localized?.ko ?? '']) expect(text.length >= 1 && text.length <= 100).toBe(true);
      expect(localized?.ko).toMatch(/[가-힣]/);
      expect(options.length).toBeLessThanOrEqual(25);
      const required = options.map((option) => option.required === true);
      expect(required).toEqual([...required].sort((left, right) => Number(right) - Number(left)));
      for (const option of options) {
        expect(option.name).toMatch(/^[-_\p{Ll}\p{N}]{1,32}$/u);
        const korean = option.description_localizations?.ko ?? '';
        for (const text of [option.description, korean]) expect(text.length >= 1 && text.length <= 100).toBe(true);
        expect(korean).toMatch(/[가-힣]/);
      }
    }
    expect(Buffer.byteLength(JSON.stringify(registered))).toBeLessThan(60_000);
  });

  test('every row of the table belongs to a command, and every command that takes anything has one', () => {
    const takesAnything = COMMANDS.filter(({ usage }) => usage !== '').map(({ name }) => name);
    expect(Object.keys(SLASH_OPTIONS).sort()).toEqual(takesAnything.sort());
  });

  test('nothing in the table is cut off, or says the same in both languages', () => {
    for (const option of Object.values(SLASH_OPTIONS).flat()) {
      for (const text of [option.about.en, option.about.ko]) expect(text.length).toBeLessThanOrEqual(100);
      expect(option.about.ko).not.toBe(option.about.en);
    }
  });

  test('the examples of a rule are rules', () => {
    const [about] = SLASH_OPTIONS.alert?.map((option) => option.about) ?? [];
    for (const text of [about?.en ?? '', about?.ko ?? '']) {
      const examples = text.replace(/\. (?:Empty|비우면).*$/, '').split(' · ');
      expect(examples).toHaveLength(5);
      for (const rule of examples.slice(0, -1)) {
        expect([rule, readRule(rule, INSTRUMENTS).outcome]).toEqual([rule, 'parsed']);
      }
    }
  });

  test('a command without a row is described in both languages', () => {
    const [base] = COMMANDS;
    if (base === undefined) throw new Error('there are commands');
    const [option] = optionsOf({ ...base, name: 'newest', usage: '[page]' });
    expect(option?.about).toEqual({ en: 'What follows it: [page]', ko: '뒤에 쓸 내용: [page]' });
  });

  test('are registered once: what Discord gives back is known as the same, and any change is not', () => {
    const given = registered.map((one) => ({
      ...one,
      id: '1',
      version: '2',
      application_id: '3',
      nsfw: false,
      dm_permission: true,
    }));
    expect(isRegistered([...given].reverse(), registered)).toBe(true);
    expect(isRegistered(given.slice(1), registered)).toBe(false);
    const [first, ...rest] = given;
    expect(isRegistered([{ ...first, description_localizations: { ko: '다른 말' } }, ...rest], registered)).toBe(false);
    expect(isRegistered('<html>', registered)).toBe(false);
  });
});

describe('the line of a slash command', () => {
  test.each([
    ['buy', { coin: 'BTC', size: '0.1' }, '/buy BTC 0.1'],
    [
      'buy',
      { coin: 'btc', size: '200 usdt', limit: '100000', stop: '2%', target: '120000' },
      '/buy btc 200 usdt limit 100000 stop 2% target 120000',
    ],
    ['sell', { size: '5%', coin: 'SOL' }, '/sell SOL 5%'],
    ['close', { coin: 'BTC', part: '25%' }, '/close BTC 25%'],
    ['chart', { what: 'sol', timeframe: '5m' }, '/chart sol 5m'],
    ['why', { what: 'D-12' }, '/why D-12'],
    ['whynot', { coin: 'BTC', time: 'yesterday 14:05' }, '/whynot BTC yesterday 14:05'],
    ['settings', { key: 'approval.mode', value: 'ask-always' }, '/settings approval.mode ask-always'],
    ['lang', { language: 'ko', zone: 'Asia/Seoul' }, '/lang ko Asia/Seoul'],
    ['pnl', { period: 'week' }, '/pnl week'],
    ['news', { coin: 'BTC', words: 'etf flows' }, '/news BTC etf flows'],
    ['cancel', { order: 'O-5' }, '/cancel O-5'],
    ['grant', { who: '<@123456789012345678>', role: 'viewer' }, '/grant discord:123456789012345678 viewer'],
    ['grant', { who: 'telegram:5', role: 'viewer' }, '/grant telegram:5 viewer'],
    ['alerts', { what: 'trade-closed', mode: 'silent' }, '/alerts trade-closed silent'],
    ['alerts', { what: 'stop moved', mode: 'off' }, '/alerts stop moved off'],
    ['alert', { rule: 'BTC above 110000' }, '/alert BTC above 110000'],
    ['report', { period: 'weekly', words: '09:00' }, '/report weekly 09:00'],
    ['report', { words: '19 May 21 May' }, '/report 19 May 21 May'],
    ['policy', { mode: 'asleep half' }, '/policy asleep half'],
    ['policy', { above: '20 %' }, '/policy above 20%'],
    ['quiet', { hours: '23:00-07:00', zone: 'Asia/Seoul' }, '/quiet 23:00-07:00 Asia/Seoul'],
    ['reason', { id: 'A-3', why: 'the stop is too far' }, '/reason A-3 the stop is too far'],
    ['approvals', { page: '2' }, '/approvals 2'],
    ['undo', { number: '4' }, '/undo 4'],
    ['decisions', { coin: 'BTC', page: '2' }, '/decisions BTC 2'],
    ['status', {}, '/status'],
  ] as const)('%s %o', (name, values, line) => {
    expect(lineOf(name, values)).toBe(line);
  });

  test('every command is reachable with every option it has, and each value stands in its line', () => {
    for (const command of COMMANDS) {
      const options = optionsOf(command);
      const values = options.map(({ name, choices }, index) => ({ name, value: choices?.[0]?.value ?? `v${index}` }));
      const words = options.flatMap(({ after }, index) => [
        ...(after === undefined ? [] : [after]),
        values[index]?.value,
      ]);
      expect(slashLine(command, values)).toBe([`/${command.name}`, ...words].join(' '));
      expect(options.length > 0).toBe(command.usage !== '');
    }
  });

  test('whatever the values hold, it is one line of that one command', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '\n/panic',
        'BTC\n/panic',
        '\u2028/closeall',
        '/panic',
        '0.1 BTC\r\n/sell BTC 100%',
        '\u202e/buy',
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...COMMANDS), fc.array(hostile, { maxLength: 5 }), (command, texts) => {
        const values = optionsOf(command).map(({ name }, index) => ({ name, value: texts[index] ?? '' }));
        const strange = [
          { name: 'text', value: '\n/panic' },
          { name: '__proto__', value: 'x' },
        ];
        const line = slashLine(command, [
          ...values,
          ...strange.filter(({ name }) => !values.some((one) => one.name === name)),
        ]);
        expect(line.split(' ')[0]).toBe(`/${command.name}`);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      }),
      { numRuns: 500 },
    );
  });

  test('what should be one word and is not is not understood as more', () => {
    expect(lineOf('buy', { coin: 'BTC 100%', size: '0.1', limit: '1 target 2' })).toBe(
      '/buy BTC100% 0.1 limit 1target2',
    );
    expect(lineOf('buy', { coin: 'BTC', size: '0.1 stop 5' })).toBe('/buy BTC 0.1stop5');
  });
});

describe('the form of an order', () => {
  test('is wanted where the size is missing, and nowhere else', () => {
    expect(wantsForm('buy', [{ name: 'coin', value: 'BTC' }])).toBe(true);
    expect(wantsForm('sell', [{ name: 'size', value: ' ' }])).toBe(true);
    expect(wantsForm('buy', [{ name: 'size', value: '1' }])).toBe(false);
    expect(wantsForm('close', [])).toBe(false);
  });

  test('has the size and the prices, those filled in that were given, in the language of the person', () => {
    const order = {
      command: 'buy',
      options: [
        { name: 'coin', value: 'btc' },
        { name: 'stop', value: '2%' },
      ],
    };
    const form = orderForm('nonce', order, 'ko');
    expect(form.title).toBe('BTC 매수');
    expect(form.custom_id).toBe('nonce');
    expect(JSON.stringify(form.components)).toContain('"custom_id":"stop"');
    const written = [
      { name: 'size', value: '0.1' },
      { name: 'stop', value: '' },
      { name: 'coin', value: 'ETH' },
    ];
    const filled = filledIn(order, written);
    expect(lineOf('buy', Object.fromEntries(filled.options.map(({ name, value }) => [name, value])))).toBe(
      '/buy btc 0.1',
    );
  });
});
