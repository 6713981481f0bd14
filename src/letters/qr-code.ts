import QRCode from 'qrcode';

/** A QR code as square modules: `true` is dark. The quiet zone around it is not part of it. */
interface QrModules {
  size: number;
  isDark: (row: number, column: number) => boolean;
}

/** Quiet zone that ГОСТ Р ИСО/МЭК 18004 asks for, in modules. */
const QUIET_ZONE = 4;

/**
 * QR code as an SVG of black runs, quiet zone included; the same text gives the same bytes. Level M survives a scan.
 * Throws when the text is longer than a QR code can hold (about 2 300 bytes).
 */
export function qrSvg(text: string): string {
  const { size, isDark } = qrModules(text);
  const runs: string[] = [];
  for (let row = 0; row < size; row++) {
    for (let start = 0; start < size; start++) {
      let end = start;
      while (end < size && isDark(row, end)) end++;
      if (end > start) runs.push(`M${start} ${row}h${end - start}v1H${start}z`);
      start = end;
    }
  }
  const side = size + 2 * QUIET_ZONE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}"><path d="${runs.join('')}"/></svg>`;
}

/** The same QR code as a black and white PNG, 8 pixels a module. Throws as `qrSvg` does. */
export function qrPng(text: string): Promise<Buffer> {
  return QRCode.toBuffer(text, { errorCorrectionLevel: 'M', margin: QUIET_ZONE, scale: 8 });
}

function qrModules(text: string): QrModules {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  return { size: modules.size, isDark: (row, column) => modules.get(row, column) === 1 };
}
