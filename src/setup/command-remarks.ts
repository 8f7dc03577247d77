import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import type { Plan } from "../generated/plan.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import { planDocument } from "../plan-set/plan-set-file.ts";
import { type Claim, COMMAND, noted, wrong } from "./command-claims.ts";
import { PLAN_RULES } from "./command-rules.ts";
import { idleSearchOptions, idleText } from "./idle-search-options.ts";
import type { Remark } from "./remark.ts";
import { requireBatchOptions } from "./requested-batch.ts";
import { flagOf, type ParsedSearch, parseSearchCommand } from "./search-command.ts";
import { SET_RULES } from "./set-command-rules.ts";
import { otherSpaceClaims } from "./space-rules.ts";

/**
 * Holds a plan to the options of the command that makes it, as far as they tell without a search.
 * Another command would make another plan, and someone may run it by its word.
 */
export function commandRemarks(plan: Plan, document: Document): Remark[] {
  const search = parseSearchCommand(plan.provenance.command);
  if (search === undefined) return [remarkOf(UNKNOWN, document)];
  const { path } = document;
  const claims = [
    ...refusals(search),
    ...claimsOf(Object.values(PLAN_RULES), (rule) => rule(plan, search, path)),
    ...otherSpaceClaims(plan, search.options),
  ];
  return claims.map((claim) => remarkOf(claim, document));
}

/** The same of a set and of its plans. */
export function setCommandRemarks(set: PlanSet, document: Document): Remark[] {
  const search = parseSearchCommand(set.provenance.command);
  if (search === undefined) return [remarkOf(UNKNOWN, document)];
  const { path } = document;
  const ofSet = [
    ...refusals(search),
    ...claimsOf(Object.values(SET_RULES), (rule) => rule(set, search, path)),
  ].map((claim) => remarkOf(claim, document));
  const ofPlans = set.programs.flatMap(({ plan }, index) =>
    commandRemarks(plan, planDocument(document, index, plan)),
  );
  const notes = (remark: Remark) => remark.severity === "note";
  return [
    ...once(ofSet, ({ message, position }) => `${position?.line}:${position?.column} ${message}`),
    ...ofPlans.filter((remark) => !notes(remark)),
    // What is noted of many plans alike is noted once.
    ...once(ofPlans.filter(notes), ({ message }) => message),
  ];
}

const UNKNOWN = noted(
  COMMAND,
  "the command is no search with known options: nothing can be made again by it",
);

/** Options beside each other that a search does not take. */
function refusals({ options, isSet, given }: ParsedSearch): Claim[] {
  const flags = given.map(([flag]) => flag);
  const idle = idleSearchOptions(options, isSet).flatMap((each) => {
    const said = each.options
      .map((name) => `--${flagOf(name)}`)
      .find((flag) => flags.includes(flag));
    return said === undefined ? [] : [refused(idleText(said, each))];
  });
  const ofBatch = claimsOf([requireBatchOptions], (require) => {
    require(options);
    return [];
  });
  return [...idle, ...ofBatch];
}

/** What a rule throws says that no search succeeds. */
function claimsOf<Rule>(
  rules: readonly Rule[],
  ask: (rule: Rule) => readonly Claim[],
): readonly Claim[] {
  return rules.flatMap((rule) => {
    try {
      return ask(rule);
    } catch (error) {
      if (!(error instanceof PlannerError)) throw error;
      return [refused(error.message)];
    }
  });
}

function refused(why: string): Claim {
  return wrong(COMMAND, `no search succeeds by the command: ${why}`);
}

function remarkOf({ severity, keys, message }: Claim, document: Document): Remark {
  return { severity, code: "command", message, position: document.positionOf([...keys]) };
}

function once(remarks: readonly Remark[], keyOf: (remark: Remark) => string): Remark[] {
  return [...new Map(remarks.map((remark) => [keyOf(remark), remark])).values()];
}
