import d from "a";
import { x, default as y, "string name" as z } from "b" with { type: "json" };
import * as ns from "c";
import e, * as ms from "d";
import "e";
import {} from "f";
import defer * as later from "g";
import source s from "h";
