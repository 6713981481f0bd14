/** All that can happen to a case; each has its sentence in `templates/messages/cases.json`, `timeline.<event>`. */
export type CaseEventName =
  | 'created'
  | 'sorted'
  | 'letter-written'
  | 'letter-signed'
  | 'delivery-sent'
  | 'delivery-deferred'
  | 'delivery-failed'
  | 'delivery-uncertain'
  | 'notice-sent'
  | 'notice-failed'
  | 'edms-registered'
  | 'self-help-failed'
  | 'solved'
  | 'message';
