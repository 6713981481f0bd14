import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableRefusal } from './table-refusal.js';
import { MAX_CELL } from './table-row.js';

const PAGE = 256 * 1024;
/** Pages kept in memory; a workbook names its strings nearly in the order of its rows, so few are enough. */
const KEPT = 96;
const LENGTH_BYTES = 4;
const MAX_STRINGS = 32_000_000;

/**
 * The shared strings of a workbook, millions of them in constant memory: what does not fit lies in a file that has no name
 * (it is unlinked as soon as it is opened, so that nothing is left behind, whatever happens).
 */
export class SharedStrings {
  /** Page and place of each string, as one number. */
  private places = new Float64Array(1024);
  private count = 0;
  private readonly pages = new Map<number, Buffer>();
  private page: Buffer = Buffer.allocUnsafe(PAGE);
  private pageNumber = 0;
  private used = 0;
  private file: number | null = null;

  get length(): number {
    return this.count;
  }

  add(text: string): void {
    const bytes = Buffer.from(text.slice(0, MAX_CELL));
    if (this.count === MAX_STRINGS) throw new TableRefusal('bomb');
    if (this.used + LENGTH_BYTES + bytes.length > PAGE) this.turn();
    if (this.count === this.places.length) {
      const larger = new Float64Array(this.places.length * 2);
      larger.set(this.places);
      this.places = larger;
    }
    this.places[this.count++] = this.pageNumber * PAGE + this.used;
    this.page.writeUInt32LE(bytes.length, this.used);
    bytes.copy(this.page, this.used + LENGTH_BYTES);
    this.used += LENGTH_BYTES + bytes.length;
  }

  /** Empty for an index that no string has. */
  get(index: number): string {
    const place = index >= 0 && index < this.count ? this.places[index] : undefined;
    if (place === undefined) return '';
    const page = this.read(Math.floor(place / PAGE));
    const offset = place % PAGE;
    return page.toString('utf8', offset + LENGTH_BYTES, offset + LENGTH_BYTES + page.readUInt32LE(offset));
  }

  close(): void {
    if (this.file !== null) closeSync(this.file);
    this.file = null;
    this.pages.clear();
  }

  private turn(): void {
    this.keep(this.pageNumber, this.page);
    if (this.file !== null) writeSync(this.file, this.page, 0, PAGE, this.pageNumber * PAGE);
    else if (this.pages.size >= KEPT) this.spill();
    this.page = Buffer.allocUnsafe(PAGE);
    this.pageNumber++;
    this.used = 0;
  }

  private spill(): void {
    const path = join(tmpdir(), `certdesk-strings-${randomUUID()}`);
    this.file = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    for (const [number, page] of this.pages) writeSync(this.file, page, 0, PAGE, number * PAGE);
  }

  private keep(number: number, page: Buffer): void {
    if (this.file !== null && this.pages.size >= KEPT) {
      const [oldest] = this.pages.keys();
      if (oldest !== undefined) this.pages.delete(oldest);
    }
    this.pages.set(number, page);
  }

  private read(number: number): Buffer {
    if (number === this.pageNumber) return this.page;
    const kept = this.pages.get(number);
    if (kept) {
      if (this.file !== null) {
        this.pages.delete(number);
        this.pages.set(number, kept);
      }
      return kept;
    }
    const page = Buffer.allocUnsafe(PAGE);
    if (this.file === null) throw new Error('a page of shared strings is lost');
    readSync(this.file, page, 0, PAGE, number * PAGE);
    this.keep(number, page);
    return page;
  }
}
