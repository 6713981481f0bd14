import { afterLook, nextLook, readingOfDraft, type WatchedTicket } from './ticket-watch.js';

const now = new Date('2026-11-24T10:00:00Z');
const at = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const ticket = (changes: Partial<WatchedTicket> = {}): WatchedTicket => ({ state: 'open', label: 'new', lastComment: null, failures: 0, changedAt: at(-10), lookedAt: null, endedAt: null, ...changes });

describe('watching a ticket', () => {
  it.each([
    [10, 5],
    [120, 15],
    [3 * 1440, 60],
    [30 * 1440, 360],
  ])('%i minutes after the last change the next look comes %i minutes later', (quiet, minutes) => {
    expect(nextLook(at(-quiet), now, 5)).toEqual(at(minutes));
  });

  it('never looks more often than the setting, and no more after 90 days without a change', () => {
    expect(nextLook(at(-10), now, 60)).toEqual(at(60));
    expect(nextLook(at(-91 * 1440), now, 5)).toBeNull();
  });

  it('tells what is new, once, and ends with the ticket', () => {
    const quiet = afterLook(ticket(), { state: 'open', label: 'open', comments: [] }, now, 5);
    expect(quiet).toMatchObject({ news: null, next: at(5), ticket: { label: 'open', changedAt: at(-10), lookedAt: now } });
    const asked = afterLook(ticket(), { state: 'waiting', label: 'stalled', comments: [{ id: '7', text: 'Вопрос' }] }, now, 5);
    expect(asked).toMatchObject({ news: { moved: true, state: 'waiting', comments: ['Вопрос'] }, ticket: { lastComment: '7', changedAt: now, endedAt: null } });
    const ended = afterLook(asked.ticket, { state: 'resolved', label: 'resolved', comments: [] }, now, 5);
    expect(ended).toMatchObject({ news: { moved: true, comments: [] }, next: null, ticket: { endedAt: now, lastComment: '7' } });
  });

  it('follows a draft the same way: registered ends it and says how, gone ends it', () => {
    const look = (draft: Parameters<typeof readingOfDraft>[0]) => afterLook(ticket({ label: '' }), readingOfDraft(draft), now, 5);
    expect(look({ state: 'draft' })).toMatchObject({ news: null, next: at(5) });
    expect(look({ state: 'registered', number: '12-и', date: null })).toMatchObject({ news: { registration: { number: '12-и', date: null } }, next: null, ticket: { endedAt: now } });
    expect(look({ state: 'gone' })).toMatchObject({ news: { state: 'rejected' }, next: null });
  });

  it('waits twice as long after each look without an answer, and forgets that after one with', () => {
    let state = ticket();
    const waits: number[] = [];
    for (let look = 0; look < 9; look++) {
      const after = afterLook(state, null, now, 5);
      waits.push(((after.next?.getTime() ?? 0) - now.getTime()) / 60_000);
      state = after.ticket;
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
    expect(afterLook(state, { state: 'open', label: 'new', comments: [] }, now, 5).ticket.failures).toBe(0);
    expect(afterLook(ticket({ changedAt: at(-91 * 1440) }), null, now, 5)).toMatchObject({ next: null, ticket: { endedAt: now } });
  });
});
