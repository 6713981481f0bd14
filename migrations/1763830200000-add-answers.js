/** Templates of operators' answers, each with all its versions. */
export class AddAnswers1763830200000 {
  name = 'AddAnswers1763830200000';

  async up(query) {
    await query.query(`
      CREATE TABLE answers (
        id         uuid PRIMARY KEY,
        starter    text UNIQUE,               -- which of the delivered ones it was; none = made here
        category   text,                      -- none = for every case
        title      text NOT NULL,
        body       text NOT NULL,
        version    integer NOT NULL,
        used       integer NOT NULL DEFAULT 0,
        retired_at timestamptz,               -- not offered any more
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
      );

      CREATE TABLE answer_versions (
        answer_id  uuid NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
        version    integer NOT NULL,
        category   text,
        title      text NOT NULL,
        body       text NOT NULL,
        account_id uuid,                      -- who wrote it; none = delivered with the program
        created_at timestamptz NOT NULL,
        PRIMARY KEY (answer_id, version)
      );
    `);
  }

  async down(query) {
    await query.query('DROP TABLE answer_versions, answers');
  }
}
