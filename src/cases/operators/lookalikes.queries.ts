import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { CaseStatus } from '../case-status.js';
import type { Case } from '../case.entity.js';

/** Why another case may be about the same; names the words `desk-case.alike.<sign>`. The strongest first. */
export const LIKENESSES = ['certificate', 'person', 'email', 'phone'] as const;
export type Likeness = (typeof LIKENESSES)[number];

/** Another case that may be about the same trouble. */
export interface Lookalike {
  id: string;
  number: string;
  status: CaseStatus;
  mergedInto: string | null;
  createdAt: Date;
  likenesses: Likeness[];
}

/** A whole telephone number without its country code; less says nothing about whose it is. */
const PHONE_DIGITS = 10;
const MOST = 10;
/** Of a mailbox that a whole body shares; the newest. */
const MOST_PER_SIGN = 20;

/** What each sign means for a row of `cases`, as its index has it; `$1` is the case itself. */
const SIGNS: Readonly<Record<Likeness, string>> = {
  certificate: 'thumbprint = $2',
  person: "(lower(certificate #>> '{subject,commonName}') = lower($5) AND request #>> '{organization,inn}' = $6)",
  email: "lower(request #>> '{contact,email}') = lower($3)",
  phone: `right(regexp_replace(request #>> '{contact,phone}', '[^0-9]', '', 'g'), ${PHONE_DIGITS}) = $4`,
};

/** Finds cases of the same certificate or person; each sign has an index of its own. */
@Injectable()
export class LookalikesQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Open ones and those with the same certificate first. */
  async of({ id, thumbprint, certificate, request }: Pick<Case, 'id' | 'thumbprint' | 'certificate' | 'request'>): Promise<Lookalike[]> {
    const { contact, organization } = request;
    const digits = contact.phone.replace(/[^0-9]/g, '').slice(-PHONE_DIGITS);
    const rows = await this.dataSource.query<(Omit<Lookalike, 'likenesses'> & Record<Likeness, boolean | null>)[]>(
      `WITH alike AS (${Object.values(SIGNS).map((sign) => `(SELECT id FROM cases WHERE ${sign} ORDER BY created_at DESC LIMIT ${MOST_PER_SIGN})`).join(' UNION ')})
       SELECT id, number, status, merged_into AS "mergedInto", created_at AS "createdAt", ${Object.entries(SIGNS).map(([name, sign]) => `${sign} AS ${name}`).join(', ')}
         FROM cases JOIN alike USING (id)
        WHERE id <> $1
        ORDER BY status IN ('resolved', 'closed', 'cancelled'), ${SIGNS.certificate} DESC, created_at DESC
        LIMIT ${MOST}`,
      [id, thumbprint, contact.email, digits.length === PHONE_DIGITS ? digits : null, certificate.subject.commonName, organization?.inn ?? null],
    );
    return rows.map(({ certificate: same, person, email, phone, ...found }) => {
      const signs: Record<Likeness, boolean | null> = { certificate: same, person, email, phone };
      return { ...found, likenesses: LIKENESSES.filter((sign) => signs[sign]) };
    });
  }
}
