await 1; for await (const x of y) {}
export const t = `a${`b${await 2}`}c`;
import("x").then(() => import.meta.url);
