import { describe, expect, test } from 'vitest';
import { parseHtml } from './parse-html.ts';
import { shownText } from './shown-text.ts';

function seen(html: string) {
  const { text, entities } = shownText(parseHtml(html));
  return [text, ...entities.map(({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`)];
}

describe('what is shown', () => {
  test.each([
    [
      '<b>bold</b> <i>it</i> <u>u</u> <s>s</s>',
      ['bold it u s', 'bold bold', 'italic it', 'underline u', 'strikethrough s'],
    ],
    ['a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#x27;', ['a <b> & "c" \'d\'']],
    ['R&D &copy; & more', ['R&D &copy; & more']],
    ['<pre>a  b</pre>', ['a  b', 'pre a  b']],
    ['<b>a <code>c</code> d</b>', ['a c d', 'bold a ', 'code c', 'bold  d']],
    ['<a href="https://a.example/?x=1&amp;y">here</a>', ['here', 'text_link here']],
    ['<a href="nonsense">here</a>', ['here']],
    ['<blockquote expandable>q</blockquote><tg-spoiler>s</tg-spoiler>', ['qs', 'expandable_blockquote q', 'spoiler s']],
    ['  \n padded \n ', ['padded']],
    ['<pre>  1</pre>', ['  1', 'pre   1']],
    [
      'see https://a.example, @ann_b #tag $BTC /start me@a.example',
      [
        'see https://a.example, @ann_b #tag $BTC /start me@a.example',
        'url https://a.example,',
        'mention @ann_b',
        'hashtag #tag',
        'cashtag $BTC',
        'bot_command /start',
        'email me@a.example',
      ],
    ],
    ['BTC/USDT 24/7 1.5 $100 #1', ['BTC/USDT 24/7 1.5 $100 #1']],
    ['<code>@ann /start a.example</code>', ['@ann /start a.example', 'code @ann /start a.example']],
  ])('%s', (html, expected) => {
    expect(seen(html)).toEqual(expected);
  });

  test('places count in UTF-16 units, as the Bot API has it', () => {
    expect(parseHtml('😀한<b>x</b>').entities).toEqual([{ type: 'bold', offset: 3, length: 1 }]);
  });
});

describe('what is refused', () => {
  test.each([
    ['<b>open', `Can't find end tag corresponding to start tag "b"`],
    ['가<br>', 'Unsupported start tag "br" at byte offset 3'],
    ['1 < 2', 'Unsupported start tag "" at byte offset 2'],
    ['1 <2', 'Unclosed start tag at byte offset 2'],
    ['1 <2> 3', 'Unsupported start tag "2" at byte offset 2'],
    ['</b>', 'Unexpected end tag at byte offset 0'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['<a href>x</a>', 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'],
    ['<a href="x>y', 'Unclosed start tag at byte offset 0'],
    ['<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<!-- x -->', 'Unsupported start tag "!--" at byte offset 0'],
  ])('%s', (html, why) => {
    expect(() => parseHtml(html)).toThrow(`Bad Request: can't parse entities: ${why}`);
  });
});
