import { z } from 'zod';
import { CATEGORIES } from '../triage/verdict.js';

/** What a guide is about; words in `guides.systems` of `templates/messages/guides.json`. */
export const GUIDE_SYSTEMS = ['rmis', 'certificate', 'eis', 'eruz', 'fns', 'treasury', 'accredited', 'esia', 'platform', 'kazakhstan'] as const;
export type GuideSystem = (typeof GUIDE_SYSTEMS)[number];

/** Addresses under `/help` that are no guides. */
const RESERVED_SLUGS = ['which', 'certificate-check', 'search'];

/** Last part of a guide's address, `/help/<slug>`. */
export const guideSlug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{2,59}$/)
  .refine((slug) => !RESERVED_SLUGS.includes(slug));

/** Answers of the wizard that a guide may know already. */
const WIZARD_ANSWERS = [
  'facts.userBlocked',
  'facts.userRegistered',
  'facts.signsDocuments',
  'facts.loginFailed',
  'importResult.kind',
  'importResult.previouslyLoaded',
  'importResult.withOwner',
] as const;

const source = z.strictObject({
  title: z.string().trim().min(3).max(200),
  url: z.url({ protocol: /^https$/ }).optional(),
});

/** Front matter of a guide: what it is, for whom, from where, and when somebody last compared it with its sources. */
export const guideHead = z.strictObject({
  title: z.string().trim().min(5).max(120),
  summary: z.string().trim().min(20).max(300),
  system: z.enum(GUIDE_SYSTEMS),
  /** A checklist has steps to tick; each second-level heading of `questions` is a question. */
  kind: z.enum(['guide', 'checklist', 'questions']).default('guide'),
  audience: z.array(z.enum(['user', 'colleague', 'head', 'customer', 'supplier', 'anybody'])).min(1),
  /** Categories of verdicts with the heading that answers each. */
  categories: z.partialRecord(z.enum(CATEGORIES), z.string()).default({}),
  /** official: an authority says so; explained: in our words from several sources; unconfirmed: nobody could confirm the steps. */
  status: z.enum(['official', 'explained', 'unconfirmed']),
  sources: z.array(source).min(1).max(8),
  checkedOn: z.iso.date(),
  keywords: z.string().trim().max(600).default(''),
  /** What the wizard need not ask somebody who comes from here. */
  wizard: z.partialRecord(z.enum(WIZARD_ANSWERS), z.string().max(20)).default({}),
  related: z.array(guideSlug).max(6).default([]),
  /** Place in the list of its system, small first. */
  order: z.number().int().min(0).max(999).default(500),
});
export type GuideHead = z.infer<typeof guideHead>;

/** A part of a guide under one second-level heading. */
export interface GuideSection {
  id: string;
  title: string;
  /** Safe HTML without its heading. */
  html: string;
  /** The same as plain text. */
  text: string;
}

/** A guide ready to be shown. */
export interface Guide extends GuideHead {
  slug: string;
  /** Safe HTML before the first heading. */
  intro: string;
  sections: GuideSection[];
  /** Addresses under `/help/` that the text leads to. */
  links: string[];
}

/** What is wrong with a guide's text: names the sentence `guides.faults.<code>`. */
export interface GuideFault {
  code: 'front-matter' | 'yaml' | 'field' | 'heading' | 'section-id' | 'drawing' | 'no-section' | 'empty' | 'dead-link' | 'category-taken';
  params?: Record<string, string>;
}
