import { findKeyMaterial } from '../certificates/key-material.js';
import type { Edms, ImportResult, ApplicantFacts, Tristate } from '../triage/verdict.js';
import type { BatchColumns, BatchField } from './batch-columns.js';

/** What one row of the table says; what is left out is unknown. */
export interface BatchRow {
  /** As the spreadsheet program numbers it. */
  number: number;
  fileName: string | null;
  /** Upper-case hex. */
  thumbprint: string | null;
  importResult: ImportResult | null;
  facts: ApplicantFacts;
  person: { fullName: string | null; position: string | null; phone: string | null; email: string | null };
  organization: { inn: string | null; kpp: string | null; name: string | null; headPosition: string | null; headName: string | null };
  roles: string[];
  sameRolesAs: string | null;
  /** Fields whose cell was not understood: they count as unknown. */
  unclear: BatchField[];
}

/** Answers that hold for every item whose row does not say otherwise. */
export interface CommonAnswers {
  importResult: ImportResult | null;
  facts: ApplicantFacts;
}

export const NO_FACTS: ApplicantFacts = {
  userRegistered: 'unknown',
  userBlocked: 'unknown',
  currentCertificateValid: 'unknown',
  colleagueCanImport: 'unknown',
  edms: 'none',
  signsDocuments: 'unknown',
  loginFailed: 'unknown',
};

/** Of a text that may hold a key at all; other cells are not looked through. */
const SHORTEST_KEY = 40;
const LONGEST_TEXT = 4000;
const LONGEST = 500;
const MOST = 1_000_000;

const EDMS: readonly [RegExp, Edms][] = [
  [/directum|директум/i, 'directum'],
  [/bureaucrat|бюрократ/i, 'bureaucrat'],
  [/other|друг|иная|ина[яй]/i, 'other'],
  [/none|нет|^-$/i, 'none'],
];

/** Reads a row by what its columns are. A cell with a private key is not kept, it counts as not understood. */
export function readRow(number: number, cells: readonly string[], columns: BatchColumns): BatchRow {
  const unclear: BatchField[] = [];
  const given = cells.map((value, index) => {
    if (value.length < SHORTEST_KEY || findKeyMaterial(Buffer.from(value), value) === null) return value.trim();
    const field = columns[index];
    if (field) unclear.push(field);
    return '';
  });
  const cell = (field: BatchField): string => given[columns.indexOf(field)] ?? '';
  const text = (field: BatchField, longest = LONGEST): string | null => cell(field).slice(0, longest) || null;
  const understood = <Value>(field: BatchField, value: Value | null, unknown: Value): Value => {
    if (value === null && cell(field) !== '') unclear.push(field);
    return value ?? unknown;
  };
  const tristate = (field: BatchField): Tristate => understood(field, readTristate(cell(field)), 'unknown');
  const counter = (field: BatchField): number | null => understood<number | null>(field, readCounter(cell(field)), null);
  const thumbprint = cell('thumbprint').replace(/[^0-9a-f]/gi, '').toUpperCase();
  const names = [cell('surname'), cell('givenName'), cell('patronymic')].filter(Boolean).join(' ');
  const window = { previouslyLoaded: counter('previouslyLoaded'), withOwner: counter('withOwner'), errorText: text('errorText', LONGEST_TEXT) };
  return {
    number,
    fileName: text('file'),
    thumbprint: understood('thumbprint', thumbprint.length === 40 ? thumbprint : null, '') || null,
    importResult: window.previouslyLoaded === null && window.withOwner === null && window.errorText === null ? null : window,
    facts: {
      userRegistered: tristate('userRegistered'),
      userBlocked: tristate('userBlocked'),
      currentCertificateValid: tristate('currentCertificateValid'),
      colleagueCanImport: tristate('colleagueCanImport'),
      edms: understood('edms', EDMS.find(([spelling]) => spelling.test(cell('edms')))?.[1] ?? null, 'none'),
      signsDocuments: tristate('signsDocuments'),
      loginFailed: tristate('loginFailed'),
    },
    person: { fullName: text('fullName', 150) ?? (names || null), position: text('position', 250), phone: text('phone', 60), email: text('email', 254) },
    organization: {
      inn: text('organizationInn', 20)?.replace(/\D/g, '') || null,
      kpp: text('kpp', 9),
      name: text('organizationName'),
      headPosition: text('headPosition', 250),
      headName: text('headName', 150),
    },
    roles: cell('roles').split(/[;\n]+/).map((role) => role.trim().slice(0, 250)).filter(Boolean).slice(0, 60),
    sameRolesAs: text('sameRolesAs', 150),
    unclear,
  };
}

/** What triage is given: the row first, the common answers where it is silent. */
export function factsOf(row: Pick<BatchRow, 'importResult' | 'facts'> | null, common: CommonAnswers): CommonAnswers {
  const own = row?.facts ?? NO_FACTS;
  const pick = (name: Exclude<keyof ApplicantFacts, 'edms'>): Tristate => (own[name] === 'unknown' ? common.facts[name] : own[name]);
  return {
    importResult: row?.importResult ?? common.importResult,
    facts: {
      userRegistered: pick('userRegistered'),
      userBlocked: pick('userBlocked'),
      currentCertificateValid: pick('currentCertificateValid'),
      colleagueCanImport: pick('colleagueCanImport'),
      edms: own.edms === 'none' ? common.facts.edms : own.edms,
      signsDocuments: pick('signsDocuments'),
      loginFailed: pick('loginFailed'),
    },
  };
}

function readTristate(cell: string): Tristate | null {
  if (/^(да|yes|true|истина|[+1])$/i.test(cell)) return 'yes';
  if (/^(нет|no|false|ложь|[-–—0])$/i.test(cell)) return 'no';
  return /^(не знаю|неизвестно|unknown|\?)$/i.test(cell) ? 'unknown' : null;
}

function readCounter(cell: string): number | null {
  return /^\d{1,7}$/.test(cell) && Number(cell) <= MOST ? Number(cell) : null;
}
