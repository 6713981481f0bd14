import { Inject, Injectable, Logger } from '@nestjs/common';
import { slips } from '../cases/worklist/worklist-search.js';
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
/** Surnames further apart than so many letters are different ones. */
const MOST_SLIPS = 2;

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
      const [answer = NO_ANSWER] = await Promise.race([this.findAll([person]), patience]);
      return answer;
    } catch (error) {
      this.log.warn(`not asked: ${describeError(error)}`);
      return NO_ANSWER;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The same for many, with a few questions to the database however many they are. @throws Error of the database: whoever asks for many can wait and ask again. */
  async findAll(people: readonly SoughtPerson[]): Promise<DirectoryAnswer[]> {
    const version = await this.queries.active();
    if (version === null) return people.map(() => NO_ANSWER);
    const stale = isStale(version.asOf, this.clock.now(), this.config.directoryFreshDays);
    const matches = await this.matches(version, people);
    return people.map((person, index) => {
      const found = matches[index] ?? [];
      return { findings: findingsOf(found, stale), version: version.id, asOf: version.asOf.toISOString(), accounts: evidenceOf(person, found) };
    });
  }

  /** By keys first; typos are looked for only where that found nobody for sure. */
  private async matches(version: ActiveVersion, people: readonly SoughtPerson[]): Promise<AccountMatch[][]> {
    const comparable = version.snilsKey === snilsKey(this.secret);
    const compared = people.map((person): ComparedPerson => ({
      ...person,
      name: foldName(person.fullName ?? ''),
      snilsHash: comparable && person.snils ? (keepSnils(person.snils, this.secret)?.hash ?? null) : null,
    }));
    const found = await this.queries.byKeys(version.id, compared);
    const matches = compared.map((person, index) => matchPerson(person, found[index] ?? []));
    const unsure = compared.flatMap((person, index) => (person.name.surname !== '' && (matches[index] ?? []).every(({ strength }) => strength === 'weak') ? [{ person, index }] : []));
    if (unsure.length === 0) return matches;
    const misspelt = await this.misspelt(version.id, unsure.map(({ person }) => person));
    unsure.forEach(({ person, index }, nth) => (matches[index] = matchPerson(person, merge(found[index] ?? [], misspelt[nth] ?? []))));
    return matches;
  }

  private async misspelt(version: number, people: readonly ComparedPerson[]): Promise<DirectoryAccount[][]> {
    const wordsOf = ({ name: { surname } }: ComparedPerson): string[] => [...new Set([surname, ...surname.split(' ')])];
    const similar = await this.queries.similarSurnames(version, people.flatMap(wordsOf));
    const asked = people.map((person) => {
      const words = wordsOf(person);
      const near = (surname: string): boolean => surname.split(' ').concat(surname).some((part) => words.some((word) => Math.abs(part.length - word.length) <= MOST_SLIPS && slips(part, word) <= MOST_SLIPS));
      const surnames = words.flatMap((word) => similar.get(word) ?? []).filter(near);
      return { name: person.name, organizationInn: person.organizationInn, surnames: [...new Set([person.name.surname, ...surnames])] };
    });
    return this.queries.bySurnames(version, asked);
  }
}

function merge(...lists: DirectoryAccount[][]): DirectoryAccount[] {
  return [...new Map(lists.flat().map((account) => [account.accountKey, account])).values()];
}
