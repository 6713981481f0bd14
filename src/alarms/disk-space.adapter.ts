import { statfs } from 'node:fs/promises';

/** Bytes of the file system that a folder is on, as far as ordinary users may fill it; `null` where it does not say. */
export async function diskSpace(folder: string): Promise<{ free: number; total: number } | null> {
  const { bsize, bavail, bfree, blocks } = await statfs(folder);
  const total = (blocks - bfree + bavail) * bsize;
  return total > 0 ? { free: bavail * bsize, total } : null;
}
