import {
  definitionPart,
  missingPart,
  notTestedPart,
  requirementsPart,
  verifyPart,
} from './pdf/background-parts.ts';
import { PATTERNS } from './pdf/bars.ts';
import { callsPart } from './pdf/calls-part.ts';
import { contents } from './pdf/contents.ts';
import { deflateStreams } from './pdf/deflate-streams.ts';
import { issuesPart } from './pdf/follow-up-parts.ts';
import { type Fonts, loadFonts } from './pdf/fonts.ts';
import type { Node } from './pdf/node.ts';
import { pageFooter, pageHeader, pageWatermark } from './pdf/page-frame.ts';
import { peoplePart } from './pdf/people-part.ts';
import { posturePart } from './pdf/posture-part.ts';
import { printableNodes } from './pdf/printable-nodes.ts';
import { resultPart } from './pdf/result-part.ts';
import {
  checksPart,
  cleanUpPart,
  deviationsPart,
  incidentsPart,
  stepsPart,
} from './pdf/run-parts.ts';
import type { Sheet } from './pdf/sheet.ts';
import { signOffPart } from './pdf/sign-off-part.ts';
import { SUMMARY_PAGES } from './pdf/summary-page.ts';
import { COLOR, LINE_HEIGHT, PAGE, SIZE } from './pdf/theme.ts';
import { timelinePart } from './pdf/timeline-part.ts';
import { usersPart } from './pdf/users-part.ts';
import type { ReportModel } from './schema.ts';
import { visibleText } from './visible-text.ts';
import { ENGLISH, type Words } from './words.ts';

type Pdfmake = typeof import('pdfmake')['default'];

/** The report on A4 pages, to be printed, signed and filed. The same report gives the same bytes on every machine. */
export async function renderPdf(report: ReportModel, words: Words = ENGLISH): Promise<Buffer> {
  const [{ default: pdfmake }, fonts] = await Promise.all([import('pdfmake'), loadFonts()]);
  for (const [name, file] of Object.entries(fonts.files)) {
    pdfmake.virtualfs.writeFileSync(name, file);
  }
  pdfmake.setFonts({
    sans: { normal: 'sans', bold: 'bold' },
    mono: { normal: 'mono', bold: 'mono' },
  });
  // Nothing in a report makes it read a file or open a connection.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  const sheet = { report, words, fonts };
  const pdf = pdfmake.createPdf(describe(sheet, content(sheet, await firstPage(sheet, pdfmake))));
  return deflateStreams(await pdf.getBuffer());
}

/** As much as one page holds. How much that is only a layout can tell. */
async function firstPage(sheet: Sheet, pdfmake: Pdfmake): Promise<readonly Node[]> {
  for (const summary of SUMMARY_PAGES) {
    let count = 0;
    const footer = (_page: number, pages: number) => {
      count = pages;
      return '';
    };
    await pdfmake.createPdf({ ...describe(sheet, summary(sheet)), footer }).getBuffer();
    // Anew, since a layout changes what it lays out.
    if (count === 1) return summary(sheet);
  }
  return SUMMARY_PAGES.at(-1)?.(sheet) ?? [];
}

/** The document as pdfmake takes it. */
function describe(sheet: Sheet, nodes: readonly Node[]): object {
  const { report, words, fonts } = sheet;
  const title = words.labelled(report.workload.title, words.verdict[report.result.verdict]);
  return {
    info: {
      title: line(report.watermark === null ? title : words.labelled(words.watermarkShort, title)),
      subject: line(`${words.reportTitle} ${report.reportId}`),
      creator: line(`${words.product} ${report.tool.versions.join(', ')}`),
      producer: 'pdfmake',
      creationDate: new Date(report.finishedAt ?? report.lastAt),
    },
    language: words.lang,
    displayTitle: true,
    version: '1.7',
    // Compressed afterwards, the same way on every machine.
    compress: false,
    pageSize: { width: PAGE.width, height: PAGE.height },
    pageMargins: [PAGE.left, PAGE.top, PAGE.right, PAGE.bottom],
    defaultStyle: {
      font: 'sans',
      fontSize: SIZE.text,
      lineHeight: LINE_HEIGHT,
      color: COLOR.ink,
    },
    patterns: PATTERNS,
    content: nodes.map((node) => printableNodes(node, fonts)),
    header: () => printable(pageHeader(sheet), fonts),
    footer: (page: number, pages: number) => printable(pageFooter(sheet, page, pages), fonts),
    watermark: pageWatermark(sheet),
  };
}

const printable = (node: Node, fonts: Fonts) => printableNodes(node, fonts);

function content(sheet: Sheet, summary: readonly Node[]): Node[] {
  const sections = [
    ...resultPart(sheet),
    ...usersPart(sheet),
    ...posturePart(sheet),
    ...timelinePart(sheet),
    ...stepsPart(sheet),
    ...checksPart(sheet),
    ...cleanUpPart(sheet),
    ...callsPart(sheet),
    ...deviationsPart(sheet),
    ...incidentsPart(sheet),
    ...issuesPart(sheet),
    ...definitionPart(sheet),
    ...peoplePart(sheet),
    ...requirementsPart(sheet),
    ...notTestedPart(sheet),
    ...missingPart(sheet),
    ...signOffPart(sheet),
    ...verifyPart(sheet),
  ];
  return [...summary, ...contents(sheet.words.labels.contents, sections), ...sections];
}

/** Letters of a description of the file. */
const LONGEST = 200;

/** pdfkit puts descriptions into XML as they are. */
const LIKE: { readonly [character: string]: string } = { '<': '‹', '>': '›', '&': '＆' };

/** Of what stands in the file's own description: one line that hides nothing and is no markup. */
function line(text: string): string {
  const shown = visibleText(text)
    .replace(/\s+/g, ' ')
    .replace(/[<>&]/g, (character) => LIKE[character] ?? '');
  const letters = [...shown];
  return letters.length <= LONGEST ? shown : `${letters.slice(0, LONGEST).join('')}…`;
}
