/** Injection token of the desk of others, `null` where tickets stay in the house or go by mail. */
export const SERVICE_DESK = Symbol('service desk');
