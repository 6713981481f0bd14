/** A file that goes with a mail or a ticket. */
export interface ParcelFile {
  /** Readable name, may be Cyrillic. */
  fileName: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** A person to answer to. */
export interface ParcelContact {
  fullName: string;
  phone: string;
  email: string;
}

interface ParcelBase {
  caseNumber: string;
  /** Fixed per delivery, `<…@…>` with the angle brackets: a receiver can drop a repeat by it. */
  messageId: string;
}

/** The official letter to the Department: scan of the signed letter (or the unsigned letter where the setting allows) and the archive. */
export interface LetterParcel extends ParcelBase {
  kind: 'letter';
  /** The Department's mailbox as it was when the letter was planned. */
  destination: string;
  organization: { name: string; inn: string | null };
  contact: ParcelContact;
  /** Full names of the users to be registered. */
  users: string[];
  signed: boolean;
  files: ParcelFile[];
}

/** A ticket for a service desk: description and certificate. */
export interface TicketParcel extends ParcelBase {
  kind: 'ticket';
  organization: { name: string | null; inn: string | null };
  contact: ParcelContact;
  /** What went wrong, as a short Russian title, e.g. «Пользователь заблокирован». */
  trouble: string;
  /** Label and value lines: what the window showed, what the applicant says, the certificate's facts. No СНИЛС. */
  details: { label: string; value: string }[];
  /** The applicant's own words. */
  description: string | null;
  files: ParcelFile[];
  /** Tickets of this case from earlier deliveries: another one is wanted besides them. */
  knownTickets: string[];
}

/** Which notice the applicant gets. */
export type NoticeKind = 'received' | 'next-step' | 'sent' | 'problem' | 'link' | 'question' | 'answer' | 'resolved' | 'can-log-in';

/** A short mail to the applicant about his case. */
export interface NoticeParcel extends ParcelBase {
  kind: 'notice';
  notice: NoticeKind;
  contact: ParcelContact;
  statusUrl: string;
  /** One sentence: where the case stands. */
  status: string;
  /** What the applicant has to do now, one sentence each; empty when nothing. */
  nextSteps: string[];
  /** For `sent` and `problem` the sentence about the delivery, true to what is known; for the others what an operator wrote. */
  about: string | null;
  /** Whom the case is about, where that is not the contact: he may have many. */
  owner: string | null;
}

/** A mail to somebody at the desk with a link that works once. */
export interface AccountParcel {
  kind: 'account';
  /** Names the template `mail/account-<mail>`. */
  mail: 'invitation' | 'password-reset';
  messageId: string;
  /** Empty while the name is not known. */
  fullName: string;
  email: string;
  url: string;
  /** Until when the link works, in words. */
  until: string;
}

/** A mail to somebody whose certificate ends soon. */
export interface ExpiryParcel {
  kind: 'expiry';
  messageId: string;
  fullName: string;
  email: string;
  /** Last day of the certificate, in words. */
  until: string;
  /** Who can do the import for him; `null`: nobody is known. */
  colleague: string | null;
  guideUrl: string;
  /** Where he says that he wants no more of these mails; a POST to it is enough (RFC 8058). */
  refuseUrl: string;
}

/** A mail to an administrator about the service itself; nothing in it is about people. */
export interface AlarmParcel {
  kind: 'alarm';
  /** Names the template `mail/alarm-<moment>`. */
  moment: 'begun' | 'ended';
  messageId: string;
  email: string;
  title: string;
  /** What it means, and what to do: sentences. */
  meaning: string;
  action: string;
  /** In words; the end only of one that has ended. */
  begun: string;
  ended: string | null;
}

/** What one delivery consists of, ready to be handed to a channel. */
export type Parcel = LetterParcel | TicketParcel | NoticeParcel | AccountParcel | ExpiryParcel | AlarmParcel;
