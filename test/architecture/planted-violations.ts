/** A small tree that breaks exactly one rule of `.dependency-cruiser.cjs`. File names are used once over all plants. */
export interface PlantedViolation {
  rule: string;
  what: string;
  files: Record<string, string>;
}

const LEAF = 'export const leaf = 1;\n';
const importing = (...modules: string[]) => modules.map((name) => `import '${name}';\n`).join('');

/** What stands between the plants: nothing here may break a rule, and the plants import from it. */
export const LEGAL_FILES: Record<string, string> = {
  'src/main.ts': importing('./setup.js'),
  'src/setup.ts': importing('./app.module.js', './config/config.js'),
  'src/app.module.ts': importing('./cases/cases.module.js', './portal/portal.module.js', './delivery/parcel.entity.js'),
  'src/config/config.ts': importing('zod'),
  'src/platform/clock.service.ts': importing('@nestjs/common', '../config/config.js', './time.js'),
  'src/platform/time.ts': LEAF,
  'src/platform/queues.service.ts': importing('bullmq', '@nestjs/bullmq'),
  'src/platform/row.entity.ts': importing('typeorm'),
  'src/cases/cases.module.ts': importing('./cases.service.js', './number.js'),
  'src/cases/cases.service.ts': importing('../delivery/parcel.service.js', '../delivery/parcel.jobs.js', '../delivery/size.js', '../platform/row.entity.js'),
  'src/cases/cases.queries.ts': importing('typeorm'),
  'src/cases/number.ts': importing('node:crypto', 'node:stream/consumers', 'zod', '../delivery/size.js'),
  'src/delivery/parcel.entity.ts': importing('typeorm', './size.js'),
  'src/delivery/parcel.service.ts': importing('./parcel.entity.js', 'nodemailer'),
  'src/delivery/parcel.jobs.ts': LEAF,
  'src/delivery/parcel.processor.ts': importing('bullmq', '@nestjs/bullmq', './parcel.jobs.js'),
  'src/delivery/size.ts': LEAF,
  'src/inbox/inbox.client.ts': importing('imapflow'),
  'src/portal/portal.module.ts': importing('./start.controller.js'),
  'src/portal/start.controller.ts': importing('fastify', '../cases/cases.service.js', '../cases/cases.queries.js', '../config/config.js', './form.js'),
  'src/portal/form.ts': LEAF,
  'src/api/limits.ts': importing('../platform/time.js'),
};

export const PLANTED_VIOLATIONS: PlantedViolation[] = [
  {
    rule: 'no-cycles',
    what: 'two files need each other',
    files: { 'src/cases/hen.ts': importing('./egg.js'), 'src/cases/egg.ts': importing('./hen.js') },
  },
  {
    rule: 'no-cycles',
    what: 'by a type only',
    files: {
      'src/cases/chicken.ts': "import type { Yolk } from './yolk.js';\nexport interface Chicken { yolk: Yolk }\n",
      'src/cases/yolk.ts': "import type { Chicken } from './chicken.js';\nexport interface Yolk { chicken: Chicken }\n",
    },
  },
  { rule: 'no-barrels', what: 'an index that re-exports', files: { 'src/cases/index.ts': "export * from './number.js';\n" } },
  { rule: 'no-orphans', what: 'a file nobody needs', files: { 'src/cases/forgotten.ts': LEAF } },
  { rule: 'composition-root-on-top', what: 'a service asks for set-up', files: { 'src/letters/printer.service.ts': importing('../setup.js') } },
  { rule: 'features-know-no-face', what: 'a feature uses a form', files: { 'src/cases/form-reader.ts': importing('../portal/form.js') } },
  { rule: 'faces-know-no-other-face', what: 'the portal uses the API', files: { 'src/portal/upload.ts': importing('../api/limits.js') } },
  { rule: 'platform-knows-no-feature', what: 'the platform numbers cases', files: { 'src/platform/label.ts': importing('../cases/number.js') } },
  { rule: 'platform-knows-no-feature', what: 'the platform shows a form', files: { 'src/platform/error-form.ts': importing('../portal/form.js') } },
  { rule: 'config-knows-nobody', what: 'the settings read the time', files: { 'src/config/defaults.ts': importing('../platform/time.js') } },
  { rule: 'pure-imports-pure-files', what: 'a decision loads by itself', files: { 'src/cases/decision.ts': importing('./cases.service.js') } },
  { rule: 'pure-imports-pure-files', what: 'a decision reads the settings', files: { 'src/cases/deadline.ts': importing('../config/config.js') } },
  {
    rule: 'pure-imports-pure-files',
    what: 'a row, as a type only',
    files: { 'src/delivery/weight.ts': "import type { Parcel } from './parcel.entity.js';\nexport type Weight = Parcel;\n" },
  },
  ...['@nestjs/common', 'typeorm', 'pg', 'ioredis', 'fastify', 'pino', 'node:fs', 'node:fs/promises', 'node:net', 'node:http', 'node:child_process', 'node:os', 'fs', 'not-installed'].map(
    (name, index) => ({ rule: 'pure-imports-pure-packages', what: name, files: { [`src/cases/impure-${index}.ts`]: importing(name) } }),
  ),
  {
    rule: 'pure-imports-pure-packages',
    what: 'fastify, as a type only',
    files: { 'src/portal/reply.ts': "import type { FastifyReply } from 'fastify';\nexport type Reply = FastifyReply;\n" },
  },
  { rule: 'jobs-import-nothing', what: 'a contract with a helper', files: { 'src/cases/remind.jobs.ts': importing('./number.js') } },
  { rule: 'jobs-import-nothing', what: 'a contract with a package', files: { 'src/cases/close.jobs.ts': importing('bullmq') } },
  { rule: 'feature-internals-are-private', what: "another feature's entity", files: { 'src/cases/sender.service.ts': importing('../delivery/parcel.entity.js') } },
  { rule: 'feature-internals-are-private', what: "another feature's processor", files: { 'src/cases/runner.service.ts': importing('../delivery/parcel.processor.js') } },
  { rule: 'feature-internals-are-private', what: "another feature's queries", files: { 'src/delivery/list.service.ts': importing('../cases/cases.queries.js') } },
  { rule: 'faces-use-the-front-door', what: 'a page reads a row', files: { 'src/portal/row.controller.ts': importing('../delivery/parcel.entity.js') } },
  { rule: 'nodemailer-only-in-delivery', what: 'a feature mails by itself', files: { 'src/cases/mail.service.ts': importing('nodemailer') } },
  { rule: 'nodemailer-only-in-delivery', what: 'by a file of the package', files: { 'src/inbox/address.service.ts': importing('nodemailer/lib/addressparser') } },
  { rule: 'imapflow-only-in-inbox', what: 'delivery reads mail', files: { 'src/delivery/bounce.service.ts': importing('imapflow') } },
  { rule: 'bullmq-only-in-platform-and-processors', what: 'a service enqueues', files: { 'src/cases/enqueue.service.ts': importing('bullmq') } },
  { rule: 'bullmq-only-in-platform-and-processors', what: 'a module registers a queue', files: { 'src/cases/queue.module.ts': importing('@nestjs/bullmq') } },
];
