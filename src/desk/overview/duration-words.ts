const HOUR = 60;
const DAY = 24 * HOUR;

/** «12 мин», «2 ч 15 мин», «3 дн. 4 ч»: two units at most, with spaces that do not break. */
export function durationWords(minutes: number): string {
  const whole = Math.max(1, Math.round(minutes));
  if (whole < HOUR) return `${whole}\u00a0мин`;
  if (whole < DAY) return pair(Math.floor(whole / HOUR), 'ч', whole % HOUR, 'мин');
  const hours = Math.round(whole / HOUR);
  return pair(Math.floor(hours / 24), 'дн.', hours % 24, 'ч');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = `${large}\u00a0${largeUnit}`;
  return small === 0 ? first : `${first} ${small}\u00a0${smallUnit}`;
}
