import { rm } from 'node:fs/promises';

/** Ends what global-setup began. */
export default async function globalTeardown() {
  await globalThis.certdeskTestDatabase?.stop();
  const folder = process.env.CERTDESK_TEST_FOLDER;
  if (folder) await rm(folder, { recursive: true, force: true });
}
