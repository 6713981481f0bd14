/** The sender: the organisation whose head signs the letter. Unknown requisites are `null` and left out of the letterhead. */
export interface LetterOrganization {
  name: string;
  shortName: string | null;
  address: string | null;
  phone: string | null;
  email: string | null;
  inn: string;
  kpp: string | null;
  ogrn: string | null;
  headPosition: string;
  /** Full name, «Фамилия Имя Отчество», as typed. */
  headName: string;
}

/** A person with his contacts; all four are mandatory by the instruction. */
export interface LetterPerson {
  fullName: string;
  position: string;
  phone: string;
  email: string;
}

/** The user to be registered: roles by name, or «такие же роли, как у …», or both. */
export interface LetterNewUser extends LetterPerson {
  roles: string[];
  sameRolesAs: string | null;
}

/** The enclosure as it is described in the line «Приложение». */
export interface LetterEnclosure {
  /** Readable name of the certificate file, e.g. «Иванова Мария Петровна.cer». */
  fileName: string;
  archiveName: string;
  /** Bytes of the certificate file. */
  size: number;
  /** SHA-256 of the certificate file, 64 lower-case hex digits. */
  sha256: string;
  /** In a letter for several users: which certificate it is. Dates are ISO 8601. */
  certificate?: { serialNumber: string; notBefore: string; notAfter: string };
}

/** Who the letter is addressed to: a fixed text from the settings, never declined at run time (domain §3). */
export interface LetterAddressee {
  /** Lines of the block at the upper right, in the dative. */
  lines: string[];
  /** «Уважаемый Сергей Николаевич!» */
  salutation: string;
}

/**
 * Everything one letter is made of. Stored with the case as JSON, so that the same case always gives the same letter.
 * Several users may share one letter (batches); there is at least one, and an enclosure for each.
 */
export interface LetterData {
  caseNumber: string;
  addressee: LetterAddressee;
  organization: LetterOrganization;
  users: LetterNewUser[];
  enclosures: LetterEnclosure[];
  contact: LetterPerson;
  /** Put by the sender's registrar; blank lines are printed when absent. */
  registration: { date: string; number: string } | null;
  /** ISO 8601 instant at which the case was made: the only date that goes into document metadata. */
  createdAt: string;
}
