import { hash, verify } from '@node-rs/argon2';

/** OWASP's second choice for argon2id (the package's default kind): 19 MiB, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a password that nobody has, at the same cost. */
const NOBODYS_HASH = hash('nobody has this password', COST);

/** The hash to keep, with its own salt and cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), COST);
}

/** Whether a password is the right one. Without a hash it takes as long and says no. */
export async function verifyPassword(known: string | null, password: string): Promise<boolean> {
  const right = await verify(known ?? (await NOBODYS_HASH), normal(password)).catch(() => false);
  return known !== null && right;
}

/** The same letters typed on another system are the same password. */
function normal(password: string): string {
  return password.normalize('NFKC');
}
