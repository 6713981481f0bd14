import type { CertificateFacts } from '../certificates/certificate-facts.js';
import { batchColumns } from './batch-columns.js';
import { NO_FACTS, readRow } from './batch-row.js';
import { lackOf, type MakingForm, requestOf } from './making-form.js';

const contact = { fullName: 'Орлова Ольга', position: null, phone: '+7 3452 00-00-00', email: 'orlova@example.ru' };
const organization = { inn: null, kpp: null, ogrn: null, name: null, shortName: null, address: null, phone: null, email: null, headPosition: null, headName: null };
const form: MakingForm = { organization, position: 'Врач', roles: [], sameRolesAs: '', letters: 'shared', consent: true, contactFrom: 'all', contact };
const subject = { surname: 'Петрова', givenName: 'Мария Ильинична', commonName: 'Петрова Мария Ильинична', title: null, organization: null, innLegal: null, email: null } as CertificateFacts['subject'];
const named = (name: string): string | undefined =>
  requestOf({ row: readRow(2, [name], batchColumns(['ФИО'])), facts: { subject } as CertificateFacts, answers: { importResult: null, facts: NO_FACTS }, form, consent: '1' }).newUser?.fullName;

describe('what a case of a batch is made of', () => {
  it('has the certificate’s name where the table tells the same or less, and the table’s where it tells another', () => {
    expect(['ПЕТРОВА МАРИЯ ИЛЬИНИЧНА', 'Петрова М. И.', 'Петрова', 'Сидорова Мария Ильинична'].map(named)).toEqual([...Array<string>(3).fill('Петрова Мария Ильинична'), 'Сидорова Мария Ильинична']);
  });

  it('lacks what a letter needs and nobody says', () => {
    const outlook = { letters: 2, organizations: 1, headPosition: 0, headName: 1, roles: 0 };
    expect(lackOf(form, outlook).map(({ path }) => path)).toEqual(['organization.headPosition', 'roles']);
    expect(lackOf({ ...form, sameRolesAs: 'Белова Анна', organization: { ...organization, headPosition: 'Директор' } }, outlook)).toEqual([]);
    expect(lackOf(form, { ...outlook, letters: 0 })).toEqual([]);
  });
});
