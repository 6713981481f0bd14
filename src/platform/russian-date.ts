/** Where the applicants are; all times shown are local to it. */
export const TIME_ZONE = 'Asia/Yekaterinburg';

const day = new Intl.DateTimeFormat('ru-RU', { timeZone: TIME_ZONE, day: 'numeric', month: 'long', year: 'numeric' });
const dayOfYear = new Intl.DateTimeFormat('ru-RU', { timeZone: TIME_ZONE, day: 'numeric', month: 'long' });
const time = new Intl.DateTimeFormat('ru-RU', { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit' });
const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE });

/** The day on a wall calendar in Tyumen, ISO. */
export const localDay = (instant: Date): string => isoDay.format(instant);

const bind = (text: string): string => text.replace(/ /g, '\u00a0');

/** «24 ноября 2026 г.», with spaces that do not break. */
export function russianDate(instant: string | Date): string {
  return bind(day.format(new Date(instant)));
}

/** «24 ноября 2026 г., 14:05 (Тюмень)». */
export function russianDateTime(instant: string | Date): string {
  return `${russianDate(instant)}, ${time.format(new Date(instant))} (Тюмень)`;
}

/** «24 ноября в 12:03», for sentences about what happened lately. */
export function russianMoment(instant: string | Date): string {
  const date = new Date(instant);
  return bind(`${dayOfYear.format(date)} в ${time.format(date)}`);
}

/** «12:20» when it is today in Tyumen, «25 ноября в 12:20» when not. */
export function russianClock(instant: string | Date, now: Date): string {
  const date = new Date(instant);
  return isoDay.format(date) === isoDay.format(now) ? time.format(date) : russianMoment(date);
}

/** The same as an answer to «when»: «в 12:20», «25 ноября в 12:20». */
export function russianWhen(instant: string | Date, now: Date): string {
  const clock = russianClock(instant, now);
  return /^\d\d:/.test(clock) ? `в\u00a0${clock}` : clock;
}

/** Digits in groups that people can read over the phone: «7299 000 007» from sizes 4, 3, 3; a rest stays as it is. */
export function groupDigits(digits: string, sizes: readonly number[]): string {
  const groups: string[] = [];
  let rest = digits;
  for (const size of sizes) {
    if (rest.length === 0) break;
    groups.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return [...groups, rest].filter(Boolean).join('\u00a0');
}
