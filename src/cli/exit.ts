/** Exit codes; other programs rely on them. */
export const EXIT = {
  /** Done; warnings are allowed. */
  done: 0,
  /** The inputs have errors; nothing was written. */
  inputErrors: 1,
  /** Wrong command line. */
  usage: 2,
  /** There is a difference. */
  difference: 3,
  /** The file system said no. */
  fileSystem: 4,
  /** A defect of the compiler. */
  internal: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
