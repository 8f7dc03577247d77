import { describe, expect, it } from "@jest/globals";
import type { Plan } from "../../src/generated/plan.ts";
import { layerOf } from "../../src/plan/plan-graph.ts";
import { checkCertificate } from "../../src/verify/certificate.ts";
import { mutated, planFixture } from "../support/plan-fixture.ts";

const PLAN = planFixture();
/** The same with a part of the space searched. */
const PARTLY = planFixture();
Object.assign(PARTLY.search, {
  structures: 9,
  structuresSearched: 4,
  searchedLowerBoundUs: PARTLY.predicted.lowerBoundUs,
  certificate: PARTLY.search.certificate
    .replace("2 structures", "9 structures of 3 dense batches")
    .replace(
      "optimum of the space:",
      "optimum of the space (the best schedule found: within 0.50%, but its gain is not trusted):",
    )
    .replace("all searched", "4 searched (within 2.04%), the others bounded"),
});

function findingsOf(change: (plan: Plan) => void, base = PLAN) {
  const { plan, document } = mutated(base, change);
  return checkCertificate({ plan, document, graph: layerOf(plan) });
}

const words = (from: string | RegExp, to: string) => (plan: Plan) => {
  const certificate = plan.search.certificate.replace(from, to);
  expect(certificate).not.toBe(plan.search.certificate);
  plan.search.certificate = certificate;
};

describe("the certificate", () => {
  it.each([
    ["of a space that was searched whole", PLAN],
    ["of one that was searched in part", PARTLY],
  ])("agrees with the figures of its plan: %s", (_, plan) => {
    expect(findingsOf(() => {}, plan)).toEqual([]);
  });

  it("may call a gap of those searched none where it is a hundredth of a percent at most", () => {
    const within = (gap: number) => (plan: Plan) => {
      words("(within 2.04%)", "(within 0.00%)")(plan);
      plan.search.searchedLowerBoundUs = plan.predicted.periodUs / (1 + gap);
    };
    expect(findingsOf(within(0.000_08), PARTLY)).toEqual([]);
    expect(findingsOf(within(0.000_3), PARTLY)).toMatchObject([
      { message: expect.stringContaining("within 0.00% for those searched") },
    ]);
  });

  it("of a plan that was not searched says so", () => {
    const certificate = "nothing was searched: the plan without overlap was asked for";
    expect(findingsOf(({ search }) => Object.assign(search, { certificate }))).toMatchObject([
      { message: "the certificate says that nothing was searched, but the method is branch" },
    ]);
    expect(
      findingsOf(({ search }) => Object.assign(search, { certificate, method: "none" })),
    ).toEqual([]);
  });

  it.each<[what: string, change: (plan: Plan) => void, message: RegExp]>([
    [
      "no nodes",
      ({ search }) => Object.assign(search, { nodes: 0 }),
      /an overlapped plan comes of a node at least, but there are 0/,
    ],
    [
      "another gap",
      words("within 2.04% of", "within 2.03% of"),
      /within 2.03%, but there is a gap of 2.04%/,
    ],
    [
      "more than is proven",
      words(/^within .* space \(.*trusted\):/, "optimal within the space:"),
      /optimal, but/,
    ],
    [
      "less than is proven",
      words(/^within .* space \(.*\):/, "nothing is proven of the space yet:"),
      /nothing is proven/,
    ],
    ["a better best", words("within 0.50%", "within 2.50%"), /within 2.50% for the best/],
    ["other structures", words("9 structures", "8 structures"), /8 structures, but there are 9/],
    ["other batches", words("3 dense", "10 dense"), /10 dense batches, but there are 9 structures/],
    ["more searched", words("4 searched", "5 searched"), /5 searched, but 4 were/],
    ["all searched", words(/4 searched .* bounded/, "all searched"), /9 searched, but 4 were/],
    ["others left open", words("the others bounded", "the others not yet"), /the others not yet/],
    [
      "another gap of those searched",
      words("(within 2.04%)", "(within 2.05%)"),
      /within 2.05% for those/,
    ],
    ["no gap of those searched", words(" (within 2.04%)", ""), /no % for those searched/],
    [
      "fewer nano-batches",
      words("1 to 2 nano-batches", "one nano-batch"),
      /at most 1 nano-batches, but there are 2/,
    ],
    [
      "other cuts",
      words("128 tokens", "512 tokens"),
      /cuts at multiples of 512 tokens, but one is at 256/,
    ],
    [
      "a search that was not asked for",
      ({ search }) => Object.assign(search, { method: "none" }),
      /the method is none/,
    ],
  ])("may not state %s", (_, change, message) => {
    const findings = findingsOf(change, PARTLY);
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: "error", message: expect.stringMatching(message) }),
    );
  });

  it("is called unchecked where it has other words", () => {
    expect(findingsOf(words("every order", "each order"))).toMatchObject([
      { severity: "note", message: /other words than a search/ },
    ]);
  });

  it.each<[key: string, change: (plan: Plan) => void]>([
    ["structuresSearched", ({ search }) => Object.assign(search, { structuresSearched: 3 })],
    [
      "searchedLowerBoundUs",
      ({ search, predicted }) =>
        Object.assign(search, { searchedLowerBoundUs: 1.01 * predicted.periodUs }),
    ],
    [
      "searchedLowerBoundUs",
      ({ search, predicted }) =>
        Object.assign(search, { searchedLowerBoundUs: 0.9 * predicted.periodUs }),
    ],
  ])("comes with a %s that can be", (key, change) => {
    const { plan, document } = mutated(PLAN, change);
    const findings = checkCertificate({ plan, document, graph: layerOf(plan) });
    expect(findings).toContainEqual(
      expect.objectContaining({
        severity: "error",
        position: document.positionOf(["search", key]),
      }),
    );
  });
});
