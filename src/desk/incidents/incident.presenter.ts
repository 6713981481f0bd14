import { Injectable } from '@nestjs/common';
import { NO_FILTERS } from '../../cases/worklist/worklist-query.js';
import { INCIDENT_PAGE, type IncidentCase, type IncidentSummary } from '../../incidents/incident-view.js';
import { WAVE_HOURS } from '../../incidents/wave-detection.js';
import { russianClock, russianMoment } from '../../platform/russian-date.js';
import { TemplatesService } from '../../platform/templates.service.js';
import { pageLinks } from '../frame/page-index.js';
import { listAddress } from '../worklist/worklist-address.js';

const HOUR_MS = 3_600_000;

/** Shapes incidents for their pages; the words live in `templates/messages/incidents.json`. */
@Injectable()
export class IncidentPresenter {
  constructor(private readonly templates: TemplatesService) {}

  /** One incident in a list, and on the overview. */
  line(incident: IncidentSummary, now: Date): object {
    const { id, kind, label, cases, openCases, bodies, firstAt, lastAt, closedAt, foundAt } = incident;
    const quiet = lastAt !== null && now.getTime() - lastAt.getTime() > WAVE_HOURS * HOUR_MS;
    return {
      href: `/desk/incidents/${id}`,
      kind: this.say(`kinds.${kind}`),
      label,
      cases: cases.toLocaleString('ru-RU'),
      openCases: openCases.toLocaleString('ru-RU'),
      bodies: bodies.toLocaleString('ru-RU'),
      first: firstAt && russianMoment(firstAt),
      last: lastAt && russianClock(lastAt, now),
      found: russianMoment(foundAt),
      closed: closedAt && russianMoment(closedAt),
      state: this.say(closedAt ? 'states.closed' : quiet ? 'states.quiet' : 'states.growing'),
      isGrowing: !closedAt && !quiet,
    };
  }

  page(incident: IncidentSummary, cases: readonly IncidentCase[], names: ReadonlyMap<string, string>, page: number, now: Date): object {
    return {
      ...this.line(incident, now),
      id: incident.id,
      version: incident.version,
      isOpen: incident.closedAt === null,
      note: incident.note,
      worklist: listAddress({ view: 'all', sort: 'newest', filters: { ...NO_FILTERS, incident: incident.id } }),
      closedBy: incident.closedBy && (names.get(incident.closedBy) ?? this.templates.message('worklist.somebody')),
      rows: cases.slice(0, INCIDENT_PAGE).map((row) => ({
        id: row.id,
        number: row.number,
        href: `/desk/cases/${row.number}`,
        person: row.person,
        organization: row.organization,
        status: this.templates.message(`worklist.statuses.${row.status}`),
        came: russianMoment(row.createdAt),
        tied: row.tiedBy ? this.say('tiedBy', { name: names.get(row.tiedBy) ?? this.templates.message('worklist.somebody') }) : this.say('tiedItself'),
      })),
      ...pageLinks(`/desk/incidents/${incident.id}`, page, cases.length > INCIDENT_PAGE),
    };
  }

  private say(key: string, params: object = {}): string {
    return this.templates.message(`incidents.${key}`, params);
  }
}
