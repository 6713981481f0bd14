import type { Client } from 'pg';

export interface Account {
  key: string;
  login: string;
  fullName: string;
  snils: string | null;
  inn: string | null;
  organizationInn: string | null;
  organizationName: string | null;
  email: string | null;
  blocked: boolean;
  thumbprints: string[];
}
export interface Query {
  kind: string;
  noise: string;
  own: { login: string; shares: string[] }[];
  person: { snils: string | null; thumbprint: string; fullName: string; inn: string | null; organizationInn: string | null; organizationName: string | null; emails: string[] };
}
export function labelledSet(seed: number, count: number): { accounts: Account[]; queries: Query[] };
export function fillDirectory(client: Client, version: number, rows: number): Promise<void>;
