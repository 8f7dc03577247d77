/**
 * So many of the plans, as far apart as their order allows: the same ones in every run, and some of
 * each folder where there are enough.
 */
export function evenSample<Item>(items: readonly Item[], count: number): Item[] {
  if (count >= items.length) return [...items];
  const step = items.length / count;
  return Array.from({ length: count }, (_, i) => items[Math.floor((i + 0.5) * step)] as Item);
}
