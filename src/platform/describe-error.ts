/** Class, code and stack, never the message of a database error: it may quote what somebody typed. */
export function describeError(thrown: unknown): string {
  const error = thrown as Error & { code?: string; driverError?: { code?: string } };
  const code = error.driverError?.code ?? error.code ?? '';
  const stack = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')).slice(0, 6).join(' | ') ?? '';
  return `${error.name} ${code} ${error.driverError ? '' : error.message} ${stack}`;
}
