import { type Action, type Actor, can, type Rights } from '../../accounts/policy.js';

interface Section {
  path: string;
  /** Names the word `desk.sections.<key>`. */
  key: string;
  action: Action;
  subject: Rights[Action];
}

/** Sections of the top bar in their order; one is added with its pages. */
const BAR: readonly Section[] = [
  { path: '/desk/worklist', key: 'worklist', action: 'see', subject: 'case' },
  { path: '/desk/batches', key: 'batches', action: 'manage', subject: 'batches' },
  { path: '/desk/directory', key: 'directory', action: 'see', subject: 'directory' },
  { path: '/desk/expiry', key: 'expiry', action: 'see', subject: 'directory' },
  { path: '/desk/incidents', key: 'incidents', action: 'see', subject: 'overview' },
  { path: '/desk/overview', key: 'overview', action: 'see', subject: 'overview' },
];

/** What stands in the menu under one's own name. */
const MENU: readonly Section[] = [
  { path: '/desk/inbox', key: 'inbox', action: 'answer', subject: 'case' },
  { path: '/desk/tasks', key: 'tasks', action: 'manage', subject: 'own-tasks' },
  { path: '/desk/alarms', key: 'alarms', action: 'see', subject: 'alarms' },
  { path: '/desk/account', key: 'account', action: 'manage', subject: 'own-account' },
  { path: '/desk/answers', key: 'answers', action: 'manage', subject: 'answers' },
  { path: '/desk/rules', key: 'rules', action: 'manage', subject: 'rules' },
  { path: '/desk/guides', key: 'guides', action: 'manage', subject: 'guides' },
  { path: '/desk/operators', key: 'operators', action: 'manage', subject: 'operators' },
  { path: '/desk/settings', key: 'settings', action: 'manage', subject: 'settings' },
  { path: '/desk/webhooks', key: 'webhooks', action: 'manage', subject: 'webhooks' },
  { path: '/desk/queues', key: 'queues', action: 'manage', subject: 'queues' },
  { path: '/desk/audit', key: 'audit', action: 'see', subject: 'audit-log' },
];

/** A link of the top bar. */
export interface SectionLink {
  path: string;
  key: string;
  current: boolean;
}

/** The sections that somebody may open, the one he is in marked. */
export function sectionsFor(actor: Actor, path: string): { bar: SectionLink[]; menu: SectionLink[] } {
  const links = (sections: readonly Section[]) =>
    sections
      .filter(({ action, subject }) => can(actor, action, subject))
      .map((section) => ({ path: section.path, key: section.key, current: path === section.path || path.startsWith(`${section.path}/`) }));
  return { bar: links(BAR), menu: links(MENU) };
}
