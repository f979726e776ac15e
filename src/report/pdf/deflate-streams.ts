import { zlibSync } from 'fflate';

const OBJECT_END = '\nendobj';
const STREAM = '\nstream\n';
const STREAM_END = '\n\nendstream';

/**
 * Compresses the streams of a PDF that has none compressed.
 * pdfkit would do it by Node's zlib, whose output depends on how that was built and on the processor;
 * a report has to be the same bytes wherever it is made again.
 * @throws Error where the file is not as pdfkit writes it.
 */
export function deflateStreams(pdf: Buffer): Buffer {
  const { offsets, tail, head } = readTable(pdf);
  const written: Buffer[] = [head];
  let size = head.length;
  const moved = new Map<number, number>();
  const order = offsets
    .map((offset, index) => ({ offset, index }))
    .sort((a, b) => a.offset - b.offset);
  for (const [place, { offset, index }] of order.entries()) {
    const end = order[place + 1]?.offset ?? tail.start;
    const object = deflateObject(pdf.subarray(offset, end));
    moved.set(index, size);
    written.push(object);
    size += object.length;
  }
  const rows = offsets.map(
    (_, index) => `${String(moved.get(index)).padStart(10, '0')} 00000 n \n`,
  );
  const table = `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows.join('')}`;
  const end = `${table}${tail.trailer}startxref\n${size}\n%%EOF\n`;
  return Buffer.concat([...written, Buffer.from(end, 'latin1')]);
}

function readTable(pdf: Buffer) {
  const end = pdf.toString('latin1', pdf.lastIndexOf('\nstartxref\n'));
  const start = Number(/startxref\n(\d+)\n/.exec(end)?.[1]);
  const text = pdf.toString('latin1', start);
  const rows = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  const trailer = /^trailer\n[\s\S]*?(?=startxref)/m.exec(text)?.[0];
  if (rows.length === 0 || trailer === undefined)
    throw new Error('The PDF has no table of objects.');
  const head = pdf.subarray(0, Math.min(...rows));
  return { offsets: rows, head, tail: { start, trailer } };
}

function deflateObject(object: Buffer): Buffer {
  const from = object.indexOf(STREAM);
  const to = object.lastIndexOf(STREAM_END);
  if (from < 0 || to < 0 || object.indexOf(OBJECT_END) < from) return object;
  const packed = zlibSync(object.subarray(from + STREAM.length, to), { level: 6 });
  const dictionary = object
    .toString('latin1', 0, from)
    .replace(/\/Length \d+/, `/Length ${packed.length}\n/Filter /FlateDecode`);
  return Buffer.concat([
    Buffer.from(`${dictionary}${STREAM}`, 'latin1'),
    packed,
    object.subarray(to),
  ]);
}
