import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cssString, escapeHtml } from '../../src/report/html/html.ts';
import { md, mdBlock, mdCode } from '../../src/report/markdown/markdown.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { infectRecords } from '../support/infect-records.ts';
import type { SAMPLE_KINDS } from '../support/sample-run.ts';
import { signedRun } from '../support/signed-run.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `' onmouseover='alert(1)`,
  '</style><script>alert(1)</script>',
  '</title></svg></pre></table>',
  '&lt;script&gt; &amp; &#60;',
  '| a | b |\n| --- | --- |',
  'a \\| b \\',
  '`code` ``` ~~~',
  '```\n# heading\n> quote',
  '[link](javascript:alert(1)) ![x](http://127.0.0.1/x.png)',
  '<!-- comment --> <![CDATA[ x ]]>',
  '@everyone http://example.org www.example.org $x^2$',
  '\u202Egnp.exe\u202C \u0000\u0007\u001b[31m \u2066x\u2069',
  'lone \ud800 surrogate',
  '} * { display: none } "',
  '訓練 ドリル 復旧',
  '-',
  '1.',
];

function files(text: string, kind: (typeof SAMPLE_KINDS)[number]) {
  const report = buildReport(infectRecords(signedRun(kind), text));
  return { html: renderHtml(report), md: renderMarkdown(report) };
}

const tags = (page: string) =>
  [...page.matchAll(/<[^>]*>/g)].map(([tag]) => /^<\/?[a-z0-9!]+/i.exec(tag)?.[0] ?? tag);

/** Cells of each line as GitHub cuts them: a backslash takes away the meaning of the letter after it. */
const cells = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => (line.match(/\\.|[^|\\]+|\|/g) ?? []).filter((part) => part === '|').length);

/** Markdown without what stands in letters of one width, where markup means nothing. */
const outsideCode = (text: string) =>
  text
    .replace(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, '')
    .replace(/\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');

/** Text of any letters, with those that mean something in HTML, CSS or Markdown more often. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.constantFrom(...'<>&"\'`|\\*_[]()#!~$@\n\r\t{};:/'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => `x${parts.join('')}`);

describe('text of the journal, however hostile', () => {
  it.each(HOSTILE)('leaves the markup of the page as it is: %j', (text) => {
    for (const kind of ['leaked', 'resumed', 'aborted', 'failover', 'root'] as const) {
      expect(tags(files(text, kind).html)).toEqual(tags(files('plain', kind).html));
    }
  });

  it('leaves the markup of the page as it is, whatever the letters', () => {
    const kinds = fc.constantFrom('leaked', 'failover', 'root');
    fc.assert(
      fc.property(kinds, nasty, (kind, text) => {
        const page = files(text, kind).html;
        expect(tags(page)).toEqual(tags(files('plain', kind).html));
        expect(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u.test(page)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves rows and cells of the Markdown as they are, whatever the letters', () => {
    const kinds = fc.constantFrom('leaked', 'failover', 'root');
    fc.assert(
      fc.property(kinds, nasty, (kind, text) => {
        const page = files(text, kind).md;
        expect(cells(page)).toEqual(cells(files('plain', kind).md));
        // Only the tags of our own <code> may stand there.
        expect(/<[a-z!/]/i.test(outsideCode(page).replace(/<\/?code>/g, ''))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('cannot end an attribute, a style sheet or a CSS string', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/);
        expect(cssString(text)).toMatch(/^"[^"<\n]*"$/);
      }),
    );
  });

  it('cannot end a code span, a code block or a line', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(md(text)).not.toMatch(/[\n\r]/);
        const span = mdCode(text);
        if (!span.startsWith('<code>')) {
          const fence = /^`+/.exec(span)?.[0] ?? '';
          const inner = span.slice(fence.length, -fence.length);
          expect((inner.match(/`+/g) ?? []).some((run) => run.length === fence.length)).toBe(false);
        }
        const lines = mdBlock([text, text]).split('\n');
        expect(lines).toHaveLength(4);
        const fence = /^`+/.exec(lines[0] ?? '')?.[0] ?? '';
        expect(lines.slice(1, -1).some((line) => line.trim().startsWith(fence))).toBe(false);
      }),
    );
  });

  it('shows marks that turn the direction of writing instead of obeying them', () => {
    expect(escapeHtml('a\u202Eb')).toBe('a⟨U+202E⟩b');
  });
});
