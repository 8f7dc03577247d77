import { listModels, resolveModel } from "./src/model/resolve-model.ts";
import { readStore } from "./src/store/store-folder.ts";
import { subjectsOf, subjectName } from "./src/campaign/library/subjects.ts";
import { Stock } from "./src/campaign/library/gaps.ts";
import { inOrderOfValue } from "./src/campaign/library/order.ts";
const store = readStore("profiles/h200-sxm");
const names = store.flatMap(f => f.session.kernels.filter(k=>!k.reference).map(k => k.name));
const subjects = subjectsOf(listModels().map(({id})=>resolveModel(id)), store[0].session.gpu.memoryBytes, 2048);
let sum=0;
for (const t of inOrderOfValue(subjects, new Stock(names, ["decode_attention"]))) { sum+=t.seconds; console.log(sum, t.seconds, subjectName(t.subject), t.missing.map(k=>k.kernel.kind+" "+Object.values(k.kernel.shape).join("x")+JSON.stringify(k.kernel.variant??"")).join(" | ")); }
