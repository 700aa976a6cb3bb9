import { compareWithReference } from "./compose-reference.ts";

compareWithReference("0.12.0");
