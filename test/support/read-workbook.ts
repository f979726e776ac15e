import { readZip } from './unzip.ts';

/** What a workbook holds, by the names of its sheets. */
export interface ReadWorkbook {
  readonly sheets: ReadonlyMap<string, ReadSheet>;
  /** Every part of the file, by its path. */
  readonly parts: ReadonlyMap<string, string>;
}

export interface ReadSheet {
  readonly rows: readonly (readonly string[])[];
  readonly xml: string;
}

/** Unzips a workbook and reads its cells as text. */
export async function readWorkbook(file: Buffer): Promise<ReadWorkbook> {
  const parts = await unzip(file);
  const part = (name: string) => parts.get(name) ?? '';
  const strings = [...part('xl/sharedStrings.xml').matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map((one) =>
    unescapeXml(one[1] ?? ''),
  );
  const names = [...part('xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]*)"/g)];
  const sheets = names.map(([, name = ''], index) => {
    const xml = part(`xl/worksheets/sheet${index + 1}.xml`);
    const rows = [...xml.matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, cells = '']) =>
      [...cells.matchAll(/<c [^>]*?(?:\/>|>(?:<v>(.*?)<\/v>)?<\/c>)/gs)].map(([, id]) =>
        id === undefined ? '' : (strings[Number(id)] ?? `no string ${id}`),
      ),
    );
    return [unescapeXml(name), { rows, xml }] as const;
  });
  return { sheets: new Map(sheets), parts };
}

async function unzip(file: Buffer): Promise<ReadonlyMap<string, string>> {
  const files = await readZip(file);
  return new Map(files.map(({ path, content }) => [path, content.toString()]));
}

function unescapeXml(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&amp;/g, '&');
}
