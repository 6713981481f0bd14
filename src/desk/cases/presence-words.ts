/** Somebody at a case. */
export interface Attendant {
  /** As colleagues call him: the surname. */
  name: string;
  writing: boolean;
}

type Say = (key: string, params: object) => string;

/** «Смотрят Петрова и Сидоров · пишет Ким»; empty when nobody is there. `say` knows `desk-case.presence`. */
export function presenceWords(attendants: readonly Attendant[], say: Say): string {
  const part = (kind: 'looks' | 'writes', people: readonly Attendant[]): string[] => {
    if (people.length === 0) return [];
    const names = people.map(({ name }) => name).sort((a, b) => a.localeCompare(b, 'ru'));
    const last = names.pop() ?? '';
    return [say(`${kind}.${names.length === 0 ? 'one' : 'many'}`, { names: names.join(', '), last })];
  };
  const words = [...part('looks', attendants.filter(({ writing }) => !writing)), ...part('writes', attendants.filter(({ writing }) => writing))].join(' · ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
