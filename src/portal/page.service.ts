import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { TemplatesService } from '../platform/templates.service.js';

/** What every page is given besides its own rows. */
export interface PageContext {
  title: string;
  /** Where «Назад» leads; left out on first and last pages. */
  back?: string | null;
  progress?: string;
  /** A page with faults says so in its title and its summary. */
  errors?: readonly { text: string; href?: string }[];
  /** The same for a page that words its fault in its own place. */
  faulty?: boolean;
  [row: string]: unknown;
}

/** Sends pages and fragments with the headers that they need. */
@Injectable()
export class PageService {
  constructor(private readonly templates: TemplatesService) {}

  /** A page of the wizard: kept by no shared cache; 422 when it has faults. */
  send(reply: FastifyReply, name: string, context: PageContext): void {
    const hasErrors = (context.errors?.length ?? 0) > 0;
    const faulty = hasErrors || context.faulty === true;
    void reply
      .status(faulty ? 422 : 200)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'private, no-cache')
      .header('referrer-policy', 'same-origin')
      .send(this.templates.render(`pages/${name}`, { ...context, errors: hasErrors && context.errors, faulty }));
  }

  /** A page that is reached by a secret address: stored nowhere, told to nobody. */
  sendPrivate(reply: FastifyReply, name: string, context: object, status = 200): void {
    void reply
      .status(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex, nofollow')
      .send(this.templates.render(`pages/${name}`, { ...context, private: true }));
  }

  /** After a form: the next page is asked for with GET, so that a reload sends nothing twice. */
  redirect(reply: FastifyReply, path: string): void {
    void reply.header('cache-control', 'no-store').redirect(path, 303);
  }
}
