import { mergeCorrection } from './case-correction.js';

describe('two corrections of one case', () => {
  const now = { 'contact.phone': '+7 3452 11-11-11', 'contact.email': 'new@example.ru', 'organization.name': 'Больница', 'newUser.roles': 'А\nБ' };
  const typed = {
    'was:contact.phone': '+7 3452 00-00-00', 'contact.phone': '+7 3452 00-00-00',
    'was:contact.email': 'old@example.ru', 'contact.email': 'mine@example.ru',
    'was:organization.name': 'Больница', 'organization.name': 'Больница № 1',
    'was:newUser.roles': 'А\r\nБ', 'newUser.roles': 'А\r\nБ',
  };

  it('are put together field by field: what I left alone takes the newer value, what I changed stays mine', () => {
    const { values, conflicts } = mergeCorrection(typed, now);
    expect(values).toMatchObject({ 'contact.phone': '+7 3452 11-11-11', 'contact.email': 'mine@example.ru', 'organization.name': 'Больница № 1', 'newUser.roles': 'А\nБ' });
    expect(conflicts.map(({ name, whose }) => [name, whose])).toEqual([
      ['organization.name', 'mine'],
      ['contact.phone', 'theirs'],
      ['contact.email', 'both'],
    ]);
  });

  it('that say the same are no conflict', () => {
    expect(mergeCorrection({ ...typed, 'contact.email': 'new@example.ru', 'organization.name': 'Больница' }, now).conflicts.map(({ name }) => name)).toEqual(['contact.phone']);
  });
});
