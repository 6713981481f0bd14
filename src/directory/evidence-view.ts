/** One account compared with the certificate, in words; a heading without rows says why there is nothing to compare. */
export interface EvidenceView {
  title: string;
  rows: { field: string; certificate: string; directory: string; verdict: string }[];
}
