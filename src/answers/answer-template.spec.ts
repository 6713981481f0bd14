import fc from 'fast-check';
import { answerFaults, type AnswerValues, fillAnswer, PLACEHOLDERS } from './answer-template.js';

const VALUES = { ...Object.fromEntries(PLACEHOLDERS.map((name) => [name, ''])), имя: 'Мария Петровна', номер: '2026-000001', организация: 'ГБУ «Больница» <b>&' } as AnswerValues;
const code = (source: string): string | undefined => answerFaults(source, 'body')[0]?.code;

describe('templates of answers', () => {
  it('fills what it knows, as plain text', () => {
    expect(fillAnswer('Здравствуйте, {{имя}}.\n\n\n\nНомер {{номер}}, {{организация}}  \n', VALUES)).toBe('Здравствуйте, Мария Петровна.\n\nНомер 2026-000001, ГБУ «Больница» <b>&');
    expect(fillAnswer('{{#if инн}}ИНН {{инн}}{{else}}ИНН не указан{{/if}}', VALUES)).toBe('ИНН не указан');
  });

  it.each([
    ['{{имя', 'template-syntax'],
    ['{{#if имя}}', 'template-syntax'],
    ['{{фамилия}}', 'template-unknown'],
    ['{{#if фамилия}}{{/if}}', 'template-unknown'],
    ['{{constructor}}', 'template-unknown'],
    ['{{__proto__}}', 'template-unknown'],
    ['{{имя.constructor}}', 'template-forbidden'],
    ['{{../имя}}', 'template-forbidden'],
    ['{{@root}}', 'template-forbidden'],
    ['{{lookup this "имя"}}', 'template-forbidden'],
    ['{{имя номер}}', 'template-forbidden'],
    ['{{#each имя}}{{/each}}', 'template-forbidden'],
    ['{{#with имя}}{{/with}}', 'template-forbidden'],
    ['{{#if имя includeZero=true}}{{/if}}', 'template-forbidden'],
    ['{{#if имя}}{{> pages/_layout}}{{/if}}', 'template-forbidden'],
    ['{{> mail/_layout}}', 'template-forbidden'],
    ['{{#*inline "x"}}{{/inline}}', 'template-forbidden'],
    ['{{"имя"}}', 'template-forbidden'],
  ])('refuses %s', (source, expected) => {
    expect(code(source)).toBe(expected);
    expect(() => fillAnswer(source, VALUES)).toThrow('answer not checked');
  });

  it('says which one it does not know, and in which line something does not close', () => {
    expect(answerFaults('{{имя}} {{фамилия}}', 'body')).toEqual([{ path: 'body', code: 'template-unknown', params: { name: 'фамилия' } }]);
    expect(answerFaults('раз\nдва {{имя', 'body')[0]?.params).toEqual({ line: 2 });
  });

  it('either finds fault with a text or fills it, whatever it is', () => {
    const pieces = fc.array(fc.constantFrom('{{', '}}', '{{{', '}}}', '#if ', '/if', 'имя', 'else', '../', '@', '.', '>', '!', '~', '"', '\\', ' ', 'x'), { maxLength: 12 });
    fc.assert(fc.property(fc.oneof(fc.string(), pieces.map((all) => all.join(''))), (source) => {
      if (answerFaults(source, 'body').length === 0) expect(typeof fillAnswer(source, VALUES)).toBe('string');
    }));
  });
});
