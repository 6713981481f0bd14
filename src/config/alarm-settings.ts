import { z } from 'zod';

/** When something is an alarm. */
export interface AlarmSettings {
  /** Between two looks, and between two signs of life that a process gives. */
  checkSeconds: number;
  /** How long it has to be calm before an alarm ends. */
  calmSeconds: number;
  /** Age of the oldest delivery that should have left. */
  unsentSeconds: number;
  /** How long a worker may give no sign of life. */
  silentSeconds: number;
  /** Jobs that wait. */
  backlog: number;
  diskFreePercent: number;
  /** `null` = no limit is known. */
  databaseLimitBytes: number | null;
}

const MEGABYTE = 1024 * 1024;

const wholeNumber = (min: number, max: number) =>
  z.coerce.number({ error: 'нужно число' }).int({ error: 'нужно целое число' }).min(min, { error: `не меньше ${min}` }).max(max, { error: `не больше ${max}` });

/** Variables of the alarms; part of the environment's schema. */
export const alarmEnvironment = {
  /** Seconds between two looks for alarms. */
  ALARM_CHECK_SECONDS: wholeNumber(1, 600).default(30),
  /** Seconds that it has to be calm before an alarm ends. */
  ALARM_CALM_SECONDS: wholeNumber(1, 86_400).default(600),
  /** An alarm when something waits longer than this to be sent, in seconds. */
  ALARM_UNSENT_SECONDS: wholeNumber(10, 86_400).default(300),
  /** An alarm when a worker gives no sign of life for so many seconds; at least three times ALARM_CHECK_SECONDS. */
  ALARM_SILENT_SECONDS: wholeNumber(3, 86_400).default(180),
  /** An alarm when more jobs than this wait and ten minutes have not made them fewer. */
  ALARM_BACKLOG: wholeNumber(1, 1_000_000).default(500),
  /** An alarm when less than this part of the disk of DATA_DIR is free. */
  ALARM_DISK_FREE_PERCENT: wholeNumber(1, 90).default(10),
  /** Megabytes that the database may have; an alarm at nine tenths. None = no limit is known. */
  DATABASE_LIMIT_MB: wholeNumber(1, 1_000_000_000).optional(),
};

type AlarmEnvironment = z.output<z.ZodObject<typeof alarmEnvironment>>;

/** The settings as features use them. */
export function alarmSettings(env: AlarmEnvironment): AlarmSettings {
  return {
    checkSeconds: env.ALARM_CHECK_SECONDS,
    calmSeconds: env.ALARM_CALM_SECONDS,
    unsentSeconds: env.ALARM_UNSENT_SECONDS,
    silentSeconds: env.ALARM_SILENT_SECONDS,
    backlog: env.ALARM_BACKLOG,
    diskFreePercent: env.ALARM_DISK_FREE_PERCENT,
    databaseLimitBytes: env.DATABASE_LIMIT_MB === undefined ? null : env.DATABASE_LIMIT_MB * MEGABYTE,
  };
}

/** Faults between several variables, one sentence each. */
export function alarmFaults(env: AlarmEnvironment): string[] {
  return env.ALARM_SILENT_SECONDS < 3 * env.ALARM_CHECK_SECONDS ? ['ALARM_SILENT_SECONDS: должно быть хотя бы втрое больше ALARM_CHECK_SECONDS, иначе исправный исполнитель покажется замолчавшим'] : [];
}
