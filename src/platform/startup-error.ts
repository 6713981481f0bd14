/** The process cannot start; the message is one Russian sentence for the administrator that says what to do. */
export class StartupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartupError';
  }
}
