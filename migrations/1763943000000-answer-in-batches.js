/** Operators answer what a batch leaves open, for several items at once. */
export class AnswerInBatches1763943000000 {
  name = 'AnswerInBatches1763943000000';

  async up(query) {
    await query.query(`
      ALTER TABLE batch_items ADD COLUMN answered jsonb; -- what operators answered to its questions; goes before its row and the common answers
    `);
  }

  async down(query) {
    await query.query('ALTER TABLE batch_items DROP COLUMN answered');
  }
}
