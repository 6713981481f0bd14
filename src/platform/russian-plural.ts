const rules = new Intl.PluralRules('ru');

/** Which of three forms a noun takes after a number: «1 обращение», «2 обращения», «5 обращений». Names the key of the sentence. */
export function pluralForm(count: number): 'one' | 'few' | 'many' {
  const form = rules.select(count);
  return form === 'one' || form === 'few' ? form : 'many';
}
