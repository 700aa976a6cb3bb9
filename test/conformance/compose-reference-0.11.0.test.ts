import { compareWithReference } from "./compose-reference.ts";

compareWithReference("0.11.0");
