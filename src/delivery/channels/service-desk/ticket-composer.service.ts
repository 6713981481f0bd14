import { isBareAddress } from '../../../platform/mail-address.js';
import type { TemplatesService } from '../../../platform/templates.service.js';
import { mailContent, type MailOptions } from '../mail-content.js';
import { oneLine, outwardLine } from '../mail-text.js';
import type { TicketParcel } from '../../parcel.js';
import type { DeskTicket } from './service-desk.js';

/** Turns a parcel into a ticket: the words of the ticket mail, without what only makes sense in a mail. */
export class TicketComposerService {
  constructor(
    private readonly templates: TemplatesService,
    private readonly options: Omit<MailOptions, 'answersTo'>,
  ) {}

  compose(parcel: TicketParcel): DeskTicket {
    const { fullName, phone, email } = parcel.contact;
    const { context, files } = mailContent(parcel, { ...this.options, answersTo: null });
    return {
      caseNumber: oneLine(parcel.caseNumber, 40),
      subject: oneLine(this.templates.render('service-desk/ticket.subject.txt', context), 200),
      text: this.templates.render('service-desk/portal-ticket.txt', context).trim().replace(/\n{3,}/g, '\n\n'),
      contact: { fullName: outwardLine(fullName), phone: outwardLine(phone), email: isBareAddress(email) ? email : '' },
      files,
    };
  }
}
