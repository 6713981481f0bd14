import { parseSmtpUrl } from './smtp-url.js';

const ADDRESS = /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@([\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?)$/u;

/** Whether a text names one sender: a bare address, or a name with the address in angle brackets. */
export function isSender(text: string): boolean {
  const [, address = text] = /^(?:"[^"<>]*"\s*|[^",;<>]*)<([^<>]+)>$/.exec(text) ?? [];
  const host = ADDRESS.exec(address)?.[1];
  return host !== undefined && !host.includes('..') && URL.canParse(`http://${host}`);
}

/** What is wrong with an address of a mail server, in Russian and without its password; `null` when nothing is. */
export function smtpUrlFault(text: string): string | null {
  try {
    parseSmtpUrl(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The same of the mailbox that is read, which nobody is let into without a name. */
export function mailboxUrlFault(text: string): string | null {
  const { username, password } = new URL(text);
  if (!username || !password) return 'укажите имя и пароль, imaps://имя:пароль@сервер';
  try {
    decodeURIComponent(`${username}${password}`);
    return null;
  } catch {
    return 'имя и пароль записывают с процентами (% — %25, @ — %40)';
  }
}
