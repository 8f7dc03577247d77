// Which room of src/ may import which. `npm run lint:rooms` holds it; docs/structure.md says what each room is for.

/** Rooms that every room may import: they import no room themselves. */
const GROUND = ["text", "files", "generated"];

/** Each room with those that it may import, besides itself and the ground floor. */
const ROOMS = {
  native: [],
  model: [],
  ir: ["model"],
  workload: ["model", "ir"],
  cost: ["ir"],
  analysis: ["model", "ir", "workload", "cost"],
  store: ["ir", "cost"],
  profile: ["ir", "cost", "store"],
  campaign: ["native", "model", "ir", "workload", "cost", "store", "profile"],
  plan: ["ir"],
  program: ["model", "ir", "cost", "plan"],
  verify: ["model", "ir", "cost", "plan", "program"],
  step: [],
  engine: ["native", "model", "cost", "program", "step"],
  runtime: ["step"],
  trial: ["model", "cost", "program", "step", "engine", "search"],
  search: ["model", "ir", "workload", "analysis", "cost", "profile", "plan", "program", "engine"],
  setup: [
    "model",
    "ir",
    "workload",
    "analysis",
    "cost",
    "store",
    "profile",
    "plan",
    "program",
    "engine",
    "plan-set",
    "verify",
    "search",
  ],
  "plan-set": ["model", "ir", "workload", "cost", "plan", "program", "verify", "engine"],
  "set-search": ["workload", "cost", "plan", "plan-set", "search", "setup"],
  gate: ["cost", "plan", "plan-set", "program", "verify", "engine", "profile", "setup"],
  deploy: [
    ...["model", "cost", "plan", "plan-set", "program", "verify", "step", "engine", "runtime"],
    ...["search", "setup", "trial"],
  ],
  tokenizer: [],
  "tool-calls": [],
  constraint: ["step"],
  server: ["runtime", "step", "tokenizer", "tool-calls", "constraint", "report"],
  quantise: ["model", "engine"],
  demo: ["model", "plan-set", "program", "engine", "deploy", "tokenizer"],
  replay: [
    ...["model", "ir", "workload", "analysis", "program", "step", "engine", "runtime", "deploy"],
    ...["setup", "trial"],
  ],
  report: [
    "model",
    "ir",
    "workload",
    "analysis",
    "cost",
    "store",
    "profile",
    "plan",
    "plan-set",
    "trial",
    "gate",
    "deploy",
    "replay",
  ],
};

/** Rooms of search, from the bottom up: each may import those before it. */
const SEARCH = [
  "solver",
  "space",
  "problem",
  "schedule",
  "bound",
  "tree",
  "ilp",
  "workers",
  "forest",
  "verdict",
  "explain",
  "emit",
];

const GROUND_FILES = "^src/(bf16|e4m3|errors|integers|optimize-late|random|tool)\\.ts$";
const inRooms = (names) => `^src/(${names.join("|")})/`;

function roomRules() {
  const ground = {
    name: "ground-floor-imports-no-room",
    comment:
      "text/, files/ and generated/ know nothing of the project above them; generated/ is below.",
    severity: "error",
    from: { path: inRooms(GROUND) },
    to: { path: "^src/", pathNot: [GROUND_FILES, "^src/$1/", "^src/generated/"] },
  };
  const rooms = Object.entries(ROOMS).map(([room, others]) => ({
    name: `rooms-of-${room}`,
    comment: `src/${room}/ imports only ${[...GROUND, ...others].join(", ")}.`,
    severity: "error",
    from: { path: inRooms([room]) },
    to: { path: "^src/", pathNot: [GROUND_FILES, inRooms([room, ...GROUND, ...others])] },
  }));
  return [ground, ...rooms];
}

const searchRules = SEARCH.map((room, position) => ({
  name: `search-${room}-imports-downwards`,
  comment: "Inside search/, a room imports the rooms before it alone.",
  severity: "error",
  from: { path: `^src/search/${room}/` },
  to: {
    path: [
      "^src/search/[^/]+$",
      `^src/search/(${SEARCH.slice(position + 1).join("|") || "none"})/`,
    ],
  },
}));

export default {
  forbidden: [
    {
      name: "no-circle-of-files",
      comment:
        "Files that import each other in a circle cannot be understood one by one; types count.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-two-folders-both-ways",
      comment: "Where two folders import each other, neither can be read first.",
      severity: "error",
      scope: "folder",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      comment: "A file that nothing imports and that imports nothing is dead.",
      severity: "error",
      from: { orphan: true },
      to: {},
    },
    {
      name: "nothing-imports-the-command-line",
      comment: "src/cli/ parses and prints; what others need of it belongs into a room.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/cli/" },
      to: { path: "^src/cli/" },
    },
    ...roomRules(),
    ...searchRules,
  ],
  options: {
    // TypeScript 7 has no API to parse with; swc reads `import type` too.
    parser: "swc",
    tsPreCompilationDeps: true,
    includeOnly: "^src/",
  },
};
