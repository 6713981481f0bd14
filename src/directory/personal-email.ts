const LATIN: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'z', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't',
  у: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'c', ш: 's', щ: 's', ъ: '', ы: 'i', ь: '', э: 'e', ю: 'u', я: 'a',
};

/** Whether an address looks like this person's own: it begins a word with his surname («ivanova.mp@…»). Boxes of a department do not. */
export function isPersonal(email: string, surname: string): boolean {
  const written = skeleton(email.split('@')[0] ?? '');
  return surname.split(' ').some((word) => {
    const latin = skeleton([...word].map((letter) => LATIN[letter] ?? letter).join(''));
    return latin.length >= 3 && written.includes(latin.slice(0, 5));
  });
}

/** Ways to write one sound made one: «kh» and «h», «yu», «iu» and «u», «shch» and «s». */
function skeleton(latin: string): string {
  return latin
    .toLowerCase()
    .replace(/shch|sch|sh/g, 's')
    .replace(/kh/g, 'h')
    .replace(/zh/g, 'z')
    .replace(/ch|ts/g, 'c')
    .replace(/[jyi]([aueo])/g, '$1')
    .replace(/[jy]/g, 'i');
}
