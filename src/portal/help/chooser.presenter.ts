import { Injectable } from '@nestjs/common';
import { CHOOSER, type ChooserEnd, follow, type QuestionId } from '../../guides/chooser.js';
import type { GuideCatalogue } from '../../guides/guide-catalogue.js';
import { Config } from '../../config/config.js';
import { TemplatesService } from '../../platform/templates.service.js';
import type { PageContext } from '../page.service.js';

/** An answer that was given, with the question where it can be changed. */
interface Given {
  label: string;
  value: string;
  href: string;
}

const pathOf = (answers: readonly string[]): string => ['/help/which', ...answers].join('/');

/** Words of «Какая это система?». */
@Injectable()
export class ChooserPresenter {
  constructor(
    private readonly templates: TemplatesService,
    private readonly config: Config,
  ) {}

  question(answers: readonly string[], id: QuestionId): PageContext {
    const start = answers.length === 0;
    return {
      title: this.title(id),
      kicker: this.templates.message('guides.chooser.start'),
      back: start ? '/help' : pathOf(answers.slice(0, -1)),
      options: Object.keys(CHOOSER[id]).map((answer) => ({ href: pathOf([...answers, answer]), label: this.option(id, answer) })),
      canonical: start ? `${this.config.baseUrl}/help/which` : null,
      description: this.templates.message('guides.descriptions.which'),
    };
  }

  end(answers: readonly string[], end: ChooserEnd, catalogue: GuideCatalogue): PageContext {
    return {
      title: this.templates.message('guides.titles.which-end'),
      back: pathOf(answers.slice(0, -1)),
      given: this.given(answers),
      ...this.goal(end, catalogue),
    };
  }

  /** Exactly one way on. */
  private goal(end: ChooserEnd, catalogue: GuideCatalogue): { text: string; href: string; button: string; away?: boolean } {
    const say = (key: string, params?: object): string => this.templates.message(`guides.chooser.${key}`, params);
    switch (end.kind) {
      case 'guide': {
        const guide = catalogue.find(end.slug);
        return guide ? { text: say('ends.guide', guide), href: `/help/${guide.slug}`, button: say('buttons.guide') } : this.goal({ kind: 'wizard' }, catalogue);
      }
      case 'wizard':
        return { text: say('ends.wizard'), href: '/', button: say('buttons.wizard') };
      case 'support': {
        const href = say(`supports.${end.id}.url`);
        return { text: say(`supports.${end.id}.text`), href, button: say('buttons.support', { host: new URL(href).host.replace(/^www\./, '') }), away: true };
      }
    }
  }

  private given(answers: readonly string[]): Given[] {
    return answers.flatMap((answer, index) => {
      const id = follow(answers.slice(0, index + 1))?.at;
      return id ? [{ label: this.title(id), value: this.option(id, answer), href: pathOf(answers.slice(0, index)) }] : [];
    });
  }

  private title(id: QuestionId): string {
    return this.templates.message(`guides.chooser.questions.${id}.title`);
  }

  private option(id: QuestionId, answer: string): string {
    return this.templates.message(`guides.chooser.questions.${id}.options.${answer}`);
  }
}
