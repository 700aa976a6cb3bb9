/**
 * Memoizes what a pure function of one or two things answered, as long as the first of them lives.
 */
export function memoize<First extends object, Answer>(
  compute: (first: First) => Answer,
): (first: First) => Answer;
export function memoize<First extends object, Second, Answer>(
  compute: (first: First, second: Second) => Answer,
): (first: First, second: Second) => Answer;
export function memoize<First extends object, Second, Answer>(
  compute: (first: First, second: Second) => Answer,
): (first: First, second: Second) => Answer {
  const known = new WeakMap<First, Map<Second, Answer>>();
  return (first, second) => {
    let answers = known.get(first);
    if (answers === undefined) {
      answers = new Map();
      known.set(first, answers);
    }
    const found = answers.get(second);
    if (found !== undefined || answers.has(second)) return found as Answer;
    const answer = compute(first, second);
    answers.set(second, answer);
    return answer;
  };
}
