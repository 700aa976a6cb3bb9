// What a release says of itself: its section of the changelog.

/**
 * @param {string} changelog
 * @param {string} version
 * @param {boolean} isFinal otherwise what is unreleased comes first, where there is such a section
 * @returns {string | undefined} nothing where the changelog has no such section, or nothing in it
 */
export function changesOf(changelog, version, isFinal) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = (wanted) => {
    const found = sections.find((one) => /^\[?([\w.-]+)/.exec(one)?.[1] === wanted);
    return found?.slice(found.indexOf("\n")).trim();
  };
  return (isFinal ? section(version) : (section("Unreleased") ?? section(version))) || undefined;
}
