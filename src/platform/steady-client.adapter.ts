import pg from 'pg';

/**
 * A client of PostgreSQL whose connection may break at any moment. While it is lent by its pool and runs no query nobody listens, and an `error`
 * without a listener ends the process: here it ends the next query instead, which fails with its own error.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
