/* Generated from schemas/session.schema.json by `npm run types`; edit the schema instead. */
// @ts-nocheck: Ajv writes JavaScript.
export const validate = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:nanoflow-plan:session:2","type":"object","additionalProperties":false,"required":["schema","id","source","gpu","model","provenance","defaults","ceilings","power","splits","kernels","pairs","leftOut","hash"],"properties":{"schema":{"const":"nanoflow-plan/session/2"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$"},"source":{"enum":["measured","published","roofline"]},"gpu":{"type":"object","additionalProperties":false,"required":["id","name","count","smCount","computeCapability","memoryBytes","l2Bytes","boostClockMhz"],"properties":{"id":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]*$"},"name":{"type":"string","pattern":"\\S"},"count":{"type":"integer","minimum":1},"smCount":{"type":"integer","minimum":1},"computeCapability":{"type":"string","pattern":"^[0-9]+\\.[0-9]+$"},"memoryBytes":{"type":"number","exclusiveMinimum":0},"l2Bytes":{"type":"number","minimum":0},"boostClockMhz":{"type":"number","exclusiveMinimum":0}}},"model":{"type":"object","additionalProperties":false,"required":["id","tensorParallel"],"properties":{"id":{"type":"string","pattern":"\\S"},"tensorParallel":{"type":"integer","minimum":1}}},"provenance":{"type":"object","additionalProperties":false,"required":["tool","command","measuredAt"],"properties":{"tool":{"type":"string","pattern":"\\S"},"command":{"type":"string","pattern":"\\S"},"measuredAt":{"type":"string"},"driver":{"type":"string"},"cudaRuntime":{"type":"string"},"cublasLt":{"type":"string"},"nccl":{"type":["string","null"]},"gpuSeconds":{"type":"number","minimum":0},"measurements":{"type":"integer","minimum":0},"medianSpread":{"type":"number","minimum":0},"p95Spread":{"type":"number","minimum":0},"throttleReasons":{"type":"array","items":{"type":"string"}},"pairStart":{"enum":["idle"]},"notes":{"type":"array","items":{"type":"string"}},"grid":{"enum":["full","quick"]},"clocks":{"type":"string"},"revisions":{"type":"object","additionalProperties":{"type":"integer","minimum":0}},"temperatureC":{"type":"array","minItems":2,"maxItems":2,"items":false,"prefixItems":[{"type":"number"},{"type":"number"}]}}},"defaults":{"$ref":"#/$defs/defaults"},"ceilings":{"type":"object","additionalProperties":false,"required":["gemmFlopsPerSecond","copyBytesPerSecond","networkBytesPerSecond"],"properties":{"gemmFlopsPerSecond":{"type":"number","exclusiveMinimum":0},"sustainedGemmFlopsPerSecond":{"type":"number","exclusiveMinimum":0},"fp8GemmFlopsPerSecond":{"type":"number","exclusiveMinimum":0},"copyBytesPerSecond":{"type":"number","exclusiveMinimum":0},"networkBytesPerSecond":{"type":["number","null"],"exclusiveMinimum":0}}},"power":{"type":"object","additionalProperties":false,"required":["capW","idleW"],"properties":{"capW":{"type":["number","null"],"exclusiveMinimum":0},"idleW":{"type":"number","minimum":0},"heldW":{"type":"number","exclusiveMinimum":0}}},"splits":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["groupSms","remainderSms"],"properties":{"mechanism":{"$ref":"#/$defs/mechanism"},"groupSms":{"type":"integer","minimum":1},"remainderSms":{"type":"integer","minimum":1}}}},"kernels":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["name","digest","points"],"properties":{"name":{"type":"string","pattern":"^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$"},"digest":{"$ref":"#/$defs/digest"},"points":{"type":"integer","minimum":0},"reference":{"const":true}}}},"pairs":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["group","remainder","digest"],"properties":{"group":{"type":"integer","minimum":0},"remainder":{"type":"integer","minimum":0},"mechanism":{"$ref":"#/$defs/mechanism"},"digest":{"$ref":"#/$defs/digest"}}}},"mixes":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["name","parts","periodUs","clockMhz","powerW","energyMj"],"properties":{"name":{"type":"string"},"parts":{"type":"array","items":{"type":"array","minItems":4,"maxItems":4,"items":false,"prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0}]}},"periodUs":{"type":"number","exclusiveMinimum":0},"clockMhz":{"type":"number","exclusiveMinimum":0},"powerW":{"type":"number","exclusiveMinimum":0},"energyMj":{"type":"number","exclusiveMinimum":0}}}},"holdOut":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["what","points","median","worst","worstAt"],"properties":{"what":{"type":"string"},"points":{"type":"integer","minimum":1},"median":{"type":"number","minimum":0},"worst":{"type":"number","minimum":0},"worstAt":{"type":"string"}}}},"leftOut":{"type":"array","items":{"type":"string"}},"convertedFrom":{"type":"object","additionalProperties":false,"required":["file","sha256"],"properties":{"file":{"type":"string"},"sha256":{"type":"string","pattern":"^[0-9a-f]{64}$"}}},"hash":{"type":"string","pattern":"^[0-9a-f]{64}$"}},"$defs":{"mechanism":{"enum":["green-context","cta-limit"],"default":"green-context"},"defaults":{"type":"object","additionalProperties":false,"required":["operands","output","kv","scaling","scaleLayout","accumulation","bias","qkNorm","epilogue"],"properties":{"operands":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"output":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"kv":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"scaling":{"enum":["none","tensor","row","block-128"]},"scaleLayout":{"enum":["none","row-major","column-major"]},"accumulation":{"enum":["fp32","fast"]},"bias":{"type":"boolean"},"qkNorm":{"type":"boolean"},"epilogue":{"enum":["none","silu-mul","residual-add","quantise"]}}},"digest":{"type":"string","pattern":"^[0-9a-f]{16}$"}}};
const schema32 = {"type":"object","additionalProperties":false,"required":["operands","output","kv","scaling","scaleLayout","accumulation","bias","qkNorm","epilogue"],"properties":{"operands":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"output":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"kv":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"scaling":{"enum":["none","tensor","row","block-128"]},"scaleLayout":{"enum":["none","row-major","column-major"]},"accumulation":{"enum":["fp32","fast"]},"bias":{"type":"boolean"},"qkNorm":{"type":"boolean"},"epilogue":{"enum":["none","silu-mul","residual-add","quantise"]}}};
const schema33 = {"enum":["green-context","cta-limit"],"default":"green-context"};
const schema34 = {"type":"string","pattern":"^[0-9a-f]{16}$"};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]*$", "u");
const pattern5 = new RegExp("^[a-z0-9][a-z0-9-]*$", "u");
const pattern6 = new RegExp("\\S", "u");
const pattern7 = new RegExp("^[0-9]+\\.[0-9]+$", "u");
const pattern11 = new RegExp("^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$", "u");
const pattern12 = new RegExp("^[0-9a-f]{16}$", "u");
const pattern14 = new RegExp("^[0-9a-f]{64}$", "u");

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:nanoflow-plan:session:2" */;
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
if(((((((((((((((data.schema === undefined) && (missing0 = "schema")) || ((data.id === undefined) && (missing0 = "id"))) || ((data.source === undefined) && (missing0 = "source"))) || ((data.gpu === undefined) && (missing0 = "gpu"))) || ((data.model === undefined) && (missing0 = "model"))) || ((data.provenance === undefined) && (missing0 = "provenance"))) || ((data.defaults === undefined) && (missing0 = "defaults"))) || ((data.ceilings === undefined) && (missing0 = "ceilings"))) || ((data.power === undefined) && (missing0 = "power"))) || ((data.splits === undefined) && (missing0 = "splits"))) || ((data.kernels === undefined) && (missing0 = "kernels"))) || ((data.pairs === undefined) && (missing0 = "pairs"))) || ((data.leftOut === undefined) && (missing0 = "leftOut"))) || ((data.hash === undefined) && (missing0 = "hash"))){
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
if("nanoflow-plan/session/2" !== data0){
validate20.errors = [{instancePath:instancePath+"/schema",schemaPath:"#/properties/schema/const",keyword:"const",params:{allowedValue: "nanoflow-plan/session/2"},message:"must be equal to constant",schema:"nanoflow-plan/session/2",parentSchema:schema31.properties.schema,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.id !== undefined){
let data1 = data.id;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
validate20.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]*$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9._-]*$",parentSchema:schema31.properties.id,data:data1}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.id.type,parentSchema:schema31.properties.id,data:data1}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
let data2 = data.source;
const _errs5 = errors;
if(!(((data2 === "measured") || (data2 === "published")) || (data2 === "roofline"))){
validate20.errors = [{instancePath:instancePath+"/source",schemaPath:"#/properties/source/enum",keyword:"enum",params:{allowedValues: schema31.properties.source.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.source.enum,parentSchema:schema31.properties.source,data:data2}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.gpu !== undefined){
let data3 = data.gpu;
const _errs6 = errors;
if(errors === _errs6){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
let missing1;
if(((((((((data3.id === undefined) && (missing1 = "id")) || ((data3.name === undefined) && (missing1 = "name"))) || ((data3.count === undefined) && (missing1 = "count"))) || ((data3.smCount === undefined) && (missing1 = "smCount"))) || ((data3.computeCapability === undefined) && (missing1 = "computeCapability"))) || ((data3.memoryBytes === undefined) && (missing1 = "memoryBytes"))) || ((data3.l2Bytes === undefined) && (missing1 = "l2Bytes"))) || ((data3.boostClockMhz === undefined) && (missing1 = "boostClockMhz"))){
validate20.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'",schema:schema31.properties.gpu.required,parentSchema:schema31.properties.gpu,data:data3}];
return false;
}
else {
const _errs8 = errors;
for(const key1 in data3){
if(!((((((((key1 === "id") || (key1 === "name")) || (key1 === "count")) || (key1 === "smCount")) || (key1 === "computeCapability")) || (key1 === "memoryBytes")) || (key1 === "l2Bytes")) || (key1 === "boostClockMhz"))){
validate20.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.gpu,data:data3}];
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
if(!pattern5.test(data4)){
validate20.errors = [{instancePath:instancePath+"/gpu/id",schemaPath:"#/properties/gpu/properties/id/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]*$"+"\"",schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema31.properties.gpu.properties.id,data:data4}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/id",schemaPath:"#/properties/gpu/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.gpu.properties.id.type,parentSchema:schema31.properties.gpu.properties.id,data:data4}];
return false;
}
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.name !== undefined){
let data5 = data3.name;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data5 === "string"){
if(!pattern6.test(data5)){
validate20.errors = [{instancePath:instancePath+"/gpu/name",schemaPath:"#/properties/gpu/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.gpu.properties.name,data:data5}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/name",schemaPath:"#/properties/gpu/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.gpu.properties.name.type,parentSchema:schema31.properties.gpu.properties.name,data:data5}];
return false;
}
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.count !== undefined){
let data6 = data3.count;
const _errs13 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate20.errors = [{instancePath:instancePath+"/gpu/count",schemaPath:"#/properties/gpu/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.gpu.properties.count.type,parentSchema:schema31.properties.gpu.properties.count,data:data6}];
return false;
}
if(errors === _errs13){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 1 || isNaN(data6)){
validate20.errors = [{instancePath:instancePath+"/gpu/count",schemaPath:"#/properties/gpu/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.gpu.properties.count,data:data6}];
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
if(data3.smCount !== undefined){
let data7 = data3.smCount;
const _errs15 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate20.errors = [{instancePath:instancePath+"/gpu/smCount",schemaPath:"#/properties/gpu/properties/smCount/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.gpu.properties.smCount.type,parentSchema:schema31.properties.gpu.properties.smCount,data:data7}];
return false;
}
if(errors === _errs15){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 1 || isNaN(data7)){
validate20.errors = [{instancePath:instancePath+"/gpu/smCount",schemaPath:"#/properties/gpu/properties/smCount/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.gpu.properties.smCount,data:data7}];
return false;
}
}
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.computeCapability !== undefined){
let data8 = data3.computeCapability;
const _errs17 = errors;
if(errors === _errs17){
if(typeof data8 === "string"){
if(!pattern7.test(data8)){
validate20.errors = [{instancePath:instancePath+"/gpu/computeCapability",schemaPath:"#/properties/gpu/properties/computeCapability/pattern",keyword:"pattern",params:{pattern: "^[0-9]+\\.[0-9]+$"},message:"must match pattern \""+"^[0-9]+\\.[0-9]+$"+"\"",schema:"^[0-9]+\\.[0-9]+$",parentSchema:schema31.properties.gpu.properties.computeCapability,data:data8}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/computeCapability",schemaPath:"#/properties/gpu/properties/computeCapability/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.gpu.properties.computeCapability.type,parentSchema:schema31.properties.gpu.properties.computeCapability,data:data8}];
return false;
}
}
var valid1 = _errs17 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.memoryBytes !== undefined){
let data9 = data3.memoryBytes;
const _errs19 = errors;
if(errors === _errs19){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 <= 0 || isNaN(data9)){
validate20.errors = [{instancePath:instancePath+"/gpu/memoryBytes",schemaPath:"#/properties/gpu/properties/memoryBytes/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.gpu.properties.memoryBytes,data:data9}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/memoryBytes",schemaPath:"#/properties/gpu/properties/memoryBytes/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.gpu.properties.memoryBytes.type,parentSchema:schema31.properties.gpu.properties.memoryBytes,data:data9}];
return false;
}
}
var valid1 = _errs19 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.l2Bytes !== undefined){
let data10 = data3.l2Bytes;
const _errs21 = errors;
if(errors === _errs21){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
validate20.errors = [{instancePath:instancePath+"/gpu/l2Bytes",schemaPath:"#/properties/gpu/properties/l2Bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.gpu.properties.l2Bytes,data:data10}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/l2Bytes",schemaPath:"#/properties/gpu/properties/l2Bytes/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.gpu.properties.l2Bytes.type,parentSchema:schema31.properties.gpu.properties.l2Bytes,data:data10}];
return false;
}
}
var valid1 = _errs21 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.boostClockMhz !== undefined){
let data11 = data3.boostClockMhz;
const _errs23 = errors;
if(errors === _errs23){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 <= 0 || isNaN(data11)){
validate20.errors = [{instancePath:instancePath+"/gpu/boostClockMhz",schemaPath:"#/properties/gpu/properties/boostClockMhz/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.gpu.properties.boostClockMhz,data:data11}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/boostClockMhz",schemaPath:"#/properties/gpu/properties/boostClockMhz/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.gpu.properties.boostClockMhz.type,parentSchema:schema31.properties.gpu.properties.boostClockMhz,data:data11}];
return false;
}
}
var valid1 = _errs23 === errors;
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
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.gpu.type,parentSchema:schema31.properties.gpu,data:data3}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.model !== undefined){
let data12 = data.model;
const _errs25 = errors;
if(errors === _errs25){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
let missing2;
if(((data12.id === undefined) && (missing2 = "id")) || ((data12.tensorParallel === undefined) && (missing2 = "tensorParallel"))){
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'",schema:schema31.properties.model.required,parentSchema:schema31.properties.model,data:data12}];
return false;
}
else {
const _errs27 = errors;
for(const key2 in data12){
if(!((key2 === "id") || (key2 === "tensorParallel"))){
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.model,data:data12}];
return false;
break;
}
}
if(_errs27 === errors){
if(data12.id !== undefined){
let data13 = data12.id;
const _errs28 = errors;
if(errors === _errs28){
if(typeof data13 === "string"){
if(!pattern6.test(data13)){
validate20.errors = [{instancePath:instancePath+"/model/id",schemaPath:"#/properties/model/properties/id/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.model.properties.id,data:data13}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/model/id",schemaPath:"#/properties/model/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.model.properties.id.type,parentSchema:schema31.properties.model.properties.id,data:data13}];
return false;
}
}
var valid2 = _errs28 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data12.tensorParallel !== undefined){
let data14 = data12.tensorParallel;
const _errs30 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
validate20.errors = [{instancePath:instancePath+"/model/tensorParallel",schemaPath:"#/properties/model/properties/tensorParallel/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.model.properties.tensorParallel.type,parentSchema:schema31.properties.model.properties.tensorParallel,data:data14}];
return false;
}
if(errors === _errs30){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 1 || isNaN(data14)){
validate20.errors = [{instancePath:instancePath+"/model/tensorParallel",schemaPath:"#/properties/model/properties/tensorParallel/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.model.properties.tensorParallel,data:data14}];
return false;
}
}
}
var valid2 = _errs30 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.model.type,parentSchema:schema31.properties.model,data:data12}];
return false;
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.provenance !== undefined){
let data15 = data.provenance;
const _errs32 = errors;
if(errors === _errs32){
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
let missing3;
if((((data15.tool === undefined) && (missing3 = "tool")) || ((data15.command === undefined) && (missing3 = "command"))) || ((data15.measuredAt === undefined) && (missing3 = "measuredAt"))){
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'",schema:schema31.properties.provenance.required,parentSchema:schema31.properties.provenance,data:data15}];
return false;
}
else {
const _errs34 = errors;
for(const key3 in data15){
if(!(func1.call(schema31.properties.provenance.properties, key3))){
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.provenance,data:data15}];
return false;
break;
}
}
if(_errs34 === errors){
if(data15.tool !== undefined){
let data16 = data15.tool;
const _errs35 = errors;
if(errors === _errs35){
if(typeof data16 === "string"){
if(!pattern6.test(data16)){
validate20.errors = [{instancePath:instancePath+"/provenance/tool",schemaPath:"#/properties/provenance/properties/tool/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.provenance.properties.tool,data:data16}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/tool",schemaPath:"#/properties/provenance/properties/tool/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.tool.type,parentSchema:schema31.properties.provenance.properties.tool,data:data16}];
return false;
}
}
var valid3 = _errs35 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.command !== undefined){
let data17 = data15.command;
const _errs37 = errors;
if(errors === _errs37){
if(typeof data17 === "string"){
if(!pattern6.test(data17)){
validate20.errors = [{instancePath:instancePath+"/provenance/command",schemaPath:"#/properties/provenance/properties/command/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.provenance.properties.command,data:data17}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/command",schemaPath:"#/properties/provenance/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.command.type,parentSchema:schema31.properties.provenance.properties.command,data:data17}];
return false;
}
}
var valid3 = _errs37 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.measuredAt !== undefined){
let data18 = data15.measuredAt;
const _errs39 = errors;
if(typeof data18 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/measuredAt",schemaPath:"#/properties/provenance/properties/measuredAt/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.measuredAt.type,parentSchema:schema31.properties.provenance.properties.measuredAt,data:data18}];
return false;
}
var valid3 = _errs39 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.driver !== undefined){
let data19 = data15.driver;
const _errs41 = errors;
if(typeof data19 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/driver",schemaPath:"#/properties/provenance/properties/driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.driver.type,parentSchema:schema31.properties.provenance.properties.driver,data:data19}];
return false;
}
var valid3 = _errs41 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.cudaRuntime !== undefined){
let data20 = data15.cudaRuntime;
const _errs43 = errors;
if(typeof data20 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/cudaRuntime",schemaPath:"#/properties/provenance/properties/cudaRuntime/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.cudaRuntime.type,parentSchema:schema31.properties.provenance.properties.cudaRuntime,data:data20}];
return false;
}
var valid3 = _errs43 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.cublasLt !== undefined){
let data21 = data15.cublasLt;
const _errs45 = errors;
if(typeof data21 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/cublasLt",schemaPath:"#/properties/provenance/properties/cublasLt/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.cublasLt.type,parentSchema:schema31.properties.provenance.properties.cublasLt,data:data21}];
return false;
}
var valid3 = _errs45 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.nccl !== undefined){
let data22 = data15.nccl;
const _errs47 = errors;
if((typeof data22 !== "string") && (data22 !== null)){
validate20.errors = [{instancePath:instancePath+"/provenance/nccl",schemaPath:"#/properties/provenance/properties/nccl/type",keyword:"type",params:{type: schema31.properties.provenance.properties.nccl.type},message:"must be string,null",schema:schema31.properties.provenance.properties.nccl.type,parentSchema:schema31.properties.provenance.properties.nccl,data:data22}];
return false;
}
var valid3 = _errs47 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.gpuSeconds !== undefined){
let data23 = data15.gpuSeconds;
const _errs49 = errors;
if(errors === _errs49){
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 < 0 || isNaN(data23)){
validate20.errors = [{instancePath:instancePath+"/provenance/gpuSeconds",schemaPath:"#/properties/provenance/properties/gpuSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.provenance.properties.gpuSeconds,data:data23}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/gpuSeconds",schemaPath:"#/properties/provenance/properties/gpuSeconds/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.provenance.properties.gpuSeconds.type,parentSchema:schema31.properties.provenance.properties.gpuSeconds,data:data23}];
return false;
}
}
var valid3 = _errs49 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.measurements !== undefined){
let data24 = data15.measurements;
const _errs51 = errors;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
validate20.errors = [{instancePath:instancePath+"/provenance/measurements",schemaPath:"#/properties/provenance/properties/measurements/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.provenance.properties.measurements.type,parentSchema:schema31.properties.provenance.properties.measurements,data:data24}];
return false;
}
if(errors === _errs51){
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 < 0 || isNaN(data24)){
validate20.errors = [{instancePath:instancePath+"/provenance/measurements",schemaPath:"#/properties/provenance/properties/measurements/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.provenance.properties.measurements,data:data24}];
return false;
}
}
}
var valid3 = _errs51 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.medianSpread !== undefined){
let data25 = data15.medianSpread;
const _errs53 = errors;
if(errors === _errs53){
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 < 0 || isNaN(data25)){
validate20.errors = [{instancePath:instancePath+"/provenance/medianSpread",schemaPath:"#/properties/provenance/properties/medianSpread/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.provenance.properties.medianSpread,data:data25}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/medianSpread",schemaPath:"#/properties/provenance/properties/medianSpread/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.provenance.properties.medianSpread.type,parentSchema:schema31.properties.provenance.properties.medianSpread,data:data25}];
return false;
}
}
var valid3 = _errs53 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.p95Spread !== undefined){
let data26 = data15.p95Spread;
const _errs55 = errors;
if(errors === _errs55){
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 < 0 || isNaN(data26)){
validate20.errors = [{instancePath:instancePath+"/provenance/p95Spread",schemaPath:"#/properties/provenance/properties/p95Spread/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.provenance.properties.p95Spread,data:data26}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/p95Spread",schemaPath:"#/properties/provenance/properties/p95Spread/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.provenance.properties.p95Spread.type,parentSchema:schema31.properties.provenance.properties.p95Spread,data:data26}];
return false;
}
}
var valid3 = _errs55 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.throttleReasons !== undefined){
let data27 = data15.throttleReasons;
const _errs57 = errors;
if(errors === _errs57){
if(Array.isArray(data27)){
var valid4 = true;
const len0 = data27.length;
for(let i0=0; i0<len0; i0++){
let data28 = data27[i0];
const _errs59 = errors;
if(typeof data28 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/throttleReasons/" + i0,schemaPath:"#/properties/provenance/properties/throttleReasons/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.throttleReasons.items.type,parentSchema:schema31.properties.provenance.properties.throttleReasons.items,data:data28}];
return false;
}
var valid4 = _errs59 === errors;
if(!valid4){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/throttleReasons",schemaPath:"#/properties/provenance/properties/throttleReasons/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.provenance.properties.throttleReasons.type,parentSchema:schema31.properties.provenance.properties.throttleReasons,data:data27}];
return false;
}
}
var valid3 = _errs57 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.pairStart !== undefined){
let data29 = data15.pairStart;
const _errs61 = errors;
if(!(data29 === "idle")){
validate20.errors = [{instancePath:instancePath+"/provenance/pairStart",schemaPath:"#/properties/provenance/properties/pairStart/enum",keyword:"enum",params:{allowedValues: schema31.properties.provenance.properties.pairStart.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.provenance.properties.pairStart.enum,parentSchema:schema31.properties.provenance.properties.pairStart,data:data29}];
return false;
}
var valid3 = _errs61 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.notes !== undefined){
let data30 = data15.notes;
const _errs62 = errors;
if(errors === _errs62){
if(Array.isArray(data30)){
var valid5 = true;
const len1 = data30.length;
for(let i1=0; i1<len1; i1++){
let data31 = data30[i1];
const _errs64 = errors;
if(typeof data31 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/notes/" + i1,schemaPath:"#/properties/provenance/properties/notes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.notes.items.type,parentSchema:schema31.properties.provenance.properties.notes.items,data:data31}];
return false;
}
var valid5 = _errs64 === errors;
if(!valid5){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/notes",schemaPath:"#/properties/provenance/properties/notes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.provenance.properties.notes.type,parentSchema:schema31.properties.provenance.properties.notes,data:data30}];
return false;
}
}
var valid3 = _errs62 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.grid !== undefined){
let data32 = data15.grid;
const _errs66 = errors;
if(!((data32 === "full") || (data32 === "quick"))){
validate20.errors = [{instancePath:instancePath+"/provenance/grid",schemaPath:"#/properties/provenance/properties/grid/enum",keyword:"enum",params:{allowedValues: schema31.properties.provenance.properties.grid.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.provenance.properties.grid.enum,parentSchema:schema31.properties.provenance.properties.grid,data:data32}];
return false;
}
var valid3 = _errs66 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.clocks !== undefined){
let data33 = data15.clocks;
const _errs67 = errors;
if(typeof data33 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/clocks",schemaPath:"#/properties/provenance/properties/clocks/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.clocks.type,parentSchema:schema31.properties.provenance.properties.clocks,data:data33}];
return false;
}
var valid3 = _errs67 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.revisions !== undefined){
let data34 = data15.revisions;
const _errs69 = errors;
if(errors === _errs69){
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
for(const key4 in data34){
let data35 = data34[key4];
const _errs72 = errors;
if(!(((typeof data35 == "number") && (!(data35 % 1) && !isNaN(data35))) && (isFinite(data35)))){
validate20.errors = [{instancePath:instancePath+"/provenance/revisions/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/provenance/properties/revisions/additionalProperties/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.provenance.properties.revisions.additionalProperties.type,parentSchema:schema31.properties.provenance.properties.revisions.additionalProperties,data:data35}];
return false;
}
if(errors === _errs72){
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 < 0 || isNaN(data35)){
validate20.errors = [{instancePath:instancePath+"/provenance/revisions/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/provenance/properties/revisions/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.provenance.properties.revisions.additionalProperties,data:data35}];
return false;
}
}
}
var valid6 = _errs72 === errors;
if(!valid6){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/revisions",schemaPath:"#/properties/provenance/properties/revisions/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.provenance.properties.revisions.type,parentSchema:schema31.properties.provenance.properties.revisions,data:data34}];
return false;
}
}
var valid3 = _errs69 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data15.temperatureC !== undefined){
let data36 = data15.temperatureC;
const _errs74 = errors;
if(errors === _errs74){
if(Array.isArray(data36)){
if(data36.length > 2){
validate20.errors = [{instancePath:instancePath+"/provenance/temperatureC",schemaPath:"#/properties/provenance/properties/temperatureC/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema31.properties.provenance.properties.temperatureC,data:data36}];
return false;
}
else {
if(data36.length < 2){
validate20.errors = [{instancePath:instancePath+"/provenance/temperatureC",schemaPath:"#/properties/provenance/properties/temperatureC/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema31.properties.provenance.properties.temperatureC,data:data36}];
return false;
}
else {
const len2 = data36.length;
if(len2 > 0){
let data37 = data36[0];
const _errs76 = errors;
if(!((typeof data37 == "number") && (isFinite(data37)))){
validate20.errors = [{instancePath:instancePath+"/provenance/temperatureC/0",schemaPath:"#/properties/provenance/properties/temperatureC/prefixItems/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.provenance.properties.temperatureC.prefixItems[0].type,parentSchema:schema31.properties.provenance.properties.temperatureC.prefixItems[0],data:data37}];
return false;
}
var valid7 = _errs76 === errors;
}
if(valid7){
if(len2 > 1){
let data38 = data36[1];
const _errs78 = errors;
if(!((typeof data38 == "number") && (isFinite(data38)))){
validate20.errors = [{instancePath:instancePath+"/provenance/temperatureC/1",schemaPath:"#/properties/provenance/properties/temperatureC/prefixItems/1/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.provenance.properties.temperatureC.prefixItems[1].type,parentSchema:schema31.properties.provenance.properties.temperatureC.prefixItems[1],data:data38}];
return false;
}
var valid7 = _errs78 === errors;
}
if(valid7){
const len3 = data36.length;
if(!(len3 <= 2)){
validate20.errors = [{instancePath:instancePath+"/provenance/temperatureC",schemaPath:"#/properties/provenance/properties/temperatureC/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema31.properties.provenance.properties.temperatureC,data:data36}];
return false;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/temperatureC",schemaPath:"#/properties/provenance/properties/temperatureC/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.provenance.properties.temperatureC.type,parentSchema:schema31.properties.provenance.properties.temperatureC,data:data36}];
return false;
}
}
var valid3 = _errs74 === errors;
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
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.provenance.type,parentSchema:schema31.properties.provenance,data:data15}];
return false;
}
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.defaults !== undefined){
let data39 = data.defaults;
const _errs80 = errors;
const _errs81 = errors;
if(errors === _errs81){
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
let missing4;
if((((((((((data39.operands === undefined) && (missing4 = "operands")) || ((data39.output === undefined) && (missing4 = "output"))) || ((data39.kv === undefined) && (missing4 = "kv"))) || ((data39.scaling === undefined) && (missing4 = "scaling"))) || ((data39.scaleLayout === undefined) && (missing4 = "scaleLayout"))) || ((data39.accumulation === undefined) && (missing4 = "accumulation"))) || ((data39.bias === undefined) && (missing4 = "bias"))) || ((data39.qkNorm === undefined) && (missing4 = "qkNorm"))) || ((data39.epilogue === undefined) && (missing4 = "epilogue"))){
validate20.errors = [{instancePath:instancePath+"/defaults",schemaPath:"#/$defs/defaults/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'",schema:schema32.required,parentSchema:schema32,data:data39}];
return false;
}
else {
const _errs83 = errors;
for(const key5 in data39){
if(!(func1.call(schema32.properties, key5))){
validate20.errors = [{instancePath:instancePath+"/defaults",schemaPath:"#/$defs/defaults/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data:data39}];
return false;
break;
}
}
if(_errs83 === errors){
if(data39.operands !== undefined){
let data40 = data39.operands;
const _errs84 = errors;
if(!(((((data40 === "bf16") || (data40 === "fp16")) || (data40 === "fp32")) || (data40 === "fp8-e4m3")) || (data40 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/defaults/operands",schemaPath:"#/$defs/defaults/properties/operands/enum",keyword:"enum",params:{allowedValues: schema32.properties.operands.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.operands.enum,parentSchema:schema32.properties.operands,data:data40}];
return false;
}
var valid9 = _errs84 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data39.output !== undefined){
let data41 = data39.output;
const _errs85 = errors;
if(!(((((data41 === "bf16") || (data41 === "fp16")) || (data41 === "fp32")) || (data41 === "fp8-e4m3")) || (data41 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/defaults/output",schemaPath:"#/$defs/defaults/properties/output/enum",keyword:"enum",params:{allowedValues: schema32.properties.output.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.output.enum,parentSchema:schema32.properties.output,data:data41}];
return false;
}
var valid9 = _errs85 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data39.kv !== undefined){
let data42 = data39.kv;
const _errs86 = errors;
if(!(((((data42 === "bf16") || (data42 === "fp16")) || (data42 === "fp32")) || (data42 === "fp8-e4m3")) || (data42 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/defaults/kv",schemaPath:"#/$defs/defaults/properties/kv/enum",keyword:"enum",params:{allowedValues: schema32.properties.kv.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.kv.enum,parentSchema:schema32.properties.kv,data:data42}];
return false;
}
var valid9 = _errs86 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data39.scaling !== undefined){
let data43 = data39.scaling;
const _errs87 = errors;
if(!((((data43 === "none") || (data43 === "tensor")) || (data43 === "row")) || (data43 === "block-128"))){
validate20.errors = [{instancePath:instancePath+"/defaults/scaling",schemaPath:"#/$defs/defaults/properties/scaling/enum",keyword:"enum",params:{allowedValues: schema32.properties.scaling.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.scaling.enum,parentSchema:schema32.properties.scaling,data:data43}];
return false;
}
var valid9 = _errs87 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data39.scaleLayout !== undefined){
let data44 = data39.scaleLayout;
const _errs88 = errors;
if(!(((data44 === "none") || (data44 === "row-major")) || (data44 === "column-major"))){
validate20.errors = [{instancePath:instancePath+"/defaults/scaleLayout",schemaPath:"#/$defs/defaults/properties/scaleLayout/enum",keyword:"enum",params:{allowedValues: schema32.properties.scaleLayout.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.scaleLayout.enum,parentSchema:schema32.properties.scaleLayout,data:data44}];
return false;
}
var valid9 = _errs88 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data39.accumulation !== undefined){
let data45 = data39.accumulation;
const _errs89 = errors;
if(!((data45 === "fp32") || (data45 === "fast"))){
validate20.errors = [{instancePath:instancePath+"/defaults/accumulation",schemaPath:"#/$defs/defaults/properties/accumulation/enum",keyword:"enum",params:{allowedValues: schema32.properties.accumulation.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.accumulation.enum,parentSchema:schema32.properties.accumulation,data:data45}];
return false;
}
var valid9 = _errs89 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data39.bias !== undefined){
let data46 = data39.bias;
const _errs90 = errors;
if(typeof data46 !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/defaults/bias",schemaPath:"#/$defs/defaults/properties/bias/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema32.properties.bias.type,parentSchema:schema32.properties.bias,data:data46}];
return false;
}
var valid9 = _errs90 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data39.qkNorm !== undefined){
let data47 = data39.qkNorm;
const _errs92 = errors;
if(typeof data47 !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/defaults/qkNorm",schemaPath:"#/$defs/defaults/properties/qkNorm/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema32.properties.qkNorm.type,parentSchema:schema32.properties.qkNorm,data:data47}];
return false;
}
var valid9 = _errs92 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data39.epilogue !== undefined){
let data48 = data39.epilogue;
const _errs94 = errors;
if(!((((data48 === "none") || (data48 === "silu-mul")) || (data48 === "residual-add")) || (data48 === "quantise"))){
validate20.errors = [{instancePath:instancePath+"/defaults/epilogue",schemaPath:"#/$defs/defaults/properties/epilogue/enum",keyword:"enum",params:{allowedValues: schema32.properties.epilogue.enum},message:"must be equal to one of the allowed values",schema:schema32.properties.epilogue.enum,parentSchema:schema32.properties.epilogue,data:data48}];
return false;
}
var valid9 = _errs94 === errors;
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
else {
validate20.errors = [{instancePath:instancePath+"/defaults",schemaPath:"#/$defs/defaults/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data:data39}];
return false;
}
}
var valid0 = _errs80 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ceilings !== undefined){
let data49 = data.ceilings;
const _errs95 = errors;
if(errors === _errs95){
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
let missing5;
if((((data49.gemmFlopsPerSecond === undefined) && (missing5 = "gemmFlopsPerSecond")) || ((data49.copyBytesPerSecond === undefined) && (missing5 = "copyBytesPerSecond"))) || ((data49.networkBytesPerSecond === undefined) && (missing5 = "networkBytesPerSecond"))){
validate20.errors = [{instancePath:instancePath+"/ceilings",schemaPath:"#/properties/ceilings/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'",schema:schema31.properties.ceilings.required,parentSchema:schema31.properties.ceilings,data:data49}];
return false;
}
else {
const _errs97 = errors;
for(const key6 in data49){
if(!(((((key6 === "gemmFlopsPerSecond") || (key6 === "sustainedGemmFlopsPerSecond")) || (key6 === "fp8GemmFlopsPerSecond")) || (key6 === "copyBytesPerSecond")) || (key6 === "networkBytesPerSecond"))){
validate20.errors = [{instancePath:instancePath+"/ceilings",schemaPath:"#/properties/ceilings/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.ceilings,data:data49}];
return false;
break;
}
}
if(_errs97 === errors){
if(data49.gemmFlopsPerSecond !== undefined){
let data50 = data49.gemmFlopsPerSecond;
const _errs98 = errors;
if(errors === _errs98){
if((typeof data50 == "number") && (isFinite(data50))){
if(data50 <= 0 || isNaN(data50)){
validate20.errors = [{instancePath:instancePath+"/ceilings/gemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/gemmFlopsPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.gemmFlopsPerSecond,data:data50}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ceilings/gemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/gemmFlopsPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.ceilings.properties.gemmFlopsPerSecond.type,parentSchema:schema31.properties.ceilings.properties.gemmFlopsPerSecond,data:data50}];
return false;
}
}
var valid10 = _errs98 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data49.sustainedGemmFlopsPerSecond !== undefined){
let data51 = data49.sustainedGemmFlopsPerSecond;
const _errs100 = errors;
if(errors === _errs100){
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 <= 0 || isNaN(data51)){
validate20.errors = [{instancePath:instancePath+"/ceilings/sustainedGemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/sustainedGemmFlopsPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.sustainedGemmFlopsPerSecond,data:data51}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ceilings/sustainedGemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/sustainedGemmFlopsPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.ceilings.properties.sustainedGemmFlopsPerSecond.type,parentSchema:schema31.properties.ceilings.properties.sustainedGemmFlopsPerSecond,data:data51}];
return false;
}
}
var valid10 = _errs100 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data49.fp8GemmFlopsPerSecond !== undefined){
let data52 = data49.fp8GemmFlopsPerSecond;
const _errs102 = errors;
if(errors === _errs102){
if((typeof data52 == "number") && (isFinite(data52))){
if(data52 <= 0 || isNaN(data52)){
validate20.errors = [{instancePath:instancePath+"/ceilings/fp8GemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/fp8GemmFlopsPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.fp8GemmFlopsPerSecond,data:data52}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ceilings/fp8GemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/fp8GemmFlopsPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.ceilings.properties.fp8GemmFlopsPerSecond.type,parentSchema:schema31.properties.ceilings.properties.fp8GemmFlopsPerSecond,data:data52}];
return false;
}
}
var valid10 = _errs102 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data49.copyBytesPerSecond !== undefined){
let data53 = data49.copyBytesPerSecond;
const _errs104 = errors;
if(errors === _errs104){
if((typeof data53 == "number") && (isFinite(data53))){
if(data53 <= 0 || isNaN(data53)){
validate20.errors = [{instancePath:instancePath+"/ceilings/copyBytesPerSecond",schemaPath:"#/properties/ceilings/properties/copyBytesPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.copyBytesPerSecond,data:data53}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ceilings/copyBytesPerSecond",schemaPath:"#/properties/ceilings/properties/copyBytesPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.ceilings.properties.copyBytesPerSecond.type,parentSchema:schema31.properties.ceilings.properties.copyBytesPerSecond,data:data53}];
return false;
}
}
var valid10 = _errs104 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data49.networkBytesPerSecond !== undefined){
let data54 = data49.networkBytesPerSecond;
const _errs106 = errors;
if((!((typeof data54 == "number") && (isFinite(data54)))) && (data54 !== null)){
validate20.errors = [{instancePath:instancePath+"/ceilings/networkBytesPerSecond",schemaPath:"#/properties/ceilings/properties/networkBytesPerSecond/type",keyword:"type",params:{type: schema31.properties.ceilings.properties.networkBytesPerSecond.type},message:"must be number,null",schema:schema31.properties.ceilings.properties.networkBytesPerSecond.type,parentSchema:schema31.properties.ceilings.properties.networkBytesPerSecond,data:data54}];
return false;
}
if(errors === _errs106){
if((typeof data54 == "number") && (isFinite(data54))){
if(data54 <= 0 || isNaN(data54)){
validate20.errors = [{instancePath:instancePath+"/ceilings/networkBytesPerSecond",schemaPath:"#/properties/ceilings/properties/networkBytesPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.networkBytesPerSecond,data:data54}];
return false;
}
}
}
var valid10 = _errs106 === errors;
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
else {
validate20.errors = [{instancePath:instancePath+"/ceilings",schemaPath:"#/properties/ceilings/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.ceilings.type,parentSchema:schema31.properties.ceilings,data:data49}];
return false;
}
}
var valid0 = _errs95 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.power !== undefined){
let data55 = data.power;
const _errs108 = errors;
if(errors === _errs108){
if(data55 && typeof data55 == "object" && !Array.isArray(data55)){
let missing6;
if(((data55.capW === undefined) && (missing6 = "capW")) || ((data55.idleW === undefined) && (missing6 = "idleW"))){
validate20.errors = [{instancePath:instancePath+"/power",schemaPath:"#/properties/power/required",keyword:"required",params:{missingProperty: missing6},message:"must have required property '"+missing6+"'",schema:schema31.properties.power.required,parentSchema:schema31.properties.power,data:data55}];
return false;
}
else {
const _errs110 = errors;
for(const key7 in data55){
if(!(((key7 === "capW") || (key7 === "idleW")) || (key7 === "heldW"))){
validate20.errors = [{instancePath:instancePath+"/power",schemaPath:"#/properties/power/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.power,data:data55}];
return false;
break;
}
}
if(_errs110 === errors){
if(data55.capW !== undefined){
let data56 = data55.capW;
const _errs111 = errors;
if((!((typeof data56 == "number") && (isFinite(data56)))) && (data56 !== null)){
validate20.errors = [{instancePath:instancePath+"/power/capW",schemaPath:"#/properties/power/properties/capW/type",keyword:"type",params:{type: schema31.properties.power.properties.capW.type},message:"must be number,null",schema:schema31.properties.power.properties.capW.type,parentSchema:schema31.properties.power.properties.capW,data:data56}];
return false;
}
if(errors === _errs111){
if((typeof data56 == "number") && (isFinite(data56))){
if(data56 <= 0 || isNaN(data56)){
validate20.errors = [{instancePath:instancePath+"/power/capW",schemaPath:"#/properties/power/properties/capW/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.power.properties.capW,data:data56}];
return false;
}
}
}
var valid11 = _errs111 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data55.idleW !== undefined){
let data57 = data55.idleW;
const _errs113 = errors;
if(errors === _errs113){
if((typeof data57 == "number") && (isFinite(data57))){
if(data57 < 0 || isNaN(data57)){
validate20.errors = [{instancePath:instancePath+"/power/idleW",schemaPath:"#/properties/power/properties/idleW/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.power.properties.idleW,data:data57}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/power/idleW",schemaPath:"#/properties/power/properties/idleW/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.power.properties.idleW.type,parentSchema:schema31.properties.power.properties.idleW,data:data57}];
return false;
}
}
var valid11 = _errs113 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data55.heldW !== undefined){
let data58 = data55.heldW;
const _errs115 = errors;
if(errors === _errs115){
if((typeof data58 == "number") && (isFinite(data58))){
if(data58 <= 0 || isNaN(data58)){
validate20.errors = [{instancePath:instancePath+"/power/heldW",schemaPath:"#/properties/power/properties/heldW/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.power.properties.heldW,data:data58}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/power/heldW",schemaPath:"#/properties/power/properties/heldW/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.power.properties.heldW.type,parentSchema:schema31.properties.power.properties.heldW,data:data58}];
return false;
}
}
var valid11 = _errs115 === errors;
}
else {
var valid11 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/power",schemaPath:"#/properties/power/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.power.type,parentSchema:schema31.properties.power,data:data55}];
return false;
}
}
var valid0 = _errs108 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.splits !== undefined){
let data59 = data.splits;
const _errs117 = errors;
if(errors === _errs117){
if(Array.isArray(data59)){
var valid12 = true;
const len4 = data59.length;
for(let i2=0; i2<len4; i2++){
let data60 = data59[i2];
const _errs119 = errors;
if(errors === _errs119){
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
let missing7;
if(((data60.groupSms === undefined) && (missing7 = "groupSms")) || ((data60.remainderSms === undefined) && (missing7 = "remainderSms"))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2,schemaPath:"#/properties/splits/items/required",keyword:"required",params:{missingProperty: missing7},message:"must have required property '"+missing7+"'",schema:schema31.properties.splits.items.required,parentSchema:schema31.properties.splits.items,data:data60}];
return false;
}
else {
const _errs121 = errors;
for(const key8 in data60){
if(!(((key8 === "mechanism") || (key8 === "groupSms")) || (key8 === "remainderSms"))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2,schemaPath:"#/properties/splits/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.splits.items,data:data60}];
return false;
break;
}
}
if(_errs121 === errors){
if(data60.mechanism !== undefined){
let data61 = data60.mechanism;
const _errs122 = errors;
if(!((data61 === "green-context") || (data61 === "cta-limit"))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/mechanism",schemaPath:"#/$defs/mechanism/enum",keyword:"enum",params:{allowedValues: schema33.enum},message:"must be equal to one of the allowed values",schema:schema33.enum,parentSchema:schema33,data:data61}];
return false;
}
var valid13 = _errs122 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data60.groupSms !== undefined){
let data62 = data60.groupSms;
const _errs124 = errors;
if(!(((typeof data62 == "number") && (!(data62 % 1) && !isNaN(data62))) && (isFinite(data62)))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/groupSms",schemaPath:"#/properties/splits/items/properties/groupSms/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.splits.items.properties.groupSms.type,parentSchema:schema31.properties.splits.items.properties.groupSms,data:data62}];
return false;
}
if(errors === _errs124){
if((typeof data62 == "number") && (isFinite(data62))){
if(data62 < 1 || isNaN(data62)){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/groupSms",schemaPath:"#/properties/splits/items/properties/groupSms/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.splits.items.properties.groupSms,data:data62}];
return false;
}
}
}
var valid13 = _errs124 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data60.remainderSms !== undefined){
let data63 = data60.remainderSms;
const _errs126 = errors;
if(!(((typeof data63 == "number") && (!(data63 % 1) && !isNaN(data63))) && (isFinite(data63)))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/remainderSms",schemaPath:"#/properties/splits/items/properties/remainderSms/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.splits.items.properties.remainderSms.type,parentSchema:schema31.properties.splits.items.properties.remainderSms,data:data63}];
return false;
}
if(errors === _errs126){
if((typeof data63 == "number") && (isFinite(data63))){
if(data63 < 1 || isNaN(data63)){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/remainderSms",schemaPath:"#/properties/splits/items/properties/remainderSms/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.splits.items.properties.remainderSms,data:data63}];
return false;
}
}
}
var valid13 = _errs126 === errors;
}
else {
var valid13 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/splits/" + i2,schemaPath:"#/properties/splits/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.splits.items.type,parentSchema:schema31.properties.splits.items,data:data60}];
return false;
}
}
var valid12 = _errs119 === errors;
if(!valid12){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/splits",schemaPath:"#/properties/splits/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.splits.type,parentSchema:schema31.properties.splits,data:data59}];
return false;
}
}
var valid0 = _errs117 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kernels !== undefined){
let data64 = data.kernels;
const _errs128 = errors;
if(errors === _errs128){
if(Array.isArray(data64)){
if(data64.length < 1){
validate20.errors = [{instancePath:instancePath+"/kernels",schemaPath:"#/properties/kernels/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.kernels,data:data64}];
return false;
}
else {
var valid15 = true;
const len5 = data64.length;
for(let i3=0; i3<len5; i3++){
let data65 = data64[i3];
const _errs130 = errors;
if(errors === _errs130){
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
let missing8;
if((((data65.name === undefined) && (missing8 = "name")) || ((data65.digest === undefined) && (missing8 = "digest"))) || ((data65.points === undefined) && (missing8 = "points"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3,schemaPath:"#/properties/kernels/items/required",keyword:"required",params:{missingProperty: missing8},message:"must have required property '"+missing8+"'",schema:schema31.properties.kernels.items.required,parentSchema:schema31.properties.kernels.items,data:data65}];
return false;
}
else {
const _errs132 = errors;
for(const key9 in data65){
if(!((((key9 === "name") || (key9 === "digest")) || (key9 === "points")) || (key9 === "reference"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3,schemaPath:"#/properties/kernels/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.kernels.items,data:data65}];
return false;
break;
}
}
if(_errs132 === errors){
if(data65.name !== undefined){
let data66 = data65.name;
const _errs133 = errors;
if(errors === _errs133){
if(typeof data66 === "string"){
if(!pattern11.test(data66)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/name",schemaPath:"#/properties/kernels/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$"},message:"must match pattern \""+"^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$"+"\"",schema:"^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$",parentSchema:schema31.properties.kernels.items.properties.name,data:data66}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/name",schemaPath:"#/properties/kernels/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.kernels.items.properties.name.type,parentSchema:schema31.properties.kernels.items.properties.name,data:data66}];
return false;
}
}
var valid16 = _errs133 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data65.digest !== undefined){
let data67 = data65.digest;
const _errs135 = errors;
const _errs136 = errors;
if(errors === _errs136){
if(typeof data67 === "string"){
if(!pattern12.test(data67)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/digest",schemaPath:"#/$defs/digest/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{16}$"},message:"must match pattern \""+"^[0-9a-f]{16}$"+"\"",schema:"^[0-9a-f]{16}$",parentSchema:schema34,data:data67}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/digest",schemaPath:"#/$defs/digest/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.type,parentSchema:schema34,data:data67}];
return false;
}
}
var valid16 = _errs135 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data65.points !== undefined){
let data68 = data65.points;
const _errs138 = errors;
if(!(((typeof data68 == "number") && (!(data68 % 1) && !isNaN(data68))) && (isFinite(data68)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/points",schemaPath:"#/properties/kernels/items/properties/points/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.kernels.items.properties.points.type,parentSchema:schema31.properties.kernels.items.properties.points,data:data68}];
return false;
}
if(errors === _errs138){
if((typeof data68 == "number") && (isFinite(data68))){
if(data68 < 0 || isNaN(data68)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/points",schemaPath:"#/properties/kernels/items/properties/points/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.points,data:data68}];
return false;
}
}
}
var valid16 = _errs138 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data65.reference !== undefined){
let data69 = data65.reference;
const _errs140 = errors;
if(true !== data69){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/reference",schemaPath:"#/properties/kernels/items/properties/reference/const",keyword:"const",params:{allowedValue: true},message:"must be equal to constant",schema:true,parentSchema:schema31.properties.kernels.items.properties.reference,data:data69}];
return false;
}
var valid16 = _errs140 === errors;
}
else {
var valid16 = true;
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3,schemaPath:"#/properties/kernels/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.kernels.items.type,parentSchema:schema31.properties.kernels.items,data:data65}];
return false;
}
}
var valid15 = _errs130 === errors;
if(!valid15){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels",schemaPath:"#/properties/kernels/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.type,parentSchema:schema31.properties.kernels,data:data64}];
return false;
}
}
var valid0 = _errs128 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pairs !== undefined){
let data70 = data.pairs;
const _errs141 = errors;
if(errors === _errs141){
if(Array.isArray(data70)){
var valid18 = true;
const len6 = data70.length;
for(let i4=0; i4<len6; i4++){
let data71 = data70[i4];
const _errs143 = errors;
if(errors === _errs143){
if(data71 && typeof data71 == "object" && !Array.isArray(data71)){
let missing9;
if((((data71.group === undefined) && (missing9 = "group")) || ((data71.remainder === undefined) && (missing9 = "remainder"))) || ((data71.digest === undefined) && (missing9 = "digest"))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i4,schemaPath:"#/properties/pairs/items/required",keyword:"required",params:{missingProperty: missing9},message:"must have required property '"+missing9+"'",schema:schema31.properties.pairs.items.required,parentSchema:schema31.properties.pairs.items,data:data71}];
return false;
}
else {
const _errs145 = errors;
for(const key10 in data71){
if(!((((key10 === "group") || (key10 === "remainder")) || (key10 === "mechanism")) || (key10 === "digest"))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i4,schemaPath:"#/properties/pairs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.pairs.items,data:data71}];
return false;
break;
}
}
if(_errs145 === errors){
if(data71.group !== undefined){
let data72 = data71.group;
const _errs146 = errors;
if(!(((typeof data72 == "number") && (!(data72 % 1) && !isNaN(data72))) && (isFinite(data72)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i4+"/group",schemaPath:"#/properties/pairs/items/properties/group/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.pairs.items.properties.group.type,parentSchema:schema31.properties.pairs.items.properties.group,data:data72}];
return false;
}
if(errors === _errs146){
if((typeof data72 == "number") && (isFinite(data72))){
if(data72 < 0 || isNaN(data72)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i4+"/group",schemaPath:"#/properties/pairs/items/properties/group/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.pairs.items.properties.group,data:data72}];
return false;
}
}
}
var valid19 = _errs146 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.remainder !== undefined){
let data73 = data71.remainder;
const _errs148 = errors;
if(!(((typeof data73 == "number") && (!(data73 % 1) && !isNaN(data73))) && (isFinite(data73)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i4+"/remainder",schemaPath:"#/properties/pairs/items/properties/remainder/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.pairs.items.properties.remainder.type,parentSchema:schema31.properties.pairs.items.properties.remainder,data:data73}];
return false;
}
if(errors === _errs148){
if((typeof data73 == "number") && (isFinite(data73))){
if(data73 < 0 || isNaN(data73)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i4+"/remainder",schemaPath:"#/properties/pairs/items/properties/remainder/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.pairs.items.properties.remainder,data:data73}];
return false;
}
}
}
var valid19 = _errs148 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.mechanism !== undefined){
let data74 = data71.mechanism;
const _errs150 = errors;
if(!((data74 === "green-context") || (data74 === "cta-limit"))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i4+"/mechanism",schemaPath:"#/$defs/mechanism/enum",keyword:"enum",params:{allowedValues: schema33.enum},message:"must be equal to one of the allowed values",schema:schema33.enum,parentSchema:schema33,data:data74}];
return false;
}
var valid19 = _errs150 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.digest !== undefined){
let data75 = data71.digest;
const _errs152 = errors;
const _errs153 = errors;
if(errors === _errs153){
if(typeof data75 === "string"){
if(!pattern12.test(data75)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i4+"/digest",schemaPath:"#/$defs/digest/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{16}$"},message:"must match pattern \""+"^[0-9a-f]{16}$"+"\"",schema:"^[0-9a-f]{16}$",parentSchema:schema34,data:data75}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i4+"/digest",schemaPath:"#/$defs/digest/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.type,parentSchema:schema34,data:data75}];
return false;
}
}
var valid19 = _errs152 === errors;
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
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i4,schemaPath:"#/properties/pairs/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.pairs.items.type,parentSchema:schema31.properties.pairs.items,data:data71}];
return false;
}
}
var valid18 = _errs143 === errors;
if(!valid18){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs",schemaPath:"#/properties/pairs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.pairs.type,parentSchema:schema31.properties.pairs,data:data70}];
return false;
}
}
var valid0 = _errs141 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.mixes !== undefined){
let data76 = data.mixes;
const _errs155 = errors;
if(errors === _errs155){
if(Array.isArray(data76)){
var valid22 = true;
const len7 = data76.length;
for(let i5=0; i5<len7; i5++){
let data77 = data76[i5];
const _errs157 = errors;
if(errors === _errs157){
if(data77 && typeof data77 == "object" && !Array.isArray(data77)){
let missing10;
if(((((((data77.name === undefined) && (missing10 = "name")) || ((data77.parts === undefined) && (missing10 = "parts"))) || ((data77.periodUs === undefined) && (missing10 = "periodUs"))) || ((data77.clockMhz === undefined) && (missing10 = "clockMhz"))) || ((data77.powerW === undefined) && (missing10 = "powerW"))) || ((data77.energyMj === undefined) && (missing10 = "energyMj"))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5,schemaPath:"#/properties/mixes/items/required",keyword:"required",params:{missingProperty: missing10},message:"must have required property '"+missing10+"'",schema:schema31.properties.mixes.items.required,parentSchema:schema31.properties.mixes.items,data:data77}];
return false;
}
else {
const _errs159 = errors;
for(const key11 in data77){
if(!((((((key11 === "name") || (key11 === "parts")) || (key11 === "periodUs")) || (key11 === "clockMhz")) || (key11 === "powerW")) || (key11 === "energyMj"))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5,schemaPath:"#/properties/mixes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.mixes.items,data:data77}];
return false;
break;
}
}
if(_errs159 === errors){
if(data77.name !== undefined){
let data78 = data77.name;
const _errs160 = errors;
if(typeof data78 !== "string"){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/name",schemaPath:"#/properties/mixes/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.mixes.items.properties.name.type,parentSchema:schema31.properties.mixes.items.properties.name,data:data78}];
return false;
}
var valid23 = _errs160 === errors;
}
else {
var valid23 = true;
}
if(valid23){
if(data77.parts !== undefined){
let data79 = data77.parts;
const _errs162 = errors;
if(errors === _errs162){
if(Array.isArray(data79)){
var valid24 = true;
const len8 = data79.length;
for(let i6=0; i6<len8; i6++){
let data80 = data79[i6];
const _errs164 = errors;
if(errors === _errs164){
if(Array.isArray(data80)){
if(data80.length > 4){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6,schemaPath:"#/properties/mixes/items/properties/parts/items/maxItems",keyword:"maxItems",params:{limit: 4},message:"must NOT have more than 4 items",schema:4,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data80}];
return false;
}
else {
if(data80.length < 4){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6,schemaPath:"#/properties/mixes/items/properties/parts/items/minItems",keyword:"minItems",params:{limit: 4},message:"must NOT have fewer than 4 items",schema:4,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data80}];
return false;
}
else {
const len9 = data80.length;
if(len9 > 0){
let data81 = data80[0];
const _errs166 = errors;
if(!(((typeof data81 == "number") && (!(data81 % 1) && !isNaN(data81))) && (isFinite(data81)))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6+"/0",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[0].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[0],data:data81}];
return false;
}
if(errors === _errs166){
if((typeof data81 == "number") && (isFinite(data81))){
if(data81 < 0 || isNaN(data81)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6+"/0",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[0],data:data81}];
return false;
}
}
}
var valid25 = _errs166 === errors;
}
if(valid25){
if(len9 > 1){
let data82 = data80[1];
const _errs168 = errors;
if(!(((typeof data82 == "number") && (!(data82 % 1) && !isNaN(data82))) && (isFinite(data82)))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6+"/1",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[1].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[1],data:data82}];
return false;
}
if(errors === _errs168){
if((typeof data82 == "number") && (isFinite(data82))){
if(data82 < 0 || isNaN(data82)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6+"/1",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[1],data:data82}];
return false;
}
}
}
var valid25 = _errs168 === errors;
}
if(valid25){
if(len9 > 2){
let data83 = data80[2];
const _errs170 = errors;
if(!(((typeof data83 == "number") && (!(data83 % 1) && !isNaN(data83))) && (isFinite(data83)))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6+"/2",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[2].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[2],data:data83}];
return false;
}
if(errors === _errs170){
if((typeof data83 == "number") && (isFinite(data83))){
if(data83 < 1 || isNaN(data83)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6+"/2",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[2],data:data83}];
return false;
}
}
}
var valid25 = _errs170 === errors;
}
if(valid25){
if(len9 > 3){
let data84 = data80[3];
const _errs172 = errors;
if(errors === _errs172){
if((typeof data84 == "number") && (isFinite(data84))){
if(data84 < 0 || isNaN(data84)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6+"/3",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[3],data:data84}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6+"/3",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[3].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[3],data:data84}];
return false;
}
}
var valid25 = _errs172 === errors;
}
if(valid25){
const len10 = data80.length;
if(!(len10 <= 4)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6,schemaPath:"#/properties/mixes/items/properties/parts/items/items",keyword:"items",params:{limit: 4},message:"must NOT have more than 4 items",schema:false,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data80}];
return false;
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts/" + i6,schemaPath:"#/properties/mixes/items/properties/parts/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.mixes.items.properties.parts.items.type,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data80}];
return false;
}
}
var valid24 = _errs164 === errors;
if(!valid24){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/parts",schemaPath:"#/properties/mixes/items/properties/parts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.mixes.items.properties.parts.type,parentSchema:schema31.properties.mixes.items.properties.parts,data:data79}];
return false;
}
}
var valid23 = _errs162 === errors;
}
else {
var valid23 = true;
}
if(valid23){
if(data77.periodUs !== undefined){
let data85 = data77.periodUs;
const _errs174 = errors;
if(errors === _errs174){
if((typeof data85 == "number") && (isFinite(data85))){
if(data85 <= 0 || isNaN(data85)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/periodUs",schemaPath:"#/properties/mixes/items/properties/periodUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.periodUs,data:data85}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/periodUs",schemaPath:"#/properties/mixes/items/properties/periodUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.periodUs.type,parentSchema:schema31.properties.mixes.items.properties.periodUs,data:data85}];
return false;
}
}
var valid23 = _errs174 === errors;
}
else {
var valid23 = true;
}
if(valid23){
if(data77.clockMhz !== undefined){
let data86 = data77.clockMhz;
const _errs176 = errors;
if(errors === _errs176){
if((typeof data86 == "number") && (isFinite(data86))){
if(data86 <= 0 || isNaN(data86)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/clockMhz",schemaPath:"#/properties/mixes/items/properties/clockMhz/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.clockMhz,data:data86}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/clockMhz",schemaPath:"#/properties/mixes/items/properties/clockMhz/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.clockMhz.type,parentSchema:schema31.properties.mixes.items.properties.clockMhz,data:data86}];
return false;
}
}
var valid23 = _errs176 === errors;
}
else {
var valid23 = true;
}
if(valid23){
if(data77.powerW !== undefined){
let data87 = data77.powerW;
const _errs178 = errors;
if(errors === _errs178){
if((typeof data87 == "number") && (isFinite(data87))){
if(data87 <= 0 || isNaN(data87)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/powerW",schemaPath:"#/properties/mixes/items/properties/powerW/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.powerW,data:data87}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/powerW",schemaPath:"#/properties/mixes/items/properties/powerW/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.powerW.type,parentSchema:schema31.properties.mixes.items.properties.powerW,data:data87}];
return false;
}
}
var valid23 = _errs178 === errors;
}
else {
var valid23 = true;
}
if(valid23){
if(data77.energyMj !== undefined){
let data88 = data77.energyMj;
const _errs180 = errors;
if(errors === _errs180){
if((typeof data88 == "number") && (isFinite(data88))){
if(data88 <= 0 || isNaN(data88)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/energyMj",schemaPath:"#/properties/mixes/items/properties/energyMj/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.energyMj,data:data88}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5+"/energyMj",schemaPath:"#/properties/mixes/items/properties/energyMj/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.energyMj.type,parentSchema:schema31.properties.mixes.items.properties.energyMj,data:data88}];
return false;
}
}
var valid23 = _errs180 === errors;
}
else {
var valid23 = true;
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
validate20.errors = [{instancePath:instancePath+"/mixes/" + i5,schemaPath:"#/properties/mixes/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.mixes.items.type,parentSchema:schema31.properties.mixes.items,data:data77}];
return false;
}
}
var valid22 = _errs157 === errors;
if(!valid22){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes",schemaPath:"#/properties/mixes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.mixes.type,parentSchema:schema31.properties.mixes,data:data76}];
return false;
}
}
var valid0 = _errs155 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.holdOut !== undefined){
let data89 = data.holdOut;
const _errs182 = errors;
if(errors === _errs182){
if(Array.isArray(data89)){
var valid26 = true;
const len11 = data89.length;
for(let i7=0; i7<len11; i7++){
let data90 = data89[i7];
const _errs184 = errors;
if(errors === _errs184){
if(data90 && typeof data90 == "object" && !Array.isArray(data90)){
let missing11;
if((((((data90.what === undefined) && (missing11 = "what")) || ((data90.points === undefined) && (missing11 = "points"))) || ((data90.median === undefined) && (missing11 = "median"))) || ((data90.worst === undefined) && (missing11 = "worst"))) || ((data90.worstAt === undefined) && (missing11 = "worstAt"))){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i7,schemaPath:"#/properties/holdOut/items/required",keyword:"required",params:{missingProperty: missing11},message:"must have required property '"+missing11+"'",schema:schema31.properties.holdOut.items.required,parentSchema:schema31.properties.holdOut.items,data:data90}];
return false;
}
else {
const _errs186 = errors;
for(const key12 in data90){
if(!(((((key12 === "what") || (key12 === "points")) || (key12 === "median")) || (key12 === "worst")) || (key12 === "worstAt"))){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i7,schemaPath:"#/properties/holdOut/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.holdOut.items,data:data90}];
return false;
break;
}
}
if(_errs186 === errors){
if(data90.what !== undefined){
let data91 = data90.what;
const _errs187 = errors;
if(typeof data91 !== "string"){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i7+"/what",schemaPath:"#/properties/holdOut/items/properties/what/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.holdOut.items.properties.what.type,parentSchema:schema31.properties.holdOut.items.properties.what,data:data91}];
return false;
}
var valid27 = _errs187 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data90.points !== undefined){
let data92 = data90.points;
const _errs189 = errors;
if(!(((typeof data92 == "number") && (!(data92 % 1) && !isNaN(data92))) && (isFinite(data92)))){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i7+"/points",schemaPath:"#/properties/holdOut/items/properties/points/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.holdOut.items.properties.points.type,parentSchema:schema31.properties.holdOut.items.properties.points,data:data92}];
return false;
}
if(errors === _errs189){
if((typeof data92 == "number") && (isFinite(data92))){
if(data92 < 1 || isNaN(data92)){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i7+"/points",schemaPath:"#/properties/holdOut/items/properties/points/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.holdOut.items.properties.points,data:data92}];
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
if(data90.median !== undefined){
let data93 = data90.median;
const _errs191 = errors;
if(errors === _errs191){
if((typeof data93 == "number") && (isFinite(data93))){
if(data93 < 0 || isNaN(data93)){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i7+"/median",schemaPath:"#/properties/holdOut/items/properties/median/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.holdOut.items.properties.median,data:data93}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i7+"/median",schemaPath:"#/properties/holdOut/items/properties/median/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.holdOut.items.properties.median.type,parentSchema:schema31.properties.holdOut.items.properties.median,data:data93}];
return false;
}
}
var valid27 = _errs191 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data90.worst !== undefined){
let data94 = data90.worst;
const _errs193 = errors;
if(errors === _errs193){
if((typeof data94 == "number") && (isFinite(data94))){
if(data94 < 0 || isNaN(data94)){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i7+"/worst",schemaPath:"#/properties/holdOut/items/properties/worst/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.holdOut.items.properties.worst,data:data94}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i7+"/worst",schemaPath:"#/properties/holdOut/items/properties/worst/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.holdOut.items.properties.worst.type,parentSchema:schema31.properties.holdOut.items.properties.worst,data:data94}];
return false;
}
}
var valid27 = _errs193 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data90.worstAt !== undefined){
let data95 = data90.worstAt;
const _errs195 = errors;
if(typeof data95 !== "string"){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i7+"/worstAt",schemaPath:"#/properties/holdOut/items/properties/worstAt/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.holdOut.items.properties.worstAt.type,parentSchema:schema31.properties.holdOut.items.properties.worstAt,data:data95}];
return false;
}
var valid27 = _errs195 === errors;
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
else {
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i7,schemaPath:"#/properties/holdOut/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.holdOut.items.type,parentSchema:schema31.properties.holdOut.items,data:data90}];
return false;
}
}
var valid26 = _errs184 === errors;
if(!valid26){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/holdOut",schemaPath:"#/properties/holdOut/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.holdOut.type,parentSchema:schema31.properties.holdOut,data:data89}];
return false;
}
}
var valid0 = _errs182 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.leftOut !== undefined){
let data96 = data.leftOut;
const _errs197 = errors;
if(errors === _errs197){
if(Array.isArray(data96)){
var valid28 = true;
const len12 = data96.length;
for(let i8=0; i8<len12; i8++){
let data97 = data96[i8];
const _errs199 = errors;
if(typeof data97 !== "string"){
validate20.errors = [{instancePath:instancePath+"/leftOut/" + i8,schemaPath:"#/properties/leftOut/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.leftOut.items.type,parentSchema:schema31.properties.leftOut.items,data:data97}];
return false;
}
var valid28 = _errs199 === errors;
if(!valid28){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/leftOut",schemaPath:"#/properties/leftOut/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.leftOut.type,parentSchema:schema31.properties.leftOut,data:data96}];
return false;
}
}
var valid0 = _errs197 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.convertedFrom !== undefined){
let data98 = data.convertedFrom;
const _errs201 = errors;
if(errors === _errs201){
if(data98 && typeof data98 == "object" && !Array.isArray(data98)){
let missing12;
if(((data98.file === undefined) && (missing12 = "file")) || ((data98.sha256 === undefined) && (missing12 = "sha256"))){
validate20.errors = [{instancePath:instancePath+"/convertedFrom",schemaPath:"#/properties/convertedFrom/required",keyword:"required",params:{missingProperty: missing12},message:"must have required property '"+missing12+"'",schema:schema31.properties.convertedFrom.required,parentSchema:schema31.properties.convertedFrom,data:data98}];
return false;
}
else {
const _errs203 = errors;
for(const key13 in data98){
if(!((key13 === "file") || (key13 === "sha256"))){
validate20.errors = [{instancePath:instancePath+"/convertedFrom",schemaPath:"#/properties/convertedFrom/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.convertedFrom,data:data98}];
return false;
break;
}
}
if(_errs203 === errors){
if(data98.file !== undefined){
let data99 = data98.file;
const _errs204 = errors;
if(typeof data99 !== "string"){
validate20.errors = [{instancePath:instancePath+"/convertedFrom/file",schemaPath:"#/properties/convertedFrom/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.convertedFrom.properties.file.type,parentSchema:schema31.properties.convertedFrom.properties.file,data:data99}];
return false;
}
var valid29 = _errs204 === errors;
}
else {
var valid29 = true;
}
if(valid29){
if(data98.sha256 !== undefined){
let data100 = data98.sha256;
const _errs206 = errors;
if(errors === _errs206){
if(typeof data100 === "string"){
if(!pattern14.test(data100)){
validate20.errors = [{instancePath:instancePath+"/convertedFrom/sha256",schemaPath:"#/properties/convertedFrom/properties/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\"",schema:"^[0-9a-f]{64}$",parentSchema:schema31.properties.convertedFrom.properties.sha256,data:data100}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/convertedFrom/sha256",schemaPath:"#/properties/convertedFrom/properties/sha256/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.convertedFrom.properties.sha256.type,parentSchema:schema31.properties.convertedFrom.properties.sha256,data:data100}];
return false;
}
}
var valid29 = _errs206 === errors;
}
else {
var valid29 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/convertedFrom",schemaPath:"#/properties/convertedFrom/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.convertedFrom.type,parentSchema:schema31.properties.convertedFrom,data:data98}];
return false;
}
}
var valid0 = _errs201 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hash !== undefined){
let data101 = data.hash;
const _errs208 = errors;
if(errors === _errs208){
if(typeof data101 === "string"){
if(!pattern14.test(data101)){
validate20.errors = [{instancePath:instancePath+"/hash",schemaPath:"#/properties/hash/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\"",schema:"^[0-9a-f]{64}$",parentSchema:schema31.properties.hash,data:data101}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/hash",schemaPath:"#/properties/hash/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.hash.type,parentSchema:schema31.properties.hash,data:data101}];
return false;
}
}
var valid0 = _errs208 === errors;
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
