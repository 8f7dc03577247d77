/* Generated from schemas/plan.schema.json by `npm run types`; edit the schema instead. */
// @ts-nocheck: Ajv writes JavaScript.
export const validate = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:nanoflow-plan:plan:1","type":"object","additionalProperties":false,"required":["schema","kind","model","gpu","profile","workload","provenance","predicted","search","nanoBatches","lanes","nanoOperations","hash"],"properties":{"schema":{"const":"nanoflow-plan/plan/1"},"kind":{"enum":["sequential","nano-batch-only","overlapped"]},"reason":{"type":"string"},"model":{"type":"object","additionalProperties":false,"required":["id","layers","tensorParallel","shape"],"properties":{"id":{"type":"string","pattern":"\\S"},"layers":{"type":"integer","minimum":1},"tensorParallel":{"type":"integer","minimum":1},"norms":{"const":"fused"},"shape":{"$ref":"#/$defs/modelShape"}}},"gpu":{"type":"object","additionalProperties":false,"required":["id","smCount"],"properties":{"id":{"type":"string"},"smCount":{"type":"integer","minimum":1}}},"profile":{"type":"object","additionalProperties":false,"required":["file","source"],"properties":{"file":{"type":"string"},"sessions":{"type":"array","items":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$"}},"source":{"enum":["measured","published","roofline"]},"measurements":{"type":"string","pattern":"^[0-9a-f]{64}$"},"sha256":{"type":"string","pattern":"^[0-9a-f]{64}$"},"scaled":{"type":"array","items":{"type":"string"}},"standIns":{"type":"array","items":{"type":"string"}}}},"workload":{"type":"object","additionalProperties":false,"required":["name","denseBatchTokens","decodeTokens","prefillTokens","decodeContext","prefillContext"],"properties":{"name":{"type":"string","pattern":"\\S"},"denseBatchTokens":{"type":"integer","minimum":1},"decodeTokens":{"type":"integer","minimum":0},"prefillTokens":{"type":"integer","minimum":0},"decodeContext":{"type":"number","minimum":0},"prefillContext":{"type":"number","minimum":0}}},"provenance":{"type":"object","additionalProperties":false,"required":["tool","command"],"properties":{"tool":{"type":"string","pattern":"\\S"},"command":{"type":"string","pattern":"\\S"}}},"predicted":{"type":"object","additionalProperties":false,"required":["periodUs","sequentialUs","nanoBatchOnlyUs","lowerBoundUs","gap","speedup","stepUs","tokensPerSecondPerGpu","optimalFraction","clockMhz","powerW"],"properties":{"periodUs":{"type":"number","exclusiveMinimum":0},"sequentialUs":{"type":"number","exclusiveMinimum":0},"nanoBatchOnlyUs":{"type":["number","null"],"exclusiveMinimum":0},"lowerBoundUs":{"type":["number","null"],"exclusiveMinimum":0},"gap":{"type":["number","null"],"minimum":0},"speedup":{"type":"number","exclusiveMinimum":0},"promisedSpeedup":{"type":"number","exclusiveMinimum":0},"stepUs":{"type":"number","exclusiveMinimum":0},"tokensPerSecondPerGpu":{"type":"number","exclusiveMinimum":0},"optimalFraction":{"type":"number","exclusiveMinimum":0},"clockMhz":{"type":"number","exclusiveMinimum":0},"powerW":{"type":["number","null"],"exclusiveMinimum":0}}},"search":{"type":"object","additionalProperties":false,"required":["solver","method","structures","nodes","seed","certificate"],"properties":{"solver":{"enum":["highs","glpk"]},"method":{"enum":["branch","ilp","none"]},"structures":{"type":"integer","minimum":1},"structuresSearched":{"type":"integer","minimum":0},"searchedLowerBoundUs":{"type":["number","null"],"exclusiveMinimum":0},"nodes":{"type":"integer","minimum":0},"seed":{"type":"integer","minimum":0},"certificate":{"type":"string"}}},"nanoBatches":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["id","tokens","decodeTokens","prefillTokens"],"properties":{"id":{"type":"integer","minimum":0},"tokens":{"$ref":"#/$defs/tokenRange"},"decodeTokens":{"type":"integer","minimum":0},"prefillTokens":{"type":"integer","minimum":0}}}},"lanes":{"type":"object","additionalProperties":{"type":"array","items":{"type":"string"}},"propertyNames":{"enum":["compute","memory","network"]}},"nanoOperations":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["id","operation","nanoBatch","tokens","lane","stage","partition","implementation","startUs","durationUs","dependsOn","waitsFor"],"properties":{"id":{"type":"string","pattern":"^[a-z0-9_]+\\.[0-9]+$"},"operation":{"type":"string"},"nanoBatch":{"type":"integer","minimum":0},"tokens":{"$ref":"#/$defs/tokenRange"},"lane":{"enum":["compute","memory","network"]},"stage":{"type":"integer"},"partition":{"type":"object","additionalProperties":false,"required":["side","smCount"],"properties":{"side":{"enum":["whole","group","remainder"]},"smCount":{"type":"integer","minimum":1},"mechanism":{"enum":["green-context","cta-limit"],"default":"green-context"}}},"implementation":{"type":"string"},"startUs":{"type":"number","minimum":0},"durationUs":{"type":"number","exclusiveMinimum":0},"dependsOn":{"type":"array","items":{"$ref":"#/$defs/reference"}},"waitsFor":{"type":"array","items":{"$ref":"#/$defs/reference"}}}}},"measured":{"type":"object","additionalProperties":false,"required":["periodUs","spread","samples","layers","stepUs","clockMhz","powerW","gpu","driverVersion","cublasLtVersion","measuredAt","command"],"properties":{"periodUs":{"type":"number","exclusiveMinimum":0},"spread":{"type":"number","minimum":0},"samples":{"type":"integer","minimum":1},"layers":{"type":"integer","minimum":1},"stepUs":{"type":"number","exclusiveMinimum":0},"clockMhz":{"type":["number","null"]},"powerW":{"type":["number","null"]},"gpu":{"type":"string"},"driverVersion":{"type":"string"},"cublasLtVersion":{"type":"string"},"measuredAt":{"type":"string"},"command":{"type":"string"},"sequential":{"type":"object","additionalProperties":false,"required":["periodUs","speedup","verdict"],"properties":{"periodUs":{"type":"number","exclusiveMinimum":0},"speedup":{"type":"number","exclusiveMinimum":0},"verdict":{"enum":["faster","same","slower"]}}}}},"hash":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"}},"$defs":{"tokenRange":{"type":"array","prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":1}],"items":false,"minItems":2,"maxItems":2},"reference":{"type":"string","pattern":"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"},"modelShape":{"type":"object","additionalProperties":false,"required":["family","hiddenSize","queryHeads","kvHeads","headSize","vocabularySize","tiedEmbeddings","qkvBias","qkNorm","mlp"],"properties":{"family":{"enum":["llama","mistral","qwen2","qwen3","mixtral","qwen2_moe","qwen3_moe"]},"hiddenSize":{"type":"integer","minimum":1},"queryHeads":{"type":"integer","minimum":1},"kvHeads":{"type":"integer","minimum":1},"headSize":{"type":"integer","minimum":1},"vocabularySize":{"type":"integer","minimum":1},"tiedEmbeddings":{"type":"boolean"},"qkvBias":{"type":"boolean"},"qkNorm":{"type":"boolean"},"mlp":{"oneOf":[{"type":"object","additionalProperties":false,"required":["kind","intermediateSize"],"properties":{"kind":{"const":"dense"},"intermediateSize":{"type":"integer","minimum":1}}},{"type":"object","additionalProperties":false,"required":["kind","experts","expertsPerToken","expertIntermediateSize","sharedExpertIntermediateSize"],"properties":{"kind":{"const":"moe"},"experts":{"type":"integer","minimum":1},"expertsPerToken":{"type":"integer","minimum":1},"expertIntermediateSize":{"type":"integer","minimum":1},"sharedExpertIntermediateSize":{"type":"integer","minimum":0},"renormalizedExpertWeights":{"type":"boolean"}}}]}}}}};
const schema32 = {"type":"object","additionalProperties":false,"required":["family","hiddenSize","queryHeads","kvHeads","headSize","vocabularySize","tiedEmbeddings","qkvBias","qkNorm","mlp"],"properties":{"family":{"enum":["llama","mistral","qwen2","qwen3","mixtral","qwen2_moe","qwen3_moe"]},"hiddenSize":{"type":"integer","minimum":1},"queryHeads":{"type":"integer","minimum":1},"kvHeads":{"type":"integer","minimum":1},"headSize":{"type":"integer","minimum":1},"vocabularySize":{"type":"integer","minimum":1},"tiedEmbeddings":{"type":"boolean"},"qkvBias":{"type":"boolean"},"qkNorm":{"type":"boolean"},"mlp":{"oneOf":[{"type":"object","additionalProperties":false,"required":["kind","intermediateSize"],"properties":{"kind":{"const":"dense"},"intermediateSize":{"type":"integer","minimum":1}}},{"type":"object","additionalProperties":false,"required":["kind","experts","expertsPerToken","expertIntermediateSize","sharedExpertIntermediateSize"],"properties":{"kind":{"const":"moe"},"experts":{"type":"integer","minimum":1},"expertsPerToken":{"type":"integer","minimum":1},"expertIntermediateSize":{"type":"integer","minimum":1},"sharedExpertIntermediateSize":{"type":"integer","minimum":0},"renormalizedExpertWeights":{"type":"boolean"}}}]}}};
const schema33 = {"type":"array","prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":1}],"items":false,"minItems":2,"maxItems":2};
const schema35 = {"type":"string","pattern":"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("\\S", "u");
const pattern5 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]*$", "u");
const pattern6 = new RegExp("^[0-9a-f]{64}$", "u");
const pattern11 = new RegExp("^[a-z0-9_]+\\.[0-9]+$", "u");
const pattern12 = new RegExp("^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$", "u");
const pattern14 = new RegExp("^sha256:[0-9a-f]{64}$", "u");

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:nanoflow-plan:plan:1" */;
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
if((((((((((((((data.schema === undefined) && (missing0 = "schema")) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.model === undefined) && (missing0 = "model"))) || ((data.gpu === undefined) && (missing0 = "gpu"))) || ((data.profile === undefined) && (missing0 = "profile"))) || ((data.workload === undefined) && (missing0 = "workload"))) || ((data.provenance === undefined) && (missing0 = "provenance"))) || ((data.predicted === undefined) && (missing0 = "predicted"))) || ((data.search === undefined) && (missing0 = "search"))) || ((data.nanoBatches === undefined) && (missing0 = "nanoBatches"))) || ((data.lanes === undefined) && (missing0 = "lanes"))) || ((data.nanoOperations === undefined) && (missing0 = "nanoOperations"))) || ((data.hash === undefined) && (missing0 = "hash"))){
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
if("nanoflow-plan/plan/1" !== data0){
validate20.errors = [{instancePath:instancePath+"/schema",schemaPath:"#/properties/schema/const",keyword:"const",params:{allowedValue: "nanoflow-plan/plan/1"},message:"must be equal to constant",schema:"nanoflow-plan/plan/1",parentSchema:schema31.properties.schema,data:data0}];
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
validate20.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema31.properties.kind.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.kind.enum,parentSchema:schema31.properties.kind,data:data1}];
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
validate20.errors = [{instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.reason.type,parentSchema:schema31.properties.reason,data:data2}];
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
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'",schema:schema31.properties.model.required,parentSchema:schema31.properties.model,data:data3}];
return false;
}
else {
const _errs8 = errors;
for(const key1 in data3){
if(!(((((key1 === "id") || (key1 === "layers")) || (key1 === "tensorParallel")) || (key1 === "norms")) || (key1 === "shape"))){
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.model,data:data3}];
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
validate20.errors = [{instancePath:instancePath+"/model/id",schemaPath:"#/properties/model/properties/id/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.model.properties.id,data:data4}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/model/id",schemaPath:"#/properties/model/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.model.properties.id.type,parentSchema:schema31.properties.model.properties.id,data:data4}];
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
validate20.errors = [{instancePath:instancePath+"/model/layers",schemaPath:"#/properties/model/properties/layers/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.model.properties.layers.type,parentSchema:schema31.properties.model.properties.layers,data:data5}];
return false;
}
if(errors === _errs11){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
validate20.errors = [{instancePath:instancePath+"/model/layers",schemaPath:"#/properties/model/properties/layers/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.model.properties.layers,data:data5}];
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
validate20.errors = [{instancePath:instancePath+"/model/tensorParallel",schemaPath:"#/properties/model/properties/tensorParallel/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.model.properties.tensorParallel.type,parentSchema:schema31.properties.model.properties.tensorParallel,data:data6}];
return false;
}
if(errors === _errs13){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 1 || isNaN(data6)){
validate20.errors = [{instancePath:instancePath+"/model/tensorParallel",schemaPath:"#/properties/model/properties/tensorParallel/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.model.properties.tensorParallel,data:data6}];
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
validate20.errors = [{instancePath:instancePath+"/model/norms",schemaPath:"#/properties/model/properties/norms/const",keyword:"const",params:{allowedValue: "fused"},message:"must be equal to constant",schema:"fused",parentSchema:schema31.properties.model.properties.norms,data:data7}];
return false;
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.shape !== undefined){
let data8 = data3.shape;
const _errs16 = errors;
const _errs17 = errors;
if(errors === _errs17){
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
let missing2;
if(((((((((((data8.family === undefined) && (missing2 = "family")) || ((data8.hiddenSize === undefined) && (missing2 = "hiddenSize"))) || ((data8.queryHeads === undefined) && (missing2 = "queryHeads"))) || ((data8.kvHeads === undefined) && (missing2 = "kvHeads"))) || ((data8.headSize === undefined) && (missing2 = "headSize"))) || ((data8.vocabularySize === undefined) && (missing2 = "vocabularySize"))) || ((data8.tiedEmbeddings === undefined) && (missing2 = "tiedEmbeddings"))) || ((data8.qkvBias === undefined) && (missing2 = "qkvBias"))) || ((data8.qkNorm === undefined) && (missing2 = "qkNorm"))) || ((data8.mlp === undefined) && (missing2 = "mlp"))){
validate20.errors = [{instancePath:instancePath+"/model/shape",schemaPath:"#/$defs/modelShape/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'",schema:schema32.required,parentSchema:schema32,data:data8}];
return false;
}
else {
const _errs19 = errors;
for(const key2 in data8){
if(!(func1.call(schema32.properties, key2))){
validate20.errors = [{instancePath:instancePath+"/model/shape",schemaPath:"#/$defs/modelShape/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data:data8}];
return false;
break;
}
}
if(_errs19 === errors){
if(data8.family !== undefined){
let data9 = data8.family;
const _errs20 = errors;
if(!(((((((data9 === "llama") || (data9 === "mistral")) || (data9 === "qwen2")) || (data9 === "qwen3")) || (data9 === "mixtral")) || (data9 === "qwen2_moe")) || (data9 === "qwen3_moe"))){
validate20.errors = [{instancePath:instancePath+"/model/shape/family",schemaPath:"#/$defs/modelShape/properties/family/enum",keyword:"enum",params:{allowedValues: schema32.properties.family.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.family.enum,parentSchema:schema32.properties.family,data:data9}];
return false;
}
var valid3 = _errs20 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.hiddenSize !== undefined){
let data10 = data8.hiddenSize;
const _errs21 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate20.errors = [{instancePath:instancePath+"/model/shape/hiddenSize",schemaPath:"#/$defs/modelShape/properties/hiddenSize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.hiddenSize.type,parentSchema:schema32.properties.hiddenSize,data:data10}];
return false;
}
if(errors === _errs21){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 1 || isNaN(data10)){
validate20.errors = [{instancePath:instancePath+"/model/shape/hiddenSize",schemaPath:"#/$defs/modelShape/properties/hiddenSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.hiddenSize,data:data10}];
return false;
}
}
}
var valid3 = _errs21 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.queryHeads !== undefined){
let data11 = data8.queryHeads;
const _errs23 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate20.errors = [{instancePath:instancePath+"/model/shape/queryHeads",schemaPath:"#/$defs/modelShape/properties/queryHeads/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.queryHeads.type,parentSchema:schema32.properties.queryHeads,data:data11}];
return false;
}
if(errors === _errs23){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 1 || isNaN(data11)){
validate20.errors = [{instancePath:instancePath+"/model/shape/queryHeads",schemaPath:"#/$defs/modelShape/properties/queryHeads/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.queryHeads,data:data11}];
return false;
}
}
}
var valid3 = _errs23 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.kvHeads !== undefined){
let data12 = data8.kvHeads;
const _errs25 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate20.errors = [{instancePath:instancePath+"/model/shape/kvHeads",schemaPath:"#/$defs/modelShape/properties/kvHeads/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.kvHeads.type,parentSchema:schema32.properties.kvHeads,data:data12}];
return false;
}
if(errors === _errs25){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 1 || isNaN(data12)){
validate20.errors = [{instancePath:instancePath+"/model/shape/kvHeads",schemaPath:"#/$defs/modelShape/properties/kvHeads/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.kvHeads,data:data12}];
return false;
}
}
}
var valid3 = _errs25 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.headSize !== undefined){
let data13 = data8.headSize;
const _errs27 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate20.errors = [{instancePath:instancePath+"/model/shape/headSize",schemaPath:"#/$defs/modelShape/properties/headSize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.headSize.type,parentSchema:schema32.properties.headSize,data:data13}];
return false;
}
if(errors === _errs27){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 1 || isNaN(data13)){
validate20.errors = [{instancePath:instancePath+"/model/shape/headSize",schemaPath:"#/$defs/modelShape/properties/headSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.headSize,data:data13}];
return false;
}
}
}
var valid3 = _errs27 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.vocabularySize !== undefined){
let data14 = data8.vocabularySize;
const _errs29 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
validate20.errors = [{instancePath:instancePath+"/model/shape/vocabularySize",schemaPath:"#/$defs/modelShape/properties/vocabularySize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.vocabularySize.type,parentSchema:schema32.properties.vocabularySize,data:data14}];
return false;
}
if(errors === _errs29){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 1 || isNaN(data14)){
validate20.errors = [{instancePath:instancePath+"/model/shape/vocabularySize",schemaPath:"#/$defs/modelShape/properties/vocabularySize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.vocabularySize,data:data14}];
return false;
}
}
}
var valid3 = _errs29 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.tiedEmbeddings !== undefined){
let data15 = data8.tiedEmbeddings;
const _errs31 = errors;
if(typeof data15 !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/model/shape/tiedEmbeddings",schemaPath:"#/$defs/modelShape/properties/tiedEmbeddings/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema32.properties.tiedEmbeddings.type,parentSchema:schema32.properties.tiedEmbeddings,data:data15}];
return false;
}
var valid3 = _errs31 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.qkvBias !== undefined){
let data16 = data8.qkvBias;
const _errs33 = errors;
if(typeof data16 !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/model/shape/qkvBias",schemaPath:"#/$defs/modelShape/properties/qkvBias/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema32.properties.qkvBias.type,parentSchema:schema32.properties.qkvBias,data:data16}];
return false;
}
var valid3 = _errs33 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.qkNorm !== undefined){
let data17 = data8.qkNorm;
const _errs35 = errors;
if(typeof data17 !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/model/shape/qkNorm",schemaPath:"#/$defs/modelShape/properties/qkNorm/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema32.properties.qkNorm.type,parentSchema:schema32.properties.qkNorm,data:data17}];
return false;
}
var valid3 = _errs35 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.mlp !== undefined){
let data18 = data8.mlp;
const _errs37 = errors;
const _errs38 = errors;
let valid4 = false;
let passing0 = null;
const _errs39 = errors;
if(errors === _errs39){
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
let missing3;
if(((data18.kind === undefined) && (missing3 = "kind")) || ((data18.intermediateSize === undefined) && (missing3 = "intermediateSize"))){
const err0 = {instancePath:instancePath+"/model/shape/mlp",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/0/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'",schema:schema32.properties.mlp.oneOf[0].required,parentSchema:schema32.properties.mlp.oneOf[0],data:data18};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
const _errs41 = errors;
for(const key3 in data18){
if(!((key3 === "kind") || (key3 === "intermediateSize"))){
const err1 = {instancePath:instancePath+"/model/shape/mlp",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/0/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.mlp.oneOf[0],data:data18};
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
if(_errs41 === errors){
if(data18.kind !== undefined){
let data19 = data18.kind;
const _errs42 = errors;
if("dense" !== data19){
const err2 = {instancePath:instancePath+"/model/shape/mlp/kind",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/0/properties/kind/const",keyword:"const",params:{allowedValue: "dense"},message:"must be equal to constant",schema:"dense",parentSchema:schema32.properties.mlp.oneOf[0].properties.kind,data:data19};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var valid5 = _errs42 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data18.intermediateSize !== undefined){
let data20 = data18.intermediateSize;
const _errs43 = errors;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
const err3 = {instancePath:instancePath+"/model/shape/mlp/intermediateSize",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/0/properties/intermediateSize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.mlp.oneOf[0].properties.intermediateSize.type,parentSchema:schema32.properties.mlp.oneOf[0].properties.intermediateSize,data:data20};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(errors === _errs43){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 < 1 || isNaN(data20)){
const err4 = {instancePath:instancePath+"/model/shape/mlp/intermediateSize",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/0/properties/intermediateSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.mlp.oneOf[0].properties.intermediateSize,data:data20};
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
var valid5 = _errs43 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
else {
const err5 = {instancePath:instancePath+"/model/shape/mlp",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/0/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.mlp.oneOf[0].type,parentSchema:schema32.properties.mlp.oneOf[0],data:data18};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
var _valid0 = _errs39 === errors;
if(_valid0){
valid4 = true;
passing0 = 0;
var props0 = true;
}
const _errs45 = errors;
if(errors === _errs45){
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
let missing4;
if((((((data18.kind === undefined) && (missing4 = "kind")) || ((data18.experts === undefined) && (missing4 = "experts"))) || ((data18.expertsPerToken === undefined) && (missing4 = "expertsPerToken"))) || ((data18.expertIntermediateSize === undefined) && (missing4 = "expertIntermediateSize"))) || ((data18.sharedExpertIntermediateSize === undefined) && (missing4 = "sharedExpertIntermediateSize"))){
const err6 = {instancePath:instancePath+"/model/shape/mlp",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'",schema:schema32.properties.mlp.oneOf[1].required,parentSchema:schema32.properties.mlp.oneOf[1],data:data18};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
else {
const _errs47 = errors;
for(const key4 in data18){
if(!((((((key4 === "kind") || (key4 === "experts")) || (key4 === "expertsPerToken")) || (key4 === "expertIntermediateSize")) || (key4 === "sharedExpertIntermediateSize")) || (key4 === "renormalizedExpertWeights"))){
const err7 = {instancePath:instancePath+"/model/shape/mlp",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema32.properties.mlp.oneOf[1],data:data18};
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
if(_errs47 === errors){
if(data18.kind !== undefined){
let data21 = data18.kind;
const _errs48 = errors;
if("moe" !== data21){
const err8 = {instancePath:instancePath+"/model/shape/mlp/kind",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/properties/kind/const",keyword:"const",params:{allowedValue: "moe"},message:"must be equal to constant",schema:"moe",parentSchema:schema32.properties.mlp.oneOf[1].properties.kind,data:data21};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var valid6 = _errs48 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data18.experts !== undefined){
let data22 = data18.experts;
const _errs49 = errors;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
const err9 = {instancePath:instancePath+"/model/shape/mlp/experts",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/properties/experts/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.mlp.oneOf[1].properties.experts.type,parentSchema:schema32.properties.mlp.oneOf[1].properties.experts,data:data22};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(errors === _errs49){
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 < 1 || isNaN(data22)){
const err10 = {instancePath:instancePath+"/model/shape/mlp/experts",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/properties/experts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.mlp.oneOf[1].properties.experts,data:data22};
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
var valid6 = _errs49 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data18.expertsPerToken !== undefined){
let data23 = data18.expertsPerToken;
const _errs51 = errors;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
const err11 = {instancePath:instancePath+"/model/shape/mlp/expertsPerToken",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/properties/expertsPerToken/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.mlp.oneOf[1].properties.expertsPerToken.type,parentSchema:schema32.properties.mlp.oneOf[1].properties.expertsPerToken,data:data23};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(errors === _errs51){
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 < 1 || isNaN(data23)){
const err12 = {instancePath:instancePath+"/model/shape/mlp/expertsPerToken",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/properties/expertsPerToken/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.mlp.oneOf[1].properties.expertsPerToken,data:data23};
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
var valid6 = _errs51 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data18.expertIntermediateSize !== undefined){
let data24 = data18.expertIntermediateSize;
const _errs53 = errors;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
const err13 = {instancePath:instancePath+"/model/shape/mlp/expertIntermediateSize",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/properties/expertIntermediateSize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.mlp.oneOf[1].properties.expertIntermediateSize.type,parentSchema:schema32.properties.mlp.oneOf[1].properties.expertIntermediateSize,data:data24};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(errors === _errs53){
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 < 1 || isNaN(data24)){
const err14 = {instancePath:instancePath+"/model/shape/mlp/expertIntermediateSize",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/properties/expertIntermediateSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.mlp.oneOf[1].properties.expertIntermediateSize,data:data24};
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
var valid6 = _errs53 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data18.sharedExpertIntermediateSize !== undefined){
let data25 = data18.sharedExpertIntermediateSize;
const _errs55 = errors;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
const err15 = {instancePath:instancePath+"/model/shape/mlp/sharedExpertIntermediateSize",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/properties/sharedExpertIntermediateSize/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.mlp.oneOf[1].properties.sharedExpertIntermediateSize.type,parentSchema:schema32.properties.mlp.oneOf[1].properties.sharedExpertIntermediateSize,data:data25};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(errors === _errs55){
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 < 0 || isNaN(data25)){
const err16 = {instancePath:instancePath+"/model/shape/mlp/sharedExpertIntermediateSize",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/properties/sharedExpertIntermediateSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.mlp.oneOf[1].properties.sharedExpertIntermediateSize,data:data25};
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
var valid6 = _errs55 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data18.renormalizedExpertWeights !== undefined){
let data26 = data18.renormalizedExpertWeights;
const _errs57 = errors;
if(typeof data26 !== "boolean"){
const err17 = {instancePath:instancePath+"/model/shape/mlp/renormalizedExpertWeights",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/properties/renormalizedExpertWeights/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema32.properties.mlp.oneOf[1].properties.renormalizedExpertWeights.type,parentSchema:schema32.properties.mlp.oneOf[1].properties.renormalizedExpertWeights,data:data26};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
var valid6 = _errs57 === errors;
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
}
else {
const err18 = {instancePath:instancePath+"/model/shape/mlp",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf/1/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.mlp.oneOf[1].type,parentSchema:schema32.properties.mlp.oneOf[1],data:data18};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
var _valid0 = _errs45 === errors;
if(_valid0 && valid4){
valid4 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid4 = true;
passing0 = 1;
if(props0 !== true){
props0 = true;
}
}
}
if(!valid4){
const err19 = {instancePath:instancePath+"/model/shape/mlp",schemaPath:"#/$defs/modelShape/properties/mlp/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf",schema:schema32.properties.mlp.oneOf,parentSchema:schema32.properties.mlp,data:data18};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
validate20.errors = vErrors;
return false;
}
else {
errors = _errs38;
if(vErrors !== null){
if(_errs38){
vErrors.length = _errs38;
}
else {
vErrors = null;
}
}
}
var valid3 = _errs37 === errors;
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
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/model/shape",schemaPath:"#/$defs/modelShape/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data:data8}];
return false;
}
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
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.model.type,parentSchema:schema31.properties.model,data:data3}];
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
let data27 = data.gpu;
const _errs59 = errors;
if(errors === _errs59){
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
let missing5;
if(((data27.id === undefined) && (missing5 = "id")) || ((data27.smCount === undefined) && (missing5 = "smCount"))){
validate20.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'",schema:schema31.properties.gpu.required,parentSchema:schema31.properties.gpu,data:data27}];
return false;
}
else {
const _errs61 = errors;
for(const key5 in data27){
if(!((key5 === "id") || (key5 === "smCount"))){
validate20.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.gpu,data:data27}];
return false;
break;
}
}
if(_errs61 === errors){
if(data27.id !== undefined){
let data28 = data27.id;
const _errs62 = errors;
if(typeof data28 !== "string"){
validate20.errors = [{instancePath:instancePath+"/gpu/id",schemaPath:"#/properties/gpu/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.gpu.properties.id.type,parentSchema:schema31.properties.gpu.properties.id,data:data28}];
return false;
}
var valid7 = _errs62 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data27.smCount !== undefined){
let data29 = data27.smCount;
const _errs64 = errors;
if(!(((typeof data29 == "number") && (!(data29 % 1) && !isNaN(data29))) && (isFinite(data29)))){
validate20.errors = [{instancePath:instancePath+"/gpu/smCount",schemaPath:"#/properties/gpu/properties/smCount/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.gpu.properties.smCount.type,parentSchema:schema31.properties.gpu.properties.smCount,data:data29}];
return false;
}
if(errors === _errs64){
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 < 1 || isNaN(data29)){
validate20.errors = [{instancePath:instancePath+"/gpu/smCount",schemaPath:"#/properties/gpu/properties/smCount/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.gpu.properties.smCount,data:data29}];
return false;
}
}
}
var valid7 = _errs64 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.gpu.type,parentSchema:schema31.properties.gpu,data:data27}];
return false;
}
}
var valid0 = _errs59 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.profile !== undefined){
let data30 = data.profile;
const _errs66 = errors;
if(errors === _errs66){
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
let missing6;
if(((data30.file === undefined) && (missing6 = "file")) || ((data30.source === undefined) && (missing6 = "source"))){
validate20.errors = [{instancePath:instancePath+"/profile",schemaPath:"#/properties/profile/required",keyword:"required",params:{missingProperty: missing6},message:"must have required property '"+missing6+"'",schema:schema31.properties.profile.required,parentSchema:schema31.properties.profile,data:data30}];
return false;
}
else {
const _errs68 = errors;
for(const key6 in data30){
if(!(((((((key6 === "file") || (key6 === "sessions")) || (key6 === "source")) || (key6 === "measurements")) || (key6 === "sha256")) || (key6 === "scaled")) || (key6 === "standIns"))){
validate20.errors = [{instancePath:instancePath+"/profile",schemaPath:"#/properties/profile/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.profile,data:data30}];
return false;
break;
}
}
if(_errs68 === errors){
if(data30.file !== undefined){
let data31 = data30.file;
const _errs69 = errors;
if(typeof data31 !== "string"){
validate20.errors = [{instancePath:instancePath+"/profile/file",schemaPath:"#/properties/profile/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.profile.properties.file.type,parentSchema:schema31.properties.profile.properties.file,data:data31}];
return false;
}
var valid8 = _errs69 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data30.sessions !== undefined){
let data32 = data30.sessions;
const _errs71 = errors;
if(errors === _errs71){
if(Array.isArray(data32)){
var valid9 = true;
const len0 = data32.length;
for(let i0=0; i0<len0; i0++){
let data33 = data32[i0];
const _errs73 = errors;
if(errors === _errs73){
if(typeof data33 === "string"){
if(!pattern5.test(data33)){
validate20.errors = [{instancePath:instancePath+"/profile/sessions/" + i0,schemaPath:"#/properties/profile/properties/sessions/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]*$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9._-]*$",parentSchema:schema31.properties.profile.properties.sessions.items,data:data33}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/profile/sessions/" + i0,schemaPath:"#/properties/profile/properties/sessions/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.profile.properties.sessions.items.type,parentSchema:schema31.properties.profile.properties.sessions.items,data:data33}];
return false;
}
}
var valid9 = _errs73 === errors;
if(!valid9){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/profile/sessions",schemaPath:"#/properties/profile/properties/sessions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.profile.properties.sessions.type,parentSchema:schema31.properties.profile.properties.sessions,data:data32}];
return false;
}
}
var valid8 = _errs71 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data30.source !== undefined){
let data34 = data30.source;
const _errs75 = errors;
if(!(((data34 === "measured") || (data34 === "published")) || (data34 === "roofline"))){
validate20.errors = [{instancePath:instancePath+"/profile/source",schemaPath:"#/properties/profile/properties/source/enum",keyword:"enum",params:{allowedValues: schema31.properties.profile.properties.source.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.profile.properties.source.enum,parentSchema:schema31.properties.profile.properties.source,data:data34}];
return false;
}
var valid8 = _errs75 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data30.measurements !== undefined){
let data35 = data30.measurements;
const _errs76 = errors;
if(errors === _errs76){
if(typeof data35 === "string"){
if(!pattern6.test(data35)){
validate20.errors = [{instancePath:instancePath+"/profile/measurements",schemaPath:"#/properties/profile/properties/measurements/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\"",schema:"^[0-9a-f]{64}$",parentSchema:schema31.properties.profile.properties.measurements,data:data35}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/profile/measurements",schemaPath:"#/properties/profile/properties/measurements/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.profile.properties.measurements.type,parentSchema:schema31.properties.profile.properties.measurements,data:data35}];
return false;
}
}
var valid8 = _errs76 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data30.sha256 !== undefined){
let data36 = data30.sha256;
const _errs78 = errors;
if(errors === _errs78){
if(typeof data36 === "string"){
if(!pattern6.test(data36)){
validate20.errors = [{instancePath:instancePath+"/profile/sha256",schemaPath:"#/properties/profile/properties/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\"",schema:"^[0-9a-f]{64}$",parentSchema:schema31.properties.profile.properties.sha256,data:data36}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/profile/sha256",schemaPath:"#/properties/profile/properties/sha256/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.profile.properties.sha256.type,parentSchema:schema31.properties.profile.properties.sha256,data:data36}];
return false;
}
}
var valid8 = _errs78 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data30.scaled !== undefined){
let data37 = data30.scaled;
const _errs80 = errors;
if(errors === _errs80){
if(Array.isArray(data37)){
var valid10 = true;
const len1 = data37.length;
for(let i1=0; i1<len1; i1++){
let data38 = data37[i1];
const _errs82 = errors;
if(typeof data38 !== "string"){
validate20.errors = [{instancePath:instancePath+"/profile/scaled/" + i1,schemaPath:"#/properties/profile/properties/scaled/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.profile.properties.scaled.items.type,parentSchema:schema31.properties.profile.properties.scaled.items,data:data38}];
return false;
}
var valid10 = _errs82 === errors;
if(!valid10){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/profile/scaled",schemaPath:"#/properties/profile/properties/scaled/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.profile.properties.scaled.type,parentSchema:schema31.properties.profile.properties.scaled,data:data37}];
return false;
}
}
var valid8 = _errs80 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data30.standIns !== undefined){
let data39 = data30.standIns;
const _errs84 = errors;
if(errors === _errs84){
if(Array.isArray(data39)){
var valid11 = true;
const len2 = data39.length;
for(let i2=0; i2<len2; i2++){
let data40 = data39[i2];
const _errs86 = errors;
if(typeof data40 !== "string"){
validate20.errors = [{instancePath:instancePath+"/profile/standIns/" + i2,schemaPath:"#/properties/profile/properties/standIns/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.profile.properties.standIns.items.type,parentSchema:schema31.properties.profile.properties.standIns.items,data:data40}];
return false;
}
var valid11 = _errs86 === errors;
if(!valid11){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/profile/standIns",schemaPath:"#/properties/profile/properties/standIns/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.profile.properties.standIns.type,parentSchema:schema31.properties.profile.properties.standIns,data:data39}];
return false;
}
}
var valid8 = _errs84 === errors;
}
else {
var valid8 = true;
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
validate20.errors = [{instancePath:instancePath+"/profile",schemaPath:"#/properties/profile/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.profile.type,parentSchema:schema31.properties.profile,data:data30}];
return false;
}
}
var valid0 = _errs66 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.workload !== undefined){
let data41 = data.workload;
const _errs88 = errors;
if(errors === _errs88){
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
let missing7;
if(((((((data41.name === undefined) && (missing7 = "name")) || ((data41.denseBatchTokens === undefined) && (missing7 = "denseBatchTokens"))) || ((data41.decodeTokens === undefined) && (missing7 = "decodeTokens"))) || ((data41.prefillTokens === undefined) && (missing7 = "prefillTokens"))) || ((data41.decodeContext === undefined) && (missing7 = "decodeContext"))) || ((data41.prefillContext === undefined) && (missing7 = "prefillContext"))){
validate20.errors = [{instancePath:instancePath+"/workload",schemaPath:"#/properties/workload/required",keyword:"required",params:{missingProperty: missing7},message:"must have required property '"+missing7+"'",schema:schema31.properties.workload.required,parentSchema:schema31.properties.workload,data:data41}];
return false;
}
else {
const _errs90 = errors;
for(const key7 in data41){
if(!((((((key7 === "name") || (key7 === "denseBatchTokens")) || (key7 === "decodeTokens")) || (key7 === "prefillTokens")) || (key7 === "decodeContext")) || (key7 === "prefillContext"))){
validate20.errors = [{instancePath:instancePath+"/workload",schemaPath:"#/properties/workload/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.workload,data:data41}];
return false;
break;
}
}
if(_errs90 === errors){
if(data41.name !== undefined){
let data42 = data41.name;
const _errs91 = errors;
if(errors === _errs91){
if(typeof data42 === "string"){
if(!pattern4.test(data42)){
validate20.errors = [{instancePath:instancePath+"/workload/name",schemaPath:"#/properties/workload/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.workload.properties.name,data:data42}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/workload/name",schemaPath:"#/properties/workload/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.workload.properties.name.type,parentSchema:schema31.properties.workload.properties.name,data:data42}];
return false;
}
}
var valid12 = _errs91 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data41.denseBatchTokens !== undefined){
let data43 = data41.denseBatchTokens;
const _errs93 = errors;
if(!(((typeof data43 == "number") && (!(data43 % 1) && !isNaN(data43))) && (isFinite(data43)))){
validate20.errors = [{instancePath:instancePath+"/workload/denseBatchTokens",schemaPath:"#/properties/workload/properties/denseBatchTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.workload.properties.denseBatchTokens.type,parentSchema:schema31.properties.workload.properties.denseBatchTokens,data:data43}];
return false;
}
if(errors === _errs93){
if((typeof data43 == "number") && (isFinite(data43))){
if(data43 < 1 || isNaN(data43)){
validate20.errors = [{instancePath:instancePath+"/workload/denseBatchTokens",schemaPath:"#/properties/workload/properties/denseBatchTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.workload.properties.denseBatchTokens,data:data43}];
return false;
}
}
}
var valid12 = _errs93 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data41.decodeTokens !== undefined){
let data44 = data41.decodeTokens;
const _errs95 = errors;
if(!(((typeof data44 == "number") && (!(data44 % 1) && !isNaN(data44))) && (isFinite(data44)))){
validate20.errors = [{instancePath:instancePath+"/workload/decodeTokens",schemaPath:"#/properties/workload/properties/decodeTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.workload.properties.decodeTokens.type,parentSchema:schema31.properties.workload.properties.decodeTokens,data:data44}];
return false;
}
if(errors === _errs95){
if((typeof data44 == "number") && (isFinite(data44))){
if(data44 < 0 || isNaN(data44)){
validate20.errors = [{instancePath:instancePath+"/workload/decodeTokens",schemaPath:"#/properties/workload/properties/decodeTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.workload.properties.decodeTokens,data:data44}];
return false;
}
}
}
var valid12 = _errs95 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data41.prefillTokens !== undefined){
let data45 = data41.prefillTokens;
const _errs97 = errors;
if(!(((typeof data45 == "number") && (!(data45 % 1) && !isNaN(data45))) && (isFinite(data45)))){
validate20.errors = [{instancePath:instancePath+"/workload/prefillTokens",schemaPath:"#/properties/workload/properties/prefillTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.workload.properties.prefillTokens.type,parentSchema:schema31.properties.workload.properties.prefillTokens,data:data45}];
return false;
}
if(errors === _errs97){
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 < 0 || isNaN(data45)){
validate20.errors = [{instancePath:instancePath+"/workload/prefillTokens",schemaPath:"#/properties/workload/properties/prefillTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.workload.properties.prefillTokens,data:data45}];
return false;
}
}
}
var valid12 = _errs97 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data41.decodeContext !== undefined){
let data46 = data41.decodeContext;
const _errs99 = errors;
if(errors === _errs99){
if((typeof data46 == "number") && (isFinite(data46))){
if(data46 < 0 || isNaN(data46)){
validate20.errors = [{instancePath:instancePath+"/workload/decodeContext",schemaPath:"#/properties/workload/properties/decodeContext/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.workload.properties.decodeContext,data:data46}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/workload/decodeContext",schemaPath:"#/properties/workload/properties/decodeContext/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.workload.properties.decodeContext.type,parentSchema:schema31.properties.workload.properties.decodeContext,data:data46}];
return false;
}
}
var valid12 = _errs99 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data41.prefillContext !== undefined){
let data47 = data41.prefillContext;
const _errs101 = errors;
if(errors === _errs101){
if((typeof data47 == "number") && (isFinite(data47))){
if(data47 < 0 || isNaN(data47)){
validate20.errors = [{instancePath:instancePath+"/workload/prefillContext",schemaPath:"#/properties/workload/properties/prefillContext/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.workload.properties.prefillContext,data:data47}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/workload/prefillContext",schemaPath:"#/properties/workload/properties/prefillContext/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.workload.properties.prefillContext.type,parentSchema:schema31.properties.workload.properties.prefillContext,data:data47}];
return false;
}
}
var valid12 = _errs101 === errors;
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
}
}
else {
validate20.errors = [{instancePath:instancePath+"/workload",schemaPath:"#/properties/workload/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.workload.type,parentSchema:schema31.properties.workload,data:data41}];
return false;
}
}
var valid0 = _errs88 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.provenance !== undefined){
let data48 = data.provenance;
const _errs103 = errors;
if(errors === _errs103){
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
let missing8;
if(((data48.tool === undefined) && (missing8 = "tool")) || ((data48.command === undefined) && (missing8 = "command"))){
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/required",keyword:"required",params:{missingProperty: missing8},message:"must have required property '"+missing8+"'",schema:schema31.properties.provenance.required,parentSchema:schema31.properties.provenance,data:data48}];
return false;
}
else {
const _errs105 = errors;
for(const key8 in data48){
if(!((key8 === "tool") || (key8 === "command"))){
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.provenance,data:data48}];
return false;
break;
}
}
if(_errs105 === errors){
if(data48.tool !== undefined){
let data49 = data48.tool;
const _errs106 = errors;
if(errors === _errs106){
if(typeof data49 === "string"){
if(!pattern4.test(data49)){
validate20.errors = [{instancePath:instancePath+"/provenance/tool",schemaPath:"#/properties/provenance/properties/tool/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.provenance.properties.tool,data:data49}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/tool",schemaPath:"#/properties/provenance/properties/tool/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.tool.type,parentSchema:schema31.properties.provenance.properties.tool,data:data49}];
return false;
}
}
var valid13 = _errs106 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data48.command !== undefined){
let data50 = data48.command;
const _errs108 = errors;
if(errors === _errs108){
if(typeof data50 === "string"){
if(!pattern4.test(data50)){
validate20.errors = [{instancePath:instancePath+"/provenance/command",schemaPath:"#/properties/provenance/properties/command/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.provenance.properties.command,data:data50}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/command",schemaPath:"#/properties/provenance/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.command.type,parentSchema:schema31.properties.provenance.properties.command,data:data50}];
return false;
}
}
var valid13 = _errs108 === errors;
}
else {
var valid13 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.provenance.type,parentSchema:schema31.properties.provenance,data:data48}];
return false;
}
}
var valid0 = _errs103 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.predicted !== undefined){
let data51 = data.predicted;
const _errs110 = errors;
if(errors === _errs110){
if(data51 && typeof data51 == "object" && !Array.isArray(data51)){
let missing9;
if((((((((((((data51.periodUs === undefined) && (missing9 = "periodUs")) || ((data51.sequentialUs === undefined) && (missing9 = "sequentialUs"))) || ((data51.nanoBatchOnlyUs === undefined) && (missing9 = "nanoBatchOnlyUs"))) || ((data51.lowerBoundUs === undefined) && (missing9 = "lowerBoundUs"))) || ((data51.gap === undefined) && (missing9 = "gap"))) || ((data51.speedup === undefined) && (missing9 = "speedup"))) || ((data51.stepUs === undefined) && (missing9 = "stepUs"))) || ((data51.tokensPerSecondPerGpu === undefined) && (missing9 = "tokensPerSecondPerGpu"))) || ((data51.optimalFraction === undefined) && (missing9 = "optimalFraction"))) || ((data51.clockMhz === undefined) && (missing9 = "clockMhz"))) || ((data51.powerW === undefined) && (missing9 = "powerW"))){
validate20.errors = [{instancePath:instancePath+"/predicted",schemaPath:"#/properties/predicted/required",keyword:"required",params:{missingProperty: missing9},message:"must have required property '"+missing9+"'",schema:schema31.properties.predicted.required,parentSchema:schema31.properties.predicted,data:data51}];
return false;
}
else {
const _errs112 = errors;
for(const key9 in data51){
if(!(func1.call(schema31.properties.predicted.properties, key9))){
validate20.errors = [{instancePath:instancePath+"/predicted",schemaPath:"#/properties/predicted/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.predicted,data:data51}];
return false;
break;
}
}
if(_errs112 === errors){
if(data51.periodUs !== undefined){
let data52 = data51.periodUs;
const _errs113 = errors;
if(errors === _errs113){
if((typeof data52 == "number") && (isFinite(data52))){
if(data52 <= 0 || isNaN(data52)){
validate20.errors = [{instancePath:instancePath+"/predicted/periodUs",schemaPath:"#/properties/predicted/properties/periodUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.predicted.properties.periodUs,data:data52}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/predicted/periodUs",schemaPath:"#/properties/predicted/properties/periodUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.predicted.properties.periodUs.type,parentSchema:schema31.properties.predicted.properties.periodUs,data:data52}];
return false;
}
}
var valid14 = _errs113 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data51.sequentialUs !== undefined){
let data53 = data51.sequentialUs;
const _errs115 = errors;
if(errors === _errs115){
if((typeof data53 == "number") && (isFinite(data53))){
if(data53 <= 0 || isNaN(data53)){
validate20.errors = [{instancePath:instancePath+"/predicted/sequentialUs",schemaPath:"#/properties/predicted/properties/sequentialUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.predicted.properties.sequentialUs,data:data53}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/predicted/sequentialUs",schemaPath:"#/properties/predicted/properties/sequentialUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.predicted.properties.sequentialUs.type,parentSchema:schema31.properties.predicted.properties.sequentialUs,data:data53}];
return false;
}
}
var valid14 = _errs115 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data51.nanoBatchOnlyUs !== undefined){
let data54 = data51.nanoBatchOnlyUs;
const _errs117 = errors;
if((!((typeof data54 == "number") && (isFinite(data54)))) && (data54 !== null)){
validate20.errors = [{instancePath:instancePath+"/predicted/nanoBatchOnlyUs",schemaPath:"#/properties/predicted/properties/nanoBatchOnlyUs/type",keyword:"type",params:{type: schema31.properties.predicted.properties.nanoBatchOnlyUs.type},message:"must be number,null",schema:schema31.properties.predicted.properties.nanoBatchOnlyUs.type,parentSchema:schema31.properties.predicted.properties.nanoBatchOnlyUs,data:data54}];
return false;
}
if(errors === _errs117){
if((typeof data54 == "number") && (isFinite(data54))){
if(data54 <= 0 || isNaN(data54)){
validate20.errors = [{instancePath:instancePath+"/predicted/nanoBatchOnlyUs",schemaPath:"#/properties/predicted/properties/nanoBatchOnlyUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.predicted.properties.nanoBatchOnlyUs,data:data54}];
return false;
}
}
}
var valid14 = _errs117 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data51.lowerBoundUs !== undefined){
let data55 = data51.lowerBoundUs;
const _errs119 = errors;
if((!((typeof data55 == "number") && (isFinite(data55)))) && (data55 !== null)){
validate20.errors = [{instancePath:instancePath+"/predicted/lowerBoundUs",schemaPath:"#/properties/predicted/properties/lowerBoundUs/type",keyword:"type",params:{type: schema31.properties.predicted.properties.lowerBoundUs.type},message:"must be number,null",schema:schema31.properties.predicted.properties.lowerBoundUs.type,parentSchema:schema31.properties.predicted.properties.lowerBoundUs,data:data55}];
return false;
}
if(errors === _errs119){
if((typeof data55 == "number") && (isFinite(data55))){
if(data55 <= 0 || isNaN(data55)){
validate20.errors = [{instancePath:instancePath+"/predicted/lowerBoundUs",schemaPath:"#/properties/predicted/properties/lowerBoundUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.predicted.properties.lowerBoundUs,data:data55}];
return false;
}
}
}
var valid14 = _errs119 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data51.gap !== undefined){
let data56 = data51.gap;
const _errs121 = errors;
if((!((typeof data56 == "number") && (isFinite(data56)))) && (data56 !== null)){
validate20.errors = [{instancePath:instancePath+"/predicted/gap",schemaPath:"#/properties/predicted/properties/gap/type",keyword:"type",params:{type: schema31.properties.predicted.properties.gap.type},message:"must be number,null",schema:schema31.properties.predicted.properties.gap.type,parentSchema:schema31.properties.predicted.properties.gap,data:data56}];
return false;
}
if(errors === _errs121){
if((typeof data56 == "number") && (isFinite(data56))){
if(data56 < 0 || isNaN(data56)){
validate20.errors = [{instancePath:instancePath+"/predicted/gap",schemaPath:"#/properties/predicted/properties/gap/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.predicted.properties.gap,data:data56}];
return false;
}
}
}
var valid14 = _errs121 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data51.speedup !== undefined){
let data57 = data51.speedup;
const _errs123 = errors;
if(errors === _errs123){
if((typeof data57 == "number") && (isFinite(data57))){
if(data57 <= 0 || isNaN(data57)){
validate20.errors = [{instancePath:instancePath+"/predicted/speedup",schemaPath:"#/properties/predicted/properties/speedup/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.predicted.properties.speedup,data:data57}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/predicted/speedup",schemaPath:"#/properties/predicted/properties/speedup/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.predicted.properties.speedup.type,parentSchema:schema31.properties.predicted.properties.speedup,data:data57}];
return false;
}
}
var valid14 = _errs123 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data51.promisedSpeedup !== undefined){
let data58 = data51.promisedSpeedup;
const _errs125 = errors;
if(errors === _errs125){
if((typeof data58 == "number") && (isFinite(data58))){
if(data58 <= 0 || isNaN(data58)){
validate20.errors = [{instancePath:instancePath+"/predicted/promisedSpeedup",schemaPath:"#/properties/predicted/properties/promisedSpeedup/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.predicted.properties.promisedSpeedup,data:data58}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/predicted/promisedSpeedup",schemaPath:"#/properties/predicted/properties/promisedSpeedup/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.predicted.properties.promisedSpeedup.type,parentSchema:schema31.properties.predicted.properties.promisedSpeedup,data:data58}];
return false;
}
}
var valid14 = _errs125 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data51.stepUs !== undefined){
let data59 = data51.stepUs;
const _errs127 = errors;
if(errors === _errs127){
if((typeof data59 == "number") && (isFinite(data59))){
if(data59 <= 0 || isNaN(data59)){
validate20.errors = [{instancePath:instancePath+"/predicted/stepUs",schemaPath:"#/properties/predicted/properties/stepUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.predicted.properties.stepUs,data:data59}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/predicted/stepUs",schemaPath:"#/properties/predicted/properties/stepUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.predicted.properties.stepUs.type,parentSchema:schema31.properties.predicted.properties.stepUs,data:data59}];
return false;
}
}
var valid14 = _errs127 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data51.tokensPerSecondPerGpu !== undefined){
let data60 = data51.tokensPerSecondPerGpu;
const _errs129 = errors;
if(errors === _errs129){
if((typeof data60 == "number") && (isFinite(data60))){
if(data60 <= 0 || isNaN(data60)){
validate20.errors = [{instancePath:instancePath+"/predicted/tokensPerSecondPerGpu",schemaPath:"#/properties/predicted/properties/tokensPerSecondPerGpu/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.predicted.properties.tokensPerSecondPerGpu,data:data60}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/predicted/tokensPerSecondPerGpu",schemaPath:"#/properties/predicted/properties/tokensPerSecondPerGpu/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.predicted.properties.tokensPerSecondPerGpu.type,parentSchema:schema31.properties.predicted.properties.tokensPerSecondPerGpu,data:data60}];
return false;
}
}
var valid14 = _errs129 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data51.optimalFraction !== undefined){
let data61 = data51.optimalFraction;
const _errs131 = errors;
if(errors === _errs131){
if((typeof data61 == "number") && (isFinite(data61))){
if(data61 <= 0 || isNaN(data61)){
validate20.errors = [{instancePath:instancePath+"/predicted/optimalFraction",schemaPath:"#/properties/predicted/properties/optimalFraction/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.predicted.properties.optimalFraction,data:data61}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/predicted/optimalFraction",schemaPath:"#/properties/predicted/properties/optimalFraction/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.predicted.properties.optimalFraction.type,parentSchema:schema31.properties.predicted.properties.optimalFraction,data:data61}];
return false;
}
}
var valid14 = _errs131 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data51.clockMhz !== undefined){
let data62 = data51.clockMhz;
const _errs133 = errors;
if(errors === _errs133){
if((typeof data62 == "number") && (isFinite(data62))){
if(data62 <= 0 || isNaN(data62)){
validate20.errors = [{instancePath:instancePath+"/predicted/clockMhz",schemaPath:"#/properties/predicted/properties/clockMhz/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.predicted.properties.clockMhz,data:data62}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/predicted/clockMhz",schemaPath:"#/properties/predicted/properties/clockMhz/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.predicted.properties.clockMhz.type,parentSchema:schema31.properties.predicted.properties.clockMhz,data:data62}];
return false;
}
}
var valid14 = _errs133 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data51.powerW !== undefined){
let data63 = data51.powerW;
const _errs135 = errors;
if((!((typeof data63 == "number") && (isFinite(data63)))) && (data63 !== null)){
validate20.errors = [{instancePath:instancePath+"/predicted/powerW",schemaPath:"#/properties/predicted/properties/powerW/type",keyword:"type",params:{type: schema31.properties.predicted.properties.powerW.type},message:"must be number,null",schema:schema31.properties.predicted.properties.powerW.type,parentSchema:schema31.properties.predicted.properties.powerW,data:data63}];
return false;
}
if(errors === _errs135){
if((typeof data63 == "number") && (isFinite(data63))){
if(data63 <= 0 || isNaN(data63)){
validate20.errors = [{instancePath:instancePath+"/predicted/powerW",schemaPath:"#/properties/predicted/properties/powerW/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.predicted.properties.powerW,data:data63}];
return false;
}
}
}
var valid14 = _errs135 === errors;
}
else {
var valid14 = true;
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
validate20.errors = [{instancePath:instancePath+"/predicted",schemaPath:"#/properties/predicted/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.predicted.type,parentSchema:schema31.properties.predicted,data:data51}];
return false;
}
}
var valid0 = _errs110 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.search !== undefined){
let data64 = data.search;
const _errs137 = errors;
if(errors === _errs137){
if(data64 && typeof data64 == "object" && !Array.isArray(data64)){
let missing10;
if(((((((data64.solver === undefined) && (missing10 = "solver")) || ((data64.method === undefined) && (missing10 = "method"))) || ((data64.structures === undefined) && (missing10 = "structures"))) || ((data64.nodes === undefined) && (missing10 = "nodes"))) || ((data64.seed === undefined) && (missing10 = "seed"))) || ((data64.certificate === undefined) && (missing10 = "certificate"))){
validate20.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/required",keyword:"required",params:{missingProperty: missing10},message:"must have required property '"+missing10+"'",schema:schema31.properties.search.required,parentSchema:schema31.properties.search,data:data64}];
return false;
}
else {
const _errs139 = errors;
for(const key10 in data64){
if(!((((((((key10 === "solver") || (key10 === "method")) || (key10 === "structures")) || (key10 === "structuresSearched")) || (key10 === "searchedLowerBoundUs")) || (key10 === "nodes")) || (key10 === "seed")) || (key10 === "certificate"))){
validate20.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.search,data:data64}];
return false;
break;
}
}
if(_errs139 === errors){
if(data64.solver !== undefined){
let data65 = data64.solver;
const _errs140 = errors;
if(!((data65 === "highs") || (data65 === "glpk"))){
validate20.errors = [{instancePath:instancePath+"/search/solver",schemaPath:"#/properties/search/properties/solver/enum",keyword:"enum",params:{allowedValues: schema31.properties.search.properties.solver.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.search.properties.solver.enum,parentSchema:schema31.properties.search.properties.solver,data:data65}];
return false;
}
var valid15 = _errs140 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data64.method !== undefined){
let data66 = data64.method;
const _errs141 = errors;
if(!(((data66 === "branch") || (data66 === "ilp")) || (data66 === "none"))){
validate20.errors = [{instancePath:instancePath+"/search/method",schemaPath:"#/properties/search/properties/method/enum",keyword:"enum",params:{allowedValues: schema31.properties.search.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.search.properties.method.enum,parentSchema:schema31.properties.search.properties.method,data:data66}];
return false;
}
var valid15 = _errs141 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data64.structures !== undefined){
let data67 = data64.structures;
const _errs142 = errors;
if(!(((typeof data67 == "number") && (!(data67 % 1) && !isNaN(data67))) && (isFinite(data67)))){
validate20.errors = [{instancePath:instancePath+"/search/structures",schemaPath:"#/properties/search/properties/structures/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.search.properties.structures.type,parentSchema:schema31.properties.search.properties.structures,data:data67}];
return false;
}
if(errors === _errs142){
if((typeof data67 == "number") && (isFinite(data67))){
if(data67 < 1 || isNaN(data67)){
validate20.errors = [{instancePath:instancePath+"/search/structures",schemaPath:"#/properties/search/properties/structures/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.search.properties.structures,data:data67}];
return false;
}
}
}
var valid15 = _errs142 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data64.structuresSearched !== undefined){
let data68 = data64.structuresSearched;
const _errs144 = errors;
if(!(((typeof data68 == "number") && (!(data68 % 1) && !isNaN(data68))) && (isFinite(data68)))){
validate20.errors = [{instancePath:instancePath+"/search/structuresSearched",schemaPath:"#/properties/search/properties/structuresSearched/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.search.properties.structuresSearched.type,parentSchema:schema31.properties.search.properties.structuresSearched,data:data68}];
return false;
}
if(errors === _errs144){
if((typeof data68 == "number") && (isFinite(data68))){
if(data68 < 0 || isNaN(data68)){
validate20.errors = [{instancePath:instancePath+"/search/structuresSearched",schemaPath:"#/properties/search/properties/structuresSearched/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.search.properties.structuresSearched,data:data68}];
return false;
}
}
}
var valid15 = _errs144 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data64.searchedLowerBoundUs !== undefined){
let data69 = data64.searchedLowerBoundUs;
const _errs146 = errors;
if((!((typeof data69 == "number") && (isFinite(data69)))) && (data69 !== null)){
validate20.errors = [{instancePath:instancePath+"/search/searchedLowerBoundUs",schemaPath:"#/properties/search/properties/searchedLowerBoundUs/type",keyword:"type",params:{type: schema31.properties.search.properties.searchedLowerBoundUs.type},message:"must be number,null",schema:schema31.properties.search.properties.searchedLowerBoundUs.type,parentSchema:schema31.properties.search.properties.searchedLowerBoundUs,data:data69}];
return false;
}
if(errors === _errs146){
if((typeof data69 == "number") && (isFinite(data69))){
if(data69 <= 0 || isNaN(data69)){
validate20.errors = [{instancePath:instancePath+"/search/searchedLowerBoundUs",schemaPath:"#/properties/search/properties/searchedLowerBoundUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.search.properties.searchedLowerBoundUs,data:data69}];
return false;
}
}
}
var valid15 = _errs146 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data64.nodes !== undefined){
let data70 = data64.nodes;
const _errs148 = errors;
if(!(((typeof data70 == "number") && (!(data70 % 1) && !isNaN(data70))) && (isFinite(data70)))){
validate20.errors = [{instancePath:instancePath+"/search/nodes",schemaPath:"#/properties/search/properties/nodes/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.search.properties.nodes.type,parentSchema:schema31.properties.search.properties.nodes,data:data70}];
return false;
}
if(errors === _errs148){
if((typeof data70 == "number") && (isFinite(data70))){
if(data70 < 0 || isNaN(data70)){
validate20.errors = [{instancePath:instancePath+"/search/nodes",schemaPath:"#/properties/search/properties/nodes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.search.properties.nodes,data:data70}];
return false;
}
}
}
var valid15 = _errs148 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data64.seed !== undefined){
let data71 = data64.seed;
const _errs150 = errors;
if(!(((typeof data71 == "number") && (!(data71 % 1) && !isNaN(data71))) && (isFinite(data71)))){
validate20.errors = [{instancePath:instancePath+"/search/seed",schemaPath:"#/properties/search/properties/seed/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.search.properties.seed.type,parentSchema:schema31.properties.search.properties.seed,data:data71}];
return false;
}
if(errors === _errs150){
if((typeof data71 == "number") && (isFinite(data71))){
if(data71 < 0 || isNaN(data71)){
validate20.errors = [{instancePath:instancePath+"/search/seed",schemaPath:"#/properties/search/properties/seed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.search.properties.seed,data:data71}];
return false;
}
}
}
var valid15 = _errs150 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data64.certificate !== undefined){
let data72 = data64.certificate;
const _errs152 = errors;
if(typeof data72 !== "string"){
validate20.errors = [{instancePath:instancePath+"/search/certificate",schemaPath:"#/properties/search/properties/certificate/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.search.properties.certificate.type,parentSchema:schema31.properties.search.properties.certificate,data:data72}];
return false;
}
var valid15 = _errs152 === errors;
}
else {
var valid15 = true;
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
validate20.errors = [{instancePath:instancePath+"/search",schemaPath:"#/properties/search/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.search.type,parentSchema:schema31.properties.search,data:data64}];
return false;
}
}
var valid0 = _errs137 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.nanoBatches !== undefined){
let data73 = data.nanoBatches;
const _errs154 = errors;
if(errors === _errs154){
if(Array.isArray(data73)){
if(data73.length < 1){
validate20.errors = [{instancePath:instancePath+"/nanoBatches",schemaPath:"#/properties/nanoBatches/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.nanoBatches,data:data73}];
return false;
}
else {
var valid16 = true;
const len3 = data73.length;
for(let i3=0; i3<len3; i3++){
let data74 = data73[i3];
const _errs156 = errors;
if(errors === _errs156){
if(data74 && typeof data74 == "object" && !Array.isArray(data74)){
let missing11;
if(((((data74.id === undefined) && (missing11 = "id")) || ((data74.tokens === undefined) && (missing11 = "tokens"))) || ((data74.decodeTokens === undefined) && (missing11 = "decodeTokens"))) || ((data74.prefillTokens === undefined) && (missing11 = "prefillTokens"))){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3,schemaPath:"#/properties/nanoBatches/items/required",keyword:"required",params:{missingProperty: missing11},message:"must have required property '"+missing11+"'",schema:schema31.properties.nanoBatches.items.required,parentSchema:schema31.properties.nanoBatches.items,data:data74}];
return false;
}
else {
const _errs158 = errors;
for(const key11 in data74){
if(!((((key11 === "id") || (key11 === "tokens")) || (key11 === "decodeTokens")) || (key11 === "prefillTokens"))){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3,schemaPath:"#/properties/nanoBatches/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.nanoBatches.items,data:data74}];
return false;
break;
}
}
if(_errs158 === errors){
if(data74.id !== undefined){
let data75 = data74.id;
const _errs159 = errors;
if(!(((typeof data75 == "number") && (!(data75 % 1) && !isNaN(data75))) && (isFinite(data75)))){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/id",schemaPath:"#/properties/nanoBatches/items/properties/id/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.nanoBatches.items.properties.id.type,parentSchema:schema31.properties.nanoBatches.items.properties.id,data:data75}];
return false;
}
if(errors === _errs159){
if((typeof data75 == "number") && (isFinite(data75))){
if(data75 < 0 || isNaN(data75)){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/id",schemaPath:"#/properties/nanoBatches/items/properties/id/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.nanoBatches.items.properties.id,data:data75}];
return false;
}
}
}
var valid17 = _errs159 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data74.tokens !== undefined){
let data76 = data74.tokens;
const _errs161 = errors;
const _errs162 = errors;
if(errors === _errs162){
if(Array.isArray(data76)){
if(data76.length > 2){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens",schemaPath:"#/$defs/tokenRange/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema33,data:data76}];
return false;
}
else {
if(data76.length < 2){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens",schemaPath:"#/$defs/tokenRange/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema33,data:data76}];
return false;
}
else {
const len4 = data76.length;
if(len4 > 0){
let data77 = data76[0];
const _errs164 = errors;
if(!(((typeof data77 == "number") && (!(data77 % 1) && !isNaN(data77))) && (isFinite(data77)))){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.prefixItems[0].type,parentSchema:schema33.prefixItems[0],data:data77}];
return false;
}
if(errors === _errs164){
if((typeof data77 == "number") && (isFinite(data77))){
if(data77 < 0 || isNaN(data77)){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema33.prefixItems[0],data:data77}];
return false;
}
}
}
var valid19 = _errs164 === errors;
}
if(valid19){
if(len4 > 1){
let data78 = data76[1];
const _errs166 = errors;
if(!(((typeof data78 == "number") && (!(data78 % 1) && !isNaN(data78))) && (isFinite(data78)))){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.prefixItems[1].type,parentSchema:schema33.prefixItems[1],data:data78}];
return false;
}
if(errors === _errs166){
if((typeof data78 == "number") && (isFinite(data78))){
if(data78 < 1 || isNaN(data78)){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.prefixItems[1],data:data78}];
return false;
}
}
}
var valid19 = _errs166 === errors;
}
if(valid19){
const len5 = data76.length;
if(!(len5 <= 2)){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens",schemaPath:"#/$defs/tokenRange/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema33,data:data76}];
return false;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/tokens",schemaPath:"#/$defs/tokenRange/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.type,parentSchema:schema33,data:data76}];
return false;
}
}
var valid17 = _errs161 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data74.decodeTokens !== undefined){
let data79 = data74.decodeTokens;
const _errs168 = errors;
if(!(((typeof data79 == "number") && (!(data79 % 1) && !isNaN(data79))) && (isFinite(data79)))){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/decodeTokens",schemaPath:"#/properties/nanoBatches/items/properties/decodeTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.nanoBatches.items.properties.decodeTokens.type,parentSchema:schema31.properties.nanoBatches.items.properties.decodeTokens,data:data79}];
return false;
}
if(errors === _errs168){
if((typeof data79 == "number") && (isFinite(data79))){
if(data79 < 0 || isNaN(data79)){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/decodeTokens",schemaPath:"#/properties/nanoBatches/items/properties/decodeTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.nanoBatches.items.properties.decodeTokens,data:data79}];
return false;
}
}
}
var valid17 = _errs168 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data74.prefillTokens !== undefined){
let data80 = data74.prefillTokens;
const _errs170 = errors;
if(!(((typeof data80 == "number") && (!(data80 % 1) && !isNaN(data80))) && (isFinite(data80)))){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/prefillTokens",schemaPath:"#/properties/nanoBatches/items/properties/prefillTokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.nanoBatches.items.properties.prefillTokens.type,parentSchema:schema31.properties.nanoBatches.items.properties.prefillTokens,data:data80}];
return false;
}
if(errors === _errs170){
if((typeof data80 == "number") && (isFinite(data80))){
if(data80 < 0 || isNaN(data80)){
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3+"/prefillTokens",schemaPath:"#/properties/nanoBatches/items/properties/prefillTokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.nanoBatches.items.properties.prefillTokens,data:data80}];
return false;
}
}
}
var valid17 = _errs170 === errors;
}
else {
var valid17 = true;
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoBatches/" + i3,schemaPath:"#/properties/nanoBatches/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.nanoBatches.items.type,parentSchema:schema31.properties.nanoBatches.items,data:data74}];
return false;
}
}
var valid16 = _errs156 === errors;
if(!valid16){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoBatches",schemaPath:"#/properties/nanoBatches/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.nanoBatches.type,parentSchema:schema31.properties.nanoBatches,data:data73}];
return false;
}
}
var valid0 = _errs154 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.lanes !== undefined){
let data81 = data.lanes;
const _errs172 = errors;
if(errors === _errs172){
if(data81 && typeof data81 == "object" && !Array.isArray(data81)){
for(const key12 in data81){
const _errs174 = errors;
if(!(((key12 === "compute") || (key12 === "memory")) || (key12 === "network"))){
const err20 = {instancePath:instancePath+"/lanes",schemaPath:"#/properties/lanes/propertyNames/enum",keyword:"enum",params:{allowedValues: schema31.properties.lanes.propertyNames.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.lanes.propertyNames.enum,parentSchema:schema31.properties.lanes.propertyNames,data:key12,propertyName:key12};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
var valid20 = _errs174 === errors;
if(!valid20){
const err21 = {instancePath:instancePath+"/lanes",schemaPath:"#/properties/lanes/propertyNames",keyword:"propertyNames",params:{propertyName: key12},message:"property name must be valid",schema:schema31.properties.lanes.propertyNames,parentSchema:schema31.properties.lanes,data:data81};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
validate20.errors = vErrors;
return false;
break;
}
}
if(valid20){
for(const key13 in data81){
let data82 = data81[key13];
const _errs176 = errors;
if(errors === _errs176){
if(Array.isArray(data82)){
var valid22 = true;
const len6 = data82.length;
for(let i4=0; i4<len6; i4++){
let data83 = data82[i4];
const _errs178 = errors;
if(typeof data83 !== "string"){
validate20.errors = [{instancePath:instancePath+"/lanes/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i4,schemaPath:"#/properties/lanes/additionalProperties/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.lanes.additionalProperties.items.type,parentSchema:schema31.properties.lanes.additionalProperties.items,data:data83}];
return false;
}
var valid22 = _errs178 === errors;
if(!valid22){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/lanes/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/lanes/additionalProperties/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.lanes.additionalProperties.type,parentSchema:schema31.properties.lanes.additionalProperties,data:data82}];
return false;
}
}
var valid21 = _errs176 === errors;
if(!valid21){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/lanes",schemaPath:"#/properties/lanes/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.lanes.type,parentSchema:schema31.properties.lanes,data:data81}];
return false;
}
}
var valid0 = _errs172 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.nanoOperations !== undefined){
let data84 = data.nanoOperations;
const _errs180 = errors;
if(errors === _errs180){
if(Array.isArray(data84)){
if(data84.length < 1){
validate20.errors = [{instancePath:instancePath+"/nanoOperations",schemaPath:"#/properties/nanoOperations/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.nanoOperations,data:data84}];
return false;
}
else {
var valid23 = true;
const len7 = data84.length;
for(let i5=0; i5<len7; i5++){
let data85 = data84[i5];
const _errs182 = errors;
if(errors === _errs182){
if(data85 && typeof data85 == "object" && !Array.isArray(data85)){
let missing12;
if(((((((((((((data85.id === undefined) && (missing12 = "id")) || ((data85.operation === undefined) && (missing12 = "operation"))) || ((data85.nanoBatch === undefined) && (missing12 = "nanoBatch"))) || ((data85.tokens === undefined) && (missing12 = "tokens"))) || ((data85.lane === undefined) && (missing12 = "lane"))) || ((data85.stage === undefined) && (missing12 = "stage"))) || ((data85.partition === undefined) && (missing12 = "partition"))) || ((data85.implementation === undefined) && (missing12 = "implementation"))) || ((data85.startUs === undefined) && (missing12 = "startUs"))) || ((data85.durationUs === undefined) && (missing12 = "durationUs"))) || ((data85.dependsOn === undefined) && (missing12 = "dependsOn"))) || ((data85.waitsFor === undefined) && (missing12 = "waitsFor"))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5,schemaPath:"#/properties/nanoOperations/items/required",keyword:"required",params:{missingProperty: missing12},message:"must have required property '"+missing12+"'",schema:schema31.properties.nanoOperations.items.required,parentSchema:schema31.properties.nanoOperations.items,data:data85}];
return false;
}
else {
const _errs184 = errors;
for(const key14 in data85){
if(!(func1.call(schema31.properties.nanoOperations.items.properties, key14))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5,schemaPath:"#/properties/nanoOperations/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.nanoOperations.items,data:data85}];
return false;
break;
}
}
if(_errs184 === errors){
if(data85.id !== undefined){
let data86 = data85.id;
const _errs185 = errors;
if(errors === _errs185){
if(typeof data86 === "string"){
if(!pattern11.test(data86)){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/id",schemaPath:"#/properties/nanoOperations/items/properties/id/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9_]+\\.[0-9]+$"},message:"must match pattern \""+"^[a-z0-9_]+\\.[0-9]+$"+"\"",schema:"^[a-z0-9_]+\\.[0-9]+$",parentSchema:schema31.properties.nanoOperations.items.properties.id,data:data86}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/id",schemaPath:"#/properties/nanoOperations/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.nanoOperations.items.properties.id.type,parentSchema:schema31.properties.nanoOperations.items.properties.id,data:data86}];
return false;
}
}
var valid24 = _errs185 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data85.operation !== undefined){
let data87 = data85.operation;
const _errs187 = errors;
if(typeof data87 !== "string"){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/operation",schemaPath:"#/properties/nanoOperations/items/properties/operation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.nanoOperations.items.properties.operation.type,parentSchema:schema31.properties.nanoOperations.items.properties.operation,data:data87}];
return false;
}
var valid24 = _errs187 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data85.nanoBatch !== undefined){
let data88 = data85.nanoBatch;
const _errs189 = errors;
if(!(((typeof data88 == "number") && (!(data88 % 1) && !isNaN(data88))) && (isFinite(data88)))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/nanoBatch",schemaPath:"#/properties/nanoOperations/items/properties/nanoBatch/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.nanoOperations.items.properties.nanoBatch.type,parentSchema:schema31.properties.nanoOperations.items.properties.nanoBatch,data:data88}];
return false;
}
if(errors === _errs189){
if((typeof data88 == "number") && (isFinite(data88))){
if(data88 < 0 || isNaN(data88)){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/nanoBatch",schemaPath:"#/properties/nanoOperations/items/properties/nanoBatch/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.nanoOperations.items.properties.nanoBatch,data:data88}];
return false;
}
}
}
var valid24 = _errs189 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data85.tokens !== undefined){
let data89 = data85.tokens;
const _errs191 = errors;
const _errs192 = errors;
if(errors === _errs192){
if(Array.isArray(data89)){
if(data89.length > 2){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens",schemaPath:"#/$defs/tokenRange/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema33,data:data89}];
return false;
}
else {
if(data89.length < 2){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens",schemaPath:"#/$defs/tokenRange/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema33,data:data89}];
return false;
}
else {
const len8 = data89.length;
if(len8 > 0){
let data90 = data89[0];
const _errs194 = errors;
if(!(((typeof data90 == "number") && (!(data90 % 1) && !isNaN(data90))) && (isFinite(data90)))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.prefixItems[0].type,parentSchema:schema33.prefixItems[0],data:data90}];
return false;
}
if(errors === _errs194){
if((typeof data90 == "number") && (isFinite(data90))){
if(data90 < 0 || isNaN(data90)){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema33.prefixItems[0],data:data90}];
return false;
}
}
}
var valid26 = _errs194 === errors;
}
if(valid26){
if(len8 > 1){
let data91 = data89[1];
const _errs196 = errors;
if(!(((typeof data91 == "number") && (!(data91 % 1) && !isNaN(data91))) && (isFinite(data91)))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.prefixItems[1].type,parentSchema:schema33.prefixItems[1],data:data91}];
return false;
}
if(errors === _errs196){
if((typeof data91 == "number") && (isFinite(data91))){
if(data91 < 1 || isNaN(data91)){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.prefixItems[1],data:data91}];
return false;
}
}
}
var valid26 = _errs196 === errors;
}
if(valid26){
const len9 = data89.length;
if(!(len9 <= 2)){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens",schemaPath:"#/$defs/tokenRange/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema33,data:data89}];
return false;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/tokens",schemaPath:"#/$defs/tokenRange/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.type,parentSchema:schema33,data:data89}];
return false;
}
}
var valid24 = _errs191 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data85.lane !== undefined){
let data92 = data85.lane;
const _errs198 = errors;
if(!(((data92 === "compute") || (data92 === "memory")) || (data92 === "network"))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/lane",schemaPath:"#/properties/nanoOperations/items/properties/lane/enum",keyword:"enum",params:{allowedValues: schema31.properties.nanoOperations.items.properties.lane.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.nanoOperations.items.properties.lane.enum,parentSchema:schema31.properties.nanoOperations.items.properties.lane,data:data92}];
return false;
}
var valid24 = _errs198 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data85.stage !== undefined){
let data93 = data85.stage;
const _errs199 = errors;
if(!(((typeof data93 == "number") && (!(data93 % 1) && !isNaN(data93))) && (isFinite(data93)))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/stage",schemaPath:"#/properties/nanoOperations/items/properties/stage/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.nanoOperations.items.properties.stage.type,parentSchema:schema31.properties.nanoOperations.items.properties.stage,data:data93}];
return false;
}
var valid24 = _errs199 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data85.partition !== undefined){
let data94 = data85.partition;
const _errs201 = errors;
if(errors === _errs201){
if(data94 && typeof data94 == "object" && !Array.isArray(data94)){
let missing13;
if(((data94.side === undefined) && (missing13 = "side")) || ((data94.smCount === undefined) && (missing13 = "smCount"))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition",schemaPath:"#/properties/nanoOperations/items/properties/partition/required",keyword:"required",params:{missingProperty: missing13},message:"must have required property '"+missing13+"'",schema:schema31.properties.nanoOperations.items.properties.partition.required,parentSchema:schema31.properties.nanoOperations.items.properties.partition,data:data94}];
return false;
}
else {
const _errs203 = errors;
for(const key15 in data94){
if(!(((key15 === "side") || (key15 === "smCount")) || (key15 === "mechanism"))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition",schemaPath:"#/properties/nanoOperations/items/properties/partition/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.nanoOperations.items.properties.partition,data:data94}];
return false;
break;
}
}
if(_errs203 === errors){
if(data94.side !== undefined){
let data95 = data94.side;
const _errs204 = errors;
if(!(((data95 === "whole") || (data95 === "group")) || (data95 === "remainder"))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition/side",schemaPath:"#/properties/nanoOperations/items/properties/partition/properties/side/enum",keyword:"enum",params:{allowedValues: schema31.properties.nanoOperations.items.properties.partition.properties.side.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.nanoOperations.items.properties.partition.properties.side.enum,parentSchema:schema31.properties.nanoOperations.items.properties.partition.properties.side,data:data95}];
return false;
}
var valid27 = _errs204 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data94.smCount !== undefined){
let data96 = data94.smCount;
const _errs205 = errors;
if(!(((typeof data96 == "number") && (!(data96 % 1) && !isNaN(data96))) && (isFinite(data96)))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition/smCount",schemaPath:"#/properties/nanoOperations/items/properties/partition/properties/smCount/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.nanoOperations.items.properties.partition.properties.smCount.type,parentSchema:schema31.properties.nanoOperations.items.properties.partition.properties.smCount,data:data96}];
return false;
}
if(errors === _errs205){
if((typeof data96 == "number") && (isFinite(data96))){
if(data96 < 1 || isNaN(data96)){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition/smCount",schemaPath:"#/properties/nanoOperations/items/properties/partition/properties/smCount/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.nanoOperations.items.properties.partition.properties.smCount,data:data96}];
return false;
}
}
}
var valid27 = _errs205 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data94.mechanism !== undefined){
let data97 = data94.mechanism;
const _errs207 = errors;
if(!((data97 === "green-context") || (data97 === "cta-limit"))){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition/mechanism",schemaPath:"#/properties/nanoOperations/items/properties/partition/properties/mechanism/enum",keyword:"enum",params:{allowedValues: schema31.properties.nanoOperations.items.properties.partition.properties.mechanism.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.nanoOperations.items.properties.partition.properties.mechanism.enum,parentSchema:schema31.properties.nanoOperations.items.properties.partition.properties.mechanism,data:data97}];
return false;
}
var valid27 = _errs207 === errors;
}
else {
var valid27 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/partition",schemaPath:"#/properties/nanoOperations/items/properties/partition/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.nanoOperations.items.properties.partition.type,parentSchema:schema31.properties.nanoOperations.items.properties.partition,data:data94}];
return false;
}
}
var valid24 = _errs201 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data85.implementation !== undefined){
let data98 = data85.implementation;
const _errs208 = errors;
if(typeof data98 !== "string"){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/implementation",schemaPath:"#/properties/nanoOperations/items/properties/implementation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.nanoOperations.items.properties.implementation.type,parentSchema:schema31.properties.nanoOperations.items.properties.implementation,data:data98}];
return false;
}
var valid24 = _errs208 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data85.startUs !== undefined){
let data99 = data85.startUs;
const _errs210 = errors;
if(errors === _errs210){
if((typeof data99 == "number") && (isFinite(data99))){
if(data99 < 0 || isNaN(data99)){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/startUs",schemaPath:"#/properties/nanoOperations/items/properties/startUs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.nanoOperations.items.properties.startUs,data:data99}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/startUs",schemaPath:"#/properties/nanoOperations/items/properties/startUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.nanoOperations.items.properties.startUs.type,parentSchema:schema31.properties.nanoOperations.items.properties.startUs,data:data99}];
return false;
}
}
var valid24 = _errs210 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data85.durationUs !== undefined){
let data100 = data85.durationUs;
const _errs212 = errors;
if(errors === _errs212){
if((typeof data100 == "number") && (isFinite(data100))){
if(data100 <= 0 || isNaN(data100)){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/durationUs",schemaPath:"#/properties/nanoOperations/items/properties/durationUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.nanoOperations.items.properties.durationUs,data:data100}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/durationUs",schemaPath:"#/properties/nanoOperations/items/properties/durationUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.nanoOperations.items.properties.durationUs.type,parentSchema:schema31.properties.nanoOperations.items.properties.durationUs,data:data100}];
return false;
}
}
var valid24 = _errs212 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data85.dependsOn !== undefined){
let data101 = data85.dependsOn;
const _errs214 = errors;
if(errors === _errs214){
if(Array.isArray(data101)){
var valid28 = true;
const len10 = data101.length;
for(let i6=0; i6<len10; i6++){
let data102 = data101[i6];
const _errs216 = errors;
const _errs217 = errors;
if(errors === _errs217){
if(typeof data102 === "string"){
if(!pattern12.test(data102)){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/dependsOn/" + i6,schemaPath:"#/$defs/reference/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"},message:"must match pattern \""+"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"+"\"",schema:"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$",parentSchema:schema35,data:data102}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/dependsOn/" + i6,schemaPath:"#/$defs/reference/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.type,parentSchema:schema35,data:data102}];
return false;
}
}
var valid28 = _errs216 === errors;
if(!valid28){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/dependsOn",schemaPath:"#/properties/nanoOperations/items/properties/dependsOn/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.nanoOperations.items.properties.dependsOn.type,parentSchema:schema31.properties.nanoOperations.items.properties.dependsOn,data:data101}];
return false;
}
}
var valid24 = _errs214 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data85.waitsFor !== undefined){
let data103 = data85.waitsFor;
const _errs219 = errors;
if(errors === _errs219){
if(Array.isArray(data103)){
var valid30 = true;
const len11 = data103.length;
for(let i7=0; i7<len11; i7++){
let data104 = data103[i7];
const _errs221 = errors;
const _errs222 = errors;
if(errors === _errs222){
if(typeof data104 === "string"){
if(!pattern12.test(data104)){
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/waitsFor/" + i7,schemaPath:"#/$defs/reference/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"},message:"must match pattern \""+"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$"+"\"",schema:"^[a-z0-9_]+\\.[0-9]+(@[+-][1-9][0-9]*)?$",parentSchema:schema35,data:data104}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/waitsFor/" + i7,schemaPath:"#/$defs/reference/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.type,parentSchema:schema35,data:data104}];
return false;
}
}
var valid30 = _errs221 === errors;
if(!valid30){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5+"/waitsFor",schemaPath:"#/properties/nanoOperations/items/properties/waitsFor/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.nanoOperations.items.properties.waitsFor.type,parentSchema:schema31.properties.nanoOperations.items.properties.waitsFor,data:data103}];
return false;
}
}
var valid24 = _errs219 === errors;
}
else {
var valid24 = true;
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
validate20.errors = [{instancePath:instancePath+"/nanoOperations/" + i5,schemaPath:"#/properties/nanoOperations/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.nanoOperations.items.type,parentSchema:schema31.properties.nanoOperations.items,data:data85}];
return false;
}
}
var valid23 = _errs182 === errors;
if(!valid23){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/nanoOperations",schemaPath:"#/properties/nanoOperations/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.nanoOperations.type,parentSchema:schema31.properties.nanoOperations,data:data84}];
return false;
}
}
var valid0 = _errs180 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.measured !== undefined){
let data105 = data.measured;
const _errs224 = errors;
if(errors === _errs224){
if(data105 && typeof data105 == "object" && !Array.isArray(data105)){
let missing14;
if(((((((((((((data105.periodUs === undefined) && (missing14 = "periodUs")) || ((data105.spread === undefined) && (missing14 = "spread"))) || ((data105.samples === undefined) && (missing14 = "samples"))) || ((data105.layers === undefined) && (missing14 = "layers"))) || ((data105.stepUs === undefined) && (missing14 = "stepUs"))) || ((data105.clockMhz === undefined) && (missing14 = "clockMhz"))) || ((data105.powerW === undefined) && (missing14 = "powerW"))) || ((data105.gpu === undefined) && (missing14 = "gpu"))) || ((data105.driverVersion === undefined) && (missing14 = "driverVersion"))) || ((data105.cublasLtVersion === undefined) && (missing14 = "cublasLtVersion"))) || ((data105.measuredAt === undefined) && (missing14 = "measuredAt"))) || ((data105.command === undefined) && (missing14 = "command"))){
validate20.errors = [{instancePath:instancePath+"/measured",schemaPath:"#/properties/measured/required",keyword:"required",params:{missingProperty: missing14},message:"must have required property '"+missing14+"'",schema:schema31.properties.measured.required,parentSchema:schema31.properties.measured,data:data105}];
return false;
}
else {
const _errs226 = errors;
for(const key16 in data105){
if(!(func1.call(schema31.properties.measured.properties, key16))){
validate20.errors = [{instancePath:instancePath+"/measured",schemaPath:"#/properties/measured/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.measured,data:data105}];
return false;
break;
}
}
if(_errs226 === errors){
if(data105.periodUs !== undefined){
let data106 = data105.periodUs;
const _errs227 = errors;
if(errors === _errs227){
if((typeof data106 == "number") && (isFinite(data106))){
if(data106 <= 0 || isNaN(data106)){
validate20.errors = [{instancePath:instancePath+"/measured/periodUs",schemaPath:"#/properties/measured/properties/periodUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.measured.properties.periodUs,data:data106}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/measured/periodUs",schemaPath:"#/properties/measured/properties/periodUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.measured.properties.periodUs.type,parentSchema:schema31.properties.measured.properties.periodUs,data:data106}];
return false;
}
}
var valid32 = _errs227 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.spread !== undefined){
let data107 = data105.spread;
const _errs229 = errors;
if(errors === _errs229){
if((typeof data107 == "number") && (isFinite(data107))){
if(data107 < 0 || isNaN(data107)){
validate20.errors = [{instancePath:instancePath+"/measured/spread",schemaPath:"#/properties/measured/properties/spread/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.measured.properties.spread,data:data107}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/measured/spread",schemaPath:"#/properties/measured/properties/spread/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.measured.properties.spread.type,parentSchema:schema31.properties.measured.properties.spread,data:data107}];
return false;
}
}
var valid32 = _errs229 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.samples !== undefined){
let data108 = data105.samples;
const _errs231 = errors;
if(!(((typeof data108 == "number") && (!(data108 % 1) && !isNaN(data108))) && (isFinite(data108)))){
validate20.errors = [{instancePath:instancePath+"/measured/samples",schemaPath:"#/properties/measured/properties/samples/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.measured.properties.samples.type,parentSchema:schema31.properties.measured.properties.samples,data:data108}];
return false;
}
if(errors === _errs231){
if((typeof data108 == "number") && (isFinite(data108))){
if(data108 < 1 || isNaN(data108)){
validate20.errors = [{instancePath:instancePath+"/measured/samples",schemaPath:"#/properties/measured/properties/samples/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.measured.properties.samples,data:data108}];
return false;
}
}
}
var valid32 = _errs231 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.layers !== undefined){
let data109 = data105.layers;
const _errs233 = errors;
if(!(((typeof data109 == "number") && (!(data109 % 1) && !isNaN(data109))) && (isFinite(data109)))){
validate20.errors = [{instancePath:instancePath+"/measured/layers",schemaPath:"#/properties/measured/properties/layers/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.measured.properties.layers.type,parentSchema:schema31.properties.measured.properties.layers,data:data109}];
return false;
}
if(errors === _errs233){
if((typeof data109 == "number") && (isFinite(data109))){
if(data109 < 1 || isNaN(data109)){
validate20.errors = [{instancePath:instancePath+"/measured/layers",schemaPath:"#/properties/measured/properties/layers/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.measured.properties.layers,data:data109}];
return false;
}
}
}
var valid32 = _errs233 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.stepUs !== undefined){
let data110 = data105.stepUs;
const _errs235 = errors;
if(errors === _errs235){
if((typeof data110 == "number") && (isFinite(data110))){
if(data110 <= 0 || isNaN(data110)){
validate20.errors = [{instancePath:instancePath+"/measured/stepUs",schemaPath:"#/properties/measured/properties/stepUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.measured.properties.stepUs,data:data110}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/measured/stepUs",schemaPath:"#/properties/measured/properties/stepUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.measured.properties.stepUs.type,parentSchema:schema31.properties.measured.properties.stepUs,data:data110}];
return false;
}
}
var valid32 = _errs235 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.clockMhz !== undefined){
let data111 = data105.clockMhz;
const _errs237 = errors;
if((!((typeof data111 == "number") && (isFinite(data111)))) && (data111 !== null)){
validate20.errors = [{instancePath:instancePath+"/measured/clockMhz",schemaPath:"#/properties/measured/properties/clockMhz/type",keyword:"type",params:{type: schema31.properties.measured.properties.clockMhz.type},message:"must be number,null",schema:schema31.properties.measured.properties.clockMhz.type,parentSchema:schema31.properties.measured.properties.clockMhz,data:data111}];
return false;
}
var valid32 = _errs237 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.powerW !== undefined){
let data112 = data105.powerW;
const _errs239 = errors;
if((!((typeof data112 == "number") && (isFinite(data112)))) && (data112 !== null)){
validate20.errors = [{instancePath:instancePath+"/measured/powerW",schemaPath:"#/properties/measured/properties/powerW/type",keyword:"type",params:{type: schema31.properties.measured.properties.powerW.type},message:"must be number,null",schema:schema31.properties.measured.properties.powerW.type,parentSchema:schema31.properties.measured.properties.powerW,data:data112}];
return false;
}
var valid32 = _errs239 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.gpu !== undefined){
let data113 = data105.gpu;
const _errs241 = errors;
if(typeof data113 !== "string"){
validate20.errors = [{instancePath:instancePath+"/measured/gpu",schemaPath:"#/properties/measured/properties/gpu/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.measured.properties.gpu.type,parentSchema:schema31.properties.measured.properties.gpu,data:data113}];
return false;
}
var valid32 = _errs241 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.driverVersion !== undefined){
let data114 = data105.driverVersion;
const _errs243 = errors;
if(typeof data114 !== "string"){
validate20.errors = [{instancePath:instancePath+"/measured/driverVersion",schemaPath:"#/properties/measured/properties/driverVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.measured.properties.driverVersion.type,parentSchema:schema31.properties.measured.properties.driverVersion,data:data114}];
return false;
}
var valid32 = _errs243 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.cublasLtVersion !== undefined){
let data115 = data105.cublasLtVersion;
const _errs245 = errors;
if(typeof data115 !== "string"){
validate20.errors = [{instancePath:instancePath+"/measured/cublasLtVersion",schemaPath:"#/properties/measured/properties/cublasLtVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.measured.properties.cublasLtVersion.type,parentSchema:schema31.properties.measured.properties.cublasLtVersion,data:data115}];
return false;
}
var valid32 = _errs245 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.measuredAt !== undefined){
let data116 = data105.measuredAt;
const _errs247 = errors;
if(typeof data116 !== "string"){
validate20.errors = [{instancePath:instancePath+"/measured/measuredAt",schemaPath:"#/properties/measured/properties/measuredAt/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.measured.properties.measuredAt.type,parentSchema:schema31.properties.measured.properties.measuredAt,data:data116}];
return false;
}
var valid32 = _errs247 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.command !== undefined){
let data117 = data105.command;
const _errs249 = errors;
if(typeof data117 !== "string"){
validate20.errors = [{instancePath:instancePath+"/measured/command",schemaPath:"#/properties/measured/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.measured.properties.command.type,parentSchema:schema31.properties.measured.properties.command,data:data117}];
return false;
}
var valid32 = _errs249 === errors;
}
else {
var valid32 = true;
}
if(valid32){
if(data105.sequential !== undefined){
let data118 = data105.sequential;
const _errs251 = errors;
if(errors === _errs251){
if(data118 && typeof data118 == "object" && !Array.isArray(data118)){
let missing15;
if((((data118.periodUs === undefined) && (missing15 = "periodUs")) || ((data118.speedup === undefined) && (missing15 = "speedup"))) || ((data118.verdict === undefined) && (missing15 = "verdict"))){
validate20.errors = [{instancePath:instancePath+"/measured/sequential",schemaPath:"#/properties/measured/properties/sequential/required",keyword:"required",params:{missingProperty: missing15},message:"must have required property '"+missing15+"'",schema:schema31.properties.measured.properties.sequential.required,parentSchema:schema31.properties.measured.properties.sequential,data:data118}];
return false;
}
else {
const _errs253 = errors;
for(const key17 in data118){
if(!(((key17 === "periodUs") || (key17 === "speedup")) || (key17 === "verdict"))){
validate20.errors = [{instancePath:instancePath+"/measured/sequential",schemaPath:"#/properties/measured/properties/sequential/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key17},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.measured.properties.sequential,data:data118}];
return false;
break;
}
}
if(_errs253 === errors){
if(data118.periodUs !== undefined){
let data119 = data118.periodUs;
const _errs254 = errors;
if(errors === _errs254){
if((typeof data119 == "number") && (isFinite(data119))){
if(data119 <= 0 || isNaN(data119)){
validate20.errors = [{instancePath:instancePath+"/measured/sequential/periodUs",schemaPath:"#/properties/measured/properties/sequential/properties/periodUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.measured.properties.sequential.properties.periodUs,data:data119}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/measured/sequential/periodUs",schemaPath:"#/properties/measured/properties/sequential/properties/periodUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.measured.properties.sequential.properties.periodUs.type,parentSchema:schema31.properties.measured.properties.sequential.properties.periodUs,data:data119}];
return false;
}
}
var valid33 = _errs254 === errors;
}
else {
var valid33 = true;
}
if(valid33){
if(data118.speedup !== undefined){
let data120 = data118.speedup;
const _errs256 = errors;
if(errors === _errs256){
if((typeof data120 == "number") && (isFinite(data120))){
if(data120 <= 0 || isNaN(data120)){
validate20.errors = [{instancePath:instancePath+"/measured/sequential/speedup",schemaPath:"#/properties/measured/properties/sequential/properties/speedup/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.measured.properties.sequential.properties.speedup,data:data120}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/measured/sequential/speedup",schemaPath:"#/properties/measured/properties/sequential/properties/speedup/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.measured.properties.sequential.properties.speedup.type,parentSchema:schema31.properties.measured.properties.sequential.properties.speedup,data:data120}];
return false;
}
}
var valid33 = _errs256 === errors;
}
else {
var valid33 = true;
}
if(valid33){
if(data118.verdict !== undefined){
let data121 = data118.verdict;
const _errs258 = errors;
if(!(((data121 === "faster") || (data121 === "same")) || (data121 === "slower"))){
validate20.errors = [{instancePath:instancePath+"/measured/sequential/verdict",schemaPath:"#/properties/measured/properties/sequential/properties/verdict/enum",keyword:"enum",params:{allowedValues: schema31.properties.measured.properties.sequential.properties.verdict.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.measured.properties.sequential.properties.verdict.enum,parentSchema:schema31.properties.measured.properties.sequential.properties.verdict,data:data121}];
return false;
}
var valid33 = _errs258 === errors;
}
else {
var valid33 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/measured/sequential",schemaPath:"#/properties/measured/properties/sequential/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.measured.properties.sequential.type,parentSchema:schema31.properties.measured.properties.sequential,data:data118}];
return false;
}
}
var valid32 = _errs251 === errors;
}
else {
var valid32 = true;
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
validate20.errors = [{instancePath:instancePath+"/measured",schemaPath:"#/properties/measured/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.measured.type,parentSchema:schema31.properties.measured,data:data105}];
return false;
}
}
var valid0 = _errs224 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hash !== undefined){
let data122 = data.hash;
const _errs259 = errors;
if(errors === _errs259){
if(typeof data122 === "string"){
if(!pattern14.test(data122)){
validate20.errors = [{instancePath:instancePath+"/hash",schemaPath:"#/properties/hash/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},message:"must match pattern \""+"^sha256:[0-9a-f]{64}$"+"\"",schema:"^sha256:[0-9a-f]{64}$",parentSchema:schema31.properties.hash,data:data122}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/hash",schemaPath:"#/properties/hash/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.hash.type,parentSchema:schema31.properties.hash,data:data122}];
return false;
}
}
var valid0 = _errs259 === errors;
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
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
