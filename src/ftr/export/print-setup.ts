import type writeExcelFile from 'write-excel-file/node';
import { findElement, prependMarkupInsideElement, replaceElement } from 'write-excel-file/utility';

/** What the library lets others add to a workbook. */
type Feature = NonNullable<NonNullable<Parameters<typeof writeExcelFile>[1]>['features']>[number];

/** All columns on one page, with its number below; as many pages as it takes. */
export const FIT_TO_WIDTH: Feature = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        insert: () => '<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>',
        transform: (xml) => {
          const sheet = findElement(xml, 'worksheet');
          const setup = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>';
          return sheet ? prependMarkupInsideElement(xml, sheet, setup) : xml;
        },
        transformElementAttributes: (tag, attributes) =>
          tag === 'pageSetup' ? { ...attributes, fitToWidth: 1, fitToHeight: 0 } : attributes,
      },
    },
  },
};

/** The first row of the first sheets, by their names, stands on every printed page. */
export function repeatHeads(sheets: readonly string[]): Feature {
  const names = sheets.map(
    (title, index) =>
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${title}'!$1:$1</definedName>`,
  );
  const markup = `<definedNames>${names.join('')}</definedNames>`;
  return {
    files: {
      transform: {
        'xl/workbook.xml': {
          transform: (xml) => {
            const empty = findElement(xml, 'definedNames');
            return empty ? replaceElement(xml, empty, markup) : xml;
          },
        },
      },
    },
  };
}
