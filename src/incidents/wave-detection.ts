import { signalKey, type WaveKind, type WaveSignal } from './wave-signals.js';

const HOUR_MS = 3_600_000;

/** A wave is the same trouble within so many hours. */
export const WAVE_HOURS = 4;
/** What is usual is looked up over so many days before. */
export const USUAL_DAYS = 14;
/** Working days of a fortnight, two windows of {@link WAVE_HOURS} in each: nights and weekends, when nobody writes, do not make the usual look small. */
const USUAL_WINDOWS = 20;

/**
 * From how many cases on it is a wave, of how many organisations, and by how much more than usual. Assumptions, see docs/adr/0021-daily-sums-and-waves.md:
 * an error text is the surest sign; an organisation may bring a few new employees in a day; one issuing centre serves nearly everybody.
 */
const WAVE_THRESHOLDS: Readonly<Record<WaveKind, { cases: number; bodies: number; timesUsual: number }>> = {
  'error-text': { cases: 4, bodies: 2, timesUsual: 3 },
  organization: { cases: 5, bodies: 1, timesUsual: 3 },
  issuer: { cases: 8, bodies: 3, timesUsual: 3 },
};

/** A wave whose cases mostly belong to a surer one is the same wave. */
const SAME_WAVE = 0.7;

/** Cases that share something. */
export interface Wave {
  kind: WaveKind;
  fingerprint: string;
  label: string;
  caseIds: string[];
}

/** What is known already. */
export interface KnownIncident {
  kind: WaveKind;
  fingerprint: string;
  /** `null` while it is open. */
  closedAt: Date | null;
}

/** The instant from which on cases belong to a wave that is found now. */
export function waveStart(now: Date): Date {
  return new Date(now.getTime() - WAVE_HOURS * HOUR_MS);
}

/**
 * Groups of cases that are many enough to be a wave, the surest kind first. What is open is not brought up again, and cases from before an
 * incident was closed do not bring it back.
 */
export function possibleWaves(signals: readonly WaveSignal[], known: readonly KnownIncident[], now: Date): Wave[] {
  const since = waveStart(now);
  const states = new Map(known.map((incident) => [signalKey(incident), incident]));
  const groups = new Map<string, WaveSignal[]>();
  for (const signal of signals) {
    const key = signalKey(signal);
    const incident = states.get(key);
    if (signal.at < since || (incident && (incident.closedAt === null || signal.at <= incident.closedAt))) continue;
    groups.set(key, [...(groups.get(key) ?? []), signal]);
  }
  const order = Object.keys(WAVE_THRESHOLDS);
  return [...groups.values()]
    .filter((group) => isMany(group))
    .map(waveOf)
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.caseIds.length - a.caseIds.length);
}

/**
 * Of the possible waves those that are more than usual and are not the same as a surer one.
 * @param usual how often a fingerprint came in the {@link USUAL_DAYS} before, by {@link signalKey}
 * @param tied cases that belong to an incident already, also to one that was closed lately
 */
export function newWaves(possible: readonly Wave[], usual: ReadonlyMap<string, number>, tied: ReadonlySet<string>): Wave[] {
  const taken = new Set(tied);
  return possible.filter((wave) => {
    const expected = (usual.get(signalKey(wave)) ?? 0) / USUAL_WINDOWS;
    if (wave.caseIds.length < expected * WAVE_THRESHOLDS[wave.kind].timesUsual) return false;
    if (wave.caseIds.filter((id) => taken.has(id)).length >= wave.caseIds.length * SAME_WAVE) return false;
    for (const id of wave.caseIds) taken.add(id);
    return true;
  });
}

function isMany(group: readonly WaveSignal[]): boolean {
  const { cases, bodies } = WAVE_THRESHOLDS[group[0]?.kind ?? 'issuer'];
  return group.length >= cases && new Set(group.map(({ body }) => body)).size >= bodies;
}

function waveOf(group: WaveSignal[]): Wave {
  const [{ kind, fingerprint, label } = { kind: 'issuer' as const, fingerprint: '', label: '' }] = group;
  return { kind, fingerprint, label, caseIds: group.map(({ caseId }) => caseId) };
}
