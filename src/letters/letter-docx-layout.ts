import { AlignmentType, BorderStyle, Document, Header, HeadingLevel, ImageRun, LineRuleType, PageNumber, Paragraph, Table, TableCell, TableLayoutType, TableRow, TextRun, VerticalAlign, WidthType, type IParagraphOptions, type IPropertiesOptions } from 'docx';
import { type LetterModel } from './letter-model.js';

/** Twips (1/20 pt) in a millimetre. */
const MM = 1440 / 25.4;
const mm = (length: number): number => Math.round(length * MM);
const TEXT_WIDTH_MM = 180;
/** Side of the QR code in the letter, in pixels of 1/96 inch: 26 mm. */
const QR_SIDE = 98;
/** Half-points. */
const SIZE = { text: 26, table: 24, contact: 20, caption: 18 };
const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const NO_BORDERS = { top: NO_BORDER, bottom: NO_BORDER, left: NO_BORDER, right: NO_BORDER, insideHorizontal: NO_BORDER, insideVertical: NO_BORDER };
type RowAlign = (typeof VerticalAlign)['TOP' | 'BOTTOM'];

/**
 * The letter for Word, to be edited before it is signed: the layout of `letter.typ` (ГОСТ Р 7.0.97-2025, domain §3) with
 * real styles. «Times New Roman» has the metrics of Tinos and is on every office PC. The contact person follows the
 * signature instead of standing at the foot: Word has no footer for the last page only.
 * `qr` is a PNG.
 */
export function letterDocument(model: LetterModel, qr: Buffer): Document {
  return new Document({
    title: model.heading,
    subject: model.qr.caption,
    creator: model.author,
    lastModifiedBy: model.author,
    styles: styles(),
    defaultTabStop: mm(12.5),
    sections: [
      {
        properties: {
          titlePage: true,
          page: { size: { width: mm(210), height: mm(297) }, margin: { left: mm(20), right: mm(10), top: mm(20), bottom: mm(20), header: mm(10), footer: mm(10) } },
        },
        headers: {
          default: new Header({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children: [PageNumber.CURRENT], size: SIZE.table })] })] }),
          first: new Header({ children: [new Paragraph('')] }),
        },
        children: [
          ...head(model),
          ...model.request.map((text) => new Paragraph({ text, style: 'LetterText' })),
          spacer(3),
          usersTable(model.table),
          spacer(3),
          ...model.ending.map((text) => new Paragraph({ text, style: 'LetterText' })),
          ...enclosures(model.enclosure),
          new Paragraph({ text: model.closing, keepNext: true, spacing: { before: mm(6), after: mm(9) } }),
          together([signature(model), spacer(6), foot(model, qr)]),
          spacer(0),
        ],
      },
    ],
  });
}

function styles(): IPropertiesOptions['styles'] {
  const run = (size: number) => ({ run: { size }, basedOn: 'Normal', quickFormat: true });
  return {
    default: {
      document: { run: { font: 'Times New Roman', size: SIZE.text, language: { value: 'ru-RU' } }, paragraph: { spacing: { line: 252, lineRule: LineRuleType.AUTO, before: 0, after: 0 } } },
      heading1: { run: { size: SIZE.text, bold: true, color: '000000' }, paragraph: { spacing: { before: mm(6), after: mm(6) }, keepNext: true, outlineLevel: 0 } },
    },
    paragraphStyles: [
      { id: 'LetterText', name: 'Letter Text', ...run(SIZE.text), paragraph: { alignment: AlignmentType.JUSTIFIED, indent: { firstLine: mm(12.5) } } },
      { id: 'Letterhead', name: 'Letterhead', ...run(SIZE.text), paragraph: { alignment: AlignmentType.CENTER } },
      { id: 'TableText', name: 'Table Text', ...run(SIZE.table) },
      { id: 'Contact', name: 'Contact', ...run(SIZE.contact) },
      { id: 'QrCaption', name: 'QR Caption', ...run(SIZE.caption), paragraph: { alignment: AlignmentType.RIGHT } },
    ],
  };
}

function head(model: LetterModel): (Paragraph | Table)[] {
  const letterhead = [...model.letterhead.map((text) => new Paragraph({ text, style: 'Letterhead' })), new Paragraph({ text: model.registration, style: 'Letterhead', spacing: { before: mm(3) } })];
  return [
    columns([80, 20, 80], [letterhead, [], model.addressee.map((text) => new Paragraph({ text }))], VerticalAlign.TOP),
    new Paragraph({ text: model.heading, heading: HeadingLevel.HEADING_1 }),
    new Paragraph({ text: model.salutation, alignment: AlignmentType.CENTER, spacing: { after: mm(3) } }),
  ];
}

function usersTable({ widths, header, rows }: LetterModel['table']): Table {
  const cell = (text: string, bold = false): Paragraph[] => [new Paragraph({ style: widths.length > 2 ? 'Contact' : 'TableText', children: [new TextRun({ text, bold })] })];
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: mm(TEXT_WIDTH_MM), type: WidthType.DXA },
    columnWidths: widths.map(mm),
    margins: { left: mm(2), right: mm(2), top: mm(0.6), bottom: mm(0.6) },
    rows: [
      row(widths, header.map((text) => cell(text, true)), { tableHeader: true, cantSplit: true }),
      ...rows.map((cells) => row(widths, cells.map((text) => cell(text)), { cantSplit: cells.every(({ length }) => length <= 600) })),
    ],
  });
}

/** Its last two lines stay with the signature, which is so never alone on a page; the first one stays with the list it announces. */
function enclosures({ lead, items }: LetterModel['enclosure']): Paragraph[] {
  return [lead, ...items].map((text, index, all) => {
    const first: IParagraphOptions = index === 0 ? { spacing: { before: mm(4) } } : {};
    return new Paragraph({ text, keepLines: true, keepNext: index === 0 || index >= all.length - 2, ...first });
  });
}

function signature({ signature: { position, name } }: LetterModel): Table {
  return columns([80, 30, 70], [[new Paragraph(position)], [], [new Paragraph({ text: name, alignment: AlignmentType.RIGHT })]]);
}

function foot({ contact, qr: { caption, alt } }: LetterModel, qr: Buffer): Table {
  const image = new ImageRun({ type: 'png', data: qr, transformation: { width: QR_SIDE, height: QR_SIDE }, altText: { id: '1', name: caption, title: caption, description: alt } });
  return columns([130, 50], [contact.map((text) => new Paragraph({ text, style: 'Contact' })), [new Paragraph({ children: [image], style: 'QrCaption' }), new Paragraph({ text: caption, style: 'QrCaption' })]]);
}

/** On one page: a row that is not split, because LibreOffice keeps no table with the next one. */
function together(blocks: (Paragraph | Table)[]): Table {
  return columns([TEXT_WIDTH_MM], [[...blocks, spacer(0)]]);
}

/** One row of text blocks side by side, without borders. */
function columns(widths: number[], blocks: (Paragraph | Table)[][], align: RowAlign = VerticalAlign.BOTTOM): Table {
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: mm(TEXT_WIDTH_MM), type: WidthType.DXA },
    columnWidths: widths.map(mm),
    borders: NO_BORDERS,
    margins: { left: 0, right: 0, top: 0, bottom: 0 },
    rows: [row(widths, blocks, { cantSplit: true }, align)],
  });
}

function row(widths: number[], cells: (Paragraph | Table)[][], options: { cantSplit?: boolean; tableHeader?: boolean }, verticalAlign: RowAlign = VerticalAlign.TOP): TableRow {
  const children = cells.map((content, index) => new TableCell({ verticalAlign, width: { size: mm(widths[index] ?? 0), type: WidthType.DXA }, children: content.length > 0 ? content : [new Paragraph('')] }));
  return new TableRow({ ...options, children });
}

/** An empty paragraph that is `height` mm high: Word needs one between and after tables. */
function spacer(height: number): Paragraph {
  return new Paragraph({ spacing: { before: mm(height), line: 20, lineRule: LineRuleType.EXACT } });
}
