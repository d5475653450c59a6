export * from "a";
export * as ns from "a";
export * as "string ns" from "b";
export { x, y as default, default as z, "s" as "t" } from "c";
import { i } from "d";
export { i as j };
import * as k from "e";
export { k };
