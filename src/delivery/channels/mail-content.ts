import type { AccountParcel, AlarmParcel, ExpiryParcel, LetterParcel, NoticeParcel, Parcel, ParcelContact, ParcelFile, TicketParcel } from '../parcel.js';
import { isAsciiLocal, isBareAddress } from '../../platform/mail-address.js';
import { attachmentName, bareAddress, oneLine, outwardLine, outwardLines } from './mail-text.js';

/** Where mail comes from and goes to; from the settings. */
export interface MailOptions {
  /** `MAIL_FROM`: a bare address or `Name <address>`. */
  mailFrom: string;
  serviceDeskEmail: string;
  /** Public address of this service. */
  baseUrl: string;
  /** Where answers about a case are read by the service itself; `null` = nowhere. */
  answersTo: ((caseNumber: string) => string) | null;
}

/** A mailbox with the name shown beside it; the name may be empty. */
export interface MailAddress {
  name: string;
  address: string;
}

/** What a mail says and to whom, before it gets its MIME form. All texts are clean: no control or bidi characters. */
export interface MailContent {
  /** `<template>.subject.txt`, `<template>.txt` and `<template>` are rendered with `context`. */
  template: string;
  context: Record<string, unknown>;
  to: MailAddress;
  /** Gets a copy; the mail has arrived without it too. */
  cc: MailAddress | null;
  /** Nobody: answers go to the sender. */
  replyTo: MailAddress[];
  /** Nobody wrote it by hand: robots must not answer it. */
  automatic: boolean;
  files: ParcelFile[];
  /** Where one says that one wants no more mails of this kind. None: they have to come. */
  refuseUrl?: string;
}

type CaseParcel = Exclude<Parcel, AccountParcel | ExpiryParcel | AlarmParcel>;

/** Decides recipients, template and wording data for one parcel. Throws on an address that cannot stand in a header. */
export function mailContent(parcel: Parcel, options: MailOptions): MailContent {
  switch (parcel.kind) {
    case 'letter':
      return letter(parcel, options);
    case 'ticket':
      return ticket(parcel, options);
    case 'notice':
      return notice(parcel, options);
    case 'account':
      return account(parcel, options);
    case 'expiry':
      return expiry(parcel, options);
    case 'alarm':
      return alarm(parcel, options);
  }
}

function letter(parcel: LetterParcel, options: MailOptions): MailContent {
  const files = parcel.files.map(safeFile);
  return {
    template: 'mail/letter',
    context: {
      ...common(parcel, options),
      organization: organization(parcel.organization),
      users: parcel.users.map((name) => outwardLine(name)),
      several: parcel.users.length > 1,
      signed: parcel.signed,
      files: files.map(listed),
    },
    to: { name: '', address: bareAddress(parcel.destination) },
    cc: answerable(parcel.contact)[0] ?? null,
    replyTo: [...answerable(parcel.contact), ...service(parcel, options)],
    automatic: false,
    files,
  };
}

function ticket(parcel: TicketParcel, options: MailOptions): MailContent {
  const files = parcel.files.map(safeFile);
  return {
    template: 'service-desk/ticket',
    context: {
      ...common(parcel, options),
      organization: organization(parcel.organization),
      trouble: oneLine(parcel.trouble, 120),
      details: parcel.details.map(({ label, value }) => ({ label: oneLine(label), value: outwardLine(value, 2000) })),
      description: parcel.description && outwardLines(parcel.description),
      files: files.map(listed),
    },
    to: { name: '', address: bareAddress(options.serviceDeskEmail) },
    cc: null,
    replyTo: [...answerable(parcel.contact), ...service(parcel, options)],
    automatic: false,
    files,
  };
}

function notice(parcel: NoticeParcel, options: MailOptions): MailContent {
  return {
    template: `mail/notice-${parcel.notice}`,
    context: {
      ...common(parcel, options),
      statusUrl: parcel.statusUrl,
      status: oneLine(parcel.status, 1000),
      nextSteps: parcel.nextSteps.map((step, index) => ({ number: index + 1, text: oneLine(step, 1000) })),
      about: parcel.about && outwardLines(parcel.about),
      owner: parcel.owner && oneLine(parcel.owner, 200),
    },
    to: mailbox(parcel.contact),
    cc: null,
    replyTo: service(parcel, options),
    automatic: true,
    files: [],
  };
}

function account({ mail, fullName, email, url, until }: AccountParcel, { baseUrl }: MailOptions): MailContent {
  return {
    template: `mail/account-${mail}`,
    context: { baseUrl, url, until, email: oneLine(email) },
    to: { name: oneLine(fullName, 120), address: bareAddress(email) },
    cc: null,
    replyTo: [],
    automatic: true,
    files: [],
  };
}

function expiry({ fullName, email, until, colleague, guideUrl, refuseUrl }: ExpiryParcel, { baseUrl }: MailOptions): MailContent {
  return {
    template: 'mail/expiry',
    context: { baseUrl, fullName: outwardLine(fullName, 120), until, colleague: colleague && outwardLine(colleague, 120), guideUrl, refuseUrl },
    to: { name: oneLine(fullName, 120), address: bareAddress(email) },
    cc: null,
    replyTo: [],
    automatic: true,
    files: [],
    refuseUrl,
  };
}

function alarm({ moment, email, title, meaning, action, begun, ended }: AlarmParcel, { baseUrl }: MailOptions): MailContent {
  return {
    template: `mail/alarm-${moment}`,
    context: { baseUrl, title, meaning, action, begun, ended },
    to: { name: '', address: bareAddress(email) },
    cc: null,
    replyTo: [],
    automatic: true,
    files: [],
  };
}

function common(parcel: CaseParcel, options: MailOptions): Record<string, unknown> {
  const { fullName, phone, email } = parcel.contact;
  return {
    caseNumber: oneLine(parcel.caseNumber, 40),
    baseUrl: options.baseUrl,
    contact: { fullName: outwardLine(fullName), phone: outwardLine(phone), email: oneLine(email) },
  };
}

function organization({ name, inn }: { name: string | null; inn: string | null }): object {
  return { name: name && outwardLine(name, 1000), short: name && outwardLine(name, 120), inn: inn && oneLine(inn, 12) };
}

function service({ caseNumber }: CaseParcel, { answersTo }: MailOptions): MailAddress[] {
  return answersTo ? [{ name: '', address: bareAddress(answersTo(caseNumber)) }] : [];
}

function mailbox(contact: ParcelContact): MailAddress {
  return { name: outwardLine(contact.fullName, 120), address: bareAddress(contact.email) };
}

/** The contact in a mail that goes to somebody else: nobody where his address could stop it, because not every server takes it. */
function answerable(contact: ParcelContact): MailAddress[] {
  return isBareAddress(contact.email) && isAsciiLocal(contact.email) ? [mailbox(contact)] : [];
}

/** A container type would be opened by the reader instead of being offered as a file. */
function safeFile(file: ParcelFile): ParcelFile {
  const plain = /^[a-z]+\/[a-z0-9.+-]+$/i.test(file.mediaType) && !/^(message|multipart)\//i.test(file.mediaType);
  return { fileName: attachmentName(file.fileName), mediaType: plain ? file.mediaType : 'application/octet-stream', bytes: file.bytes };
}

function listed(file: ParcelFile): { name: string; kilobytes: number } {
  return { name: file.fileName, kilobytes: Math.max(1, Math.round(file.bytes.length / 1024)) };
}
