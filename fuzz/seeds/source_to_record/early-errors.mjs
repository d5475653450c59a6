export { x, x };
let x; var x;
export { absent };
import { "\uD800" as l } from "m";
export default 1; export default 2;
