/** What administrators may change in the desk while the service runs. */
export interface DeskSettings {
  agencyEmail: string;
  agencyAddressee: string[];
  agencySalutation: string;
  letterSignatureRequired: boolean;
  serviceDeskUrl: string;
  reminderHours: number;
}
