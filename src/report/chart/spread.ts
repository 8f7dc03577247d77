/** Something with a width that would like to be centred at a place. */
export interface Wish {
  centre: number;
  width: number;
}

interface Cluster {
  members: number;
  /** Sum of where each member would have the cluster start. */
  starts: number;
  width: number;
}

/**
 * Centres that keep labels of one row apart and in order, as near to their wishes as the sum of
 * squares allows: isotonic regression by pooling adjacent violators (Barlow, Bartholomew, Bremner,
 * Brunk, "Statistical Inference under Order Restrictions", 1972).
 *
 * @param wishes by centre
 * @param from and `to` bound the row, in the unit of the wishes
 * @returns undefined when the row is too narrow for all
 */
export function spread(wishes: readonly Wish[], from: number, to: number): number[] | undefined {
  const total = wishes.reduce((sum, { width }) => sum + width, 0);
  if (total > to - from) return undefined;
  const place = ({ starts, members, width }: Cluster) =>
    Math.min(Math.max(starts / members, from), to - width);
  const clusters: Cluster[] = [];
  for (const { centre, width } of wishes) {
    let last: Cluster = { members: 1, starts: centre - width / 2, width };
    for (;;) {
      const before = clusters.at(-1);
      if (before === undefined || place(before) + before.width <= place(last)) break;
      clusters.pop();
      last = {
        members: before.members + last.members,
        starts: before.starts + last.starts - last.members * before.width,
        width: before.width + last.width,
      };
    }
    clusters.push(last);
  }
  const centres: number[] = [];
  for (const cluster of clusters) {
    let at = place(cluster);
    for (const { width } of wishes.slice(centres.length, centres.length + cluster.members)) {
      centres.push(at + width / 2);
      at += width;
    }
  }
  return centres;
}
