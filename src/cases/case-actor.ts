/** Who changes a case. An operator's name is kept in the timeline as it was then; applicants see only «оператор». */
export type CaseActor = { kind: 'applicant' } | { kind: 'service' } | { kind: 'operator'; accountId: string; name: string };
