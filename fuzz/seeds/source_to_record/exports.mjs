export let x = 1, { y, z: [w = 2] } = { z: [] };
export function f() {}
export async function* g() {}
export class C { #p = 1; static { this.q = 1; } get p() { return this.#p; } }
let local;
export { local as "a-b", local as l2, };
export default (1, 2);
