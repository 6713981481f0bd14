import { foldName } from '../directory/folded-name.js';
import { keepSnils } from '../directory/snils-hash.js';
import type { Chance } from './chance.js';
import { inventPerson, type InventedBody } from './invented-people.js';

/** Numbers of people in the directory begin here, so that they are not those of the cases. */
const FIRST_PERSON = 5_000;
const DAY_MS = 86_400_000;

/** Invented users of РМИС as rows of `directory_users`, all columns of {@link DIRECTORY_COLUMNS}. */
export function inventDirectory(count: number, bodies: readonly [InventedBody, ...InventedBody[]], secret: string, now: Date, chance: Chance): unknown[][] {
  return Array.from({ length: count }, (_, index) => {
    const person = inventPerson(FIRST_PERSON + index, chance);
    const body = chance.pick(bodies);
    const { surname, initials, key } = foldName(person.fullName);
    const snils = keepSnils(person.snils, secret);
    const login = `user${FIRST_PERSON + index}`;
    const end = new Date(now.getTime() + chance.whole(-60, 400) * DAY_MS);
    return [
      index + 1, `login:${login}`, login, person.fullName, surname, initials, key, snils?.hash ?? null, snils?.tail ?? null, person.inn, body.inn,
      body.name, person.title, person.email, person.phone.replace(/\D/g, ''), chance.isLucky(0.04), end,
    ];
  });
}

/** Columns of the rows above, in their order. */
export const DIRECTORY_COLUMNS = [
  'source_row', 'account_key', 'login', 'full_name', 'surname', 'initials', 'name_key', 'snils_hash', 'snils_tail', 'inn', 'organization_inn',
  'organization_name', 'position', 'email', 'phone', 'blocked', 'certificate_not_after',
] as const;
