/** How one field looks and behaves; words are in `templates/messages/portal.json` by the same name. */
export interface FieldLook {
  type?: 'text' | 'tel' | 'email';
  inputmode?: 'numeric' | 'tel' | 'email';
  autocomplete?: string;
  /** Class for the width: as wide as what is typed. */
  width?: 'width-short' | 'width-medium';
  /** A field of several lines. */
  rows?: number;
  optional?: boolean;
  spellcheckOff?: boolean;
}

const phone: FieldLook = { type: 'tel', inputmode: 'tel', autocomplete: 'tel', width: 'width-medium' };
const email: FieldLook = { type: 'email', inputmode: 'email', autocomplete: 'email', spellcheckOff: true };
const person: FieldLook = { autocomplete: 'off', spellcheckOff: true };
const digits: FieldLook = { inputmode: 'numeric', autocomplete: 'off', width: 'width-short' };

/** Every text field of the wizard. */
export const FIELD_LOOKS: Readonly<Record<string, FieldLook>> = {
  description: { rows: 5, optional: true },
  'contact.fullName': { autocomplete: 'name', spellcheckOff: true },
  'contact.position': { autocomplete: 'organization-title' },
  'contact.phone': phone,
  'contact.email': email,
  'organization.name': { autocomplete: 'organization' },
  'organization.shortName': { autocomplete: 'off', optional: true },
  'organization.inn': digits,
  'organization.kpp': { ...digits, optional: true },
  'organization.ogrn': { ...digits, optional: true },
  'organization.address': { autocomplete: 'off', optional: true, rows: 2 },
  'organization.phone': { ...phone, autocomplete: 'off', optional: true },
  'organization.email': { ...email, autocomplete: 'off', optional: true },
  'organization.headPosition': { autocomplete: 'off' },
  'organization.headName': person,
  'newUser.fullName': person,
  'newUser.position': { autocomplete: 'off' },
  'newUser.phone': { ...phone, autocomplete: 'off' },
  'newUser.email': { ...email, autocomplete: 'off' },
  'newUser.sameRolesAs': { ...person, optional: true },
  'newUser.roles': { rows: 4, optional: true },
};

/** Fields that only a letter cannot do without. */
export const OPTIONAL_WITHOUT_LETTER: readonly string[] = ['contact.position', 'organization.name', 'organization.inn'];

/** Fields whose hint is about the letter. */
export const HINT_ON_LETTER: readonly string[] = ['organization.name'];
