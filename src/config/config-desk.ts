/** What administrators may change in the desk while the service runs. */
export interface DeskSettings {
  agencyEmail: string;
  agencyAddressee: string[];
  agencySalutation: string;
  letterSignatureRequired: boolean;
  serviceDeskUrl: string;
  reminderHours: number;
  /** Whether a case whose cause is gone after a sync of the directory is proposed to an operator or ended at once. */
  closing: 'propose' | 'resolve';
  /** Whether owners of certificates that end soon are told by mail. */
  expiryNotices: boolean;
}
