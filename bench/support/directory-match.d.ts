import type { Client } from 'pg';
import type { DirectoryAnswer } from '../../src/directory/directory-answer.js';
import type { Account, Query } from './directory-data.js';

interface Miss {
  query: Query;
  login?: string;
}
export function assess(
  find: (person: Query['person']) => Promise<DirectoryAnswer>,
  queries: Query[],
  isRare: (fullName: string) => boolean,
): Promise<{ right: number; wrong: Miss[]; knowable: number; missed: Miss[]; nobody: number; nobodyWrong: Miss[]; nobodyBlind: number }>;
export function loadDirectory(
  client: Client,
  accounts: Account[],
  how: {
    foldName: (fullName: string) => { surname: string; initials: string; key: string };
    keepSnils: (snils: string, secret: string) => { hash: Buffer; tail: string } | null;
    snilsKey: (secret: string) => string;
    secret: string;
    fill?: (version: number) => Promise<void>;
  },
): Promise<number>;
