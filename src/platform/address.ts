/** Path of a request's target as the router reads it: without origin and query, ASCII letters no longer hidden behind `%`. */
export function addressPath(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return path.replace(/%([2-7][\da-f])/gi, (octet, digits: string) => (/^2f$/i.test(digits) ? octet : String.fromCharCode(Number.parseInt(digits, 16))));
}

/** Whether an address is for programs, so that errors there are answered in JSON; in any case of letters, since it is about what was meant. */
export function isForPrograms(url: string): boolean {
  return /^\/+(?:api|metrics|health)(?:\/|$)/i.test(addressPath(url));
}
