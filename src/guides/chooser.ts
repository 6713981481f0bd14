import type { GuideSystem } from './guide.js';

/** Where a chooser's way ends: at exactly one of these. */
export type ChooserEnd = { kind: 'guide'; slug: string } | { kind: 'wizard' } | { kind: 'support'; id: SupportId };

/** Whose help it is when it is not ours; words and address in `guides.chooser.supports`. */
export type SupportId = 'eis' | 'fns' | 'treasury' | 'esia' | 'platform';

/** An answer leads to the next question, by its name, or to an end. */
export type ChooserStep = { ask: QuestionId } | ChooserEnd;

export type QuestionId = 'where' | 'rmis' | 'eis' | 'eis-customer' | 'eis-supplier' | 'fns' | 'treasury' | 'esia' | 'platform' | 'seen';

/** More than this nobody answers. */
export const MOST_QUESTIONS = 3;

const guide = (slug: string): ChooserEnd => ({ kind: 'guide', slug });
const support = (id: SupportId): ChooserEnd => ({ kind: 'support', id });
const wizard: ChooserEnd = { kind: 'wizard' };

/** «Какая это система?» as data: questions with their answers in order; words in `guides.chooser.questions`. */
export const CHOOSER: Record<QuestionId, Record<string, ChooserStep>> = {
  where: {
    rmis: { ask: 'rmis' },
    eis: { ask: 'eis' },
    fns: { ask: 'fns' },
    treasury: { ask: 'treasury' },
    esia: { ask: 'esia' },
    eruz: guide('eruz'),
    platform: { ask: 'platform' },
    kazakhstan: guide('kazakhstan'),
    unknown: { ask: 'seen' },
  },
  rmis: {
    import: guide('rmis-import'),
    window: wizard,
    login: wizard,
    blocked: wizard,
    'no-account': guide('rmis-letter'),
    signing: wizard,
  },
  eis: { customer: { ask: 'eis-customer' }, supplier: { ask: 'eis-supplier' } },
  'eis-customer': {
    'new-certificate': guide('eis-new-certificate'),
    ending: guide('eis-renewal'),
    registration: guide('eis-registration'),
    identifier: guide('eis-identifier'),
    broken: support('eis'),
  },
  'eis-supplier': {
    'new-certificate': guide('eis-new-certificate'),
    ending: guide('eis-renewal'),
    registration: guide('eruz'),
    identifier: guide('eis-identifier'),
    broken: support('eis'),
  },
  fns: { head: guide('certificate-fns'), staff: guide('certificate-staff'), budget: guide('certificate-treasury'), broken: support('fns') },
  treasury: { budget: guide('certificate-treasury'), company: guide('certificate-fns'), staff: guide('certificate-staff'), broken: support('treasury') },
  esia: { purpose: guide('esia'), broken: support('esia') },
  platform: { accreditation: guide('platforms'), broken: support('platform') },
  seen: { window: wizard, zakupki: guide('eis-new-certificate'), ncalayer: guide('kazakhstan'), file: guide('certificate-file'), nothing: guide('questions') },
};

/** Where answers given in turn have led: to a question or an end; `null` when there is no such answer. */
export function follow(answers: readonly string[]): { at: QuestionId | null; step: ChooserStep } | null {
  let step: ChooserStep = { ask: 'where' };
  let at: QuestionId | null = null;
  for (const answer of answers) {
    if (!('ask' in step)) return null;
    at = step.ask;
    const options: Record<string, ChooserStep> = CHOOSER[at];
    const next: ChooserStep | undefined = Object.hasOwn(options, answer) ? options[answer] : undefined;
    if (!next) return null;
    step = next;
  }
  return { at, step };
}

/**
 * Where somebody goes whom a guide of this system did not help, as answers of the chooser; `null` = the wizard, which knows
 * РМИС and its certificates only.
 */
export const AFTER_GUIDE: Record<GuideSystem, readonly string[] | null> = {
  rmis: null,
  certificate: null,
  eis: ['eis', 'customer', 'broken'],
  eruz: ['eis', 'supplier', 'broken'],
  fns: ['fns', 'broken'],
  treasury: ['treasury', 'broken'],
  accredited: [],
  esia: ['esia', 'broken'],
  platform: ['platform', 'broken'],
  kazakhstan: [],
};
