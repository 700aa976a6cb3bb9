/**
 * Memoizes what a pure function of one or two things answered, as long as the first of them lives.
 */
export function memoize<First extends object, Rest extends readonly [] | readonly [unknown], Answer>(
  compute: (first: First, ...rest: Rest) => Answer,
): (first: First, ...rest: Rest) => Answer {
  const known = new WeakMap<First, Map<unknown, Answer>>();
  return (first, ...rest) => {
    let answers = known.get(first);
    if (answers === undefined) {
      answers = new Map();
      known.set(first, answers);
    }
    const [second] = rest;
    const found = answers.get(second);
    if (found !== undefined || answers.has(second)) return found as Answer;
    const answer = compute(first, ...rest);
    answers.set(second, answer);
    return answer;
  };
}
