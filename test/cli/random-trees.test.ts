import { test } from "vitest";
import { checkRandomTrees } from "./random-trees.ts";

test("in random folders no file of somebody else is touched", () => checkRandomTrees(60, 0));
