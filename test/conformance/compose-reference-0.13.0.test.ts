import { compareWithReference } from "./compose-reference.ts";

compareWithReference("0.13.0");
