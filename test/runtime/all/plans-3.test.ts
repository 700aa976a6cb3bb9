import { testPairs } from "../plans.ts";

testPairs(2);
