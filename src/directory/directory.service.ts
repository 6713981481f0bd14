import { Inject, Injectable, Logger } from '@nestjs/common';
import { slips } from '../cases/worklist-search.js';
import { Config } from '../config/config.js';
import { ClockService } from '../platform/clock.service.js';
import { describeError } from '../platform/describe-error.js';
import { SECRET_KEY } from '../platform/secret-key.js';
import { type DirectoryAnswer, evidenceOf, findingsOf, NO_ANSWER } from './directory-answer.js';
import { type ActiveVersion, DirectoryMatchQueries } from './directory-match.queries.js';
import { foldName } from './folded-name.js';
import { isStale } from './freshness.js';
import { type AccountMatch, type ComparedPerson, type DirectoryAccount, matchPerson } from './person-match.js';
import { keepSnils, snilsKey } from './snils-hash.js';
import type { SoughtPerson } from './sought-person.js';

/** A directory that does not answer in time is one that is not there: the case goes on without it. */
const PATIENCE_MS = 3_000;

/** The users of РМИС as far as we know them. Without an imported export of the directory nobody is known. */
@Injectable()
export class DirectoryService {
  private readonly log = new Logger('directory');

  constructor(
    private readonly queries: DirectoryMatchQueries,
    private readonly clock: ClockService,
    @Inject(Config) private readonly config: Pick<Config, 'directoryFreshDays'>,
    @Inject(SECRET_KEY) private readonly secret: string,
  ) {}

  /** What the active version says of a person. Never fails: an outage of the directory is no answer, and is logged. */
  async find(person: SoughtPerson): Promise<DirectoryAnswer> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
    });
    try {
      return await Promise.race([this.ask(person), patience]);
    } catch (error) {
      this.log.warn(`not asked: ${describeError(error)}`);
      return NO_ANSWER;
    } finally {
      clearTimeout(timer);
    }
  }

  private async ask(person: SoughtPerson): Promise<DirectoryAnswer> {
    const version = await this.queries.active();
    if (version === null) return NO_ANSWER;
    const matches = await this.matches(version, person);
    const stale = isStale(version.asOf, this.clock.now(), this.config.directoryFreshDays);
    return { findings: findingsOf(matches, stale), version: version.id, asOf: version.asOf.toISOString(), accounts: evidenceOf(person, matches) };
  }

  /** By keys first; typos are looked for only where that found nobody for sure. */
  private async matches(version: ActiveVersion, person: SoughtPerson): Promise<AccountMatch[]> {
    const comparable = version.snilsKey === snilsKey(this.secret);
    const compared: ComparedPerson = {
      ...person,
      name: foldName(person.fullName ?? ''),
      snilsHash: comparable && person.snils ? (keepSnils(person.snils, this.secret)?.hash ?? null) : null,
    };
    const found = await this.queries.byKeys(version.id, compared);
    const matches = matchPerson(compared, found);
    if (matches.some(({ strength }) => strength !== 'weak') || compared.name.surname === '') return matches;
    return matchPerson(compared, merge(found, await this.misspelt(version.id, compared)));
  }

  private async misspelt(version: number, { name, organizationInn }: ComparedPerson): Promise<DirectoryAccount[]> {
    const words = [...new Set([name.surname, ...name.surname.split(' ')])];
    const similar = (await Promise.all(words.map((word) => this.queries.similarSurnames(version, word)))).flat();
    const near = (surname: string) => surname.split(' ').concat(surname).some((part) => words.some((word) => slips(part, word) <= 2));
    const surnames = [...new Set([name.surname, ...similar.filter(near)])];
    return this.queries.bySurnames(version, surnames, name, organizationInn);
  }
}

function merge(...lists: DirectoryAccount[][]): DirectoryAccount[] {
  return [...new Map(lists.flat().map((account) => [account.accountKey, account])).values()];
}
