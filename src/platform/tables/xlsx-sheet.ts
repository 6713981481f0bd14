import { TableRefusal } from './table-refusal.js';
import { MAX_CELL, MAX_COLUMNS, type TableRow } from './table-row.js';
import { numberText, serialDate } from './xlsx-styles.js';
import { XmlReader } from './xml.js';

/** Rows of a sheet in Excel. */
const MAX_ROWS = 1_048_576;

/** What the cells of a sheet refer to. */
export interface CellContext {
  sharedString: (index: number) => string;
  isDate: readonly boolean[];
  since1904: boolean;
}

/** Turns the XML of one sheet into rows, piece by piece. Rows without any cell are left out. */
export class SheetReader {
  private readonly xml: XmlReader;
  private rows: TableRow[] = [];
  private row: TableRow = { number: 0, cells: [] };
  private column = -1;
  private type = '';
  private style = -1;
  private value = '';
  private keeps = false;
  private phonetic = false;

  constructor(private readonly context: CellContext) {
    this.xml = new XmlReader({
      open: (name, attributes) => this.open(name, attributes),
      close: (name) => this.close(name),
      text: (text) => {
        if (this.keeps && this.value.length <= MAX_CELL) this.value += text;
      },
    });
  }

  /** The rows that this piece completes. @throws TableRefusal */
  read(piece: string): TableRow[] {
    this.rows = [];
    this.xml.write(piece);
    return this.rows;
  }

  private open(name: string, attributes: Record<string, string>): void {
    if (name === 'c') this.openCell(attributes);
    else if (name === 'v' || name === 't') this.keeps = !this.phonetic;
    else if (name === 'rPh') this.phonetic = true;
    else if (name === 'row') {
      this.row = { number: Number(attributes['r'] ?? this.row.number + 1), cells: [] };
      this.column = -1;
      if (!(this.row.number >= 1 && this.row.number <= MAX_ROWS)) throw new TableRefusal('too-long', { limit: MAX_ROWS });
    }
  }

  private openCell({ r, t, s }: Record<string, string>): void {
    this.column = r === undefined ? this.column + 1 : columnOf(r);
    if (this.column >= MAX_COLUMNS) throw new TableRefusal('too-wide', { limit: MAX_COLUMNS, row: this.row.number });
    this.type = t ?? 'n';
    this.style = s === undefined ? -1 : Number(s);
    this.value = '';
  }

  private close(name: string): void {
    if (name === 'c') {
      while (this.row.cells.length < this.column) this.row.cells.push('');
      this.row.cells[this.column] = this.text().trim().slice(0, MAX_CELL);
    } else if (name === 'v' || name === 't') this.keeps = false;
    else if (name === 'rPh') this.phonetic = false;
    else if (name === 'row' && this.row.cells.length > 0) this.rows.push(this.row);
  }

  private text(): string {
    const { value } = this;
    switch (this.type) {
      case 's':
        return value === '' ? '' : this.context.sharedString(Number(value));
      case 'b':
        return value === '1' ? 'ИСТИНА' : 'ЛОЖЬ';
      case 'e':
        return '';
      case 'n':
        return (value !== '' && this.context.isDate[this.style] ? serialDate(Number(value), this.context.since1904) : null) ?? numberText(value);
      default:
        return value;
    }
  }
}

/** `AB12` is column 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length; index++) {
    const code = reference.charCodeAt(index);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}
