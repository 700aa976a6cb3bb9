import { compareWithReference } from "./compose-reference.ts";

compareWithReference("0.9.0");
