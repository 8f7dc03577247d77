/* Generated from schemas/plan-set.schema.json by `npm run types`; edit the schema instead. */
// @ts-nocheck: Ajv writes JavaScript.
export const validate = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:nanoflow-plan:plan-set:1","type":"object","additionalProperties":false,"required":["schema","model","gpu","workload","provenance","search","coverage","programs","hash"],"properties":{"schema":{"const":"nanoflow-plan/plan-set/1"},"model":{"type":"string"},"gpu":{"type":"string"},"workload":{"type":"object","additionalProperties":false,"required":["name","denseBatchTokens","decodeTokens","mostDecodeTokens","kvCapacityTokens"],"properties":{"name":{"type":"string","pattern":"\\S"},"denseBatchTokens":{"type":"integer","minimum":1},"decodeTokens":{"type":"integer","minimum":0},"mostDecodeTokens":{"type":"integer","minimum":1},"kvCapacityTokens":{"type":"integer","minimum":1}}},"provenance":{"type":"object","additionalProperties":false,"required":["tool","command"],"properties":{"tool":{"type":"string","pattern":"\\S"},"command":{"type":"string","pattern":"\\S"}}},"search":{"type":"object","additionalProperties":false,"required":["searched","gap","nodesEach","timeEachSeconds"],"properties":{"searched":{"type":"integer","minimum":0},"gap":{"type":"number","minimum":0},"nodesEach":{"type":"integer","minimum":1},"timeEachSeconds":{"type":["number","null"],"exclusiveMinimum":0}}},"coverage":{"type":"object","additionalProperties":false,"required":["leastTokens","mostTokens","leastDecodeTokens","mostDecodeTokens"],"properties":{"leastTokens":{"type":"integer","minimum":1},"mostTokens":{"type":"integer","minimum":1},"leastDecodeTokens":{"type":"integer","minimum":1},"mostDecodeTokens":{"type":"integer","minimum":1}}},"programs":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["name","phase","steps","plan"],"properties":{"name":{"type":"string","pattern":"^(d[1-9][0-9]*(p[1-9][0-9]*)?|p[1-9][0-9]*)$"},"phase":{"enum":["steady","ramp-up","part-filled","drain"]},"steps":{"type":"array","minItems":1,"items":{"type":"array","prefixItems":[{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0}],"minItems":2,"maxItems":2,"items":false}},"smallerThanMeasured":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["kind","tokens","context"],"properties":{"kind":{"type":"string"},"tokens":{"type":"integer","minimum":1},"context":{"type":"integer","minimum":0}}}},"plan":{"$ref":"#/$defs/plan"}}}},"hash":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"}},"$defs":{"plan":{"type":"object","additionalProperties":false,"required":["schema","kind","model","gpu","profile","workload","provenance","predicted","search","nanoBatches","lanes","nanoOperations","hash"],"properties":{"schema":{"const":"nanoflow-plan/plan/1"},"kind":{"enum":["sequential","nano-batch-only","overlapped"]},"reason":{"type":"string"},"model":{"type":"object","additionalProperties":false,"required":["id","layers","tensorParallel","shape"],"properties":{"id":{"type":"string","pattern":"\\S"},"layers":{"type":"integer","minimum":1},"tensorParallel":{"type":"integer","minimum":1},"norms":{"const":"fused"},"shape":{"$ref":"#/$defs/modelShape"}}},"gpu":{"type":"object","additionalProperties":false,"required":["id","smCount"],"properties":{"id":{"type":"string"},"smCount":{"type":"integer","minimum":1}}},"profile":{"type":"object","additionalProperties":false,"required":["file","source"],"properties":{"file":{"type":"string"},"sessions":{"type":"array","items":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$"}},"source":{"enum":["measured","published","roofline"]},"measurements":{"type":"string","pattern":"^[0-9a-f]{64}$"},"sha256":{"type":"string","pattern":"^[0-9a-f]{64}$"},"scaled":{"type":"array","items":{"type":"string"}},"standIns":{"type":"array","items":{"type":"string"}}}},"workload":{"type":"object","additionalProperties":false,"required":["name","denseBatchTokens","decodeTokens","prefillTokens","decodeContext","prefillContext"],"properties":{"name":{"type":"string","pattern":"\\S"},"denseBatchTokens":{"type":"integer","minimum":1},"decodeTokens":{"type":"integer","minimum":0},"prefillTokens":{"type":"integer","minimum":0},"decodeContext":{"type":"number","minimum":0},"prefillContext":{"type":"number","minimum":0}}},"provenance":{"type":"object","additionalProperties":false,"required":["tool","command"],"properties":{"tool":{"type":"string","pattern":"\\S"},"command":{"type":"string","pattern":"\\S"}}},"predicted":{"type":"object","additionalProperties":false,"required":["periodUs","sequentialUs","nanoBatchOnlyUs","lowerBoundUs","gap","speedup","stepUs","tokensPerSecondPerGpu","optimalFraction","clockMhz","powerW"],"properties":{"periodUs":{"type":"number","exclusiveMinimum":0},"sequentialUs":{"type":"number","exclusiveMinimum":0},"nanoBatchOnlyUs":{"type":["number","null"],"exclusiveMinimum":0},"lowerBoundUs":{"type":["number","null"],"exclusiveMinimum":0},"gap":{"type":["number","null"],"minimum":0},"speedup":{"type":"number","exclusiveMinimum":0},"promisedSpeedup":{"type":"number","exclusiveMinimum":0},"stepUs":{"type":"number","exclusiveMinimum":0},"tokensPerSecondPerGpu":{"type":"number","exclusiveMinimum":0},"optimalFraction":{"type":"number","exclusiveMinimum":0},"clockMhz":{"type":"number","exclusiveMinimum":0},"powerW":{"type":["number","null"],"exclusiveMinimum":0}}},"search":{"type":"object","additionalProperties":false,"required":["solver","method","structures","nodes","seed","certificate"],"properties":{"solver":{"enum":["highs","glpk"]},"method":{"enum":["branch","ilp","none"]},"structures":{"type":"integer","minimum":1},"structuresSearched":{"type":"integer","minimum":0},"searchedLowerBoundUs":{"type":["number","null"],"exclusiveMinimum":0},"nodes":{"type":"integer","minimum":0},"seed":{"type":"integer","minimum":0},"certificate":{"type":"string"}}},"nanoBatches":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["id","tokens","decodeTokens","prefillTokens"],"properties":{"id":{"type":"integer","minimum":0},"tokens":{"$ref":"#/$defs/tokenRange"},"decodeTokens":{"type":"integer","minimum":0},"prefillTokens":{"type":"integer","minimum":0}}}},"lanes":{"type":"object","additionalProperties":{"type":"array","items":{"type":"string"}},"propertyNames":{"enum":["compute","memory","network"]}},"nanoOperations":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["id","operation","nanoBatch","tokens","lane","stage","partition","implementation","startUs","durationUs","dependsOn","waitsFor"],"properties":{"id":{"type":"string","pattern":"^[a-z0-9_]+\\.[0-9]+$"},"operation":{"type":"string"},"nanoBatch":{"type":"integer","minimum":0},"tokens":{"$ref":"#/$defs/tokenRange"},"lane":{"enum":["compute","memory","network"]},"stage":{"type":"integer"},"partition":{"type":"object","additionalProperties":false,"required":["side","smCount"],"properties":{"side":{"enum":["whole","group","remainder"]},"smCount":{"type":"integer","minimum":1},"mechanism":{"enum":["green-context","cta-limit"],"default":"green-context"}}},"implementation":{"type":"string"},"startUs":{"type":"number","minimum":0},"durationUs":{"type":"number","exclusiveMinimum":0},"dependsOn":{"type":"array","items":{"$ref":"#/$defs/reference"}},"waitsFor":{"type":"array","items":{"$ref":"#/$defs/reference"}}}}},"measured":{"type":"object","additionalProperties":false,"required":["periodUs","spread","samples","layers","stepUs","clockMhz","powerW","gpu","driverVersion","cublasLtVersion","measuredAt","command"],"properties":{"periodUs":{"type":"number","exclusiveMinimum":0},"spread":{"type":"number","minimum":0},"samples":{"type":"integer","minimum":1},"layers":{"type":"integer","minimum":1},"stepUs":{"type":"number","exclusiveMinimum":0},"clockMhz":{"type":["number","null"]},"powerW":{"type":["number","null"]},"gpu":{"type":"string"},"driverVersion":{"type":"string","pattern":"\\S"},"cublasLtVersion":{"type":"string","pattern":"\\S"},"measuredAt":{"type":"string"},"command":{"type":"string"},"sequential":{"type":"object","additionalProperties":false,"required":["periodUs","speedup","verdict"],"properties":{"periodUs":{"type":"number","exclusiveMinimum":0},"speedup":{"type":"number","exclusiveMinimum":0},"verdict":{"enum":["faster","same","slower"]}}}}},"hash":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"}}},"tokenRange":{"type":"array","prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":1}],"items":false,"minItems":2,"maxItems":2},"reference":{"type":"string","pattern":"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"},"numberFormat":{"type":"object","additionalProperties":false,"required":["type","scaling"],"properties":{"type":{"enum":["fp8-e4m3"]},"scaling":{"enum":["tensor","row","block-128"]}}},"modelShape":{"type":"object","additionalProperties":false,"required":["family","hiddenSize","queryHeads","kvHeads","headSize","vocabularySize","tiedEmbeddings","qkvBias","qkNorm","mlp"],"properties":{"family":{"enum":["llama","mistral","qwen2","qwen3","mixtral","qwen2_moe","qwen3_moe"]},"hiddenSize":{"type":"integer","minimum":1},"queryHeads":{"type":"integer","minimum":1},"kvHeads":{"type":"integer","minimum":1},"headSize":{"type":"integer","minimum":1},"vocabularySize":{"type":"integer","minimum":1},"tiedEmbeddings":{"type":"boolean"},"qkvBias":{"type":"boolean"},"qkNorm":{"type":"boolean"},"precision":{"type":"object","additionalProperties":false,"minProperties":1,"properties":{"weights":{"$ref":"#/$defs/numberFormat"},"activations":{"$ref":"#/$defs/numberFormat"},"kv":{"$ref":"#/$defs/numberFormat"},"accumulation":{"enum":["fast"]}}},"mlp":{"oneOf":[{"type":"object","additionalProperties":false,"required":["kind","intermediateSize"],"properties":{"kind":{"const":"dense"},"intermediateSize":{"type":"integer","minimum":1}}},{"type":"object","additionalProperties":false,"required":["kind","experts","expertsPerToken","expertIntermediateSize","sharedExpertIntermediateSize"],"properties":{"kind":{"const":"moe"},"experts":{"type":"integer","minimum":1},"expertsPerToken":{"type":"integer","minimum":1},"expertIntermediateSize":{"type":"integer","minimum":1},"sharedExpertIntermediateSize":{"type":"integer","minimum":0},"renormalizedExpertWeights":{"type":"boolean"}}}]}}}}};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("\\S", "u");
const pattern7 = new RegExp("^(d[1-9][0-9]*(p[1-9][0-9]*)?|p[1-9][0-9]*)$", "u");
const pattern20 = new RegExp("^sha256:[0-9a-f]{64}$", "u");
const schema32 = {"type":"object","additionalProperties":false,"required":["schema","kind","model","gpu","profile","workload","provenance","predicted","search","nanoBatches","lanes","nanoOperations","hash"],"properties":{"schema":{"const":"nanoflow-plan/plan/1"},"kind":{"enum":["sequential","nano-batch-only","overlapped"]},"reason":{"type":"string"},"model":{"type":"object","additionalProperties":false,"required":["id","layers","tensorParallel","shape"],"properties":{"id":{"type":"string","pattern":"\\S"},"layers":{"type":"integer","minimum":1},"tensorParallel":{"type":"integer","minimum":1},"norms":{"const":"fused"},"shape":{"$ref":"#/$defs/modelShape"}}},"gpu":{"type":"object","additionalProperties":false,"required":["id","smCount"],"properties":{"id":{"type":"string"},"smCount":{"type":"integer","minimum":1}}},"profile":{"type":"object","additionalProperties":false,"required":["file","source"],"properties":{"file":{"type":"string"},"sessions":{"type":"array","items":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$"}},"source":{"enum":["measured","published","roofline"]},"measurements":{"type":"string","pattern":"^[0-9a-f]{64}$"},"sha256":{"type":"string","pattern":"^[0-9a-f]{64}$"},"scaled":{"type":"array","items":{"type":"string"}},"standIns":{"type":"array","items":{"type":"string"}}}},"workload":{"type":"object","additionalProperties":false,"required":["name","denseBatchTokens","decodeTokens","prefillTokens","decodeContext","prefillContext"],"properties":{"name":{"type":"string","pattern":"\\S"},"denseBatchTokens":{"type":"integer","minimum":1},"decodeTokens":{"type":"integer","minimum":0},"prefillTokens":{"type":"integer","minimum":0},"decodeContext":{"type":"number","minimum":0},"prefillContext":{"type":"number","minimum":0}}},"provenance":{"type":"object","additionalProperties":false,"required":["tool","command"],"properties":{"tool":{"type":"string","pattern":"\\S"},"command":{"type":"string","pattern":"\\S"}}},"predicted":{"type":"object","additionalProperties":false,"required":["periodUs","sequentialUs","nanoBatchOnlyUs","lowerBoundUs","gap","speedup","stepUs","tokensPerSecondPerGpu","optimalFraction","clockMhz","powerW"],"properties":{"periodUs":{"type":"number","exclusiveMinimum":0},"sequentialUs":{"type":"number","exclusiveMinimum":0},"nanoBatchOnlyUs":{"type":["number","null"],"exclusiveMinimum":0},"lowerBoundUs":{"type":["number","null"],"exclusiveMinimum":0},"gap":{"type":["number","null"],"minimum":0},"speedup":{"type":"number","exclusiveMinimum":0},"promisedSpeedup":{"type":"number","exclusiveMinimum":0},"stepUs":{"type":"number","exclusiveMinimum":0},"tokensPerSecondPerGpu":{"type":"number","exclusiveMinimum":0},"optimalFraction":{"type":"number","exclusiveMinimum":0},"clockMhz":{"type":"number","exclusiveMinimum":0},"powerW":{"type":["number","null"],"exclusiveMinimum":0}}},"search":{"type":"object","additionalProperties":false,"required":["solver","method","structures","nodes","seed","certificate"],"properties":{"solver":{"enum":["highs","glpk"]},"method":{"enum":["branch","ilp","none"]},"structures":{"type":"integer","minimum":1},"structuresSearched":{"type":"integer","minimum":0},"searchedLowerBoundUs":{"type":["number","null"],"exclusiveMinimum":0},"nodes":{"type":"integer","minimum":0},"seed":{"type":"integer","minimum":0},"certificate":{"type":"string"}}},"nanoBatches":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["id","tokens","decodeTokens","prefillTokens"],"properties":{"id":{"type":"integer","minimum":0},"tokens":{"$ref":"#/$defs/tokenRange"},"decodeTokens":{"type":"integer","minimum":0},"prefillTokens":{"type":"integer","minimum":0}}}},"lanes":{"type":"object","additionalProperties":{"type":"array","items":{"type":"string"}},"propertyNames":{"enum":["compute","memory","network"]}},"nanoOperations":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["id","operation","nanoBatch","tokens","lane","stage","partition","implementation","startUs","durationUs","dependsOn","waitsFor"],"properties":{"id":{"type":"string","pattern":"^[a-z0-9_]+\\.[0-9]+$"},"operation":{"type":"string"},"nanoBatch":{"type":"integer","minimum":0},"tokens":{"$ref":"#/$defs/tokenRange"},"lane":{"enum":["compute","memory","network"]},"stage":{"type":"integer"},"partition":{"type":"object","additionalProperties":false,"required":["side","smCount"],"properties":{"side":{"enum":["whole","group","remainder"]},"smCount":{"type":"integer","minimum":1},"mechanism":{"enum":["green-context","cta-limit"],"default":"green-context"}}},"implementation":{"type":"string"},"startUs":{"type":"number","minimum":0},"durationUs":{"type":"number","exclusiveMinimum":0},"dependsOn":{"type":"array","items":{"$ref":"#/$defs/reference"}},"waitsFor":{"type":"array","items":{"$ref":"#/$defs/reference"}}}}},"measured":{"type":"object","additionalProperties":false,"required":["periodUs","spread","samples","layers","stepUs","clockMhz","powerW","gpu","driverVersion","cublasLtVersion","measuredAt","command"],"properties":{"periodUs":{"type":"number","exclusiveMinimum":0},"spread":{"type":"number","minimum":0},"samples":{"type":"integer","minimum":1},"layers":{"type":"integer","minimum":1},"stepUs":{"type":"number","exclusiveMinimum":0},"clockMhz":{"type":["number","null"]},"powerW":{"type":["number","null"]},"gpu":{"type":"string"},"driverVersion":{"type":"string","pattern":"\\S"},"cublasLtVersion":{"type":"string","pattern":"\\S"},"measuredAt":{"type":"string"},"command":{"type":"string"},"sequential":{"type":"object","additionalProperties":false,"required":["periodUs","speedup","verdict"],"properties":{"periodUs":{"type":"number","exclusiveMinimum":0},"speedup":{"type":"number","exclusiveMinimum":0},"verdict":{"enum":["faster","same","slower"]}}}}},"hash":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"}}};
const schema37 = {"type":"array","prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":1}],"items":false,"minItems":2,"maxItems":2};
const schema39 = {"type":"string","pattern":"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"};
const pattern9 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]*$", "u");
const pattern10 = new RegExp("^[0-9a-f]{64}$", "u");
const pattern15 = new RegExp("^[a-z0-9_]+\\.[0-9]+$", "u");
const pattern16 = new RegExp("^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$", "u");
const schema33 = {"type":"object","additionalProperties":false,"required":["family","hiddenSize","queryHeads","kvHeads","headSize","vocabularySize","tiedEmbeddings","qkvBias","qkNorm","mlp"],"properties":{"family":{"enum":["llama","mistral","qwen2","qwen3","mixtral","qwen2_moe","qwen3_moe"]},"hiddenSize":{"type":"integer","minimum":1},"queryHeads":{"type":"integer","minimum":1},"kvHeads":{"type":"integer","minimum":1},"headSize":{"type":"integer","minimum":1},"vocabularySize":{"type":"integer","minimum":1},"tiedEmbeddings":{"type":"boolean"},"qkvBias":{"type":"boolean"},"qkNorm":{"type":"boolean"},"precision":{"type":"object","additionalProperties":false,"minProperties":1,"properties":{"weights":{"$ref":"#/$defs/numberFormat"},"activations":{"$ref":"#/$defs/numberFormat"},"kv":{"$ref":"#/$defs/numberFormat"},"accumulation":{"enum":["fast"]}}},"mlp":{"oneOf":[{"type":"object","additionalProperties":false,"required":["kind","intermediateSize"],"properties":{"kind":{"const":"dense"},"intermediateSize":{"type":"integer","minimum":1}}},{"type":"object","additionalProperties":false,"required":["kind","experts","expertsPerToken","expertIntermediateSize","sharedExpertIntermediateSize"],"properties":{"kind":{"const":"moe"},"experts":{"type":"integer","minimum":1},"expertsPerToken":{"type":"integer","minimum":1},"expertIntermediateSize":{"type":"integer","minimum":1},"sharedExpertIntermediateSize":{"type":"integer","minimum":0},"renormalizedExpertWeights":{"type":"boolean"}}}]}}};
const schema34 = {"type":"object","additionalProperties":false,"required":["type","scaling"],"properties":{"type":{"enum":["fp8-e4m3"]},"scaling":{"enum":["tensor","row","block-128"]}}};

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((data.family === undefined) && (missing0 = "family")) || ((data.hiddenSize === undefined) && (missing0 = "hiddenSize"))) || ((data.queryHeads === undefined) && (missing0 = "queryHeads"))) || ((data.kvHeads === undefined) && (missing0 = "kvHeads"))) || ((data.headSize === undefined) && (missing0 = "headSize"))) || ((data.vocabularySize === undefined) && (missing0 = "vocabularySize"))) || ((data.tiedEmbeddings === undefined) && (missing0 = "tiedEmbeddings"))) || ((data.qkvBias === undefined) && (missing0 = "qkvBias"))) || ((data.qkNorm === undefined) && (missing0 = "qkNorm"))) || ((data.mlp === undefined) && (missing0 = "mlp"))){
validate22.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema33.required,parentSchema:schema33,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema33.properties, key0))){
validate22.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.family !== undefined){
let data0 = data.family;
const _errs2 = errors;
if(!(((((((data0 === "llama") || (data0 === "mistral")) || (data0 === "qwen2")) || (data0 === "qwen3")) || (data0 === "mixtral")) || (data0 === "qwen2_moe")) || (data0 === "qwen3_moe"))){
validate22.errors = [{instancePath:instancePath+"/family",schemaPath:"#/properties/family/enum",keyword:"enum",params:{allowedValues: schema33.properties.family.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.family.enum,parentSchema:schema33.properties.family,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hiddenSize !== undefined){
let data1 = data.hiddenSize;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate22.errors = [{instancePath:instancePath+"/hiddenSize",schemaPath:"#/properties/hiddenSize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.hiddenSize.type,parentSchema:schema33.properties.hiddenSize,data:data1}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 1 || isNaN(data1)){
validate22.errors = [{instancePath:instancePath+"/hiddenSize",schemaPath:"#/properties/hiddenSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.hiddenSize,data:data1}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.queryHeads !== undefined){
let data2 = data.queryHeads;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate22.errors = [{instancePath:instancePath+"/queryHeads",schemaPath:"#/properties/queryHeads/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.queryHeads.type,parentSchema:schema33.properties.queryHeads,data:data2}];
return false;
}
if(errors === _errs5){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 1 || isNaN(data2)){
validate22.errors = [{instancePath:instancePath+"/queryHeads",schemaPath:"#/properties/queryHeads/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.queryHeads,data:data2}];
return false;
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kvHeads !== undefined){
let data3 = data.kvHeads;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate22.errors = [{instancePath:instancePath+"/kvHeads",schemaPath:"#/properties/kvHeads/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.kvHeads.type,parentSchema:schema33.properties.kvHeads,data:data3}];
return false;
}
if(errors === _errs7){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 1 || isNaN(data3)){
validate22.errors = [{instancePath:instancePath+"/kvHeads",schemaPath:"#/properties/kvHeads/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.kvHeads,data:data3}];
return false;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.headSize !== undefined){
let data4 = data.headSize;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate22.errors = [{instancePath:instancePath+"/headSize",schemaPath:"#/properties/headSize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.headSize.type,parentSchema:schema33.properties.headSize,data:data4}];
return false;
}
if(errors === _errs9){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 1 || isNaN(data4)){
validate22.errors = [{instancePath:instancePath+"/headSize",schemaPath:"#/properties/headSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.headSize,data:data4}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.vocabularySize !== undefined){
let data5 = data.vocabularySize;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate22.errors = [{instancePath:instancePath+"/vocabularySize",schemaPath:"#/properties/vocabularySize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.vocabularySize.type,parentSchema:schema33.properties.vocabularySize,data:data5}];
return false;
}
if(errors === _errs11){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
validate22.errors = [{instancePath:instancePath+"/vocabularySize",schemaPath:"#/properties/vocabularySize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.vocabularySize,data:data5}];
return false;
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tiedEmbeddings !== undefined){
let data6 = data.tiedEmbeddings;
const _errs13 = errors;
if(typeof data6 !== "boolean"){
validate22.errors = [{instancePath:instancePath+"/tiedEmbeddings",schemaPath:"#/properties/tiedEmbeddings/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema33.properties.tiedEmbeddings.type,parentSchema:schema33.properties.tiedEmbeddings,data:data6}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.qkvBias !== undefined){
let data7 = data.qkvBias;
const _errs15 = errors;
if(typeof data7 !== "boolean"){
validate22.errors = [{instancePath:instancePath+"/qkvBias",schemaPath:"#/properties/qkvBias/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema33.properties.qkvBias.type,parentSchema:schema33.properties.qkvBias,data:data7}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.qkNorm !== undefined){
let data8 = data.qkNorm;
const _errs17 = errors;
if(typeof data8 !== "boolean"){
validate22.errors = [{instancePath:instancePath+"/qkNorm",schemaPath:"#/properties/qkNorm/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema33.properties.qkNorm.type,parentSchema:schema33.properties.qkNorm,data:data8}];
return false;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.precision !== undefined){
let data9 = data.precision;
const _errs19 = errors;
if(errors === _errs19){
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(Object.keys(data9).length < 1){
validate22.errors = [{instancePath:instancePath+"/precision",schemaPath:"#/properties/precision/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema33.properties.precision,data:data9}];
return false;
}
else {
const _errs21 = errors;
for(const key1 in data9){
if(!((((key1 === "weights") || (key1 === "activations")) || (key1 === "kv")) || (key1 === "accumulation"))){
validate22.errors = [{instancePath:instancePath+"/precision",schemaPath:"#/properties/precision/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema33.properties.precision,data:data9}];
return false;
break;
}
}
if(_errs21 === errors){
if(data9.weights !== undefined){
let data10 = data9.weights;
const _errs22 = errors;
const _errs23 = errors;
if(errors === _errs23){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing1;
if(((data10.type === undefined) && (missing1 = "type")) || ((data10.scaling === undefined) && (missing1 = "scaling"))){
validate22.errors = [{instancePath:instancePath+"/precision/weights",schemaPath:"#/$defs/numberFormat/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'",schema:schema34.required,parentSchema:schema34,data:data10}];
return false;
}
else {
const _errs25 = errors;
for(const key2 in data10){
if(!((key2 === "type") || (key2 === "scaling"))){
validate22.errors = [{instancePath:instancePath+"/precision/weights",schemaPath:"#/$defs/numberFormat/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data:data10}];
return false;
break;
}
}
if(_errs25 === errors){
if(data10.type !== undefined){
let data11 = data10.type;
const _errs26 = errors;
if(!(data11 === "fp8-e4m3")){
validate22.errors = [{instancePath:instancePath+"/precision/weights/type",schemaPath:"#/$defs/numberFormat/properties/type/enum",keyword:"enum",params:{allowedValues: schema34.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.type.enum,parentSchema:schema34.properties.type,data:data11}];
return false;
}
var valid3 = _errs26 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data10.scaling !== undefined){
let data12 = data10.scaling;
const _errs27 = errors;
if(!(((data12 === "tensor") || (data12 === "row")) || (data12 === "block-128"))){
validate22.errors = [{instancePath:instancePath+"/precision/weights/scaling",schemaPath:"#/$defs/numberFormat/properties/scaling/enum",keyword:"enum",params:{allowedValues: schema34.properties.scaling.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.scaling.enum,parentSchema:schema34.properties.scaling,data:data12}];
return false;
}
var valid3 = _errs27 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/precision/weights",schemaPath:"#/$defs/numberFormat/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data:data10}];
return false;
}
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data9.activations !== undefined){
let data13 = data9.activations;
const _errs28 = errors;
const _errs29 = errors;
if(errors === _errs29){
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
let missing2;
if(((data13.type === undefined) && (missing2 = "type")) || ((data13.scaling === undefined) && (missing2 = "scaling"))){
validate22.errors = [{instancePath:instancePath+"/precision/activations",schemaPath:"#/$defs/numberFormat/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'",schema:schema34.required,parentSchema:schema34,data:data13}];
return false;
}
else {
const _errs31 = errors;
for(const key3 in data13){
if(!((key3 === "type") || (key3 === "scaling"))){
validate22.errors = [{instancePath:instancePath+"/precision/activations",schemaPath:"#/$defs/numberFormat/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data:data13}];
return false;
break;
}
}
if(_errs31 === errors){
if(data13.type !== undefined){
let data14 = data13.type;
const _errs32 = errors;
if(!(data14 === "fp8-e4m3")){
validate22.errors = [{instancePath:instancePath+"/precision/activations/type",schemaPath:"#/$defs/numberFormat/properties/type/enum",keyword:"enum",params:{allowedValues: schema34.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.type.enum,parentSchema:schema34.properties.type,data:data14}];
return false;
}
var valid5 = _errs32 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data13.scaling !== undefined){
let data15 = data13.scaling;
const _errs33 = errors;
if(!(((data15 === "tensor") || (data15 === "row")) || (data15 === "block-128"))){
validate22.errors = [{instancePath:instancePath+"/precision/activations/scaling",schemaPath:"#/$defs/numberFormat/properties/scaling/enum",keyword:"enum",params:{allowedValues: schema34.properties.scaling.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.scaling.enum,parentSchema:schema34.properties.scaling,data:data15}];
return false;
}
var valid5 = _errs33 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/precision/activations",schemaPath:"#/$defs/numberFormat/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data:data13}];
return false;
}
}
var valid1 = _errs28 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data9.kv !== undefined){
let data16 = data9.kv;
const _errs34 = errors;
const _errs35 = errors;
if(errors === _errs35){
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
let missing3;
if(((data16.type === undefined) && (missing3 = "type")) || ((data16.scaling === undefined) && (missing3 = "scaling"))){
validate22.errors = [{instancePath:instancePath+"/precision/kv",schemaPath:"#/$defs/numberFormat/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'",schema:schema34.required,parentSchema:schema34,data:data16}];
return false;
}
else {
const _errs37 = errors;
for(const key4 in data16){
if(!((key4 === "type") || (key4 === "scaling"))){
validate22.errors = [{instancePath:instancePath+"/precision/kv",schemaPath:"#/$defs/numberFormat/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data:data16}];
return false;
break;
}
}
if(_errs37 === errors){
if(data16.type !== undefined){
let data17 = data16.type;
const _errs38 = errors;
if(!(data17 === "fp8-e4m3")){
validate22.errors = [{instancePath:instancePath+"/precision/kv/type",schemaPath:"#/$defs/numberFormat/properties/type/enum",keyword:"enum",params:{allowedValues: schema34.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.type.enum,parentSchema:schema34.properties.type,data:data17}];
return false;
}
var valid7 = _errs38 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data16.scaling !== undefined){
let data18 = data16.scaling;
const _errs39 = errors;
if(!(((data18 === "tensor") || (data18 === "row")) || (data18 === "block-128"))){
validate22.errors = [{instancePath:instancePath+"/precision/kv/scaling",schemaPath:"#/$defs/numberFormat/properties/scaling/enum",keyword:"enum",params:{allowedValues: schema34.properties.scaling.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.scaling.enum,parentSchema:schema34.properties.scaling,data:data18}];
return false;
}
var valid7 = _errs39 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/precision/kv",schemaPath:"#/$defs/numberFormat/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data:data16}];
return false;
}
}
var valid1 = _errs34 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data9.accumulation !== undefined){
let data19 = data9.accumulation;
const _errs40 = errors;
if(!(data19 === "fast")){
validate22.errors = [{instancePath:instancePath+"/precision/accumulation",schemaPath:"#/properties/precision/properties/accumulation/enum",keyword:"enum",params:{allowedValues: schema33.properties.precision.properties.accumulation.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.precision.properties.accumulation.enum,parentSchema:schema33.properties.precision.properties.accumulation,data:data19}];
return false;
}
var valid1 = _errs40 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/precision",schemaPath:"#/properties/precision/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.precision.type,parentSchema:schema33.properties.precision,data:data9}];
return false;
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.mlp !== undefined){
let data20 = data.mlp;
const _errs41 = errors;
const _errs42 = errors;
let valid8 = false;
let passing0 = null;
const _errs43 = errors;
if(errors === _errs43){
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
let missing4;
if(((data20.kind === undefined) && (missing4 = "kind")) || ((data20.intermediateSize === undefined) && (missing4 = "intermediateSize"))){
const err0 = {instancePath:instancePath+"/mlp",schemaPath:"#/properties/mlp/oneOf/0/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'",schema:schema33.properties.mlp.oneOf[0].required,parentSchema:schema33.properties.mlp.oneOf[0],data:data20};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
const _errs45 = errors;
for(const key5 in data20){
if(!((key5 === "kind") || (key5 === "intermediateSize"))){
const err1 = {instancePath:instancePath+"/mlp",schemaPath:"#/properties/mlp/oneOf/0/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema33.properties.mlp.oneOf[0],data:data20};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
break;
}
}
if(_errs45 === errors){
if(data20.kind !== undefined){
let data21 = data20.kind;
const _errs46 = errors;
if("dense" !== data21){
const err2 = {instancePath:instancePath+"/mlp/kind",schemaPath:"#/properties/mlp/oneOf/0/properties/kind/const",keyword:"const",params:{allowedValue: "dense"},message:"must be equal to constant",schema:"dense",parentSchema:schema33.properties.mlp.oneOf[0].properties.kind,data:data21};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var valid9 = _errs46 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data20.intermediateSize !== undefined){
let data22 = data20.intermediateSize;
const _errs47 = errors;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
const err3 = {instancePath:instancePath+"/mlp/intermediateSize",schemaPath:"#/properties/mlp/oneOf/0/properties/intermediateSize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.mlp.oneOf[0].properties.intermediateSize.type,parentSchema:schema33.properties.mlp.oneOf[0].properties.intermediateSize,data:data22};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(errors === _errs47){
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 < 1 || isNaN(data22)){
const err4 = {instancePath:instancePath+"/mlp/intermediateSize",schemaPath:"#/properties/mlp/oneOf/0/properties/intermediateSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.mlp.oneOf[0].properties.intermediateSize,data:data22};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
var valid9 = _errs47 === errors;
}
else {
var valid9 = true;
}
}
}
}
}
else {
const err5 = {instancePath:instancePath+"/mlp",schemaPath:"#/properties/mlp/oneOf/0/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.mlp.oneOf[0].type,parentSchema:schema33.properties.mlp.oneOf[0],data:data20};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
var _valid0 = _errs43 === errors;
if(_valid0){
valid8 = true;
passing0 = 0;
var props0 = true;
}
const _errs49 = errors;
if(errors === _errs49){
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
let missing5;
if((((((data20.kind === undefined) && (missing5 = "kind")) || ((data20.experts === undefined) && (missing5 = "experts"))) || ((data20.expertsPerToken === undefined) && (missing5 = "expertsPerToken"))) || ((data20.expertIntermediateSize === undefined) && (missing5 = "expertIntermediateSize"))) || ((data20.sharedExpertIntermediateSize === undefined) && (missing5 = "sharedExpertIntermediateSize"))){
const err6 = {instancePath:instancePath+"/mlp",schemaPath:"#/properties/mlp/oneOf/1/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'",schema:schema33.properties.mlp.oneOf[1].required,parentSchema:schema33.properties.mlp.oneOf[1],data:data20};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
else {
const _errs51 = errors;
for(const key6 in data20){
if(!((((((key6 === "kind") || (key6 === "experts")) || (key6 === "expertsPerToken")) || (key6 === "expertIntermediateSize")) || (key6 === "sharedExpertIntermediateSize")) || (key6 === "renormalizedExpertWeights"))){
const err7 = {instancePath:instancePath+"/mlp",schemaPath:"#/properties/mlp/oneOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema33.properties.mlp.oneOf[1],data:data20};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
break;
}
}
if(_errs51 === errors){
if(data20.kind !== undefined){
let data23 = data20.kind;
const _errs52 = errors;
if("moe" !== data23){
const err8 = {instancePath:instancePath+"/mlp/kind",schemaPath:"#/properties/mlp/oneOf/1/properties/kind/const",keyword:"const",params:{allowedValue: "moe"},message:"must be equal to constant",schema:"moe",parentSchema:schema33.properties.mlp.oneOf[1].properties.kind,data:data23};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var valid10 = _errs52 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data20.experts !== undefined){
let data24 = data20.experts;
const _errs53 = errors;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
const err9 = {instancePath:instancePath+"/mlp/experts",schemaPath:"#/properties/mlp/oneOf/1/properties/experts/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.mlp.oneOf[1].properties.experts.type,parentSchema:schema33.properties.mlp.oneOf[1].properties.experts,data:data24};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(errors === _errs53){
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 < 1 || isNaN(data24)){
const err10 = {instancePath:instancePath+"/mlp/experts",schemaPath:"#/properties/mlp/oneOf/1/properties/experts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.mlp.oneOf[1].properties.experts,data:data24};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
var valid10 = _errs53 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data20.expertsPerToken !== undefined){
let data25 = data20.expertsPerToken;
const _errs55 = errors;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
const err11 = {instancePath:instancePath+"/mlp/expertsPerToken",schemaPath:"#/properties/mlp/oneOf/1/properties/expertsPerToken/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.mlp.oneOf[1].properties.expertsPerToken.type,parentSchema:schema33.properties.mlp.oneOf[1].properties.expertsPerToken,data:data25};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(errors === _errs55){
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 < 1 || isNaN(data25)){
const err12 = {instancePath:instancePath+"/mlp/expertsPerToken",schemaPath:"#/properties/mlp/oneOf/1/properties/expertsPerToken/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.mlp.oneOf[1].properties.expertsPerToken,data:data25};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
var valid10 = _errs55 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data20.expertIntermediateSize !== undefined){
let data26 = data20.expertIntermediateSize;
const _errs57 = errors;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
const err13 = {instancePath:instancePath+"/mlp/expertIntermediateSize",schemaPath:"#/properties/mlp/oneOf/1/properties/expertIntermediateSize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.mlp.oneOf[1].properties.expertIntermediateSize.type,parentSchema:schema33.properties.mlp.oneOf[1].properties.expertIntermediateSize,data:data26};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(errors === _errs57){
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 < 1 || isNaN(data26)){
const err14 = {instancePath:instancePath+"/mlp/expertIntermediateSize",schemaPath:"#/properties/mlp/oneOf/1/properties/expertIntermediateSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.mlp.oneOf[1].properties.expertIntermediateSize,data:data26};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
var valid10 = _errs57 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data20.sharedExpertIntermediateSize !== undefined){
let data27 = data20.sharedExpertIntermediateSize;
const _errs59 = errors;
if(!(((typeof data27 == "number") && (!(data27 % 1) && !isNaN(data27))) && (isFinite(data27)))){
const err15 = {instancePath:instancePath+"/mlp/sharedExpertIntermediateSize",schemaPath:"#/properties/mlp/oneOf/1/properties/sharedExpertIntermediateSize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.mlp.oneOf[1].properties.sharedExpertIntermediateSize.type,parentSchema:schema33.properties.mlp.oneOf[1].properties.sharedExpertIntermediateSize,data:data27};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(errors === _errs59){
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 < 0 || isNaN(data27)){
const err16 = {instancePath:instancePath+"/mlp/sharedExpertIntermediateSize",schemaPath:"#/properties/mlp/oneOf/1/properties/sharedExpertIntermediateSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema33.properties.mlp.oneOf[1].properties.sharedExpertIntermediateSize,data:data27};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
var valid10 = _errs59 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data20.renormalizedExpertWeights !== undefined){
let data28 = data20.renormalizedExpertWeights;
const _errs61 = errors;
if(typeof data28 !== "boolean"){
const err17 = {instancePath:instancePath+"/mlp/renormalizedExpertWeights",schemaPath:"#/properties/mlp/oneOf/1/properties/renormalizedExpertWeights/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema33.properties.mlp.oneOf[1].properties.renormalizedExpertWeights.type,parentSchema:schema33.properties.mlp.oneOf[1].properties.renormalizedExpertWeights,data:data28};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
var valid10 = _errs61 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
}
}
}
}
else {
const err18 = {instancePath:instancePath+"/mlp",schemaPath:"#/properties/mlp/oneOf/1/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.mlp.oneOf[1].type,parentSchema:schema33.properties.mlp.oneOf[1],data:data20};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
var _valid0 = _errs49 === errors;
if(_valid0 && valid8){
valid8 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid8 = true;
passing0 = 1;
if(props0 !== true){
props0 = true;
}
}
}
if(!valid8){
const err19 = {instancePath:instancePath+"/mlp",schemaPath:"#/properties/mlp/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf",schema:schema33.properties.mlp.oneOf,parentSchema:schema33.properties.mlp,data:data20};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
validate22.errors = vErrors;
return false;
}
else {
errors = _errs42;
if(vErrors !== null){
if(_errs42){
vErrors.length = _errs42;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs41 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data}];
return false;
}
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((((data.schema === undefined) && (missing0 = "schema")) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.model === undefined) && (missing0 = "model"))) || ((data.gpu === undefined) && (missing0 = "gpu"))) || ((data.profile === undefined) && (missing0 = "profile"))) || ((data.workload === undefined) && (missing0 = "workload"))) || ((data.provenance === undefined) && (missing0 = "provenance"))) || ((data.predicted === undefined) && (missing0 = "predicted"))) || ((data.search === undefined) && (missing0 = "search"))) || ((data.nanoBatches === undefined) && (missing0 = "nanoBatches"))) || ((data.lanes === undefined) && (missing0 = "lanes"))) || ((data.nanoOperations === undefined) && (missing0 = "nanoOperations"))) || ((data.hash === undefined) && (missing0 = "hash"))){
validate21.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema32.required,parentSchema:schema32,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema32.properties, key0))){
validate21.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.schema !== undefined){
let data0 = data.schema;
const _errs2 = errors;
if("nanoflow-plan/plan/1" !== data0){
validate21.errors = [{instancePath:instancePath+"/schema",schemaPath:"#/properties/schema/const",keyword:"const",params:{allowedValue: "nanoflow-plan/plan/1"},message:"must be equal to constant",schema:"nanoflow-plan/plan/1",parentSchema:schema32.properties.schema,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kind !== undefined){
let data1 = data.kind;
const _errs3 = errors;
if(!(((data1 === "sequential") || (data1 === "nano-batch-only")) || (data1 === "overlapped"))){
validate21.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema32.properties.kind.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.kind.enum,parentSchema:schema32.properties.kind,data:data1}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reason !== undefined){
let data2 = data.reason;
const _errs4 = errors;
if(typeof data2 !== "string"){
validate21.errors = [{instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.reason.type,parentSchema:schema32.properties.reason,data:data2}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.model !== undefined){
let data3 = data.model;
const _errs6 = errors;
if(errors === _errs6){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
let missing1;
if(((((data3.id === undefined) && (missing1 = "id")) || ((data3.layers === undefined) && (missing1 = "layers"))) || ((data3.tensorParallel === undefined) && (missing1 = "tensorParallel"))) || ((data3.shape === undefined) && (missing1 = "shape"))){
validate21.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'",schema:schema32.properties.model.required,parentSchema:schema32.properties.model,data:data3}];
return false;
}
else {
const _errs8 = errors;
for(const key1 in data3){
if(!(((((key1 === "id") || (key1 === "layers")) || (key1 === "tensorParallel")) || (key1 === "norms")) || (key1 === "shape"))){
validate21.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.model,data:data3}];
return false;
break;
}
}
if(_errs8 === errors){
if(data3.id !== undefined){
let data4 = data3.id;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern4.test(data4)){
validate21.errors = [{instancePath:instancePath+"/model/id",schemaPath:"#/properties/model/properties/id/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema32.properties.model.properties.id,data:data4}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/model/id",schemaPath:"#/properties/model/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.model.properties.id.type,parentSchema:schema32.properties.model.properties.id,data:data4}];
return false;
}
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.layers !== undefined){
let data5 = data3.layers;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate21.errors = [{instancePath:instancePath+"/model/layers",schemaPath:"#/properties/model/properties/layers/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.model.properties.layers.type,parentSchema:schema32.properties.model.properties.layers,data:data5}];
return false;
}
if(errors === _errs11){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
validate21.errors = [{instancePath:instancePath+"/model/layers",schemaPath:"#/properties/model/properties/layers/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.model.properties.layers,data:data5}];
return false;
}
}
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.tensorParallel !== undefined){
let data6 = data3.tensorParallel;
const _errs13 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate21.errors = [{instancePath:instancePath+"/model/tensorParallel",schemaPath:"#/properties/model/properties/tensorParallel/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.model.properties.tensorParallel.type,parentSchema:schema32.properties.model.properties.tensorParallel,data:data6}];
return false;
}
if(errors === _errs13){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 1 || isNaN(data6)){
validate21.errors = [{instancePath:instancePath+"/model/tensorParallel",schemaPath:"#/properties/model/properties/tensorParallel/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.model.properties.tensorParallel,data:data6}];
return false;
}
}
}
var valid1 = _errs13 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.norms !== undefined){
let data7 = data3.norms;
const _errs15 = errors;
if("fused" !== data7){
validate21.errors = [{instancePath:instancePath+"/model/norms",schemaPath:"#/properties/model/properties/norms/const",keyword:"const",params:{allowedValue: "fused"},message:"must be equal to constant",schema:"fused",parentSchema:schema32.properties.model.properties.norms,data:data7}];
return false;
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.shape !== undefined){
const _errs16 = errors;
if(!(validate22(data3.shape, {instancePath:instancePath+"/model/shape",parentData:data3,parentDataProperty:"shape",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
var valid1 = _errs16 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.model.type,parentSchema:schema32.properties.model,data:data3}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.gpu !== undefined){
let data9 = data.gpu;
const _errs17 = errors;
if(errors === _errs17){
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
let missing2;
if(((data9.id === undefined) && (missing2 = "id")) || ((data9.smCount === undefined) && (missing2 = "smCount"))){
validate21.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'",schema:schema32.properties.gpu.required,parentSchema:schema32.properties.gpu,data:data9}];
return false;
}
else {
const _errs19 = errors;
for(const key2 in data9){
if(!((key2 === "id") || (key2 === "smCount"))){
validate21.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.gpu,data:data9}];
return false;
break;
}
}
if(_errs19 === errors){
if(data9.id !== undefined){
let data10 = data9.id;
const _errs20 = errors;
if(typeof data10 !== "string"){
validate21.errors = [{instancePath:instancePath+"/gpu/id",schemaPath:"#/properties/gpu/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.gpu.properties.id.type,parentSchema:schema32.properties.gpu.properties.id,data:data10}];
return false;
}
var valid2 = _errs20 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data9.smCount !== undefined){
let data11 = data9.smCount;
const _errs22 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate21.errors = [{instancePath:instancePath+"/gpu/smCount",schemaPath:"#/properties/gpu/properties/smCount/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.gpu.properties.smCount.type,parentSchema:schema32.properties.gpu.properties.smCount,data:data11}];
return false;
}
if(errors === _errs22){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 1 || isNaN(data11)){
validate21.errors = [{instancePath:instancePath+"/gpu/smCount",schemaPath:"#/properties/gpu/properties/smCount/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.gpu.properties.smCount,data:data11}];
return false;
}
}
}
var valid2 = _errs22 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.gpu.type,parentSchema:schema32.properties.gpu,data:data9}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.profile !== undefined){
let data12 = data.profile;
const _errs24 = errors;
if(errors === _errs24){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
let missing3;
if(((data12.file === undefined) && (missing3 = "file")) || ((data12.source === undefined) && (missing3 = "source"))){
validate21.errors = [{instancePath:instancePath+"/profile",schemaPath:"#/properties/profile/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'",schema:schema32.properties.profile.required,parentSchema:schema32.properties.profile,data:data12}];
return false;
}
else {
const _errs26 = errors;
for(const key3 in data12){
if(!(((((((key3 === "file") || (key3 === "sessions")) || (key3 === "source")) || (key3 === "measurements")) || (key3 === "sha256")) || (key3 === "scaled")) || (key3 === "standIns"))){
validate21.errors = [{instancePath:instancePath+"/profile",schemaPath:"#/properties/profile/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.profile,data:data12}];
return false;
break;
}
}
if(_errs26 === errors){
if(data12.file !== undefined){
let data13 = data12.file;
const _errs27 = errors;
if(typeof data13 !== "string"){
validate21.errors = [{instancePath:instancePath+"/profile/file",schemaPath:"#/properties/profile/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.profile.properties.file.type,parentSchema:schema32.properties.profile.properties.file,data:data13}];
return false;
}
var valid3 = _errs27 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data12.sessions !== undefined){
let data14 = data12.sessions;
const _errs29 = errors;
if(errors === _errs29){
if(Array.isArray(data14)){
var valid4 = true;
const len0 = data14.length;
for(let i0=0; i0<len0; i0++){
let data15 = data14[i0];
const _errs31 = errors;
if(errors === _errs31){
if(typeof data15 === "string"){
if(!pattern9.test(data15)){
validate21.errors = [{instancePath:instancePath+"/profile/sessions/" + i0,schemaPath:"#/properties/profile/properties/sessions/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]*$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9._-]*$",parentSchema:schema32.properties.profile.properties.sessions.items,data:data15}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/profile/sessions/" + i0,schemaPath:"#/properties/profile/properties/sessions/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.profile.properties.sessions.items.type,parentSchema:schema32.properties.profile.properties.sessions.items,data:data15}];
return false;
}
}
var valid4 = _errs31 === errors;
if(!valid4){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/profile/sessions",schemaPath:"#/properties/profile/properties/sessions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.profile.properties.sessions.type,parentSchema:schema32.properties.profile.properties.sessions,data:data14}];
return false;
}
}
var valid3 = _errs29 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data12.source !== undefined){
let data16 = data12.source;
const _errs33 = errors;
if(!(((data16 === "measured") || (data16 === "published")) || (data16 === "roofline"))){
validate21.errors = [{instancePath:instancePath+"/profile/source",schemaPath:"#/properties/profile/properties/source/enum",keyword:"enum",params:{allowedValues: schema32.properties.profile.properties.source.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.profile.properties.source.enum,parentSchema:schema32.properties.profile.properties.source,data:data16}];
return false;
}
var valid3 = _errs33 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data12.measurements !== undefined){
let data17 = data12.measurements;
const _errs34 = errors;
if(errors === _errs34){
if(typeof data17 === "string"){
if(!pattern10.test(data17)){
validate21.errors = [{instancePath:instancePath+"/profile/measurements",schemaPath:"#/properties/profile/properties/measurements/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\"",schema:"^[0-9a-f]{64}$",parentSchema:schema32.properties.profile.properties.measurements,data:data17}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/profile/measurements",schemaPath:"#/properties/profile/properties/measurements/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.profile.properties.measurements.type,parentSchema:schema32.properties.profile.properties.measurements,data:data17}];
return false;
}
}
var valid3 = _errs34 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data12.sha256 !== undefined){
let data18 = data12.sha256;
const _errs36 = errors;
if(errors === _errs36){
if(typeof data18 === "string"){
if(!pattern10.test(data18)){
validate21.errors = [{instancePath:instancePath+"/profile/sha256",schemaPath:"#/properties/profile/properties/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\"",schema:"^[0-9a-f]{64}$",parentSchema:schema32.properties.profile.properties.sha256,data:data18}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/profile/sha256",schemaPath:"#/properties/profile/properties/sha256/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.profile.properties.sha256.type,parentSchema:schema32.properties.profile.properties.sha256,data:data18}];
return false;
}
}
var valid3 = _errs36 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data12.scaled !== undefined){
let data19 = data12.scaled;
const _errs38 = errors;
if(errors === _errs38){
if(Array.isArray(data19)){
var valid5 = true;
const len1 = data19.length;
for(let i1=0; i1<len1; i1++){
let data20 = data19[i1];
const _errs40 = errors;
if(typeof data20 !== "string"){
validate21.errors = [{instancePath:instancePath+"/profile/scaled/" + i1,schemaPath:"#/properties/profile/properties/scaled/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.profile.properties.scaled.items.type,parentSchema:schema32.properties.profile.properties.scaled.items,data:data20}];
return false;
}
var valid5 = _errs40 === errors;
if(!valid5){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/profile/scaled",schemaPath:"#/properties/profile/properties/scaled/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.profile.properties.scaled.type,parentSchema:schema32.properties.profile.properties.scaled,data:data19}];
return false;
}
}
var valid3 = _errs38 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data12.standIns !== undefined){
let data21 = data12.standIns;
const _errs42 = errors;
if(errors === _errs42){
if(Array.isArray(data21)){
var valid6 = true;
const len2 = data21.length;
for(let i2=0; i2<len2; i2++){
let data22 = data21[i2];
const _errs44 = errors;
if(typeof data22 !== "string"){
validate21.errors = [{instancePath:instancePath+"/profile/standIns/" + i2,schemaPath:"#/properties/profile/properties/standIns/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.profile.properties.standIns.items.type,parentSchema:schema32.properties.profile.properties.standIns.items,data:data22}];
return false;
}
var valid6 = _errs44 === errors;
if(!valid6){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/profile/standIns",schemaPath:"#/properties/profile/properties/standIns/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.profile.properties.standIns.type,parentSchema:schema32.properties.profile.properties.standIns,data:data21}];
return false;
}
}
var valid3 = _errs42 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/profile",schemaPath:"#/properties/profile/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.profile.type,parentSchema:schema32.properties.profile,data:data12}];
return false;
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.workload !== undefined){
let data23 = data.workload;
const _errs46 = errors;
if(errors === _errs46){
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
let missing4;
if(((((((data23.name === undefined) && (missing4 = "name")) || ((data23.denseBatchTokens === undefined) && (missing4 = "denseBatchTokens"))) || ((data23.decodeTokens === undefined) && (missing4 = "decodeTokens"))) || ((data23.prefillTokens === undefined) && (missing4 = "prefillTokens"))) || ((data23.decodeContext === undefined) && (missing4 = "decodeContext"))) || ((data23.prefillContext === undefined) && (missing4 = "prefillContext"))){
validate21.errors = [{instancePath:instancePath+"/workload",schemaPath:"#/properties/workload/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'",schema:schema32.properties.workload.required,parentSchema:schema32.properties.workload,data:data23}];
return false;
}
else {
const _errs48 = errors;
for(const key4 in data23){
if(!((((((key4 === "name") || (key4 === "denseBatchTokens")) || (key4 === "decodeTokens")) || (key4 === "prefillTokens")) || (key4 === "decodeContext")) || (key4 === "prefillContext"))){
validate21.errors = [{instancePath:instancePath+"/workload",schemaPath:"#/properties/workload/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.workload,data:data23}];
return false;
break;
}
}
if(_errs48 === errors){
if(data23.name !== undefined){
let data24 = data23.name;
const _errs49 = errors;
if(errors === _errs49){
if(typeof data24 === "string"){
if(!pattern4.test(data24)){
validate21.errors = [{instancePath:instancePath+"/workload/name",schemaPath:"#/properties/workload/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema32.properties.workload.properties.name,data:data24}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/workload/name",schemaPath:"#/properties/workload/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.workload.properties.name.type,parentSchema:schema32.properties.workload.properties.name,data:data24}];
return false;
}
}
var valid7 = _errs49 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data23.denseBatchTokens !== undefined){
let data25 = data23.denseBatchTokens;
const _errs51 = errors;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
validate21.errors = [{instancePath:instancePath+"/workload/denseBatchTokens",schemaPath:"#/properties/workload/properties/denseBatchTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.workload.properties.denseBatchTokens.type,parentSchema:schema32.properties.workload.properties.denseBatchTokens,data:data25}];
return false;
}
if(errors === _errs51){
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 < 1 || isNaN(data25)){
validate21.errors = [{instancePath:instancePath+"/workload/denseBatchTokens",schemaPath:"#/properties/workload/properties/denseBatchTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.workload.properties.denseBatchTokens,data:data25}];
return false;
}
}
}
var valid7 = _errs51 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data23.decodeTokens !== undefined){
let data26 = data23.decodeTokens;
const _errs53 = errors;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
validate21.errors = [{instancePath:instancePath+"/workload/decodeTokens",schemaPath:"#/properties/workload/properties/decodeTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.workload.properties.decodeTokens.type,parentSchema:schema32.properties.workload.properties.decodeTokens,data:data26}];
return false;
}
if(errors === _errs53){
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 < 0 || isNaN(data26)){
validate21.errors = [{instancePath:instancePath+"/workload/decodeTokens",schemaPath:"#/properties/workload/properties/decodeTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.workload.properties.decodeTokens,data:data26}];
return false;
}
}
}
var valid7 = _errs53 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data23.prefillTokens !== undefined){
let data27 = data23.prefillTokens;
const _errs55 = errors;
if(!(((typeof data27 == "number") && (!(data27 % 1) && !isNaN(data27))) && (isFinite(data27)))){
validate21.errors = [{instancePath:instancePath+"/workload/prefillTokens",schemaPath:"#/properties/workload/properties/prefillTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.workload.properties.prefillTokens.type,parentSchema:schema32.properties.workload.properties.prefillTokens,data:data27}];
return false;
}
if(errors === _errs55){
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 < 0 || isNaN(data27)){
validate21.errors = [{instancePath:instancePath+"/workload/prefillTokens",schemaPath:"#/properties/workload/properties/prefillTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.workload.properties.prefillTokens,data:data27}];
return false;
}
}
}
var valid7 = _errs55 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data23.decodeContext !== undefined){
let data28 = data23.decodeContext;
const _errs57 = errors;
if(errors === _errs57){
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 < 0 || isNaN(data28)){
validate21.errors = [{instancePath:instancePath+"/workload/decodeContext",schemaPath:"#/properties/workload/properties/decodeContext/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.workload.properties.decodeContext,data:data28}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/workload/decodeContext",schemaPath:"#/properties/workload/properties/decodeContext/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.workload.properties.decodeContext.type,parentSchema:schema32.properties.workload.properties.decodeContext,data:data28}];
return false;
}
}
var valid7 = _errs57 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data23.prefillContext !== undefined){
let data29 = data23.prefillContext;
const _errs59 = errors;
if(errors === _errs59){
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 < 0 || isNaN(data29)){
validate21.errors = [{instancePath:instancePath+"/workload/prefillContext",schemaPath:"#/properties/workload/properties/prefillContext/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.workload.properties.prefillContext,data:data29}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/workload/prefillContext",schemaPath:"#/properties/workload/properties/prefillContext/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.workload.properties.prefillContext.type,parentSchema:schema32.properties.workload.properties.prefillContext,data:data29}];
return false;
}
}
var valid7 = _errs59 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/workload",schemaPath:"#/properties/workload/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.workload.type,parentSchema:schema32.properties.workload,data:data23}];
return false;
}
}
var valid0 = _errs46 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.provenance !== undefined){
let data30 = data.provenance;
const _errs61 = errors;
if(errors === _errs61){
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
let missing5;
if(((data30.tool === undefined) && (missing5 = "tool")) || ((data30.command === undefined) && (missing5 = "command"))){
validate21.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'",schema:schema32.properties.provenance.required,parentSchema:schema32.properties.provenance,data:data30}];
return false;
}
else {
const _errs63 = errors;
for(const key5 in data30){
if(!((key5 === "tool") || (key5 === "command"))){
validate21.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.provenance,data:data30}];
return false;
break;
}
}
if(_errs63 === errors){
if(data30.tool !== undefined){
let data31 = data30.tool;
const _errs64 = errors;
if(errors === _errs64){
if(typeof data31 === "string"){
if(!pattern4.test(data31)){
validate21.errors = [{instancePath:instancePath+"/provenance/tool",schemaPath:"#/properties/provenance/properties/tool/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema32.properties.provenance.properties.tool,data:data31}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/provenance/tool",schemaPath:"#/properties/provenance/properties/tool/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.provenance.properties.tool.type,parentSchema:schema32.properties.provenance.properties.tool,data:data31}];
return false;
}
}
var valid8 = _errs64 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data30.command !== undefined){
let data32 = data30.command;
const _errs66 = errors;
if(errors === _errs66){
if(typeof data32 === "string"){
if(!pattern4.test(data32)){
validate21.errors = [{instancePath:instancePath+"/provenance/command",schemaPath:"#/properties/provenance/properties/command/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema32.properties.provenance.properties.command,data:data32}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/provenance/command",schemaPath:"#/properties/provenance/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.provenance.properties.command.type,parentSchema:schema32.properties.provenance.properties.command,data:data32}];
return false;
}
}
var valid8 = _errs66 === errors;
}
else {
var valid8 = true;
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.provenance.type,parentSchema:schema32.properties.provenance,data:data30}];
return false;
}
}
var valid0 = _errs61 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.predicted !== undefined){
let data33 = data.predicted;
const _errs68 = errors;
if(errors === _errs68){
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
let missing6;
if((((((((((((data33.periodUs === undefined) && (missing6 = "periodUs")) || ((data33.sequentialUs === undefined) && (missing6 = "sequentialUs"))) || ((data33.nanoBatchOnlyUs === undefined) && (missing6 = "nanoBatchOnlyUs"))) || ((data33.lowerBoundUs === undefined) && (missing6 = "lowerBoundUs"))) || ((data33.gap === undefined) && (missing6 = "gap"))) || ((data33.speedup === undefined) && (missing6 = "speedup"))) || ((data33.stepUs === undefined) && (missing6 = "stepUs"))) || ((data33.tokensPerSecondPerGpu === undefined) && (missing6 = "tokensPerSecondPerGpu"))) || ((data33.optimalFraction === undefined) && (missing6 = "optimalFraction"))) || ((data33.clockMhz === undefined) && (missing6 = "clockMhz"))) || ((data33.powerW === undefined) && (missing6 = "powerW"))){
validate21.errors = [{instancePath:instancePath+"/predicted",schemaPath:"#/properties/predicted/required",keyword:"required",params:{missingProperty: missing6},message:"must have required property '"+missing6+"'",schema:schema32.properties.predicted.required,parentSchema:schema32.properties.predicted,data:data33}];
return false;
}
else {
const _errs70 = errors;
for(const key6 in data33){
if(!(func1.call(schema32.properties.predicted.properties, key6))){
validate21.errors = [{instancePath:instancePath+"/predicted",schemaPath:"#/properties/predicted/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.predicted,data:data33}];
return false;
break;
}
}
if(_errs70 === errors){
if(data33.periodUs !== undefined){
let data34 = data33.periodUs;
const _errs71 = errors;
if(errors === _errs71){
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 <= 0 || isNaN(data34)){
validate21.errors = [{instancePath:instancePath+"/predicted/periodUs",schemaPath:"#/properties/predicted/properties/periodUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.predicted.properties.periodUs,data:data34}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/predicted/periodUs",schemaPath:"#/properties/predicted/properties/periodUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.predicted.properties.periodUs.type,parentSchema:schema32.properties.predicted.properties.periodUs,data:data34}];
return false;
}
}
var valid9 = _errs71 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data33.sequentialUs !== undefined){
let data35 = data33.sequentialUs;
const _errs73 = errors;
if(errors === _errs73){
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 <= 0 || isNaN(data35)){
validate21.errors = [{instancePath:instancePath+"/predicted/sequentialUs",schemaPath:"#/properties/predicted/properties/sequentialUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.predicted.properties.sequentialUs,data:data35}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/predicted/sequentialUs",schemaPath:"#/properties/predicted/properties/sequentialUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.predicted.properties.sequentialUs.type,parentSchema:schema32.properties.predicted.properties.sequentialUs,data:data35}];
return false;
}
}
var valid9 = _errs73 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data33.nanoBatchOnlyUs !== undefined){
let data36 = data33.nanoBatchOnlyUs;
const _errs75 = errors;
if((!((typeof data36 == "number") && (isFinite(data36)))) && (data36 !== null)){
validate21.errors = [{instancePath:instancePath+"/predicted/nanoBatchOnlyUs",schemaPath:"#/properties/predicted/properties/nanoBatchOnlyUs/type",keyword:"type",params:{type: schema32.properties.predicted.properties.nanoBatchOnlyUs.type},message:"must be number,null",schema:schema32.properties.predicted.properties.nanoBatchOnlyUs.type,parentSchema:schema32.properties.predicted.properties.nanoBatchOnlyUs,data:data36}];
return false;
}
if(errors === _errs75){
if((typeof data36 == "number") && (isFinite(data36))){
if(data36 <= 0 || isNaN(data36)){
validate21.errors = [{instancePath:instancePath+"/predicted/nanoBatchOnlyUs",schemaPath:"#/properties/predicted/properties/nanoBatchOnlyUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.predicted.properties.nanoBatchOnlyUs,data:data36}];
return false;
}
}
}
var valid9 = _errs75 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data33.lowerBoundUs !== undefined){
let data37 = data33.lowerBoundUs;
const _errs77 = errors;
if((!((typeof data37 == "number") && (isFinite(data37)))) && (data37 !== null)){
validate21.errors = [{instancePath:instancePath+"/predicted/lowerBoundUs",schemaPath:"#/properties/predicted/properties/lowerBoundUs/type",keyword:"type",params:{type: schema32.properties.predicted.properties.lowerBoundUs.type},message:"must be number,null",schema:schema32.properties.predicted.properties.lowerBoundUs.type,parentSchema:schema32.properties.predicted.properties.lowerBoundUs,data:data37}];
return false;
}
if(errors === _errs77){
if((typeof data37 == "number") && (isFinite(data37))){
if(data37 <= 0 || isNaN(data37)){
validate21.errors = [{instancePath:instancePath+"/predicted/lowerBoundUs",schemaPath:"#/properties/predicted/properties/lowerBoundUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.predicted.properties.lowerBoundUs,data:data37}];
return false;
}
}
}
var valid9 = _errs77 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data33.gap !== undefined){
let data38 = data33.gap;
const _errs79 = errors;
if((!((typeof data38 == "number") && (isFinite(data38)))) && (data38 !== null)){
validate21.errors = [{instancePath:instancePath+"/predicted/gap",schemaPath:"#/properties/predicted/properties/gap/type",keyword:"type",params:{type: schema32.properties.predicted.properties.gap.type},message:"must be number,null",schema:schema32.properties.predicted.properties.gap.type,parentSchema:schema32.properties.predicted.properties.gap,data:data38}];
return false;
}
if(errors === _errs79){
if((typeof data38 == "number") && (isFinite(data38))){
if(data38 < 0 || isNaN(data38)){
validate21.errors = [{instancePath:instancePath+"/predicted/gap",schemaPath:"#/properties/predicted/properties/gap/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.predicted.properties.gap,data:data38}];
return false;
}
}
}
var valid9 = _errs79 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data33.speedup !== undefined){
let data39 = data33.speedup;
const _errs81 = errors;
if(errors === _errs81){
if((typeof data39 == "number") && (isFinite(data39))){
if(data39 <= 0 || isNaN(data39)){
validate21.errors = [{instancePath:instancePath+"/predicted/speedup",schemaPath:"#/properties/predicted/properties/speedup/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.predicted.properties.speedup,data:data39}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/predicted/speedup",schemaPath:"#/properties/predicted/properties/speedup/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.predicted.properties.speedup.type,parentSchema:schema32.properties.predicted.properties.speedup,data:data39}];
return false;
}
}
var valid9 = _errs81 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data33.promisedSpeedup !== undefined){
let data40 = data33.promisedSpeedup;
const _errs83 = errors;
if(errors === _errs83){
if((typeof data40 == "number") && (isFinite(data40))){
if(data40 <= 0 || isNaN(data40)){
validate21.errors = [{instancePath:instancePath+"/predicted/promisedSpeedup",schemaPath:"#/properties/predicted/properties/promisedSpeedup/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.predicted.properties.promisedSpeedup,data:data40}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/predicted/promisedSpeedup",schemaPath:"#/properties/predicted/properties/promisedSpeedup/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.predicted.properties.promisedSpeedup.type,parentSchema:schema32.properties.predicted.properties.promisedSpeedup,data:data40}];
return false;
}
}
var valid9 = _errs83 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data33.stepUs !== undefined){
let data41 = data33.stepUs;
const _errs85 = errors;
if(errors === _errs85){
if((typeof data41 == "number") && (isFinite(data41))){
if(data41 <= 0 || isNaN(data41)){
validate21.errors = [{instancePath:instancePath+"/predicted/stepUs",schemaPath:"#/properties/predicted/properties/stepUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.predicted.properties.stepUs,data:data41}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/predicted/stepUs",schemaPath:"#/properties/predicted/properties/stepUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.predicted.properties.stepUs.type,parentSchema:schema32.properties.predicted.properties.stepUs,data:data41}];
return false;
}
}
var valid9 = _errs85 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data33.tokensPerSecondPerGpu !== undefined){
let data42 = data33.tokensPerSecondPerGpu;
const _errs87 = errors;
if(errors === _errs87){
if((typeof data42 == "number") && (isFinite(data42))){
if(data42 <= 0 || isNaN(data42)){
validate21.errors = [{instancePath:instancePath+"/predicted/tokensPerSecondPerGpu",schemaPath:"#/properties/predicted/properties/tokensPerSecondPerGpu/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.predicted.properties.tokensPerSecondPerGpu,data:data42}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/predicted/tokensPerSecondPerGpu",schemaPath:"#/properties/predicted/properties/tokensPerSecondPerGpu/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.predicted.properties.tokensPerSecondPerGpu.type,parentSchema:schema32.properties.predicted.properties.tokensPerSecondPerGpu,data:data42}];
return false;
}
}
var valid9 = _errs87 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data33.optimalFraction !== undefined){
let data43 = data33.optimalFraction;
const _errs89 = errors;
if(errors === _errs89){
if((typeof data43 == "number") && (isFinite(data43))){
if(data43 <= 0 || isNaN(data43)){
validate21.errors = [{instancePath:instancePath+"/predicted/optimalFraction",schemaPath:"#/properties/predicted/properties/optimalFraction/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.predicted.properties.optimalFraction,data:data43}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/predicted/optimalFraction",schemaPath:"#/properties/predicted/properties/optimalFraction/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.predicted.properties.optimalFraction.type,parentSchema:schema32.properties.predicted.properties.optimalFraction,data:data43}];
return false;
}
}
var valid9 = _errs89 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data33.clockMhz !== undefined){
let data44 = data33.clockMhz;
const _errs91 = errors;
if(errors === _errs91){
if((typeof data44 == "number") && (isFinite(data44))){
if(data44 <= 0 || isNaN(data44)){
validate21.errors = [{instancePath:instancePath+"/predicted/clockMhz",schemaPath:"#/properties/predicted/properties/clockMhz/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.predicted.properties.clockMhz,data:data44}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/predicted/clockMhz",schemaPath:"#/properties/predicted/properties/clockMhz/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.predicted.properties.clockMhz.type,parentSchema:schema32.properties.predicted.properties.clockMhz,data:data44}];
return false;
}
}
var valid9 = _errs91 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data33.powerW !== undefined){
let data45 = data33.powerW;
const _errs93 = errors;
if((!((typeof data45 == "number") && (isFinite(data45)))) && (data45 !== null)){
validate21.errors = [{instancePath:instancePath+"/predicted/powerW",schemaPath:"#/properties/predicted/properties/powerW/type",keyword:"type",params:{type: schema32.properties.predicted.properties.powerW.type},message:"must be number,null",schema:schema32.properties.predicted.properties.powerW.type,parentSchema:schema32.properties.predicted.properties.powerW,data:data45}];
return false;
}
if(errors === _errs93){
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 <= 0 || isNaN(data45)){
validate21.errors = [{instancePath:instancePath+"/predicted/powerW",schemaPath:"#/properties/predicted/properties/powerW/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.predicted.properties.powerW,data:data45}];
return false;
}
}
}
var valid9 = _errs93 === errors;
}
else {
var valid9 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/predicted",schemaPath:"#/properties/predicted/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.predicted.type,parentSchema:schema32.properties.predicted,data:data33}];
return false;
}
}
var valid0 = _errs68 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.search !== undefined){
let data46 = data.search;
const _errs95 = errors;
if(errors === _errs95){
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
let missing7;
if(((((((data46.solver === undefined) && (missing7 = "solver")) || ((data46.method === undefined) && (missing7 = "method"))) || ((data46.structures === undefined) && (missing7 = "structures"))) || ((data46.nodes === undefined) && (missing7 = "nodes"))) || ((data46.seed === undefined) && (missing7 = "seed"))) || ((data46.certificate === undefined) && (missing7 = "certificate"))){
validate21.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/required",keyword:"required",params:{missingProperty: missing7},message:"must have required property '"+missing7+"'",schema:schema32.properties.search.required,parentSchema:schema32.properties.search,data:data46}];
return false;
}
else {
const _errs97 = errors;
for(const key7 in data46){
if(!((((((((key7 === "solver") || (key7 === "method")) || (key7 === "structures")) || (key7 === "structuresSearched")) || (key7 === "searchedLowerBoundUs")) || (key7 === "nodes")) || (key7 === "seed")) || (key7 === "certificate"))){
validate21.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.search,data:data46}];
return false;
break;
}
}
if(_errs97 === errors){
if(data46.solver !== undefined){
let data47 = data46.solver;
const _errs98 = errors;
if(!((data47 === "highs") || (data47 === "glpk"))){
validate21.errors = [{instancePath:instancePath+"/search/solver",schemaPath:"#/properties/search/properties/solver/enum",keyword:"enum",params:{allowedValues: schema32.properties.search.properties.solver.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.search.properties.solver.enum,parentSchema:schema32.properties.search.properties.solver,data:data47}];
return false;
}
var valid10 = _errs98 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data46.method !== undefined){
let data48 = data46.method;
const _errs99 = errors;
if(!(((data48 === "branch") || (data48 === "ilp")) || (data48 === "none"))){
validate21.errors = [{instancePath:instancePath+"/search/method",schemaPath:"#/properties/search/properties/method/enum",keyword:"enum",params:{allowedValues: schema32.properties.search.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.search.properties.method.enum,parentSchema:schema32.properties.search.properties.method,data:data48}];
return false;
}
var valid10 = _errs99 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data46.structures !== undefined){
let data49 = data46.structures;
const _errs100 = errors;
if(!(((typeof data49 == "number") && (!(data49 % 1) && !isNaN(data49))) && (isFinite(data49)))){
validate21.errors = [{instancePath:instancePath+"/search/structures",schemaPath:"#/properties/search/properties/structures/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.search.properties.structures.type,parentSchema:schema32.properties.search.properties.structures,data:data49}];
return false;
}
if(errors === _errs100){
if((typeof data49 == "number") && (isFinite(data49))){
if(data49 < 1 || isNaN(data49)){
validate21.errors = [{instancePath:instancePath+"/search/structures",schemaPath:"#/properties/search/properties/structures/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.search.properties.structures,data:data49}];
return false;
}
}
}
var valid10 = _errs100 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data46.structuresSearched !== undefined){
let data50 = data46.structuresSearched;
const _errs102 = errors;
if(!(((typeof data50 == "number") && (!(data50 % 1) && !isNaN(data50))) && (isFinite(data50)))){
validate21.errors = [{instancePath:instancePath+"/search/structuresSearched",schemaPath:"#/properties/search/properties/structuresSearched/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.search.properties.structuresSearched.type,parentSchema:schema32.properties.search.properties.structuresSearched,data:data50}];
return false;
}
if(errors === _errs102){
if((typeof data50 == "number") && (isFinite(data50))){
if(data50 < 0 || isNaN(data50)){
validate21.errors = [{instancePath:instancePath+"/search/structuresSearched",schemaPath:"#/properties/search/properties/structuresSearched/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.search.properties.structuresSearched,data:data50}];
return false;
}
}
}
var valid10 = _errs102 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data46.searchedLowerBoundUs !== undefined){
let data51 = data46.searchedLowerBoundUs;
const _errs104 = errors;
if((!((typeof data51 == "number") && (isFinite(data51)))) && (data51 !== null)){
validate21.errors = [{instancePath:instancePath+"/search/searchedLowerBoundUs",schemaPath:"#/properties/search/properties/searchedLowerBoundUs/type",keyword:"type",params:{type: schema32.properties.search.properties.searchedLowerBoundUs.type},message:"must be number,null",schema:schema32.properties.search.properties.searchedLowerBoundUs.type,parentSchema:schema32.properties.search.properties.searchedLowerBoundUs,data:data51}];
return false;
}
if(errors === _errs104){
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 <= 0 || isNaN(data51)){
validate21.errors = [{instancePath:instancePath+"/search/searchedLowerBoundUs",schemaPath:"#/properties/search/properties/searchedLowerBoundUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.search.properties.searchedLowerBoundUs,data:data51}];
return false;
}
}
}
var valid10 = _errs104 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data46.nodes !== undefined){
let data52 = data46.nodes;
const _errs106 = errors;
if(!(((typeof data52 == "number") && (!(data52 % 1) && !isNaN(data52))) && (isFinite(data52)))){
validate21.errors = [{instancePath:instancePath+"/search/nodes",schemaPath:"#/properties/search/properties/nodes/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.search.properties.nodes.type,parentSchema:schema32.properties.search.properties.nodes,data:data52}];
return false;
}
if(errors === _errs106){
if((typeof data52 == "number") && (isFinite(data52))){
if(data52 < 0 || isNaN(data52)){
validate21.errors = [{instancePath:instancePath+"/search/nodes",schemaPath:"#/properties/search/properties/nodes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.search.properties.nodes,data:data52}];
return false;
}
}
}
var valid10 = _errs106 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data46.seed !== undefined){
let data53 = data46.seed;
const _errs108 = errors;
if(!(((typeof data53 == "number") && (!(data53 % 1) && !isNaN(data53))) && (isFinite(data53)))){
validate21.errors = [{instancePath:instancePath+"/search/seed",schemaPath:"#/properties/search/properties/seed/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.search.properties.seed.type,parentSchema:schema32.properties.search.properties.seed,data:data53}];
return false;
}
if(errors === _errs108){
if((typeof data53 == "number") && (isFinite(data53))){
if(data53 < 0 || isNaN(data53)){
validate21.errors = [{instancePath:instancePath+"/search/seed",schemaPath:"#/properties/search/properties/seed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.search.properties.seed,data:data53}];
return false;
}
}
}
var valid10 = _errs108 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data46.certificate !== undefined){
let data54 = data46.certificate;
const _errs110 = errors;
if(typeof data54 !== "string"){
validate21.errors = [{instancePath:instancePath+"/search/certificate",schemaPath:"#/properties/search/properties/certificate/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.search.properties.certificate.type,parentSchema:schema32.properties.search.properties.certificate,data:data54}];
return false;
}
var valid10 = _errs110 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.search.type,parentSchema:schema32.properties.search,data:data46}];
return false;
}
}
var valid0 = _errs95 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.nanoBatches !== undefined){
let data55 = data.nanoBatches;
const _errs112 = errors;
if(errors === _errs112){
if(Array.isArray(data55)){
if(data55.length < 1){
validate21.errors = [{instancePath:instancePath+"/nanoBatches",schemaPath:"#/properties/nanoBatches/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema32.properties.nanoBatches,data:data55}];
return false;
}
else {
var valid11 = true;
const len3 = data55.length;
for(let i3=0; i3<len3; i3++){
let data56 = data55[i3];
const _errs114 = errors;
if(errors === _errs114){
if(data56 && typeof data56 == "object" && !Array.isArray(data56)){
let missing8;
if(((((data56.id === undefined) && (missing8 = "id")) || ((data56.tokens === undefined) && (missing8 = "tokens"))) || ((data56.decodeTokens === undefined) && (missing8 = "decodeTokens"))) || ((data56.prefillTokens === undefined) && (missing8 = "prefillTokens"))){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3,schemaPath:"#/properties/nanoBatches/items/required",keyword:"required",params:{missingProperty: missing8},message:"must have required property '"+missing8+"'",schema:schema32.properties.nanoBatches.items.required,parentSchema:schema32.properties.nanoBatches.items,data:data56}];
return false;
}
else {
const _errs116 = errors;
for(const key8 in data56){
if(!((((key8 === "id") || (key8 === "tokens")) || (key8 === "decodeTokens")) || (key8 === "prefillTokens"))){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3,schemaPath:"#/properties/nanoBatches/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.nanoBatches.items,data:data56}];
return false;
break;
}
}
if(_errs116 === errors){
if(data56.id !== undefined){
let data57 = data56.id;
const _errs117 = errors;
if(!(((typeof data57 == "number") && (!(data57 % 1) && !isNaN(data57))) && (isFinite(data57)))){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/id",schemaPath:"#/properties/nanoBatches/items/properties/id/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.nanoBatches.items.properties.id.type,parentSchema:schema32.properties.nanoBatches.items.properties.id,data:data57}];
return false;
}
if(errors === _errs117){
if((typeof data57 == "number") && (isFinite(data57))){
if(data57 < 0 || isNaN(data57)){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/id",schemaPath:"#/properties/nanoBatches/items/properties/id/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.nanoBatches.items.properties.id,data:data57}];
return false;
}
}
}
var valid12 = _errs117 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data56.tokens !== undefined){
let data58 = data56.tokens;
const _errs119 = errors;
const _errs120 = errors;
if(errors === _errs120){
if(Array.isArray(data58)){
if(data58.length > 2){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens",schemaPath:"#/$defs/tokenRange/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema37,data:data58}];
return false;
}
else {
if(data58.length < 2){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens",schemaPath:"#/$defs/tokenRange/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema37,data:data58}];
return false;
}
else {
const len4 = data58.length;
if(len4 > 0){
let data59 = data58[0];
const _errs122 = errors;
if(!(((typeof data59 == "number") && (!(data59 % 1) && !isNaN(data59))) && (isFinite(data59)))){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.prefixItems[0].type,parentSchema:schema37.prefixItems[0],data:data59}];
return false;
}
if(errors === _errs122){
if((typeof data59 == "number") && (isFinite(data59))){
if(data59 < 0 || isNaN(data59)){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.prefixItems[0],data:data59}];
return false;
}
}
}
var valid14 = _errs122 === errors;
}
if(valid14){
if(len4 > 1){
let data60 = data58[1];
const _errs124 = errors;
if(!(((typeof data60 == "number") && (!(data60 % 1) && !isNaN(data60))) && (isFinite(data60)))){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.prefixItems[1].type,parentSchema:schema37.prefixItems[1],data:data60}];
return false;
}
if(errors === _errs124){
if((typeof data60 == "number") && (isFinite(data60))){
if(data60 < 1 || isNaN(data60)){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.prefixItems[1],data:data60}];
return false;
}
}
}
var valid14 = _errs124 === errors;
}
if(valid14){
const len5 = data58.length;
if(!(len5 <= 2)){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens",schemaPath:"#/$defs/tokenRange/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema37,data:data58}];
return false;
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens",schemaPath:"#/$defs/tokenRange/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.type,parentSchema:schema37,data:data58}];
return false;
}
}
var valid12 = _errs119 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data56.decodeTokens !== undefined){
let data61 = data56.decodeTokens;
const _errs126 = errors;
if(!(((typeof data61 == "number") && (!(data61 % 1) && !isNaN(data61))) && (isFinite(data61)))){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/decodeTokens",schemaPath:"#/properties/nanoBatches/items/properties/decodeTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.nanoBatches.items.properties.decodeTokens.type,parentSchema:schema32.properties.nanoBatches.items.properties.decodeTokens,data:data61}];
return false;
}
if(errors === _errs126){
if((typeof data61 == "number") && (isFinite(data61))){
if(data61 < 0 || isNaN(data61)){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/decodeTokens",schemaPath:"#/properties/nanoBatches/items/properties/decodeTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.nanoBatches.items.properties.decodeTokens,data:data61}];
return false;
}
}
}
var valid12 = _errs126 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data56.prefillTokens !== undefined){
let data62 = data56.prefillTokens;
const _errs128 = errors;
if(!(((typeof data62 == "number") && (!(data62 % 1) && !isNaN(data62))) && (isFinite(data62)))){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/prefillTokens",schemaPath:"#/properties/nanoBatches/items/properties/prefillTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.nanoBatches.items.properties.prefillTokens.type,parentSchema:schema32.properties.nanoBatches.items.properties.prefillTokens,data:data62}];
return false;
}
if(errors === _errs128){
if((typeof data62 == "number") && (isFinite(data62))){
if(data62 < 0 || isNaN(data62)){
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/prefillTokens",schemaPath:"#/properties/nanoBatches/items/properties/prefillTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.nanoBatches.items.properties.prefillTokens,data:data62}];
return false;
}
}
}
var valid12 = _errs128 === errors;
}
else {
var valid12 = true;
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoBatches/" + i3,schemaPath:"#/properties/nanoBatches/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.nanoBatches.items.type,parentSchema:schema32.properties.nanoBatches.items,data:data56}];
return false;
}
}
var valid11 = _errs114 === errors;
if(!valid11){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoBatches",schemaPath:"#/properties/nanoBatches/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.nanoBatches.type,parentSchema:schema32.properties.nanoBatches,data:data55}];
return false;
}
}
var valid0 = _errs112 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.lanes !== undefined){
let data63 = data.lanes;
const _errs130 = errors;
if(errors === _errs130){
if(data63 && typeof data63 == "object" && !Array.isArray(data63)){
for(const key9 in data63){
const _errs132 = errors;
if(!(((key9 === "compute") || (key9 === "memory")) || (key9 === "network"))){
const err0 = {instancePath:instancePath+"/lanes",schemaPath:"#/properties/lanes/propertyNames/enum",keyword:"enum",params:{allowedValues: schema32.properties.lanes.propertyNames.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.lanes.propertyNames.enum,parentSchema:schema32.properties.lanes.propertyNames,data:key9,propertyName:key9};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var valid15 = _errs132 === errors;
if(!valid15){
const err1 = {instancePath:instancePath+"/lanes",schemaPath:"#/properties/lanes/propertyNames",keyword:"propertyNames",params:{propertyName: key9},message:"property name must be valid",schema:schema32.properties.lanes.propertyNames,parentSchema:schema32.properties.lanes,data:data63};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate21.errors = vErrors;
return false;
break;
}
}
if(valid15){
for(const key10 in data63){
let data64 = data63[key10];
const _errs134 = errors;
if(errors === _errs134){
if(Array.isArray(data64)){
var valid17 = true;
const len6 = data64.length;
for(let i4=0; i4<len6; i4++){
let data65 = data64[i4];
const _errs136 = errors;
if(typeof data65 !== "string"){
validate21.errors = [{instancePath:instancePath+"/lanes/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i4,schemaPath:"#/properties/lanes/additionalProperties/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.lanes.additionalProperties.items.type,parentSchema:schema32.properties.lanes.additionalProperties.items,data:data65}];
return false;
}
var valid17 = _errs136 === errors;
if(!valid17){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/lanes/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/lanes/additionalProperties/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.lanes.additionalProperties.type,parentSchema:schema32.properties.lanes.additionalProperties,data:data64}];
return false;
}
}
var valid16 = _errs134 === errors;
if(!valid16){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/lanes",schemaPath:"#/properties/lanes/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.lanes.type,parentSchema:schema32.properties.lanes,data:data63}];
return false;
}
}
var valid0 = _errs130 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.nanoOperations !== undefined){
let data66 = data.nanoOperations;
const _errs138 = errors;
if(errors === _errs138){
if(Array.isArray(data66)){
if(data66.length < 1){
validate21.errors = [{instancePath:instancePath+"/nanoOperations",schemaPath:"#/properties/nanoOperations/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema32.properties.nanoOperations,data:data66}];
return false;
}
else {
var valid18 = true;
const len7 = data66.length;
for(let i5=0; i5<len7; i5++){
let data67 = data66[i5];
const _errs140 = errors;
if(errors === _errs140){
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
let missing9;
if(((((((((((((data67.id === undefined) && (missing9 = "id")) || ((data67.operation === undefined) && (missing9 = "operation"))) || ((data67.nanoBatch === undefined) && (missing9 = "nanoBatch"))) || ((data67.tokens === undefined) && (missing9 = "tokens"))) || ((data67.lane === undefined) && (missing9 = "lane"))) || ((data67.stage === undefined) && (missing9 = "stage"))) || ((data67.partition === undefined) && (missing9 = "partition"))) || ((data67.implementation === undefined) && (missing9 = "implementation"))) || ((data67.startUs === undefined) && (missing9 = "startUs"))) || ((data67.durationUs === undefined) && (missing9 = "durationUs"))) || ((data67.dependsOn === undefined) && (missing9 = "dependsOn"))) || ((data67.waitsFor === undefined) && (missing9 = "waitsFor"))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5,schemaPath:"#/properties/nanoOperations/items/required",keyword:"required",params:{missingProperty: missing9},message:"must have required property '"+missing9+"'",schema:schema32.properties.nanoOperations.items.required,parentSchema:schema32.properties.nanoOperations.items,data:data67}];
return false;
}
else {
const _errs142 = errors;
for(const key11 in data67){
if(!(func1.call(schema32.properties.nanoOperations.items.properties, key11))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5,schemaPath:"#/properties/nanoOperations/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.nanoOperations.items,data:data67}];
return false;
break;
}
}
if(_errs142 === errors){
if(data67.id !== undefined){
let data68 = data67.id;
const _errs143 = errors;
if(errors === _errs143){
if(typeof data68 === "string"){
if(!pattern15.test(data68)){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/id",schemaPath:"#/properties/nanoOperations/items/properties/id/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9_]+\\.[0-9]+$"},message:"must match pattern \""+"^[a-z0-9_]+\\.[0-9]+$"+"\"",schema:"^[a-z0-9_]+\\.[0-9]+$",parentSchema:schema32.properties.nanoOperations.items.properties.id,data:data68}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/id",schemaPath:"#/properties/nanoOperations/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.nanoOperations.items.properties.id.type,parentSchema:schema32.properties.nanoOperations.items.properties.id,data:data68}];
return false;
}
}
var valid19 = _errs143 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data67.operation !== undefined){
let data69 = data67.operation;
const _errs145 = errors;
if(typeof data69 !== "string"){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/operation",schemaPath:"#/properties/nanoOperations/items/properties/operation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.nanoOperations.items.properties.operation.type,parentSchema:schema32.properties.nanoOperations.items.properties.operation,data:data69}];
return false;
}
var valid19 = _errs145 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data67.nanoBatch !== undefined){
let data70 = data67.nanoBatch;
const _errs147 = errors;
if(!(((typeof data70 == "number") && (!(data70 % 1) && !isNaN(data70))) && (isFinite(data70)))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/nanoBatch",schemaPath:"#/properties/nanoOperations/items/properties/nanoBatch/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.nanoOperations.items.properties.nanoBatch.type,parentSchema:schema32.properties.nanoOperations.items.properties.nanoBatch,data:data70}];
return false;
}
if(errors === _errs147){
if((typeof data70 == "number") && (isFinite(data70))){
if(data70 < 0 || isNaN(data70)){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/nanoBatch",schemaPath:"#/properties/nanoOperations/items/properties/nanoBatch/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.nanoOperations.items.properties.nanoBatch,data:data70}];
return false;
}
}
}
var valid19 = _errs147 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data67.tokens !== undefined){
let data71 = data67.tokens;
const _errs149 = errors;
const _errs150 = errors;
if(errors === _errs150){
if(Array.isArray(data71)){
if(data71.length > 2){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens",schemaPath:"#/$defs/tokenRange/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema37,data:data71}];
return false;
}
else {
if(data71.length < 2){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens",schemaPath:"#/$defs/tokenRange/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema37,data:data71}];
return false;
}
else {
const len8 = data71.length;
if(len8 > 0){
let data72 = data71[0];
const _errs152 = errors;
if(!(((typeof data72 == "number") && (!(data72 % 1) && !isNaN(data72))) && (isFinite(data72)))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.prefixItems[0].type,parentSchema:schema37.prefixItems[0],data:data72}];
return false;
}
if(errors === _errs152){
if((typeof data72 == "number") && (isFinite(data72))){
if(data72 < 0 || isNaN(data72)){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.prefixItems[0],data:data72}];
return false;
}
}
}
var valid21 = _errs152 === errors;
}
if(valid21){
if(len8 > 1){
let data73 = data71[1];
const _errs154 = errors;
if(!(((typeof data73 == "number") && (!(data73 % 1) && !isNaN(data73))) && (isFinite(data73)))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.prefixItems[1].type,parentSchema:schema37.prefixItems[1],data:data73}];
return false;
}
if(errors === _errs154){
if((typeof data73 == "number") && (isFinite(data73))){
if(data73 < 1 || isNaN(data73)){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.prefixItems[1],data:data73}];
return false;
}
}
}
var valid21 = _errs154 === errors;
}
if(valid21){
const len9 = data71.length;
if(!(len9 <= 2)){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens",schemaPath:"#/$defs/tokenRange/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema37,data:data71}];
return false;
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens",schemaPath:"#/$defs/tokenRange/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.type,parentSchema:schema37,data:data71}];
return false;
}
}
var valid19 = _errs149 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data67.lane !== undefined){
let data74 = data67.lane;
const _errs156 = errors;
if(!(((data74 === "compute") || (data74 === "memory")) || (data74 === "network"))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/lane",schemaPath:"#/properties/nanoOperations/items/properties/lane/enum",keyword:"enum",params:{allowedValues: schema32.properties.nanoOperations.items.properties.lane.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.nanoOperations.items.properties.lane.enum,parentSchema:schema32.properties.nanoOperations.items.properties.lane,data:data74}];
return false;
}
var valid19 = _errs156 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data67.stage !== undefined){
let data75 = data67.stage;
const _errs157 = errors;
if(!(((typeof data75 == "number") && (!(data75 % 1) && !isNaN(data75))) && (isFinite(data75)))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/stage",schemaPath:"#/properties/nanoOperations/items/properties/stage/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.nanoOperations.items.properties.stage.type,parentSchema:schema32.properties.nanoOperations.items.properties.stage,data:data75}];
return false;
}
var valid19 = _errs157 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data67.partition !== undefined){
let data76 = data67.partition;
const _errs159 = errors;
if(errors === _errs159){
if(data76 && typeof data76 == "object" && !Array.isArray(data76)){
let missing10;
if(((data76.side === undefined) && (missing10 = "side")) || ((data76.smCount === undefined) && (missing10 = "smCount"))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition",schemaPath:"#/properties/nanoOperations/items/properties/partition/required",keyword:"required",params:{missingProperty: missing10},message:"must have required property '"+missing10+"'",schema:schema32.properties.nanoOperations.items.properties.partition.required,parentSchema:schema32.properties.nanoOperations.items.properties.partition,data:data76}];
return false;
}
else {
const _errs161 = errors;
for(const key12 in data76){
if(!(((key12 === "side") || (key12 === "smCount")) || (key12 === "mechanism"))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition",schemaPath:"#/properties/nanoOperations/items/properties/partition/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.nanoOperations.items.properties.partition,data:data76}];
return false;
break;
}
}
if(_errs161 === errors){
if(data76.side !== undefined){
let data77 = data76.side;
const _errs162 = errors;
if(!(((data77 === "whole") || (data77 === "group")) || (data77 === "remainder"))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition/side",schemaPath:"#/properties/nanoOperations/items/properties/partition/properties/side/enum",keyword:"enum",params:{allowedValues: schema32.properties.nanoOperations.items.properties.partition.properties.side.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.nanoOperations.items.properties.partition.properties.side.enum,parentSchema:schema32.properties.nanoOperations.items.properties.partition.properties.side,data:data77}];
return false;
}
var valid22 = _errs162 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data76.smCount !== undefined){
let data78 = data76.smCount;
const _errs163 = errors;
if(!(((typeof data78 == "number") && (!(data78 % 1) && !isNaN(data78))) && (isFinite(data78)))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition/smCount",schemaPath:"#/properties/nanoOperations/items/properties/partition/properties/smCount/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.nanoOperations.items.properties.partition.properties.smCount.type,parentSchema:schema32.properties.nanoOperations.items.properties.partition.properties.smCount,data:data78}];
return false;
}
if(errors === _errs163){
if((typeof data78 == "number") && (isFinite(data78))){
if(data78 < 1 || isNaN(data78)){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition/smCount",schemaPath:"#/properties/nanoOperations/items/properties/partition/properties/smCount/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.nanoOperations.items.properties.partition.properties.smCount,data:data78}];
return false;
}
}
}
var valid22 = _errs163 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data76.mechanism !== undefined){
let data79 = data76.mechanism;
const _errs165 = errors;
if(!((data79 === "green-context") || (data79 === "cta-limit"))){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition/mechanism",schemaPath:"#/properties/nanoOperations/items/properties/partition/properties/mechanism/enum",keyword:"enum",params:{allowedValues: schema32.properties.nanoOperations.items.properties.partition.properties.mechanism.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.nanoOperations.items.properties.partition.properties.mechanism.enum,parentSchema:schema32.properties.nanoOperations.items.properties.partition.properties.mechanism,data:data79}];
return false;
}
var valid22 = _errs165 === errors;
}
else {
var valid22 = true;
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition",schemaPath:"#/properties/nanoOperations/items/properties/partition/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.nanoOperations.items.properties.partition.type,parentSchema:schema32.properties.nanoOperations.items.properties.partition,data:data76}];
return false;
}
}
var valid19 = _errs159 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data67.implementation !== undefined){
let data80 = data67.implementation;
const _errs166 = errors;
if(typeof data80 !== "string"){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/implementation",schemaPath:"#/properties/nanoOperations/items/properties/implementation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.nanoOperations.items.properties.implementation.type,parentSchema:schema32.properties.nanoOperations.items.properties.implementation,data:data80}];
return false;
}
var valid19 = _errs166 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data67.startUs !== undefined){
let data81 = data67.startUs;
const _errs168 = errors;
if(errors === _errs168){
if((typeof data81 == "number") && (isFinite(data81))){
if(data81 < 0 || isNaN(data81)){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/startUs",schemaPath:"#/properties/nanoOperations/items/properties/startUs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.nanoOperations.items.properties.startUs,data:data81}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/startUs",schemaPath:"#/properties/nanoOperations/items/properties/startUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.nanoOperations.items.properties.startUs.type,parentSchema:schema32.properties.nanoOperations.items.properties.startUs,data:data81}];
return false;
}
}
var valid19 = _errs168 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data67.durationUs !== undefined){
let data82 = data67.durationUs;
const _errs170 = errors;
if(errors === _errs170){
if((typeof data82 == "number") && (isFinite(data82))){
if(data82 <= 0 || isNaN(data82)){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/durationUs",schemaPath:"#/properties/nanoOperations/items/properties/durationUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.nanoOperations.items.properties.durationUs,data:data82}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/durationUs",schemaPath:"#/properties/nanoOperations/items/properties/durationUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.nanoOperations.items.properties.durationUs.type,parentSchema:schema32.properties.nanoOperations.items.properties.durationUs,data:data82}];
return false;
}
}
var valid19 = _errs170 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data67.dependsOn !== undefined){
let data83 = data67.dependsOn;
const _errs172 = errors;
if(errors === _errs172){
if(Array.isArray(data83)){
var valid23 = true;
const len10 = data83.length;
for(let i6=0; i6<len10; i6++){
let data84 = data83[i6];
const _errs174 = errors;
const _errs175 = errors;
if(errors === _errs175){
if(typeof data84 === "string"){
if(!pattern16.test(data84)){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/dependsOn/" + i6,schemaPath:"#/$defs/reference/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"},message:"must match pattern \""+"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"+"\"",schema:"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$",parentSchema:schema39,data:data84}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/dependsOn/" + i6,schemaPath:"#/$defs/reference/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.type,parentSchema:schema39,data:data84}];
return false;
}
}
var valid23 = _errs174 === errors;
if(!valid23){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/dependsOn",schemaPath:"#/properties/nanoOperations/items/properties/dependsOn/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.nanoOperations.items.properties.dependsOn.type,parentSchema:schema32.properties.nanoOperations.items.properties.dependsOn,data:data83}];
return false;
}
}
var valid19 = _errs172 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data67.waitsFor !== undefined){
let data85 = data67.waitsFor;
const _errs177 = errors;
if(errors === _errs177){
if(Array.isArray(data85)){
var valid25 = true;
const len11 = data85.length;
for(let i7=0; i7<len11; i7++){
let data86 = data85[i7];
const _errs179 = errors;
const _errs180 = errors;
if(errors === _errs180){
if(typeof data86 === "string"){
if(!pattern16.test(data86)){
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/waitsFor/" + i7,schemaPath:"#/$defs/reference/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"},message:"must match pattern \""+"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"+"\"",schema:"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$",parentSchema:schema39,data:data86}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/waitsFor/" + i7,schemaPath:"#/$defs/reference/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.type,parentSchema:schema39,data:data86}];
return false;
}
}
var valid25 = _errs179 === errors;
if(!valid25){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/waitsFor",schemaPath:"#/properties/nanoOperations/items/properties/waitsFor/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.nanoOperations.items.properties.waitsFor.type,parentSchema:schema32.properties.nanoOperations.items.properties.waitsFor,data:data85}];
return false;
}
}
var valid19 = _errs177 === errors;
}
else {
var valid19 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoOperations/" + i5,schemaPath:"#/properties/nanoOperations/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.nanoOperations.items.type,parentSchema:schema32.properties.nanoOperations.items,data:data67}];
return false;
}
}
var valid18 = _errs140 === errors;
if(!valid18){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/nanoOperations",schemaPath:"#/properties/nanoOperations/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.nanoOperations.type,parentSchema:schema32.properties.nanoOperations,data:data66}];
return false;
}
}
var valid0 = _errs138 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.measured !== undefined){
let data87 = data.measured;
const _errs182 = errors;
if(errors === _errs182){
if(data87 && typeof data87 == "object" && !Array.isArray(data87)){
let missing11;
if(((((((((((((data87.periodUs === undefined) && (missing11 = "periodUs")) || ((data87.spread === undefined) && (missing11 = "spread"))) || ((data87.samples === undefined) && (missing11 = "samples"))) || ((data87.layers === undefined) && (missing11 = "layers"))) || ((data87.stepUs === undefined) && (missing11 = "stepUs"))) || ((data87.clockMhz === undefined) && (missing11 = "clockMhz"))) || ((data87.powerW === undefined) && (missing11 = "powerW"))) || ((data87.gpu === undefined) && (missing11 = "gpu"))) || ((data87.driverVersion === undefined) && (missing11 = "driverVersion"))) || ((data87.cublasLtVersion === undefined) && (missing11 = "cublasLtVersion"))) || ((data87.measuredAt === undefined) && (missing11 = "measuredAt"))) || ((data87.command === undefined) && (missing11 = "command"))){
validate21.errors = [{instancePath:instancePath+"/measured",schemaPath:"#/properties/measured/required",keyword:"required",params:{missingProperty: missing11},message:"must have required property '"+missing11+"'",schema:schema32.properties.measured.required,parentSchema:schema32.properties.measured,data:data87}];
return false;
}
else {
const _errs184 = errors;
for(const key13 in data87){
if(!(func1.call(schema32.properties.measured.properties, key13))){
validate21.errors = [{instancePath:instancePath+"/measured",schemaPath:"#/properties/measured/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.measured,data:data87}];
return false;
break;
}
}
if(_errs184 === errors){
if(data87.periodUs !== undefined){
let data88 = data87.periodUs;
const _errs185 = errors;
if(errors === _errs185){
if((typeof data88 == "number") && (isFinite(data88))){
if(data88 <= 0 || isNaN(data88)){
validate21.errors = [{instancePath:instancePath+"/measured/periodUs",schemaPath:"#/properties/measured/properties/periodUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.measured.properties.periodUs,data:data88}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/measured/periodUs",schemaPath:"#/properties/measured/properties/periodUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.measured.properties.periodUs.type,parentSchema:schema32.properties.measured.properties.periodUs,data:data88}];
return false;
}
}
var valid27 = _errs185 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.spread !== undefined){
let data89 = data87.spread;
const _errs187 = errors;
if(errors === _errs187){
if((typeof data89 == "number") && (isFinite(data89))){
if(data89 < 0 || isNaN(data89)){
validate21.errors = [{instancePath:instancePath+"/measured/spread",schemaPath:"#/properties/measured/properties/spread/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.measured.properties.spread,data:data89}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/measured/spread",schemaPath:"#/properties/measured/properties/spread/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.measured.properties.spread.type,parentSchema:schema32.properties.measured.properties.spread,data:data89}];
return false;
}
}
var valid27 = _errs187 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.samples !== undefined){
let data90 = data87.samples;
const _errs189 = errors;
if(!(((typeof data90 == "number") && (!(data90 % 1) && !isNaN(data90))) && (isFinite(data90)))){
validate21.errors = [{instancePath:instancePath+"/measured/samples",schemaPath:"#/properties/measured/properties/samples/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.measured.properties.samples.type,parentSchema:schema32.properties.measured.properties.samples,data:data90}];
return false;
}
if(errors === _errs189){
if((typeof data90 == "number") && (isFinite(data90))){
if(data90 < 1 || isNaN(data90)){
validate21.errors = [{instancePath:instancePath+"/measured/samples",schemaPath:"#/properties/measured/properties/samples/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.measured.properties.samples,data:data90}];
return false;
}
}
}
var valid27 = _errs189 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.layers !== undefined){
let data91 = data87.layers;
const _errs191 = errors;
if(!(((typeof data91 == "number") && (!(data91 % 1) && !isNaN(data91))) && (isFinite(data91)))){
validate21.errors = [{instancePath:instancePath+"/measured/layers",schemaPath:"#/properties/measured/properties/layers/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.measured.properties.layers.type,parentSchema:schema32.properties.measured.properties.layers,data:data91}];
return false;
}
if(errors === _errs191){
if((typeof data91 == "number") && (isFinite(data91))){
if(data91 < 1 || isNaN(data91)){
validate21.errors = [{instancePath:instancePath+"/measured/layers",schemaPath:"#/properties/measured/properties/layers/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.measured.properties.layers,data:data91}];
return false;
}
}
}
var valid27 = _errs191 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.stepUs !== undefined){
let data92 = data87.stepUs;
const _errs193 = errors;
if(errors === _errs193){
if((typeof data92 == "number") && (isFinite(data92))){
if(data92 <= 0 || isNaN(data92)){
validate21.errors = [{instancePath:instancePath+"/measured/stepUs",schemaPath:"#/properties/measured/properties/stepUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.measured.properties.stepUs,data:data92}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/measured/stepUs",schemaPath:"#/properties/measured/properties/stepUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.measured.properties.stepUs.type,parentSchema:schema32.properties.measured.properties.stepUs,data:data92}];
return false;
}
}
var valid27 = _errs193 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.clockMhz !== undefined){
let data93 = data87.clockMhz;
const _errs195 = errors;
if((!((typeof data93 == "number") && (isFinite(data93)))) && (data93 !== null)){
validate21.errors = [{instancePath:instancePath+"/measured/clockMhz",schemaPath:"#/properties/measured/properties/clockMhz/type",keyword:"type",params:{type: schema32.properties.measured.properties.clockMhz.type},message:"must be number,null",schema:schema32.properties.measured.properties.clockMhz.type,parentSchema:schema32.properties.measured.properties.clockMhz,data:data93}];
return false;
}
var valid27 = _errs195 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.powerW !== undefined){
let data94 = data87.powerW;
const _errs197 = errors;
if((!((typeof data94 == "number") && (isFinite(data94)))) && (data94 !== null)){
validate21.errors = [{instancePath:instancePath+"/measured/powerW",schemaPath:"#/properties/measured/properties/powerW/type",keyword:"type",params:{type: schema32.properties.measured.properties.powerW.type},message:"must be number,null",schema:schema32.properties.measured.properties.powerW.type,parentSchema:schema32.properties.measured.properties.powerW,data:data94}];
return false;
}
var valid27 = _errs197 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.gpu !== undefined){
let data95 = data87.gpu;
const _errs199 = errors;
if(typeof data95 !== "string"){
validate21.errors = [{instancePath:instancePath+"/measured/gpu",schemaPath:"#/properties/measured/properties/gpu/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.measured.properties.gpu.type,parentSchema:schema32.properties.measured.properties.gpu,data:data95}];
return false;
}
var valid27 = _errs199 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.driverVersion !== undefined){
let data96 = data87.driverVersion;
const _errs201 = errors;
if(errors === _errs201){
if(typeof data96 === "string"){
if(!pattern4.test(data96)){
validate21.errors = [{instancePath:instancePath+"/measured/driverVersion",schemaPath:"#/properties/measured/properties/driverVersion/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema32.properties.measured.properties.driverVersion,data:data96}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/measured/driverVersion",schemaPath:"#/properties/measured/properties/driverVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.measured.properties.driverVersion.type,parentSchema:schema32.properties.measured.properties.driverVersion,data:data96}];
return false;
}
}
var valid27 = _errs201 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.cublasLtVersion !== undefined){
let data97 = data87.cublasLtVersion;
const _errs203 = errors;
if(errors === _errs203){
if(typeof data97 === "string"){
if(!pattern4.test(data97)){
validate21.errors = [{instancePath:instancePath+"/measured/cublasLtVersion",schemaPath:"#/properties/measured/properties/cublasLtVersion/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema32.properties.measured.properties.cublasLtVersion,data:data97}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/measured/cublasLtVersion",schemaPath:"#/properties/measured/properties/cublasLtVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.measured.properties.cublasLtVersion.type,parentSchema:schema32.properties.measured.properties.cublasLtVersion,data:data97}];
return false;
}
}
var valid27 = _errs203 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.measuredAt !== undefined){
let data98 = data87.measuredAt;
const _errs205 = errors;
if(typeof data98 !== "string"){
validate21.errors = [{instancePath:instancePath+"/measured/measuredAt",schemaPath:"#/properties/measured/properties/measuredAt/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.measured.properties.measuredAt.type,parentSchema:schema32.properties.measured.properties.measuredAt,data:data98}];
return false;
}
var valid27 = _errs205 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.command !== undefined){
let data99 = data87.command;
const _errs207 = errors;
if(typeof data99 !== "string"){
validate21.errors = [{instancePath:instancePath+"/measured/command",schemaPath:"#/properties/measured/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.measured.properties.command.type,parentSchema:schema32.properties.measured.properties.command,data:data99}];
return false;
}
var valid27 = _errs207 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data87.sequential !== undefined){
let data100 = data87.sequential;
const _errs209 = errors;
if(errors === _errs209){
if(data100 && typeof data100 == "object" && !Array.isArray(data100)){
let missing12;
if((((data100.periodUs === undefined) && (missing12 = "periodUs")) || ((data100.speedup === undefined) && (missing12 = "speedup"))) || ((data100.verdict === undefined) && (missing12 = "verdict"))){
validate21.errors = [{instancePath:instancePath+"/measured/sequential",schemaPath:"#/properties/measured/properties/sequential/required",keyword:"required",params:{missingProperty: missing12},message:"must have required property '"+missing12+"'",schema:schema32.properties.measured.properties.sequential.required,parentSchema:schema32.properties.measured.properties.sequential,data:data100}];
return false;
}
else {
const _errs211 = errors;
for(const key14 in data100){
if(!(((key14 === "periodUs") || (key14 === "speedup")) || (key14 === "verdict"))){
validate21.errors = [{instancePath:instancePath+"/measured/sequential",schemaPath:"#/properties/measured/properties/sequential/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.measured.properties.sequential,data:data100}];
return false;
break;
}
}
if(_errs211 === errors){
if(data100.periodUs !== undefined){
let data101 = data100.periodUs;
const _errs212 = errors;
if(errors === _errs212){
if((typeof data101 == "number") && (isFinite(data101))){
if(data101 <= 0 || isNaN(data101)){
validate21.errors = [{instancePath:instancePath+"/measured/sequential/periodUs",schemaPath:"#/properties/measured/properties/sequential/properties/periodUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.measured.properties.sequential.properties.periodUs,data:data101}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/measured/sequential/periodUs",schemaPath:"#/properties/measured/properties/sequential/properties/periodUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.measured.properties.sequential.properties.periodUs.type,parentSchema:schema32.properties.measured.properties.sequential.properties.periodUs,data:data101}];
return false;
}
}
var valid28 = _errs212 === errors;
}
else {
var valid28 = true;
}
if(valid28){
if(data100.speedup !== undefined){
let data102 = data100.speedup;
const _errs214 = errors;
if(errors === _errs214){
if((typeof data102 == "number") && (isFinite(data102))){
if(data102 <= 0 || isNaN(data102)){
validate21.errors = [{instancePath:instancePath+"/measured/sequential/speedup",schemaPath:"#/properties/measured/properties/sequential/properties/speedup/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema32.properties.measured.properties.sequential.properties.speedup,data:data102}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/measured/sequential/speedup",schemaPath:"#/properties/measured/properties/sequential/properties/speedup/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.measured.properties.sequential.properties.speedup.type,parentSchema:schema32.properties.measured.properties.sequential.properties.speedup,data:data102}];
return false;
}
}
var valid28 = _errs214 === errors;
}
else {
var valid28 = true;
}
if(valid28){
if(data100.verdict !== undefined){
let data103 = data100.verdict;
const _errs216 = errors;
if(!(((data103 === "faster") || (data103 === "same")) || (data103 === "slower"))){
validate21.errors = [{instancePath:instancePath+"/measured/sequential/verdict",schemaPath:"#/properties/measured/properties/sequential/properties/verdict/enum",keyword:"enum",params:{allowedValues: schema32.properties.measured.properties.sequential.properties.verdict.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.measured.properties.sequential.properties.verdict.enum,parentSchema:schema32.properties.measured.properties.sequential.properties.verdict,data:data103}];
return false;
}
var valid28 = _errs216 === errors;
}
else {
var valid28 = true;
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/measured/sequential",schemaPath:"#/properties/measured/properties/sequential/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.measured.properties.sequential.type,parentSchema:schema32.properties.measured.properties.sequential,data:data100}];
return false;
}
}
var valid27 = _errs209 === errors;
}
else {
var valid27 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/measured",schemaPath:"#/properties/measured/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.measured.type,parentSchema:schema32.properties.measured,data:data87}];
return false;
}
}
var valid0 = _errs182 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hash !== undefined){
let data104 = data.hash;
const _errs217 = errors;
if(errors === _errs217){
if(typeof data104 === "string"){
if(!pattern20.test(data104)){
validate21.errors = [{instancePath:instancePath+"/hash",schemaPath:"#/properties/hash/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},message:"must match pattern \""+"^sha256:[0-9a-f]{64}$"+"\"",schema:"^sha256:[0-9a-f]{64}$",parentSchema:schema32.properties.hash,data:data104}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/hash",schemaPath:"#/properties/hash/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.hash.type,parentSchema:schema32.properties.hash,data:data104}];
return false;
}
}
var valid0 = _errs217 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:nanoflow-plan:plan-set:1" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((data.schema === undefined) && (missing0 = "schema")) || ((data.model === undefined) && (missing0 = "model"))) || ((data.gpu === undefined) && (missing0 = "gpu"))) || ((data.workload === undefined) && (missing0 = "workload"))) || ((data.provenance === undefined) && (missing0 = "provenance"))) || ((data.search === undefined) && (missing0 = "search"))) || ((data.coverage === undefined) && (missing0 = "coverage"))) || ((data.programs === undefined) && (missing0 = "programs"))) || ((data.hash === undefined) && (missing0 = "hash"))){
validate20.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema31.required,parentSchema:schema31,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
validate20.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.schema !== undefined){
let data0 = data.schema;
const _errs2 = errors;
if("nanoflow-plan/plan-set/1" !== data0){
validate20.errors = [{instancePath:instancePath+"/schema",schemaPath:"#/properties/schema/const",keyword:"const",params:{allowedValue: "nanoflow-plan/plan-set/1"},message:"must be equal to constant",schema:"nanoflow-plan/plan-set/1",parentSchema:schema31.properties.schema,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.model !== undefined){
let data1 = data.model;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.model.type,parentSchema:schema31.properties.model,data:data1}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.gpu !== undefined){
let data2 = data.gpu;
const _errs5 = errors;
if(typeof data2 !== "string"){
validate20.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.gpu.type,parentSchema:schema31.properties.gpu,data:data2}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.workload !== undefined){
let data3 = data.workload;
const _errs7 = errors;
if(errors === _errs7){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
let missing1;
if((((((data3.name === undefined) && (missing1 = "name")) || ((data3.denseBatchTokens === undefined) && (missing1 = "denseBatchTokens"))) || ((data3.decodeTokens === undefined) && (missing1 = "decodeTokens"))) || ((data3.mostDecodeTokens === undefined) && (missing1 = "mostDecodeTokens"))) || ((data3.kvCapacityTokens === undefined) && (missing1 = "kvCapacityTokens"))){
validate20.errors = [{instancePath:instancePath+"/workload",schemaPath:"#/properties/workload/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'",schema:schema31.properties.workload.required,parentSchema:schema31.properties.workload,data:data3}];
return false;
}
else {
const _errs9 = errors;
for(const key1 in data3){
if(!(((((key1 === "name") || (key1 === "denseBatchTokens")) || (key1 === "decodeTokens")) || (key1 === "mostDecodeTokens")) || (key1 === "kvCapacityTokens"))){
validate20.errors = [{instancePath:instancePath+"/workload",schemaPath:"#/properties/workload/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.workload,data:data3}];
return false;
break;
}
}
if(_errs9 === errors){
if(data3.name !== undefined){
let data4 = data3.name;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(!pattern4.test(data4)){
validate20.errors = [{instancePath:instancePath+"/workload/name",schemaPath:"#/properties/workload/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.workload.properties.name,data:data4}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/workload/name",schemaPath:"#/properties/workload/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.workload.properties.name.type,parentSchema:schema31.properties.workload.properties.name,data:data4}];
return false;
}
}
var valid1 = _errs10 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.denseBatchTokens !== undefined){
let data5 = data3.denseBatchTokens;
const _errs12 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate20.errors = [{instancePath:instancePath+"/workload/denseBatchTokens",schemaPath:"#/properties/workload/properties/denseBatchTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.workload.properties.denseBatchTokens.type,parentSchema:schema31.properties.workload.properties.denseBatchTokens,data:data5}];
return false;
}
if(errors === _errs12){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
validate20.errors = [{instancePath:instancePath+"/workload/denseBatchTokens",schemaPath:"#/properties/workload/properties/denseBatchTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.workload.properties.denseBatchTokens,data:data5}];
return false;
}
}
}
var valid1 = _errs12 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.decodeTokens !== undefined){
let data6 = data3.decodeTokens;
const _errs14 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate20.errors = [{instancePath:instancePath+"/workload/decodeTokens",schemaPath:"#/properties/workload/properties/decodeTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.workload.properties.decodeTokens.type,parentSchema:schema31.properties.workload.properties.decodeTokens,data:data6}];
return false;
}
if(errors === _errs14){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
validate20.errors = [{instancePath:instancePath+"/workload/decodeTokens",schemaPath:"#/properties/workload/properties/decodeTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.workload.properties.decodeTokens,data:data6}];
return false;
}
}
}
var valid1 = _errs14 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.mostDecodeTokens !== undefined){
let data7 = data3.mostDecodeTokens;
const _errs16 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate20.errors = [{instancePath:instancePath+"/workload/mostDecodeTokens",schemaPath:"#/properties/workload/properties/mostDecodeTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.workload.properties.mostDecodeTokens.type,parentSchema:schema31.properties.workload.properties.mostDecodeTokens,data:data7}];
return false;
}
if(errors === _errs16){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 1 || isNaN(data7)){
validate20.errors = [{instancePath:instancePath+"/workload/mostDecodeTokens",schemaPath:"#/properties/workload/properties/mostDecodeTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.workload.properties.mostDecodeTokens,data:data7}];
return false;
}
}
}
var valid1 = _errs16 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.kvCapacityTokens !== undefined){
let data8 = data3.kvCapacityTokens;
const _errs18 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate20.errors = [{instancePath:instancePath+"/workload/kvCapacityTokens",schemaPath:"#/properties/workload/properties/kvCapacityTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.workload.properties.kvCapacityTokens.type,parentSchema:schema31.properties.workload.properties.kvCapacityTokens,data:data8}];
return false;
}
if(errors === _errs18){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 1 || isNaN(data8)){
validate20.errors = [{instancePath:instancePath+"/workload/kvCapacityTokens",schemaPath:"#/properties/workload/properties/kvCapacityTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.workload.properties.kvCapacityTokens,data:data8}];
return false;
}
}
}
var valid1 = _errs18 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/workload",schemaPath:"#/properties/workload/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.workload.type,parentSchema:schema31.properties.workload,data:data3}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.provenance !== undefined){
let data9 = data.provenance;
const _errs20 = errors;
if(errors === _errs20){
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
let missing2;
if(((data9.tool === undefined) && (missing2 = "tool")) || ((data9.command === undefined) && (missing2 = "command"))){
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'",schema:schema31.properties.provenance.required,parentSchema:schema31.properties.provenance,data:data9}];
return false;
}
else {
const _errs22 = errors;
for(const key2 in data9){
if(!((key2 === "tool") || (key2 === "command"))){
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.provenance,data:data9}];
return false;
break;
}
}
if(_errs22 === errors){
if(data9.tool !== undefined){
let data10 = data9.tool;
const _errs23 = errors;
if(errors === _errs23){
if(typeof data10 === "string"){
if(!pattern4.test(data10)){
validate20.errors = [{instancePath:instancePath+"/provenance/tool",schemaPath:"#/properties/provenance/properties/tool/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.provenance.properties.tool,data:data10}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/tool",schemaPath:"#/properties/provenance/properties/tool/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.tool.type,parentSchema:schema31.properties.provenance.properties.tool,data:data10}];
return false;
}
}
var valid2 = _errs23 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data9.command !== undefined){
let data11 = data9.command;
const _errs25 = errors;
if(errors === _errs25){
if(typeof data11 === "string"){
if(!pattern4.test(data11)){
validate20.errors = [{instancePath:instancePath+"/provenance/command",schemaPath:"#/properties/provenance/properties/command/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.provenance.properties.command,data:data11}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/command",schemaPath:"#/properties/provenance/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.command.type,parentSchema:schema31.properties.provenance.properties.command,data:data11}];
return false;
}
}
var valid2 = _errs25 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.provenance.type,parentSchema:schema31.properties.provenance,data:data9}];
return false;
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.search !== undefined){
let data12 = data.search;
const _errs27 = errors;
if(errors === _errs27){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
let missing3;
if(((((data12.searched === undefined) && (missing3 = "searched")) || ((data12.gap === undefined) && (missing3 = "gap"))) || ((data12.nodesEach === undefined) && (missing3 = "nodesEach"))) || ((data12.timeEachSeconds === undefined) && (missing3 = "timeEachSeconds"))){
validate20.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'",schema:schema31.properties.search.required,parentSchema:schema31.properties.search,data:data12}];
return false;
}
else {
const _errs29 = errors;
for(const key3 in data12){
if(!((((key3 === "searched") || (key3 === "gap")) || (key3 === "nodesEach")) || (key3 === "timeEachSeconds"))){
validate20.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.search,data:data12}];
return false;
break;
}
}
if(_errs29 === errors){
if(data12.searched !== undefined){
let data13 = data12.searched;
const _errs30 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate20.errors = [{instancePath:instancePath+"/search/searched",schemaPath:"#/properties/search/properties/searched/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.search.properties.searched.type,parentSchema:schema31.properties.search.properties.searched,data:data13}];
return false;
}
if(errors === _errs30){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
validate20.errors = [{instancePath:instancePath+"/search/searched",schemaPath:"#/properties/search/properties/searched/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.search.properties.searched,data:data13}];
return false;
}
}
}
var valid3 = _errs30 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data12.gap !== undefined){
let data14 = data12.gap;
const _errs32 = errors;
if(errors === _errs32){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 0 || isNaN(data14)){
validate20.errors = [{instancePath:instancePath+"/search/gap",schemaPath:"#/properties/search/properties/gap/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.search.properties.gap,data:data14}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/search/gap",schemaPath:"#/properties/search/properties/gap/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.search.properties.gap.type,parentSchema:schema31.properties.search.properties.gap,data:data14}];
return false;
}
}
var valid3 = _errs32 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data12.nodesEach !== undefined){
let data15 = data12.nodesEach;
const _errs34 = errors;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
validate20.errors = [{instancePath:instancePath+"/search/nodesEach",schemaPath:"#/properties/search/properties/nodesEach/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.search.properties.nodesEach.type,parentSchema:schema31.properties.search.properties.nodesEach,data:data15}];
return false;
}
if(errors === _errs34){
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 < 1 || isNaN(data15)){
validate20.errors = [{instancePath:instancePath+"/search/nodesEach",schemaPath:"#/properties/search/properties/nodesEach/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.search.properties.nodesEach,data:data15}];
return false;
}
}
}
var valid3 = _errs34 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data12.timeEachSeconds !== undefined){
let data16 = data12.timeEachSeconds;
const _errs36 = errors;
if((!((typeof data16 == "number") && (isFinite(data16)))) && (data16 !== null)){
validate20.errors = [{instancePath:instancePath+"/search/timeEachSeconds",schemaPath:"#/properties/search/properties/timeEachSeconds/type",keyword:"type",params:{type: schema31.properties.search.properties.timeEachSeconds.type},message:"must be number,null",schema:schema31.properties.search.properties.timeEachSeconds.type,parentSchema:schema31.properties.search.properties.timeEachSeconds,data:data16}];
return false;
}
if(errors === _errs36){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 <= 0 || isNaN(data16)){
validate20.errors = [{instancePath:instancePath+"/search/timeEachSeconds",schemaPath:"#/properties/search/properties/timeEachSeconds/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.search.properties.timeEachSeconds,data:data16}];
return false;
}
}
}
var valid3 = _errs36 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.search.type,parentSchema:schema31.properties.search,data:data12}];
return false;
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.coverage !== undefined){
let data17 = data.coverage;
const _errs38 = errors;
if(errors === _errs38){
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
let missing4;
if(((((data17.leastTokens === undefined) && (missing4 = "leastTokens")) || ((data17.mostTokens === undefined) && (missing4 = "mostTokens"))) || ((data17.leastDecodeTokens === undefined) && (missing4 = "leastDecodeTokens"))) || ((data17.mostDecodeTokens === undefined) && (missing4 = "mostDecodeTokens"))){
validate20.errors = [{instancePath:instancePath+"/coverage",schemaPath:"#/properties/coverage/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'",schema:schema31.properties.coverage.required,parentSchema:schema31.properties.coverage,data:data17}];
return false;
}
else {
const _errs40 = errors;
for(const key4 in data17){
if(!((((key4 === "leastTokens") || (key4 === "mostTokens")) || (key4 === "leastDecodeTokens")) || (key4 === "mostDecodeTokens"))){
validate20.errors = [{instancePath:instancePath+"/coverage",schemaPath:"#/properties/coverage/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.coverage,data:data17}];
return false;
break;
}
}
if(_errs40 === errors){
if(data17.leastTokens !== undefined){
let data18 = data17.leastTokens;
const _errs41 = errors;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
validate20.errors = [{instancePath:instancePath+"/coverage/leastTokens",schemaPath:"#/properties/coverage/properties/leastTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.coverage.properties.leastTokens.type,parentSchema:schema31.properties.coverage.properties.leastTokens,data:data18}];
return false;
}
if(errors === _errs41){
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 1 || isNaN(data18)){
validate20.errors = [{instancePath:instancePath+"/coverage/leastTokens",schemaPath:"#/properties/coverage/properties/leastTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.coverage.properties.leastTokens,data:data18}];
return false;
}
}
}
var valid4 = _errs41 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data17.mostTokens !== undefined){
let data19 = data17.mostTokens;
const _errs43 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
validate20.errors = [{instancePath:instancePath+"/coverage/mostTokens",schemaPath:"#/properties/coverage/properties/mostTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.coverage.properties.mostTokens.type,parentSchema:schema31.properties.coverage.properties.mostTokens,data:data19}];
return false;
}
if(errors === _errs43){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 1 || isNaN(data19)){
validate20.errors = [{instancePath:instancePath+"/coverage/mostTokens",schemaPath:"#/properties/coverage/properties/mostTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.coverage.properties.mostTokens,data:data19}];
return false;
}
}
}
var valid4 = _errs43 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data17.leastDecodeTokens !== undefined){
let data20 = data17.leastDecodeTokens;
const _errs45 = errors;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
validate20.errors = [{instancePath:instancePath+"/coverage/leastDecodeTokens",schemaPath:"#/properties/coverage/properties/leastDecodeTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.coverage.properties.leastDecodeTokens.type,parentSchema:schema31.properties.coverage.properties.leastDecodeTokens,data:data20}];
return false;
}
if(errors === _errs45){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 < 1 || isNaN(data20)){
validate20.errors = [{instancePath:instancePath+"/coverage/leastDecodeTokens",schemaPath:"#/properties/coverage/properties/leastDecodeTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.coverage.properties.leastDecodeTokens,data:data20}];
return false;
}
}
}
var valid4 = _errs45 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data17.mostDecodeTokens !== undefined){
let data21 = data17.mostDecodeTokens;
const _errs47 = errors;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
validate20.errors = [{instancePath:instancePath+"/coverage/mostDecodeTokens",schemaPath:"#/properties/coverage/properties/mostDecodeTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.coverage.properties.mostDecodeTokens.type,parentSchema:schema31.properties.coverage.properties.mostDecodeTokens,data:data21}];
return false;
}
if(errors === _errs47){
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 < 1 || isNaN(data21)){
validate20.errors = [{instancePath:instancePath+"/coverage/mostDecodeTokens",schemaPath:"#/properties/coverage/properties/mostDecodeTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.coverage.properties.mostDecodeTokens,data:data21}];
return false;
}
}
}
var valid4 = _errs47 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/coverage",schemaPath:"#/properties/coverage/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.coverage.type,parentSchema:schema31.properties.coverage,data:data17}];
return false;
}
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.programs !== undefined){
let data22 = data.programs;
const _errs49 = errors;
if(errors === _errs49){
if(Array.isArray(data22)){
if(data22.length < 1){
validate20.errors = [{instancePath:instancePath+"/programs",schemaPath:"#/properties/programs/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.programs,data:data22}];
return false;
}
else {
var valid5 = true;
const len0 = data22.length;
for(let i0=0; i0<len0; i0++){
let data23 = data22[i0];
const _errs51 = errors;
if(errors === _errs51){
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
let missing5;
if(((((data23.name === undefined) && (missing5 = "name")) || ((data23.phase === undefined) && (missing5 = "phase"))) || ((data23.steps === undefined) && (missing5 = "steps"))) || ((data23.plan === undefined) && (missing5 = "plan"))){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0,schemaPath:"#/properties/programs/items/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'",schema:schema31.properties.programs.items.required,parentSchema:schema31.properties.programs.items,data:data23}];
return false;
}
else {
const _errs53 = errors;
for(const key5 in data23){
if(!(((((key5 === "name") || (key5 === "phase")) || (key5 === "steps")) || (key5 === "smallerThanMeasured")) || (key5 === "plan"))){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0,schemaPath:"#/properties/programs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.programs.items,data:data23}];
return false;
break;
}
}
if(_errs53 === errors){
if(data23.name !== undefined){
let data24 = data23.name;
const _errs54 = errors;
if(errors === _errs54){
if(typeof data24 === "string"){
if(!pattern7.test(data24)){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/name",schemaPath:"#/properties/programs/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^(d[1-9][0-9]*(p[1-9][0-9]*)?|p[1-9][0-9]*)$"},message:"must match pattern \""+"^(d[1-9][0-9]*(p[1-9][0-9]*)?|p[1-9][0-9]*)$"+"\"",schema:"^(d[1-9][0-9]*(p[1-9][0-9]*)?|p[1-9][0-9]*)$",parentSchema:schema31.properties.programs.items.properties.name,data:data24}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/name",schemaPath:"#/properties/programs/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.programs.items.properties.name.type,parentSchema:schema31.properties.programs.items.properties.name,data:data24}];
return false;
}
}
var valid6 = _errs54 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data23.phase !== undefined){
let data25 = data23.phase;
const _errs56 = errors;
if(!((((data25 === "steady") || (data25 === "ramp-up")) || (data25 === "part-filled")) || (data25 === "drain"))){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/phase",schemaPath:"#/properties/programs/items/properties/phase/enum",keyword:"enum",params:{allowedValues: schema31.properties.programs.items.properties.phase.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.programs.items.properties.phase.enum,parentSchema:schema31.properties.programs.items.properties.phase,data:data25}];
return false;
}
var valid6 = _errs56 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data23.steps !== undefined){
let data26 = data23.steps;
const _errs57 = errors;
if(errors === _errs57){
if(Array.isArray(data26)){
if(data26.length < 1){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/steps",schemaPath:"#/properties/programs/items/properties/steps/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.programs.items.properties.steps,data:data26}];
return false;
}
else {
var valid7 = true;
const len1 = data26.length;
for(let i1=0; i1<len1; i1++){
let data27 = data26[i1];
const _errs59 = errors;
if(errors === _errs59){
if(Array.isArray(data27)){
if(data27.length > 2){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/steps/" + i1,schemaPath:"#/properties/programs/items/properties/steps/items/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema31.properties.programs.items.properties.steps.items,data:data27}];
return false;
}
else {
if(data27.length < 2){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/steps/" + i1,schemaPath:"#/properties/programs/items/properties/steps/items/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema31.properties.programs.items.properties.steps.items,data:data27}];
return false;
}
else {
const len2 = data27.length;
if(len2 > 0){
let data28 = data27[0];
const _errs61 = errors;
if(errors === _errs61){
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 < 0 || isNaN(data28)){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/steps/" + i1+"/0",schemaPath:"#/properties/programs/items/properties/steps/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.programs.items.properties.steps.items.prefixItems[0],data:data28}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/steps/" + i1+"/0",schemaPath:"#/properties/programs/items/properties/steps/items/prefixItems/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.programs.items.properties.steps.items.prefixItems[0].type,parentSchema:schema31.properties.programs.items.properties.steps.items.prefixItems[0],data:data28}];
return false;
}
}
var valid8 = _errs61 === errors;
}
if(valid8){
if(len2 > 1){
let data29 = data27[1];
const _errs63 = errors;
if(errors === _errs63){
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 <= 0 || isNaN(data29)){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/steps/" + i1+"/1",schemaPath:"#/properties/programs/items/properties/steps/items/prefixItems/1/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.programs.items.properties.steps.items.prefixItems[1],data:data29}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/steps/" + i1+"/1",schemaPath:"#/properties/programs/items/properties/steps/items/prefixItems/1/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.programs.items.properties.steps.items.prefixItems[1].type,parentSchema:schema31.properties.programs.items.properties.steps.items.prefixItems[1],data:data29}];
return false;
}
}
var valid8 = _errs63 === errors;
}
if(valid8){
const len3 = data27.length;
if(!(len3 <= 2)){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/steps/" + i1,schemaPath:"#/properties/programs/items/properties/steps/items/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema31.properties.programs.items.properties.steps.items,data:data27}];
return false;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/steps/" + i1,schemaPath:"#/properties/programs/items/properties/steps/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.programs.items.properties.steps.items.type,parentSchema:schema31.properties.programs.items.properties.steps.items,data:data27}];
return false;
}
}
var valid7 = _errs59 === errors;
if(!valid7){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/steps",schemaPath:"#/properties/programs/items/properties/steps/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.programs.items.properties.steps.type,parentSchema:schema31.properties.programs.items.properties.steps,data:data26}];
return false;
}
}
var valid6 = _errs57 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data23.smallerThanMeasured !== undefined){
let data30 = data23.smallerThanMeasured;
const _errs65 = errors;
if(errors === _errs65){
if(Array.isArray(data30)){
if(data30.length < 1){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/smallerThanMeasured",schemaPath:"#/properties/programs/items/properties/smallerThanMeasured/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.programs.items.properties.smallerThanMeasured,data:data30}];
return false;
}
else {
var valid9 = true;
const len4 = data30.length;
for(let i2=0; i2<len4; i2++){
let data31 = data30[i2];
const _errs67 = errors;
if(errors === _errs67){
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
let missing6;
if((((data31.kind === undefined) && (missing6 = "kind")) || ((data31.tokens === undefined) && (missing6 = "tokens"))) || ((data31.context === undefined) && (missing6 = "context"))){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/smallerThanMeasured/" + i2,schemaPath:"#/properties/programs/items/properties/smallerThanMeasured/items/required",keyword:"required",params:{missingProperty: missing6},message:"must have required property '"+missing6+"'",schema:schema31.properties.programs.items.properties.smallerThanMeasured.items.required,parentSchema:schema31.properties.programs.items.properties.smallerThanMeasured.items,data:data31}];
return false;
}
else {
const _errs69 = errors;
for(const key6 in data31){
if(!(((key6 === "kind") || (key6 === "tokens")) || (key6 === "context"))){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/smallerThanMeasured/" + i2,schemaPath:"#/properties/programs/items/properties/smallerThanMeasured/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.programs.items.properties.smallerThanMeasured.items,data:data31}];
return false;
break;
}
}
if(_errs69 === errors){
if(data31.kind !== undefined){
let data32 = data31.kind;
const _errs70 = errors;
if(typeof data32 !== "string"){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/smallerThanMeasured/" + i2+"/kind",schemaPath:"#/properties/programs/items/properties/smallerThanMeasured/items/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.programs.items.properties.smallerThanMeasured.items.properties.kind.type,parentSchema:schema31.properties.programs.items.properties.smallerThanMeasured.items.properties.kind,data:data32}];
return false;
}
var valid10 = _errs70 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data31.tokens !== undefined){
let data33 = data31.tokens;
const _errs72 = errors;
if(!(((typeof data33 == "number") && (!(data33 % 1) && !isNaN(data33))) && (isFinite(data33)))){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/smallerThanMeasured/" + i2+"/tokens",schemaPath:"#/properties/programs/items/properties/smallerThanMeasured/items/properties/tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.programs.items.properties.smallerThanMeasured.items.properties.tokens.type,parentSchema:schema31.properties.programs.items.properties.smallerThanMeasured.items.properties.tokens,data:data33}];
return false;
}
if(errors === _errs72){
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 < 1 || isNaN(data33)){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/smallerThanMeasured/" + i2+"/tokens",schemaPath:"#/properties/programs/items/properties/smallerThanMeasured/items/properties/tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.programs.items.properties.smallerThanMeasured.items.properties.tokens,data:data33}];
return false;
}
}
}
var valid10 = _errs72 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data31.context !== undefined){
let data34 = data31.context;
const _errs74 = errors;
if(!(((typeof data34 == "number") && (!(data34 % 1) && !isNaN(data34))) && (isFinite(data34)))){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/smallerThanMeasured/" + i2+"/context",schemaPath:"#/properties/programs/items/properties/smallerThanMeasured/items/properties/context/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.programs.items.properties.smallerThanMeasured.items.properties.context.type,parentSchema:schema31.properties.programs.items.properties.smallerThanMeasured.items.properties.context,data:data34}];
return false;
}
if(errors === _errs74){
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 < 0 || isNaN(data34)){
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/smallerThanMeasured/" + i2+"/context",schemaPath:"#/properties/programs/items/properties/smallerThanMeasured/items/properties/context/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.programs.items.properties.smallerThanMeasured.items.properties.context,data:data34}];
return false;
}
}
}
var valid10 = _errs74 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/smallerThanMeasured/" + i2,schemaPath:"#/properties/programs/items/properties/smallerThanMeasured/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.programs.items.properties.smallerThanMeasured.items.type,parentSchema:schema31.properties.programs.items.properties.smallerThanMeasured.items,data:data31}];
return false;
}
}
var valid9 = _errs67 === errors;
if(!valid9){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/programs/" + i0+"/smallerThanMeasured",schemaPath:"#/properties/programs/items/properties/smallerThanMeasured/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.programs.items.properties.smallerThanMeasured.type,parentSchema:schema31.properties.programs.items.properties.smallerThanMeasured,data:data30}];
return false;
}
}
var valid6 = _errs65 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data23.plan !== undefined){
const _errs76 = errors;
if(!(validate21(data23.plan, {instancePath:instancePath+"/programs/" + i0+"/plan",parentData:data23,parentDataProperty:"plan",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var valid6 = _errs76 === errors;
}
else {
var valid6 = true;
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/programs/" + i0,schemaPath:"#/properties/programs/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.programs.items.type,parentSchema:schema31.properties.programs.items,data:data23}];
return false;
}
}
var valid5 = _errs51 === errors;
if(!valid5){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/programs",schemaPath:"#/properties/programs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.programs.type,parentSchema:schema31.properties.programs,data:data22}];
return false;
}
}
var valid0 = _errs49 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hash !== undefined){
let data36 = data.hash;
const _errs77 = errors;
if(errors === _errs77){
if(typeof data36 === "string"){
if(!pattern20.test(data36)){
validate20.errors = [{instancePath:instancePath+"/hash",schemaPath:"#/properties/hash/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},message:"must match pattern \""+"^sha256:[0-9a-f]{64}$"+"\"",schema:"^sha256:[0-9a-f]{64}$",parentSchema:schema31.properties.hash,data:data36}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/hash",schemaPath:"#/properties/hash/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.hash.type,parentSchema:schema31.properties.hash,data:data36}];
return false;
}
}
var valid0 = _errs77 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
