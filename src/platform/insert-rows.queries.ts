import type { EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';

/** What a repeated row does: nothing, or the statement fails. */
type OnConflict = 'fail' | 'ignore';

/**
 * Inserts whole rows, as `manager.insert` does, without TypeORM's query builder: for the path that many take at once
 * (`POST cases` takes an eighth less processor time with it). Every column but identities is written; nothing is read back.
 */
export async function insertRows<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: Row[],
  onConflict: OnConflict = 'fail',
): Promise<void> {
  if (rows.length === 0) return;
  const { driver } = manager.dataSource;
  const metadata = manager.dataSource.getMetadata(entity);
  const columns = written(metadata);
  const values = rows.flatMap((row) => columns.map((column) => driver.preparePersistentValue(column.getEntityValue(row), column) as unknown));
  await manager.query(statement(metadata, rows.length, onConflict), values);
}

const written = (metadata: EntityMetadata): EntityMetadata['columns'] => metadata.columns.filter(({ isGenerated }) => !isGenerated);

function statement(metadata: EntityMetadata, rows: number, onConflict: OnConflict): string {
  const columns = written(metadata).map(({ databaseName }) => `"${databaseName}"`);
  const tuple = (row: number): string => `(${columns.map((_, index) => `$${row * columns.length + index + 1}`).join(', ')})`;
  const tuples = Array.from({ length: rows }, (_, row) => tuple(row)).join(', ');
  return `INSERT INTO "${metadata.tableName}" (${columns.join(', ')}) VALUES ${tuples}${onConflict === 'ignore' ? ' ON CONFLICT DO NOTHING' : ''}`;
}
