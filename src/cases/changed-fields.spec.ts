import type { CaseRequest } from './case-request.js';
import { changedFields } from './changed-fields.js';

describe('fields of a correction', () => {
  const contact = { fullName: 'Иванова Мария Петровна', position: null, phone: '+7 3452 00-00-00', email: 'ivanova@example.ru' };
  const before: Parameters<typeof changedFields>[0] = { organization: null, contact, newUser: null, description: 'Не грузится' };

  it('are named, never told', () => {
    const newUser: CaseRequest['newUser'] = { fullName: 'Ким Ольга', position: 'Специалист', phone: '+7 3452 00-00-01', email: 'kim@example.ru', roles: ['Заказчик'], sameRolesAs: null };
    expect(changedFields(before, { ...before, contact: { ...contact, phone: '+7 3452 11-11-11' }, description: null })).toEqual(['contact.phone', 'description']);
    expect(changedFields(before, { ...before, newUser })).toEqual(['newUser.fullName', 'newUser.position', 'newUser.phone', 'newUser.email', 'newUser.roles']);
    expect(changedFields(before, before)).toEqual([]);
  });
});
