import { newWaves, possibleWaves, type KnownIncident } from './wave-detection.js';
import { normalErrorText, signalsOf, type WaveCase, type WaveSignal } from './wave-signals.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const ERROR = 'Служба недоступна, запрос № ';
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

/** Cases of as many organisations, one every ten minutes, the newest first. */
const cases = (count: number, change: (index: number) => Partial<WaveCase>): WaveCase[] =>
  Array.from({ length: count }, (_, index) => ({ id: `case-${index}`, at: minutesAgo(index * 10), issuer: null, inn: `72990000${index}`, organization: `Школа № ${index}`, errorText: null, ...change(index) }));
const look = (rows: WaveCase[], known: KnownIncident[] = []) => possibleWaves(rows.flatMap(signalsOf), known, NOW);
const kinds = (waves: { kind: string }[]) => waves.map(({ kind }) => kind);

describe('what cases have in common', () => {
  it.each([
    ['Служба проверки НЕДОСТУПНА, запрос № 12345.', 'служба проверки недоступна запрос'],
    ['служба проверки недоступна: запрос №777', 'служба проверки недоступна запрос'],
    ['Сертификат «Иванова Мария» не найден в хранилище', 'сертификат не найден в хранилище'],
    ['Ошибка 0x8009000D в модуле 9f86d081884c', 'ошибка в модуле'],
    ['ошибка', null],
    ['', null],
  ])('%j reads as %j', (text, normal) => {
    expect(normalErrorText(text)).toBe(normal);
  });
});

describe('a wave', () => {
  it('is one error text of several organisations within hours', () => {
    expect(kinds(look(cases(4, (index) => ({ errorText: `${ERROR}${index}` }))))).toEqual(['error-text']);
  });

  it.each<[string, WaveCase[]]>([
    ['too few', cases(3, () => ({ errorText: ERROR }))],
    ['all of one organisation', cases(4, () => ({ errorText: ERROR, inn: '7299000001' }))],
    ['too far apart', cases(4, (index) => ({ errorText: ERROR, at: minutesAgo(index * 90) }))],
  ])('is not: %s', (_name, rows) => {
    expect(look(rows)).toEqual([]);
  });

  it('is one organisation, or one issuing centre of many', () => {
    expect(kinds(look(cases(5, () => ({ inn: '7299000001' }))))).toEqual(['organization']);
    expect(kinds(look(cases(8, () => ({ issuer: 'УЦ «Небывалый»' }))))).toEqual(['issuer']);
    expect(look(cases(7, () => ({ issuer: 'УЦ «Небывалый»' })))).toEqual([]);
  });

  it('is brought up once while it is open, and again only by cases after its end', () => {
    const rows = cases(6, () => ({ errorText: ERROR }));
    const [{ kind, fingerprint } = { kind: 'issuer' as const, fingerprint: '' }] = look(rows);
    expect(look(rows, [{ kind, fingerprint, closedAt: null }])).toEqual([]);
    expect(look(rows, [{ kind, fingerprint, closedAt: minutesAgo(15) }])).toEqual([]);
    expect(look(rows, [{ kind, fingerprint, closedAt: minutesAgo(35) }])).toHaveLength(1);
  });

  it('is more than usual', () => {
    const possible = look(cases(8, () => ({ issuer: 'УЦ казначейства' })));
    expect(newWaves(possible, new Map([['issuer:уц казначейства', 50]]), new Set())).toHaveLength(1);
    expect(newWaves(possible, new Map([['issuer:уц казначейства', 80]]), new Set())).toEqual([]);
  });

  it('is not brought up twice under two names, nor when its cases belong to an incident', () => {
    const possible = look(cases(8, () => ({ issuer: 'УЦ «Небывалый»', errorText: ERROR })));
    expect(kinds(possible)).toEqual(['error-text', 'issuer']);
    expect(kinds(newWaves(possible, new Map(), new Set()))).toEqual(['error-text']);
    expect(newWaves(possible, new Map(), new Set(['case-0', 'case-1', 'case-2', 'case-3', 'case-4', 'case-5']))).toEqual([]);
  });

  it('knows which signals are of one case', () => {
    const [signal] = signalsOf(cases(1, () => ({ errorText: ERROR }))[0] as WaveCase) as [WaveSignal];
    expect(signal).toMatchObject({ kind: 'error-text', caseId: 'case-0', label: 'Служба недоступна, запрос №', body: '729900000' });
  });
});
