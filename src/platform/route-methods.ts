import { addressPath } from './address.js';

/** Which methods an address takes: the router itself only tells whether it takes a given one. */
export class RouteMethods {
  private readonly routes: { address: RegExp; methods: readonly string[] }[] = [];

  /** Notes a route; `pattern` as the router has it: `:name` is one segment, `*` is the rest. */
  add(pattern: string, methods: string | readonly string[]): void {
    const source = pattern.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replace(/:\w+/g, '[^/]+').replace(/\*/g, '.*');
    this.routes.push({ address: new RegExp(`^${source}$`, 's'), methods: typeof methods === 'string' ? [methods] : methods });
  }

  /** Methods that an address takes, sorted; none when there is no such address. */
  at(url: string): string[] {
    const path = addressPath(url);
    return [...new Set(this.routes.flatMap(({ address, methods }) => (address.test(path) ? methods : [])))].sort();
  }
}
