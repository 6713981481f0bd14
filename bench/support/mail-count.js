/**
 * A mail that was taken: `at` is when 250 was written (milliseconds of the wall clock, fractions too).
 * @typedef {{to: string[], bytes: number, at: number}} Taken
 */

/** Counts the mails that a server took, and lets somebody wait for them. */
export class MailCount {
  /** @type {Taken[]} */
  taken = [];
  #listeners = new Set();

  /** Starts counting anew. */
  reset() {
    this.taken = [];
  }

  /** @param {Taken} mail */
  add(mail) {
    this.taken.push(mail);
    for (const listener of this.#listeners) listener();
  }

  /**
   * Waits until `enough` says so; asked after each mail.
   * @param {(taken: Taken[]) => boolean} enough
   * @param {number} patienceMs
   * @returns {Promise<void>}
   */
  until(enough, patienceMs = 30_000) {
    return new Promise((resolve, reject) => {
      const settle = (end) => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        end();
      };
      const look = () => enough(this.taken) && settle(resolve);
      const timer = setTimeout(() => settle(() => reject(new Error(`after ${patienceMs} ms only ${this.taken.length} mails`))), patienceMs);
      this.#listeners.add(look);
      look();
    });
  }
}
