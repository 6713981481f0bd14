import type {} from '@fastify/multipart';
import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, Me, Requires } from '../../accounts/access.guard.js';
import type { SignedIn } from '../../accounts/account-record.js';
import type { Actor } from '../../accounts/policy.js';
import { BatchesService } from '../../batches/batches.service.js';
import { triageRequestSchema } from '../../cases/case-request.js';
import { DomainError } from '../../platform/domain-error.js';
import { checkInput } from '../../platform/input-faults.js';
import { DeskPageService } from '../frame/desk-page.service.js';

/** More than the service takes, so that it is the one to say so. */
const STREAM_LIMIT = 1024 ** 3;
const FACTS = ['userRegistered', 'currentCertificateValid', 'colleagueCanImport', 'edms'] as const;
const COUNTERS = ['previouslyLoaded', 'withOwner'] as const;
/** Fields of the form besides its files, as typed. */
type Typed = Partial<Record<(typeof FACTS)[number] | (typeof COUNTERS)[number], string>>;

/** Giving a batch: files are written to the disk as they come, then looked into, then sorted as a task. */
@Controller('desk/batches/new')
@Requires('manage', 'batches')
export class BatchUploadController {
  constructor(
    private readonly batches: BatchesService,
    private readonly pages: DeskPageService,
  ) {}

  @Get()
  show(@Me() me: SignedIn, @Res() reply: FastifyReply): void {
    this.pages.send(reply, 'batch-new', { title: 'batch-new', me, typed: {}, is: {} });
  }

  @Post()
  async take(@Me() me: SignedIn, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const typed: Typed = {};
    await this.pages.submit(
      async () => this.pages.redirect(reply, `/desk/batches/${await this.receive(actorOf(me), request, typed)}`),
      (faults) => this.pages.send(reply, 'batch-new', { title: 'batch-new', me, faults, typed, is: Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, { [value]: true }])) }),
    );
  }

  /** The form is read to its end also when a file is refused: a browser shows an answer only after it has sent everything. */
  private async receive(actor: Actor, request: FastifyRequest, typed: Typed): Promise<string> {
    if (!request.isMultipart()) throw new DomainError('unsupported', 'not-multipart');
    const id = this.batches.newId();
    const names: { certificates: string | null; table: string | null } = { certificates: null, table: null };
    let refused: Error | null = null;
    for await (const part of request.parts({ limits: { fileSize: STREAM_LIMIT, files: 4, parts: 20, fieldSize: 1000 } })) {
      if (part.type === 'field') {
        const name = [...FACTS, ...COUNTERS].find((each) => each === part.fieldname);
        if (name && typeof part.value === 'string') typed[name] = part.value.trim();
        continue;
      }
      const target = part.fieldname === 'certificates' || part.fieldname === 'table' ? part.fieldname : null;
      if (target && part.filename && names[target] === null && !refused) {
        names[target] = part.filename;
        await this.batches.takePart(id, target, part.file).catch((error: Error) => {
          refused = error;
        });
      }
      part.file.resume();
    }
    try {
      if (refused) throw refused as Error;
      const common = checkInput(triageRequestSchema, commonOf(typed));
      await this.batches.begin(id, actor, names, common);
    } catch (error) {
      await this.batches.giveUp(id);
      throw error;
    }
    return id;
  }
}

/** Answers for all as the public contract has them; the window counts only when a number was typed. */
function commonOf(typed: Typed): object {
  const counters = COUNTERS.map((name) => [name, typed[name] ? Number(typed[name].replace(',', '.')) : null] as const);
  const facts = FACTS.flatMap((name) => (typed[name] ? [[name, typed[name]] as const] : []));
  return { importResult: counters.some(([, value]) => value !== null) ? Object.fromEntries(counters) : null, facts: Object.fromEntries(facts) };
}
