/** What the directory said when a case was sorted: the evidence shown to operators, and the input for sorting it again. */
export class KeepDirectoryAnswers1763860200000 {
  name = 'KeepDirectoryAnswers1763860200000';

  async up(query) {
    // NULL: the directory was not asked, or did not answer. Of a СНИЛС only the last 3 digits are in it.
    await query.query('ALTER TABLE cases ADD COLUMN directory jsonb');
  }

  async down(query) {
    await query.query('ALTER TABLE cases DROP COLUMN directory');
  }
}
