import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import type { AlarmStep, OpenAlarm } from './alarm-course.js';
import type { AlarmRecord } from './alarm-record.js';
import type { AlarmFigures, AlarmReading, Beat } from './alarm-signs.js';

/** One look at a time, of all processes. */
const LOOK_LOCK = 7_200_192;
const GROWTH_MINUTES = 10;

/** What a process says of itself. */
export interface OwnBeat {
  id: string;
  role: 'all' | 'web' | 'worker';
  failing: string[];
  diskFree: number | null;
  diskTotal: number | null;
}

const COLUMNS = 'id, kind, begun_at AS "begunAt", ended_at AS "endedAt", figures';

/** Signs of life and alarms as rows. All times are the database's: processes may disagree about the hour. */
@Injectable()
export class AlarmsQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async beat({ id, role, failing, diskFree, diskTotal }: OwnBeat, startedSecondsAgo: number): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO process_beats (id, role, started_at, beat_at, failing, disk_free, disk_total) VALUES ($1, $2, now() - make_interval(secs => $6), now(), $3, $4, $5)
       ON CONFLICT (id) DO UPDATE SET beat_at = now(), failing = $3, disk_free = $4, disk_total = $5`,
      [id, role, failing, diskFree, diskTotal, startedSecondsAgo],
    );
  }

  /** The process ends in order. */
  async signOff(id: string): Promise<void> {
    await this.dataSource.query('UPDATE process_beats SET signed_off = true WHERE id = $1', [id]);
  }

  /** What there is to be seen now. */
  async reading(): Promise<AlarmReading & { at: Date }> {
    const beats = await this.dataSource.query<Beat[]>(
      `SELECT role <> 'web' AS "isWorker", extract(epoch FROM now() - started_at)::float AS age, extract(epoch FROM now() - beat_at)::float AS silence,
              signed_off AS "signedOff", failing, disk_free::float AS "diskFree", disk_total::float AS "diskTotal" FROM process_beats`,
    );
    const [row] = await this.dataSource.query<(Omit<AlarmReading, 'beats'> & { at: Date })[]>(
      `SELECT now() AS at,
              (SELECT coalesce(extract(epoch FROM now() - min(next_attempt_at)), 0)::float FROM deliveries WHERE state = 'pending' AND next_attempt_at <= now()) AS "oldestUnsent",
              coalesce(extract(epoch FROM now() - min(due_at)), 0)::float AS "oldestDue",
              count(*)::int AS due,
              (SELECT due FROM work_samples WHERE at <= now() - make_interval(mins => $1) ORDER BY at DESC LIMIT 1) AS "dueBefore",
              pg_database_size(current_database())::float AS "databaseBytes"
         FROM outbox WHERE due_at <= now()`,
      [GROWTH_MINUTES],
    );
    if (!row) throw new Error('nothing was read');
    return { ...row, beats };
  }

  /** Whether this look is ours; until the end of the transaction. */
  async lock(manager: EntityManager): Promise<boolean> {
    const [row] = await manager.query<{ mine: boolean }[]>('SELECT pg_try_advisory_xact_lock($1) AS mine', [LOOK_LOCK]);
    return row?.mine ?? false;
  }

  /**
   * Keeps how much is due, and forgets after an hour; and after a day processes that nobody misses: a worker that was replaced, or that
   * another one does without.
   */
  async sample(manager: EntityManager, due: number): Promise<void> {
    await manager.query(`INSERT INTO work_samples (at, due) SELECT now(), $1 WHERE NOT EXISTS (SELECT 1 FROM work_samples WHERE at > now() - interval '30 seconds')`, [due]);
    await manager.query(`DELETE FROM work_samples WHERE at < now() - interval '1 hour'`);
    await manager.query(
      `DELETE FROM process_beats AS gone WHERE beat_at < now() - interval '1 day' AND (role = 'web' OR signed_off OR EXISTS (
         SELECT 1 FROM process_beats AS other WHERE other.role <> 'web' AND (other.started_at > gone.beat_at OR other.beat_at > now() - interval '1 hour')))`,
    );
  }

  /** Open alarms, suspected ones among them. */
  open(manager: EntityManager): Promise<OpenAlarm[]> {
    return manager.query<OpenAlarm[]>(
      `SELECT id, kind, seen_at AS "seenAt", begun_at AS "begunAt", calm_since AS "calmSince",
              (SELECT count(*) FROM alarms AS earlier WHERE earlier.kind = alarms.kind AND earlier.ended_at > now() - interval '1 day')::int AS "endedLately"
         FROM alarms WHERE ended_at IS NULL`,
    );
  }

  /** Does what a look has decided. Tells the alarm when it has begun or ended just now, else `null`. */
  async take(manager: EntityManager, step: AlarmStep, figures: AlarmFigures): Promise<{ alarmId: string; alarmMoment: 'begun' | 'ended' } | null> {
    switch (step.step) {
      case 'suspect':
        await manager.query('INSERT INTO alarms (id, kind, seen_at, figures) VALUES ($1, $2, now(), $3) ON CONFLICT DO NOTHING', [randomUUID(), step.kind, figures]);
        return null;
      case 'forget':
        await manager.query('DELETE FROM alarms WHERE id = $1', [step.id]);
        return null;
      case 'begin':
        await manager.query('UPDATE alarms SET begun_at = now(), figures = $2 WHERE id = $1', [step.id, figures]);
        return { alarmId: step.id, alarmMoment: 'begun' };
      case 'go-on':
        await manager.query('UPDATE alarms SET calm_since = NULL, figures = $2 WHERE id = $1', [step.id, figures]);
        return null;
      case 'calm-down':
        await manager.query('UPDATE alarms SET calm_since = now() WHERE id = $1', [step.id]);
        return null;
      case 'end':
        await manager.query('UPDATE alarms SET ended_at = now() WHERE id = $1', [step.id]);
        return { alarmId: step.id, alarmMoment: 'ended' };
    }
  }

  /** Alarms that stand. */
  standing(): Promise<AlarmRecord[]> {
    return this.dataSource.query<AlarmRecord[]>(`SELECT ${COLUMNS} FROM alarms WHERE begun_at IS NOT NULL AND ended_at IS NULL ORDER BY begun_at, id`);
  }

  /** Alarms that have ended, the last one first. */
  ended(from: number, count: number): Promise<AlarmRecord[]> {
    return this.dataSource.query<AlarmRecord[]>(`SELECT ${COLUMNS} FROM alarms WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id LIMIT $2 OFFSET $1`, [from, count]);
  }

  async find(id: string): Promise<AlarmRecord | null> {
    const [row] = await this.dataSource.query<AlarmRecord[]>(`SELECT ${COLUMNS} FROM alarms WHERE id = $1 AND begun_at IS NOT NULL`, [id]);
    return row ?? null;
  }
}
