import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { checkDescription } from './http-desk-description.js';

type Spoilt = Record<string, Record<string, unknown>>;
const example = (): Spoilt => parse(readFileSync('examples/service-desk.yaml', 'utf8')) as Spoilt;
const faults = (spoil: (description: Spoilt) => void): string[] => {
  const description = example();
  spoil(description);
  const checked = checkDescription(description);
  return 'faults' in checked ? checked.faults : [];
};

describe('the description of a portal', () => {
  it('of the example is right', () => {
    expect(checkDescription(example())).toHaveProperty('description');
  });

  it('is refused with every fault at once, each with its place', () => {
    const found = faults((description) => {
      delete description['find'];
      description['create'] = { ...description['create'], method: 'DELETE', id: 'a..b' };
      description['states'] = { Закрыта: 'done' };
      description['extra'] = {};
    });
    expect(found.map((fault) => fault.split(':')[0])).toEqual(expect.arrayContaining(['find', 'create.method', 'create.id', 'states.Закрыта', 'файл']));
  });

  it.each([
    ['comment', '{"text": {{json txt}} }', 'неизвестное имя'],
    ['comment', '{"text": "{{text}}"}', 'получается не JSON'],
    ['comment', '{"text": {{json text}}}', 'нужен пробел'],
  ])('finds a template that cannot be filled before anybody needs it: %s %s', (request, json, words) => {
    const found = faults((description) => void Object.assign(description[request] ?? {}, { json }));
    expect(found.join()).toContain(`${request}.json: `);
    expect(found.join()).toContain(words);
  });

  it('must say how a file gets there', () => {
    expect(faults((description) => void delete description['attach']).join()).toContain('attach');
  });
});
