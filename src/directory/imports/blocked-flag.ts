const YES = /^(да|yes|true|истина|1|\+|y|д)$/;
const NO = /^(нет|no|false|ложь|0|-|n|н|)$/;
const BLOCKED = /^(не ?актив|неактив|не действ|недейств|заблок|блокир|отключ|выключ|закрыт|удал[её]н|уволен|приостановл|block|disabled|inactive|locked|closed|suspended|архив)/;
const ACTIVE = /^(не заблок|не блокир|разблок|актив|действ|включ|работает|открыт|active|enabled|normal|норм|ok)/;

/**
 * Whether an account is blocked by what stands in its column. `asksActive`: the column asks the opposite («Активен»).
 * Understands «да», «1», «Заблокирован», «Активен: нет», a date of blocking. `null` when it cannot be told.
 */
export function isBlocked(cell: string, asksActive: boolean): boolean | null {
  const text = cell.toLowerCase().replace(/ё/g, 'е').replace(/\s+/g, ' ').trim();
  const [, word, answer] = /^([^:=]+?)\s*[:=]\s*(.+)$/.exec(text) ?? [];
  if (word && answer && (ACTIVE.test(word) || BLOCKED.test(word))) return isBlocked(answer, ACTIVE.test(word) && !BLOCKED.test(word));
  if (text === '') return false;
  if (YES.test(text)) return !asksActive;
  if (NO.test(text)) return asksActive;
  if (BLOCKED.test(text)) return true;
  if (ACTIVE.test(text)) return false;
  return /^\d{1,4}[.-]\d{1,2}[.-]\d{1,4}/.test(text) && !asksActive ? true : null;
}
