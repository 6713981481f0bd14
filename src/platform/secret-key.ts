/** Injection token of the installation's secret. Features derive from it what they need, each with a label of its own. */
export const SECRET_KEY = Symbol('secret key');
