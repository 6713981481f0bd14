import { letterGroups, MOST_IN_LETTER, type GroupedItem } from './letter-groups.js';
import type { MakingForm } from './making-form.js';

const organization = { inn: '7299000007', kpp: null } as MakingForm['organization'];
const item = (place: number, innLegal: string | null, said: { inn?: string; kpp?: string } | null = null): GroupedItem => ({
  place,
  subject: { innLegal },
  said: said && { organization: { inn: said.inn ?? null, kpp: said.kpp ?? null, name: null, headPosition: null, headName: null } },
});

describe('letterGroups', () => {
  it('makes one each unless a letter is shared', () => {
    expect(letterGroups([item(1, null), item(4, null)], { letters: 'own', organization })).toEqual([[1], [4]]);
  });

  it('puts people of an organisation together: by the table, else by the certificate, else by the form', () => {
    const items = [item(1, '7299000014'), item(2, null), item(3, '7299000007', { inn: '7299000014' }), item(4, '7299000007'), item(5, null, { kpp: '729901001' })];
    expect(letterGroups(items, { letters: 'shared', organization })).toEqual([[1, 3], [2, 4], [5]]);
  });

  it('begins another letter when one is full', () => {
    const items = Array.from({ length: MOST_IN_LETTER + 2 }, (_, index) => item(index + 1, null));
    expect(letterGroups(items, { letters: 'shared', organization }).map(({ length }) => length)).toEqual([MOST_IN_LETTER, 2]);
  });
});
