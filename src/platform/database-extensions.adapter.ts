import type { Client } from 'pg';
import { StartupError } from './startup-error.js';

/** Extensions the schema is built on. Each is «trusted»: whoever may create in the database may install it, no superuser needed. */
const EXTENSIONS = ['pg_trgm'];

/**
 * Installs what is missing; a server of somebody else may not have it, or not let us.
 * @throws StartupError with the command for its administrator.
 */
export async function prepareExtensions(client: Client): Promise<void> {
  for (const name of EXTENSIONS) {
    const { rowCount } = await client.query('SELECT 1 FROM pg_extension WHERE extname = $1', [name]);
    if (rowCount) continue;
    await client.query(`CREATE EXTENSION IF NOT EXISTS ${name}`).catch((error: unknown) => {
      const denied = (error as { code?: string }).code === '42501';
      throw new StartupError(
        denied
          ? `Поиску нужно расширение PostgreSQL ${name}, а установить его Certdesk не может: не хватает прав. Попросите администратора базы выполнить в ней CREATE EXTENSION ${name}; и запустите Certdesk снова.`
          : `На сервере PostgreSQL нет расширения ${name}, а без него не работает поиск. Установите на сервере пакет postgresql-contrib и запустите Certdesk снова.`,
      );
    });
  }
}
