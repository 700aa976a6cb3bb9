/** What the file system answers, in words. */

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "the system does not permit it",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the device",
  EDQUOT: "the disk quota is used up",
  EEXIST: "it is there already",
  ENOENT: "no such file or directory",
  ENOTDIR: "a part of the path is not a directory",
  EISDIR: "it is a directory",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
  EXDEV: "it is on another file system",
  EMFILE: "too many files are open",
  EIO: "the device failed",
  EBUSY: "it is in use",
  ETXTBSY: "it is in use",
};

/** The code of a system error; undefined for an error of another kind. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === "string" && /^E[A-Z]+$/.test(code)) return code;
  // Deno's own refusals carry no code.
  return error.name === "NotCapable" || error.name === "PermissionDenied" ? error.name : undefined;
}

/** Why a system call failed, as the second half of a sentence; rethrows what is no system error. */
export function reasonOf(error: unknown, access: "read" | "write"): string {
  const code = systemCode(error);
  if (code === undefined) throw error;
  if (code === "NotCapable" || code === "PermissionDenied")
    return `Deno was not given the permission --allow-${access}`;
  return REASONS[code] ?? code;
}
