import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import { Injectable } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { TEMPLATES_DIR, TemplatesService } from '../platform/templates.service.js';
import { drawable, fontCoverage } from './font-coverage.js';
import { type LetterData } from './letter-data.js';
import { letterModel } from './letter-model.js';
import { mapStrings } from './printable-text.js';
import { qrSvg } from './qr-code.js';

const FONT_FILES = ['400Regular/Tinos_400Regular.ttf', '700Bold/Tinos_700Bold.ttf'];
/** Shown for a character that the font lacks (U+25A1 WHITE SQUARE, or a question mark in a font without it). */
const REPLACEMENTS = ['\u25a1', '?'];
/** Compilations that an unused cached result outlives. Letters share fonts and layout code, not text. */
const CACHE_AGE = 5;

/**
 * The letter as PDF/A-2b, tagged, in Russian, made by Typst within this process from the project's own font (Tinos; no
 * system font is read). The same data gives the same bytes. Characters that Tinos lacks are shown as «□».
 */
@Injectable()
export class LetterPdfAdapter {
  private readonly template = join(TEMPLATES_DIR, 'letters', 'letter.typ');
  private readonly compiler: NodeCompiler;
  private readonly covered: ReadonlySet<string>;
  private readonly replacement: string;

  constructor(private readonly words: TemplatesService) {
    const require = createRequire(import.meta.url);
    const fontBlobs = FONT_FILES.map((file) => readFileSync(require.resolve(`@expo-google-fonts/tinos/${file}`)));
    const [regular, bold] = fontBlobs.map(fontCoverage);
    this.covered = new Set([...(regular ?? [])].filter((character) => bold?.has(character)));
    this.replacement = REPLACEMENTS.find((character) => this.covered.has(character)) ?? ' ';
    this.compiler = NodeCompiler.create({ workspace: TEMPLATES_DIR, fontArgs: [{ fontBlobs }] });
  }

  /**
   * Draws the letter; blocks the event loop for a few milliseconds, which is what keeps the one compiler safe to share.
   * Lets the loop turn once before: Typst's memory of the letter before is only given back then (140 KB each otherwise).
   * Throws a plain error without the letter's text when Typst refuses: a fault of the template, not of the data.
   */
  async pdf(data: LetterData): Promise<Buffer> {
    const model = mapStrings(letterModel(data, this.words), (text) => drawable(text, this.covered, this.replacement));
    await setImmediate();
    const inputs = { letter: JSON.stringify(model), qr: qrSvg(model.qr.text) };
    try {
      return this.compiler.pdf(
        { mainFilePath: this.template, inputs },
        { pdfStandard: PdfStandard.A_2b, pdfTags: true, creationTimestamp: Math.floor(Date.parse(data.createdAt) / 1000) },
      );
    } catch {
      throw new Error(`the letter of case ${data.caseNumber} could not be drawn`);
    } finally {
      this.compiler.evictCache(CACHE_AGE);
    }
  }
}
