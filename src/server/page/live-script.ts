/**
 * Asks for the figures over and over, and shows them. A request at a time: a server that is slow to
 * answer is not asked more often.
 */
export const LIVE_SCRIPT = `
const PAUSE_MS = 500;
const byId = (id) => document.getElementById(id);
const whole = (value) => Math.round(value).toLocaleString("en");
const show = (id, text) => { if (byId(id).textContent !== text) byId(id).textContent = text; };

function draw(id, history, lines, most) {
  const highest = most ?? Math.max(1, ...lines.flatMap((key) => history.map((each) => each[key])));
  if (history.length === 0) return;
  const first = 120 - history.length;
  [...byId(id).children].forEach((line, index) => {
    const key = lines[index];
    if (key === undefined) return;
    line.setAttribute("points", history.map((each, at) => (first + at) + "," + (98 - 96 * each[key] / highest)).join(" "));
  });
  show(id + "-most", "(up to " + (most === undefined ? whole(highest) : "100%") + ")");
}

let shown = null;
function showPlan(program) {
  if (program === null || program === shown) return;
  shown = program;
  const template = [...document.querySelectorAll("template")].find(({ dataset }) => dataset.program === program);
  show("plan-name", template?.dataset.title ?? program);
  byId("plan-chart").replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
}

function showBatch(step) {
  if (step === null) return;
  const parts = { decode: step.decodeRows, prompt: step.promptRows, padding: step.paddingRows };
  for (const [id, rows] of Object.entries(parts)) {
    byId(id).style.flexGrow = rows;
    show(id + "-rows", whole(rows));
  }
  const took = step.deviceUs > 0 ? ", " + whole(step.deviceUs) + " µs on the device" : "";
  const promised = step.predictedUs === null ? "" : ", predicted " + whole(step.predictedUs) + " µs";
  show("step", "step " + whole(step.step) + " by " + step.program + took + promised);
}

function showStatus(status) {
  const { history, kv, lastStep } = status;
  const past = history.slice(0, -1).slice(-5);
  const mean = (key) => past.length === 0 ? history.at(-1)[key] : past.reduce((sum, each) => sum + each[key], 0) / past.length;
  show("state", status.engine + " engine, up for " + whole(status.uptimeSeconds) + " s");
  show("running", whole(status.running));
  show("waiting", whole(status.waiting));
  show("tokens", whole(mean("tokens")));
  show("steps", whole(mean("steps")));
  show("kv", whole(kv.held) + " of " + whole(kv.held + kv.kept + kv.free));
  show("preemptions", whole(status.preemptions));
  draw("requests", history, ["running", "waiting"]);
  draw("rate", history.slice(0, -1), ["tokens"]);
  draw("memory", history, ["kvShare"], 1);
  showBatch(lastStep);
  showPlan(status.program);
  const rows = document.querySelectorAll("tbody tr");
  status.programs.forEach(({ name, steps }, index) => {
    rows[index].lastElementChild.textContent = whole(steps);
    rows[index].className = name === status.program ? "used" : "";
  });
}

async function live() {
  for (;;) {
    try {
      const answer = await fetch("status.json", { cache: "no-store" });
      if (!answer.ok) throw new Error("it answers " + answer.status);
      showStatus(await answer.json());
    } catch (error) {
      show("state", "The server does not answer: " + error.message);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
live();`;
