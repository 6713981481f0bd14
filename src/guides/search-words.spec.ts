import { readGuideFiles } from './guide-files.adapter.js';
import { keepableQuery } from './missing-query.js';
import { canonicalWords, isSynonym, readSynonyms, wordsOf } from './search-words.js';

const synonyms = readSynonyms(readGuideFiles().synonyms);
const canonical = (text: string) => canonicalWords(wordsOf(text), synonyms).join(' ');

test.each([
  ['как заменить эцп в еис', 'как замена подпись в еис'],
  ['Электронную цифровую подпись', 'подпись'],
  ['КЭП на флешке', 'подпись на токен'],
  ['учётная запись', 'логин'],
  ['АЦК-Госзаказ', 'рмис'],
  ['не грузится', 'сбой'],
  ['загрузить', 'загрузка'],
])('%s means %s', (typed, meant) => expect(canonical(typed)).toBe(meant));

describe('what is kept of a search that found nothing', () => {
  const keep = (typed: string) => keepableQuery(typed, (word) => ['сертификатов', 'где', 'в'].includes(word) || isSynonym(word, synonyms));

  test.each([['личный штамп'], ['где печать сертификатов'], ['принтер в рмис']])('%s is', (typed) => expect(keep(typed)).toBe(typed));

  test.each([
    ['Иванова Мария Петровна'], ['иванова мария'], ['петровна'], ['сидоров'], ['Зуев'], ['печать Смит'], ['шевченко'], ['и. о. печать'], ['печать 7299000007'], ['+7 3452 00-00-00'], ['ivanova@example.ru'],
    ['алексей'], ['112-233-445 95'], ['ольге'], ['ковальчук'], ['слово слово слово слово слово слово слово'], ['х'.repeat(80)], ['...'],
  ])('%s is not', (typed) => expect(keep(typed)).toBeNull());
});
