import type { AlarmFigures, AlarmKind } from './alarm-signs.js';

/** An alarm that has begun. */
export interface AlarmRecord {
  readonly id: string;
  readonly kind: AlarmKind;
  readonly begunAt: Date;
  readonly endedAt: Date | null;
  /** Of the last look that saw it. */
  readonly figures: AlarmFigures;
}
