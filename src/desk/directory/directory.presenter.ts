import { Injectable } from '@nestjs/common';
import { CHANGE_KINDS, type ChangeKind, importWarnings } from '../../directory/imports/differences.js';
import type { ChangedAccount, ShownAccount } from '../../directory/imports/directory-versions.queries.js';
import { IMPORT_FIELDS } from '../../directory/imports/import-fields.js';
import type { ImportRecord, VersionRecord } from '../../directory/imports/import-record.js';
import { russianDate, russianMoment } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { columnRows, sheetChoice } from '../frame/column-rows.js';

const SHOWN = ['fullName', 'login', 'organizationName', 'organizationInn', 'position', 'snilsTail', 'inn', 'email', 'phone', 'blocked', 'thumbprints', 'certificateNotAfter'] as const;
const MIB = 1024 * 1024;

/** Shapes the directory, its versions and imports for their pages. */
@Injectable()
export class DirectoryPresenter {
  constructor(private readonly templates: TemplatesService) {}

  /** One account as a line of a list. */
  account({ fullName, login, snilsTail, inn, organizationInn, organizationName, position, email, phone, blocked, thumbprints, certificateNotAfter }: ShownAccount): object {
    return {
      fullName, login, snilsTail, inn, organizationInn, organizationName, position, email, blocked,
      phone: phone && phoneText(phone),
      certificate: certificateNotAfter && russianDate(new Date(certificateNotAfter)),
      thumbprints: thumbprints.length,
    };
  }

  /** One account before and after, field by field; of an unchanged field nothing is shown. */
  change({ seq, before, after }: ChangedAccount): object {
    const whole = after ?? before;
    const fields = before && after ? SHOWN.filter((field) => this.value(before, field) !== this.value(after, field)) : [];
    const snilsOnly = before && after && fields.length === 0;
    return {
      seq,
      ...(whole && this.account(whole)),
      fields: fields.map((field) => ({ name: this.say(`account.${field}`), before: before && this.value(before, field), after: after && this.value(after, field) })),
      snils: snilsOnly ? this.say('snilsChanged', { tail: after.snilsTail ?? '' }) : null,
    };
  }

  /** One version as a line of the history. */
  version(version: VersionRecord, names: ReadonlyMap<string, string>): object {
    const { id, state, source, fileName, rows, refused, differences, createdBy, asOf, createdAt, appliedAt, retiredAt } = version;
    return {
      id, state,
      stateText: this.say(`states.${state}`),
      source: this.say(`source.${source}`),
      fileName: source === 'file' ? fileName : null,
      rows: number(rows),
      refused: refused > 0 ? number(refused) : null,
      by: createdBy && names.get(createdBy),
      exported: russianDate(asOf ?? createdAt),
      created: russianMoment(createdAt),
      applied: appliedAt && russianMoment(appliedAt),
      retired: retiredAt && russianMoment(retiredAt),
      differences: differences && CHANGE_KINDS.filter((kind) => differences[kind] > 0).map((kind) => ({ label: this.say(`kinds.${kind}`), count: number(differences[kind]) })),
      readable: state === 'staged' && differences !== null,
      kept: state === 'retired',
      active: state === 'active',
    };
  }

  /** What a version that waits changes: counts, and what looks wrong. */
  differences(version: VersionRecord, chosen: ChangeKind): object {
    const { differences, refused, older, rows } = version;
    if (!differences) return {};
    return {
      kinds: CHANGE_KINDS.map((kind) => ({ kind, label: this.say(`kinds.${kind}`), count: number(differences[kind]), href: `/desk/directory/versions/${version.id}?kind=${kind}`, current: kind === chosen })),
      first: differences.base === null,
      before: number(differences.before),
      after: number(rows),
      refused: refused > 0 ? number(refused) : null,
      warnings: importWarnings({ differences, refused, older }).map(({ code, percent }) => this.say(`warnings.${code}`, { percent: percent.toLocaleString('ru-RU') })),
    };
  }

  /** The form that asks what the columns are. `chosen`: as typed, when it comes back. */
  mapping({ id, fileName, fileSize, format, sheet, columns, examples, mapping, remembered, headerRow }: ImportRecord, chosen: readonly string[] | null, errorsAt: Record<string, string>): object {
    return {
      path: `/desk/directory/imports/${id}`,
      fileName, remembered, headerRow,
      size: fileSize < MIB ? this.say('kilobytes', { size: number(Math.ceil(fileSize / 1024)) }) : this.say('megabytes', { size: (fileSize / MIB).toLocaleString('ru-RU', { maximumFractionDigits: 1 }) }),
      format: this.say(`formats.${format.kind}`, { sheet, encoding: format.encoding, delimiter: format.delimiter && this.say(`delimiters.${format.delimiter}`) }),
      sheets: sheetChoice(format.sheets, sheet),
      columns: columnRows({ columns, examples, mapping }, { fields: IMPORT_FIELDS, label: (field) => this.say(`fields.${field}`) }, chosen, errorsAt),
    };
  }

  /** What ended an import without a version. */
  outcome({ outcome }: ImportRecord): string | null {
    return outcome && this.say(`outcomes.${outcome}`);
  }

  say(key: string, params: object = {}): string {
    return this.templates.message(`directory.${key}`, params);
  }

  private value(account: ShownAccount, field: (typeof SHOWN)[number]): string {
    if (field === 'blocked') return this.say(account.blocked ? 'blocked.yes' : 'blocked.no');
    if (field === 'thumbprints') return account.thumbprints.map((print) => `…${print.slice(-8)}`).join(', ') || this.say('nothing');
    if (field === 'certificateNotAfter') return account.certificateNotAfter ? russianDate(new Date(account.certificateNotAfter)) : this.say('nothing');
    return account[field] ?? this.say('nothing');
  }
}

const number = (value: number): string => value.toLocaleString('ru-RU');
const phoneText = (digits: string): string => (digits.length === 11 ? digits.replace(/^[78](\d{3})(\d{3})(\d\d)(\d\d)$/, '+7\u00a0$1\u00a0$2-$3-$4') : digits);
