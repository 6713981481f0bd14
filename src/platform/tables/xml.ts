import { SaxesParser } from 'saxes';
import { TableRefusal } from './table-refusal.js';

/** What is told while XML is read; names come without their prefix. */
export interface XmlEvents {
  open?: (name: string, attributes: Record<string, string>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
}

/** No element of a workbook has more text than this: a bomb has. */
const MAX_SILENCE = 8 * 1024 * 1024;

/** Reads XML piece by piece. Entities are never expanded, a text without end is refused. @throws TableRefusal `broken`, `bomb`. */
export class XmlReader {
  private readonly parser = new SaxesParser();
  private silence = 0;

  constructor({ open, close, text }: XmlEvents) {
    const heard = (): void => void (this.silence = 0);
    this.parser.on('opentag', ({ name, attributes }) => {
      heard();
      open?.(local(name), attributes);
    });
    this.parser.on('closetag', ({ name }) => {
      heard();
      close?.(local(name));
    });
    if (text) {
      this.parser.on('text', text);
      this.parser.on('cdata', text);
    }
    this.parser.on('error', () => {
      throw new TableRefusal('broken');
    });
  }

  write(piece: string): void {
    this.silence += piece.length;
    this.parser.write(piece);
    if (this.silence > MAX_SILENCE) throw new TableRefusal('bomb');
  }

  close(): void {
    this.parser.close();
  }
}

/** A small document at once. */
export function parseXml(xml: string, events: XmlEvents): void {
  const reader = new XmlReader(events);
  reader.write(xml);
  reader.close();
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
