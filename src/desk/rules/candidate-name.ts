/** «R4.2» of an address: rule and version; anything else names none. */
export function readCandidate(text: string): { ruleId: string; version: number } {
  const [, ruleId = '', version = '0'] = /^(R\d{1,2})\.(\d{1,4})$/.exec(text) ?? [];
  return { ruleId, version: Number(version) };
}
