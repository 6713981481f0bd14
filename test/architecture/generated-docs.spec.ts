import { readFile, readdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { drawStates, listJobs } from '../../scripts/generated-docs.js';
import { CASE_TRANSITIONS, INITIAL_STATUSES } from '../../src/cases/case-status.js';
import { DELIVERY_TRANSITIONS } from '../../src/delivery/delivery-state.js';
import { TASK_TRANSITIONS } from '../../src/tasks/task-state.js';
import type { JobContract } from '../../src/platform/job-contract.js';

/** Compares with what is committed, or writes it (`scripts/write-docs.sh`). */
async function expectCommitted(path: string, content: string): Promise<void> {
  if (process.env['WRITE_DOCS']) await writeFile(path, content);
  expect(await readFile(path, 'utf8')).toBe(content);
}

async function contracts(): Promise<JobContract[]> {
  const files = (await readdir('src', { recursive: true })).filter((name) => name.endsWith('.jobs.ts'));
  const modules = await Promise.all(files.map((name) => import(resolve('src', name)) as Promise<Record<string, JobContract>>));
  return modules.flatMap((contract) => Object.values(contract));
}

describe('generated documents', () => {
  it('draw the transition tables of the code', async () => {
    const svg = drawStates([
      { title: 'Case (src/cases/case-status.ts)', initial: INITIAL_STATUSES, transitions: CASE_TRANSITIONS },
      { title: 'Delivery (src/delivery/delivery-state.ts)', initial: ['pending'], transitions: DELIVERY_TRANSITIONS },
      { title: 'Task (src/tasks/task-state.ts)', initial: ['waiting'], transitions: TASK_TRANSITIONS },
    ]);
    await expectCommitted('docs/states.svg', svg);
  });

  it('list every job contract with its reason', async () => {
    const jobs = await contracts();
    expect(jobs.map(({ queue }) => queue)).toEqual(expect.arrayContaining(['deliver', 'remind']));
    for (const { why } of jobs) expect(why).toMatch(/^\p{Lu}.+\.$/u);
    await expectCommitted('docs/jobs.md', listJobs(jobs));
  });
});
