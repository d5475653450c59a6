label: for (;;) { continue label; }
let [a, ...b] = [1, ...[2]]; ({ a, ...b } = {});
class D extends (class {}) { constructor() { super(); new.target; } static async *#m() { yield* super.x; } }
/[\]/]+/gv.test(a?.b ?? 0x1fn ** 2n);
