/** Places in a text: the data count code points, the browser UTF-16 units. */

/** Turns code points into UTF-16 units of the text; where no character needs two units, they are the same. */
export function toUnits(text: string): (codePoint: number) => number {
  const wide: number[] = [];
  let codePoint = 0;
  for (let unit = 0; unit < text.length; unit += 1, codePoint += 1) {
    if (text.codePointAt(unit)! > 0xffff) {
      wide.push(codePoint);
      unit += 1;
    }
  }
  if (wide.length === 0) return (at) => at;
  return (at) => at + countBelow(wide, at);
}

/** How many numbers of the sorted list are smaller. */
function countBelow(sorted: number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

export type Range = { start: number; end: number };
export type Marked<T> = Range & { mark: T };
export type Run<T> = Range & { marks: T[] };

/** Cuts a stretch of text where marks begin and end; each run names the marks over it, the outer first. */
export function runs<T>(from: number, to: number, marks: Marked<T>[]): Run<T>[] {
  const cuts = new Set([from, to]);
  for (const { start, end } of marks) {
    if (start > from && start < to) cuts.add(start);
    if (end > from && end < to) cuts.add(end);
  }
  const places = [...cuts].sort((a, b) => a - b);
  const outerFirst = [...marks].sort((a, b) => b.end - b.start - (a.end - a.start));
  return places.slice(0, -1).map((start, at) => {
    const end = places[at + 1]!;
    return { start, end, marks: outerFirst.filter((mark) => mark.start <= start && mark.end >= end).map(({ mark }) => mark) };
  });
}
