/** One letter for several people of an organisation: their cases share it. */
export class ShareLetters1763940000000 {
  name = 'ShareLetters1763940000000';

  async up(query) {
    await query.query(`
      ALTER TABLE cases ADD COLUMN letter_of uuid REFERENCES cases (id);  -- case that carries the shared letter and its delivery, itself included; null: the letter is its own
      CREATE INDEX cases_letter_of ON cases (letter_of) WHERE letter_of IS NOT NULL;
    `);
  }

  async down(query) {
    await query.query('ALTER TABLE cases DROP COLUMN letter_of');
  }
}
