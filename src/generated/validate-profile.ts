/* Generated from schemas/profile.schema.json by `npm run types`; edit the schema instead. */
// @ts-nocheck: Ajv writes JavaScript.
export const validate = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:nanoflow-plan:profile:1","type":"object","additionalProperties":false,"required":["schema","source","gpu","model","provenance","ceilings","power","splits","kernels","pairs","leftOut"],"properties":{"schema":{"const":"nanoflow-plan/profile/1"},"source":{"enum":["measured","published","roofline"]},"gpu":{"type":"object","additionalProperties":false,"required":["id","name","count","smCount","computeCapability","memoryBytes","l2Bytes","boostClockMhz"],"properties":{"id":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]*$"},"name":{"type":"string","pattern":"\\S"},"count":{"type":"integer","minimum":1},"smCount":{"type":"integer","minimum":1},"computeCapability":{"type":"string","pattern":"^[0-9]+\\.[0-9]+$"},"memoryBytes":{"type":"number","exclusiveMinimum":0},"l2Bytes":{"type":"number","minimum":0},"boostClockMhz":{"type":"number","exclusiveMinimum":0}}},"model":{"type":"object","additionalProperties":false,"required":["id","tensorParallel"],"properties":{"id":{"type":"string","pattern":"\\S"},"tensorParallel":{"type":"integer","minimum":1}}},"provenance":{"type":"object","additionalProperties":false,"required":["tool","command","measuredAt"],"properties":{"tool":{"type":"string","pattern":"\\S"},"command":{"type":"string","pattern":"\\S"},"measuredAt":{"type":"string"},"driver":{"type":"string"},"cudaRuntime":{"type":"string"},"cublasLt":{"type":"string"},"nccl":{"type":["string","null"]},"gpuSeconds":{"type":"number","minimum":0},"measurements":{"type":"integer","minimum":0},"medianSpread":{"type":"number","minimum":0},"p95Spread":{"type":"number","minimum":0},"throttleReasons":{"type":"array","items":{"type":"string"}},"pairStart":{"enum":["idle"]},"notes":{"type":"array","items":{"type":"string"}}}},"ceilings":{"type":"object","additionalProperties":false,"required":["gemmFlopsPerSecond","copyBytesPerSecond","networkBytesPerSecond"],"properties":{"gemmFlopsPerSecond":{"type":"number","exclusiveMinimum":0},"sustainedGemmFlopsPerSecond":{"type":"number","exclusiveMinimum":0},"copyBytesPerSecond":{"type":"number","exclusiveMinimum":0},"networkBytesPerSecond":{"type":["number","null"],"exclusiveMinimum":0}}},"power":{"type":"object","additionalProperties":false,"required":["capW","idleW"],"properties":{"capW":{"type":["number","null"],"exclusiveMinimum":0},"idleW":{"type":"number","minimum":0},"heldW":{"type":"number","exclusiveMinimum":0}}},"splits":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["groupSms","remainderSms"],"properties":{"mechanism":{"$ref":"#/$defs/mechanism"},"groupSms":{"type":"integer","minimum":1},"remainderSms":{"type":"integer","minimum":1}}}},"kernels":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["kind","shape","implementations","solo","sustained"],"properties":{"kind":{"$ref":"#/$defs/kernelKind"},"shape":{"$ref":"#/$defs/shape"},"variant":{"$ref":"#/$defs/variant"},"implementations":{"type":"array","items":{"type":"string"}},"solo":{"type":"array","items":{"$ref":"#/$defs/soloRow"}},"sustained":{"type":"array","items":{"type":"array","minItems":11,"maxItems":11,"items":false,"prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","minimum":0},{"type":"number","minimum":0},{"type":"number","minimum":0}]}},"defaults":{"type":"array","items":{"type":"array","minItems":2,"maxItems":2,"items":false,"prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":1}]}},"heldOut":{"type":"array","items":{"$ref":"#/$defs/soloRow"}}}}},"pairs":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["group","remainder","rows"],"properties":{"group":{"type":"integer","minimum":0},"remainder":{"type":"integer","minimum":0},"mechanism":{"$ref":"#/$defs/mechanism"},"rows":{"type":"array","items":{"$ref":"#/$defs/pairRow"}},"heldOut":{"type":"array","items":{"$ref":"#/$defs/pairRow"}},"sustained":{"type":"array","items":{"$ref":"#/$defs/sustainedPairRow"}}}}},"mixes":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["name","parts","periodUs","clockMhz","powerW","energyMj"],"properties":{"name":{"type":"string"},"parts":{"type":"array","items":{"type":"array","minItems":4,"maxItems":4,"items":false,"prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0}]}},"periodUs":{"type":"number","exclusiveMinimum":0},"clockMhz":{"type":"number","exclusiveMinimum":0},"powerW":{"type":"number","exclusiveMinimum":0},"energyMj":{"type":"number","exclusiveMinimum":0}}}},"holdOut":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["what","points","median","worst","worstAt"],"properties":{"what":{"type":"string"},"points":{"type":"integer","minimum":1},"median":{"type":"number","minimum":0},"worst":{"type":"number","minimum":0},"worstAt":{"type":"string"}}}},"leftOut":{"type":"array","items":{"type":"string"}}},"$defs":{"mechanism":{"enum":["green-context","cta-limit"],"default":"green-context"},"kernelKind":{"enum":["gemm","grouped_gemm","decode_attention","prefill_attention","rms_norm","rope_kv_append","silu_mul","router","moe_permute","moe_combine","all_reduce","all_reduce_norm","embedding","sampling"]},"shape":{"type":"object","additionalProperties":{"type":"integer","minimum":1}},"variant":{"type":"object","additionalProperties":false,"required":[],"properties":{"operands":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"output":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"kv":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"scaling":{"enum":["none","tensor","row","block-128"]},"scaleLayout":{"enum":["none","row-major","column-major"]},"accumulation":{"enum":["fp32","fast"]},"bias":{"type":"boolean"},"qkNorm":{"type":"boolean"},"epilogue":{"enum":["none","silu-mul","residual-add","quantise"]}}},"soloRow":{"type":"array","minItems":7,"maxItems":7,"items":false,"prefixItems":[{"type":"integer","minimum":0},{"type":"string","pattern":"^(w|c?[gr][0-9]+)$"},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","minimum":0},{"type":"integer","minimum":1}]},"sustainedPairRow":{"type":"array","minItems":11,"maxItems":11,"items":false,"prefixItems":[{"type":"integer","minimum":1},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0}]},"pairRow":{"type":"array","minItems":10,"maxItems":10,"items":false,"prefixItems":[{"type":"integer","minimum":1},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"integer","minimum":1}]}}};
const schema32 = {"enum":["green-context","cta-limit"],"default":"green-context"};
const schema33 = {"enum":["gemm","grouped_gemm","decode_attention","prefill_attention","rms_norm","rope_kv_append","silu_mul","router","moe_permute","moe_combine","all_reduce","all_reduce_norm","embedding","sampling"]};
const schema34 = {"type":"object","additionalProperties":{"type":"integer","minimum":1}};
const schema35 = {"type":"object","additionalProperties":false,"required":[],"properties":{"operands":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"output":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"kv":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"scaling":{"enum":["none","tensor","row","block-128"]},"scaleLayout":{"enum":["none","row-major","column-major"]},"accumulation":{"enum":["fp32","fast"]},"bias":{"type":"boolean"},"qkNorm":{"type":"boolean"},"epilogue":{"enum":["none","silu-mul","residual-add","quantise"]}}};
const schema36 = {"type":"array","minItems":7,"maxItems":7,"items":false,"prefixItems":[{"type":"integer","minimum":0},{"type":"string","pattern":"^(w|c?[gr][0-9]+)$"},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","minimum":0},{"type":"integer","minimum":1}]};
const schema39 = {"type":"array","minItems":10,"maxItems":10,"items":false,"prefixItems":[{"type":"integer","minimum":1},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"integer","minimum":1}]};
const schema41 = {"type":"array","minItems":11,"maxItems":11,"items":false,"prefixItems":[{"type":"integer","minimum":1},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0}]};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[a-z0-9][a-z0-9-]*$", "u");
const pattern5 = new RegExp("\\S", "u");
const pattern6 = new RegExp("^[0-9]+\\.[0-9]+$", "u");
const pattern10 = new RegExp("^(w|c?[gr][0-9]+)$", "u");

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:nanoflow-plan:profile:1" */;
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
if((((((((((((data.schema === undefined) && (missing0 = "schema")) || ((data.source === undefined) && (missing0 = "source"))) || ((data.gpu === undefined) && (missing0 = "gpu"))) || ((data.model === undefined) && (missing0 = "model"))) || ((data.provenance === undefined) && (missing0 = "provenance"))) || ((data.ceilings === undefined) && (missing0 = "ceilings"))) || ((data.power === undefined) && (missing0 = "power"))) || ((data.splits === undefined) && (missing0 = "splits"))) || ((data.kernels === undefined) && (missing0 = "kernels"))) || ((data.pairs === undefined) && (missing0 = "pairs"))) || ((data.leftOut === undefined) && (missing0 = "leftOut"))){
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
if("nanoflow-plan/profile/1" !== data0){
validate20.errors = [{instancePath:instancePath+"/schema",schemaPath:"#/properties/schema/const",keyword:"const",params:{allowedValue: "nanoflow-plan/profile/1"},message:"must be equal to constant",schema:"nanoflow-plan/profile/1",parentSchema:schema31.properties.schema,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
let data1 = data.source;
const _errs3 = errors;
if(!(((data1 === "measured") || (data1 === "published")) || (data1 === "roofline"))){
validate20.errors = [{instancePath:instancePath+"/source",schemaPath:"#/properties/source/enum",keyword:"enum",params:{allowedValues: schema31.properties.source.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.source.enum,parentSchema:schema31.properties.source,data:data1}];
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
const _errs4 = errors;
if(errors === _errs4){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
let missing1;
if(((((((((data2.id === undefined) && (missing1 = "id")) || ((data2.name === undefined) && (missing1 = "name"))) || ((data2.count === undefined) && (missing1 = "count"))) || ((data2.smCount === undefined) && (missing1 = "smCount"))) || ((data2.computeCapability === undefined) && (missing1 = "computeCapability"))) || ((data2.memoryBytes === undefined) && (missing1 = "memoryBytes"))) || ((data2.l2Bytes === undefined) && (missing1 = "l2Bytes"))) || ((data2.boostClockMhz === undefined) && (missing1 = "boostClockMhz"))){
validate20.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'",schema:schema31.properties.gpu.required,parentSchema:schema31.properties.gpu,data:data2}];
return false;
}
else {
const _errs6 = errors;
for(const key1 in data2){
if(!((((((((key1 === "id") || (key1 === "name")) || (key1 === "count")) || (key1 === "smCount")) || (key1 === "computeCapability")) || (key1 === "memoryBytes")) || (key1 === "l2Bytes")) || (key1 === "boostClockMhz"))){
validate20.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.gpu,data:data2}];
return false;
break;
}
}
if(_errs6 === errors){
if(data2.id !== undefined){
let data3 = data2.id;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern4.test(data3)){
validate20.errors = [{instancePath:instancePath+"/gpu/id",schemaPath:"#/properties/gpu/properties/id/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]*$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]*$"+"\"",schema:"^[a-z0-9][a-z0-9-]*$",parentSchema:schema31.properties.gpu.properties.id,data:data3}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/id",schemaPath:"#/properties/gpu/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.gpu.properties.id.type,parentSchema:schema31.properties.gpu.properties.id,data:data3}];
return false;
}
}
var valid1 = _errs7 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.name !== undefined){
let data4 = data2.name;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern5.test(data4)){
validate20.errors = [{instancePath:instancePath+"/gpu/name",schemaPath:"#/properties/gpu/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.gpu.properties.name,data:data4}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/name",schemaPath:"#/properties/gpu/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.gpu.properties.name.type,parentSchema:schema31.properties.gpu.properties.name,data:data4}];
return false;
}
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.count !== undefined){
let data5 = data2.count;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate20.errors = [{instancePath:instancePath+"/gpu/count",schemaPath:"#/properties/gpu/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.gpu.properties.count.type,parentSchema:schema31.properties.gpu.properties.count,data:data5}];
return false;
}
if(errors === _errs11){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
validate20.errors = [{instancePath:instancePath+"/gpu/count",schemaPath:"#/properties/gpu/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.gpu.properties.count,data:data5}];
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
if(data2.smCount !== undefined){
let data6 = data2.smCount;
const _errs13 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate20.errors = [{instancePath:instancePath+"/gpu/smCount",schemaPath:"#/properties/gpu/properties/smCount/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.gpu.properties.smCount.type,parentSchema:schema31.properties.gpu.properties.smCount,data:data6}];
return false;
}
if(errors === _errs13){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 1 || isNaN(data6)){
validate20.errors = [{instancePath:instancePath+"/gpu/smCount",schemaPath:"#/properties/gpu/properties/smCount/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.gpu.properties.smCount,data:data6}];
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
if(data2.computeCapability !== undefined){
let data7 = data2.computeCapability;
const _errs15 = errors;
if(errors === _errs15){
if(typeof data7 === "string"){
if(!pattern6.test(data7)){
validate20.errors = [{instancePath:instancePath+"/gpu/computeCapability",schemaPath:"#/properties/gpu/properties/computeCapability/pattern",keyword:"pattern",params:{pattern: "^[0-9]+\\.[0-9]+$"},message:"must match pattern \""+"^[0-9]+\\.[0-9]+$"+"\"",schema:"^[0-9]+\\.[0-9]+$",parentSchema:schema31.properties.gpu.properties.computeCapability,data:data7}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/computeCapability",schemaPath:"#/properties/gpu/properties/computeCapability/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.gpu.properties.computeCapability.type,parentSchema:schema31.properties.gpu.properties.computeCapability,data:data7}];
return false;
}
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.memoryBytes !== undefined){
let data8 = data2.memoryBytes;
const _errs17 = errors;
if(errors === _errs17){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 <= 0 || isNaN(data8)){
validate20.errors = [{instancePath:instancePath+"/gpu/memoryBytes",schemaPath:"#/properties/gpu/properties/memoryBytes/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.gpu.properties.memoryBytes,data:data8}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/memoryBytes",schemaPath:"#/properties/gpu/properties/memoryBytes/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.gpu.properties.memoryBytes.type,parentSchema:schema31.properties.gpu.properties.memoryBytes,data:data8}];
return false;
}
}
var valid1 = _errs17 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.l2Bytes !== undefined){
let data9 = data2.l2Bytes;
const _errs19 = errors;
if(errors === _errs19){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
validate20.errors = [{instancePath:instancePath+"/gpu/l2Bytes",schemaPath:"#/properties/gpu/properties/l2Bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.gpu.properties.l2Bytes,data:data9}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/l2Bytes",schemaPath:"#/properties/gpu/properties/l2Bytes/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.gpu.properties.l2Bytes.type,parentSchema:schema31.properties.gpu.properties.l2Bytes,data:data9}];
return false;
}
}
var valid1 = _errs19 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.boostClockMhz !== undefined){
let data10 = data2.boostClockMhz;
const _errs21 = errors;
if(errors === _errs21){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 <= 0 || isNaN(data10)){
validate20.errors = [{instancePath:instancePath+"/gpu/boostClockMhz",schemaPath:"#/properties/gpu/properties/boostClockMhz/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.gpu.properties.boostClockMhz,data:data10}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gpu/boostClockMhz",schemaPath:"#/properties/gpu/properties/boostClockMhz/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.gpu.properties.boostClockMhz.type,parentSchema:schema31.properties.gpu.properties.boostClockMhz,data:data10}];
return false;
}
}
var valid1 = _errs21 === errors;
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
validate20.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.gpu.type,parentSchema:schema31.properties.gpu,data:data2}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.model !== undefined){
let data11 = data.model;
const _errs23 = errors;
if(errors === _errs23){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
let missing2;
if(((data11.id === undefined) && (missing2 = "id")) || ((data11.tensorParallel === undefined) && (missing2 = "tensorParallel"))){
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'",schema:schema31.properties.model.required,parentSchema:schema31.properties.model,data:data11}];
return false;
}
else {
const _errs25 = errors;
for(const key2 in data11){
if(!((key2 === "id") || (key2 === "tensorParallel"))){
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.model,data:data11}];
return false;
break;
}
}
if(_errs25 === errors){
if(data11.id !== undefined){
let data12 = data11.id;
const _errs26 = errors;
if(errors === _errs26){
if(typeof data12 === "string"){
if(!pattern5.test(data12)){
validate20.errors = [{instancePath:instancePath+"/model/id",schemaPath:"#/properties/model/properties/id/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.model.properties.id,data:data12}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/model/id",schemaPath:"#/properties/model/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.model.properties.id.type,parentSchema:schema31.properties.model.properties.id,data:data12}];
return false;
}
}
var valid2 = _errs26 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data11.tensorParallel !== undefined){
let data13 = data11.tensorParallel;
const _errs28 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate20.errors = [{instancePath:instancePath+"/model/tensorParallel",schemaPath:"#/properties/model/properties/tensorParallel/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.model.properties.tensorParallel.type,parentSchema:schema31.properties.model.properties.tensorParallel,data:data13}];
return false;
}
if(errors === _errs28){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 1 || isNaN(data13)){
validate20.errors = [{instancePath:instancePath+"/model/tensorParallel",schemaPath:"#/properties/model/properties/tensorParallel/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.model.properties.tensorParallel,data:data13}];
return false;
}
}
}
var valid2 = _errs28 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.model.type,parentSchema:schema31.properties.model,data:data11}];
return false;
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.provenance !== undefined){
let data14 = data.provenance;
const _errs30 = errors;
if(errors === _errs30){
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
let missing3;
if((((data14.tool === undefined) && (missing3 = "tool")) || ((data14.command === undefined) && (missing3 = "command"))) || ((data14.measuredAt === undefined) && (missing3 = "measuredAt"))){
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'",schema:schema31.properties.provenance.required,parentSchema:schema31.properties.provenance,data:data14}];
return false;
}
else {
const _errs32 = errors;
for(const key3 in data14){
if(!(func1.call(schema31.properties.provenance.properties, key3))){
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.provenance,data:data14}];
return false;
break;
}
}
if(_errs32 === errors){
if(data14.tool !== undefined){
let data15 = data14.tool;
const _errs33 = errors;
if(errors === _errs33){
if(typeof data15 === "string"){
if(!pattern5.test(data15)){
validate20.errors = [{instancePath:instancePath+"/provenance/tool",schemaPath:"#/properties/provenance/properties/tool/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.provenance.properties.tool,data:data15}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/tool",schemaPath:"#/properties/provenance/properties/tool/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.tool.type,parentSchema:schema31.properties.provenance.properties.tool,data:data15}];
return false;
}
}
var valid3 = _errs33 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.command !== undefined){
let data16 = data14.command;
const _errs35 = errors;
if(errors === _errs35){
if(typeof data16 === "string"){
if(!pattern5.test(data16)){
validate20.errors = [{instancePath:instancePath+"/provenance/command",schemaPath:"#/properties/provenance/properties/command/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.provenance.properties.command,data:data16}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/command",schemaPath:"#/properties/provenance/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.command.type,parentSchema:schema31.properties.provenance.properties.command,data:data16}];
return false;
}
}
var valid3 = _errs35 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.measuredAt !== undefined){
let data17 = data14.measuredAt;
const _errs37 = errors;
if(typeof data17 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/measuredAt",schemaPath:"#/properties/provenance/properties/measuredAt/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.measuredAt.type,parentSchema:schema31.properties.provenance.properties.measuredAt,data:data17}];
return false;
}
var valid3 = _errs37 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.driver !== undefined){
let data18 = data14.driver;
const _errs39 = errors;
if(typeof data18 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/driver",schemaPath:"#/properties/provenance/properties/driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.driver.type,parentSchema:schema31.properties.provenance.properties.driver,data:data18}];
return false;
}
var valid3 = _errs39 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.cudaRuntime !== undefined){
let data19 = data14.cudaRuntime;
const _errs41 = errors;
if(typeof data19 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/cudaRuntime",schemaPath:"#/properties/provenance/properties/cudaRuntime/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.cudaRuntime.type,parentSchema:schema31.properties.provenance.properties.cudaRuntime,data:data19}];
return false;
}
var valid3 = _errs41 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.cublasLt !== undefined){
let data20 = data14.cublasLt;
const _errs43 = errors;
if(typeof data20 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/cublasLt",schemaPath:"#/properties/provenance/properties/cublasLt/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.cublasLt.type,parentSchema:schema31.properties.provenance.properties.cublasLt,data:data20}];
return false;
}
var valid3 = _errs43 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.nccl !== undefined){
let data21 = data14.nccl;
const _errs45 = errors;
if((typeof data21 !== "string") && (data21 !== null)){
validate20.errors = [{instancePath:instancePath+"/provenance/nccl",schemaPath:"#/properties/provenance/properties/nccl/type",keyword:"type",params:{type: schema31.properties.provenance.properties.nccl.type},message:"must be string,null",schema:schema31.properties.provenance.properties.nccl.type,parentSchema:schema31.properties.provenance.properties.nccl,data:data21}];
return false;
}
var valid3 = _errs45 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.gpuSeconds !== undefined){
let data22 = data14.gpuSeconds;
const _errs47 = errors;
if(errors === _errs47){
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 < 0 || isNaN(data22)){
validate20.errors = [{instancePath:instancePath+"/provenance/gpuSeconds",schemaPath:"#/properties/provenance/properties/gpuSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.provenance.properties.gpuSeconds,data:data22}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/gpuSeconds",schemaPath:"#/properties/provenance/properties/gpuSeconds/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.provenance.properties.gpuSeconds.type,parentSchema:schema31.properties.provenance.properties.gpuSeconds,data:data22}];
return false;
}
}
var valid3 = _errs47 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.measurements !== undefined){
let data23 = data14.measurements;
const _errs49 = errors;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
validate20.errors = [{instancePath:instancePath+"/provenance/measurements",schemaPath:"#/properties/provenance/properties/measurements/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.provenance.properties.measurements.type,parentSchema:schema31.properties.provenance.properties.measurements,data:data23}];
return false;
}
if(errors === _errs49){
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 < 0 || isNaN(data23)){
validate20.errors = [{instancePath:instancePath+"/provenance/measurements",schemaPath:"#/properties/provenance/properties/measurements/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.provenance.properties.measurements,data:data23}];
return false;
}
}
}
var valid3 = _errs49 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.medianSpread !== undefined){
let data24 = data14.medianSpread;
const _errs51 = errors;
if(errors === _errs51){
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 < 0 || isNaN(data24)){
validate20.errors = [{instancePath:instancePath+"/provenance/medianSpread",schemaPath:"#/properties/provenance/properties/medianSpread/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.provenance.properties.medianSpread,data:data24}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/medianSpread",schemaPath:"#/properties/provenance/properties/medianSpread/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.provenance.properties.medianSpread.type,parentSchema:schema31.properties.provenance.properties.medianSpread,data:data24}];
return false;
}
}
var valid3 = _errs51 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.p95Spread !== undefined){
let data25 = data14.p95Spread;
const _errs53 = errors;
if(errors === _errs53){
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 < 0 || isNaN(data25)){
validate20.errors = [{instancePath:instancePath+"/provenance/p95Spread",schemaPath:"#/properties/provenance/properties/p95Spread/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.provenance.properties.p95Spread,data:data25}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/p95Spread",schemaPath:"#/properties/provenance/properties/p95Spread/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.provenance.properties.p95Spread.type,parentSchema:schema31.properties.provenance.properties.p95Spread,data:data25}];
return false;
}
}
var valid3 = _errs53 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.throttleReasons !== undefined){
let data26 = data14.throttleReasons;
const _errs55 = errors;
if(errors === _errs55){
if(Array.isArray(data26)){
var valid4 = true;
const len0 = data26.length;
for(let i0=0; i0<len0; i0++){
let data27 = data26[i0];
const _errs57 = errors;
if(typeof data27 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/throttleReasons/" + i0,schemaPath:"#/properties/provenance/properties/throttleReasons/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.throttleReasons.items.type,parentSchema:schema31.properties.provenance.properties.throttleReasons.items,data:data27}];
return false;
}
var valid4 = _errs57 === errors;
if(!valid4){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/throttleReasons",schemaPath:"#/properties/provenance/properties/throttleReasons/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.provenance.properties.throttleReasons.type,parentSchema:schema31.properties.provenance.properties.throttleReasons,data:data26}];
return false;
}
}
var valid3 = _errs55 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.pairStart !== undefined){
let data28 = data14.pairStart;
const _errs59 = errors;
if(!(data28 === "idle")){
validate20.errors = [{instancePath:instancePath+"/provenance/pairStart",schemaPath:"#/properties/provenance/properties/pairStart/enum",keyword:"enum",params:{allowedValues: schema31.properties.provenance.properties.pairStart.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.provenance.properties.pairStart.enum,parentSchema:schema31.properties.provenance.properties.pairStart,data:data28}];
return false;
}
var valid3 = _errs59 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data14.notes !== undefined){
let data29 = data14.notes;
const _errs60 = errors;
if(errors === _errs60){
if(Array.isArray(data29)){
var valid5 = true;
const len1 = data29.length;
for(let i1=0; i1<len1; i1++){
let data30 = data29[i1];
const _errs62 = errors;
if(typeof data30 !== "string"){
validate20.errors = [{instancePath:instancePath+"/provenance/notes/" + i1,schemaPath:"#/properties/provenance/properties/notes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.provenance.properties.notes.items.type,parentSchema:schema31.properties.provenance.properties.notes.items,data:data30}];
return false;
}
var valid5 = _errs62 === errors;
if(!valid5){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/provenance/notes",schemaPath:"#/properties/provenance/properties/notes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.provenance.properties.notes.type,parentSchema:schema31.properties.provenance.properties.notes,data:data29}];
return false;
}
}
var valid3 = _errs60 === errors;
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
else {
validate20.errors = [{instancePath:instancePath+"/provenance",schemaPath:"#/properties/provenance/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.provenance.type,parentSchema:schema31.properties.provenance,data:data14}];
return false;
}
}
var valid0 = _errs30 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ceilings !== undefined){
let data31 = data.ceilings;
const _errs64 = errors;
if(errors === _errs64){
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
let missing4;
if((((data31.gemmFlopsPerSecond === undefined) && (missing4 = "gemmFlopsPerSecond")) || ((data31.copyBytesPerSecond === undefined) && (missing4 = "copyBytesPerSecond"))) || ((data31.networkBytesPerSecond === undefined) && (missing4 = "networkBytesPerSecond"))){
validate20.errors = [{instancePath:instancePath+"/ceilings",schemaPath:"#/properties/ceilings/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'",schema:schema31.properties.ceilings.required,parentSchema:schema31.properties.ceilings,data:data31}];
return false;
}
else {
const _errs66 = errors;
for(const key4 in data31){
if(!((((key4 === "gemmFlopsPerSecond") || (key4 === "sustainedGemmFlopsPerSecond")) || (key4 === "copyBytesPerSecond")) || (key4 === "networkBytesPerSecond"))){
validate20.errors = [{instancePath:instancePath+"/ceilings",schemaPath:"#/properties/ceilings/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.ceilings,data:data31}];
return false;
break;
}
}
if(_errs66 === errors){
if(data31.gemmFlopsPerSecond !== undefined){
let data32 = data31.gemmFlopsPerSecond;
const _errs67 = errors;
if(errors === _errs67){
if((typeof data32 == "number") && (isFinite(data32))){
if(data32 <= 0 || isNaN(data32)){
validate20.errors = [{instancePath:instancePath+"/ceilings/gemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/gemmFlopsPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.gemmFlopsPerSecond,data:data32}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ceilings/gemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/gemmFlopsPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.ceilings.properties.gemmFlopsPerSecond.type,parentSchema:schema31.properties.ceilings.properties.gemmFlopsPerSecond,data:data32}];
return false;
}
}
var valid6 = _errs67 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data31.sustainedGemmFlopsPerSecond !== undefined){
let data33 = data31.sustainedGemmFlopsPerSecond;
const _errs69 = errors;
if(errors === _errs69){
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 <= 0 || isNaN(data33)){
validate20.errors = [{instancePath:instancePath+"/ceilings/sustainedGemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/sustainedGemmFlopsPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.sustainedGemmFlopsPerSecond,data:data33}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ceilings/sustainedGemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/sustainedGemmFlopsPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.ceilings.properties.sustainedGemmFlopsPerSecond.type,parentSchema:schema31.properties.ceilings.properties.sustainedGemmFlopsPerSecond,data:data33}];
return false;
}
}
var valid6 = _errs69 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data31.copyBytesPerSecond !== undefined){
let data34 = data31.copyBytesPerSecond;
const _errs71 = errors;
if(errors === _errs71){
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 <= 0 || isNaN(data34)){
validate20.errors = [{instancePath:instancePath+"/ceilings/copyBytesPerSecond",schemaPath:"#/properties/ceilings/properties/copyBytesPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.copyBytesPerSecond,data:data34}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ceilings/copyBytesPerSecond",schemaPath:"#/properties/ceilings/properties/copyBytesPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.ceilings.properties.copyBytesPerSecond.type,parentSchema:schema31.properties.ceilings.properties.copyBytesPerSecond,data:data34}];
return false;
}
}
var valid6 = _errs71 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data31.networkBytesPerSecond !== undefined){
let data35 = data31.networkBytesPerSecond;
const _errs73 = errors;
if((!((typeof data35 == "number") && (isFinite(data35)))) && (data35 !== null)){
validate20.errors = [{instancePath:instancePath+"/ceilings/networkBytesPerSecond",schemaPath:"#/properties/ceilings/properties/networkBytesPerSecond/type",keyword:"type",params:{type: schema31.properties.ceilings.properties.networkBytesPerSecond.type},message:"must be number,null",schema:schema31.properties.ceilings.properties.networkBytesPerSecond.type,parentSchema:schema31.properties.ceilings.properties.networkBytesPerSecond,data:data35}];
return false;
}
if(errors === _errs73){
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 <= 0 || isNaN(data35)){
validate20.errors = [{instancePath:instancePath+"/ceilings/networkBytesPerSecond",schemaPath:"#/properties/ceilings/properties/networkBytesPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.networkBytesPerSecond,data:data35}];
return false;
}
}
}
var valid6 = _errs73 === errors;
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
else {
validate20.errors = [{instancePath:instancePath+"/ceilings",schemaPath:"#/properties/ceilings/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.ceilings.type,parentSchema:schema31.properties.ceilings,data:data31}];
return false;
}
}
var valid0 = _errs64 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.power !== undefined){
let data36 = data.power;
const _errs75 = errors;
if(errors === _errs75){
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
let missing5;
if(((data36.capW === undefined) && (missing5 = "capW")) || ((data36.idleW === undefined) && (missing5 = "idleW"))){
validate20.errors = [{instancePath:instancePath+"/power",schemaPath:"#/properties/power/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'",schema:schema31.properties.power.required,parentSchema:schema31.properties.power,data:data36}];
return false;
}
else {
const _errs77 = errors;
for(const key5 in data36){
if(!(((key5 === "capW") || (key5 === "idleW")) || (key5 === "heldW"))){
validate20.errors = [{instancePath:instancePath+"/power",schemaPath:"#/properties/power/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.power,data:data36}];
return false;
break;
}
}
if(_errs77 === errors){
if(data36.capW !== undefined){
let data37 = data36.capW;
const _errs78 = errors;
if((!((typeof data37 == "number") && (isFinite(data37)))) && (data37 !== null)){
validate20.errors = [{instancePath:instancePath+"/power/capW",schemaPath:"#/properties/power/properties/capW/type",keyword:"type",params:{type: schema31.properties.power.properties.capW.type},message:"must be number,null",schema:schema31.properties.power.properties.capW.type,parentSchema:schema31.properties.power.properties.capW,data:data37}];
return false;
}
if(errors === _errs78){
if((typeof data37 == "number") && (isFinite(data37))){
if(data37 <= 0 || isNaN(data37)){
validate20.errors = [{instancePath:instancePath+"/power/capW",schemaPath:"#/properties/power/properties/capW/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.power.properties.capW,data:data37}];
return false;
}
}
}
var valid7 = _errs78 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data36.idleW !== undefined){
let data38 = data36.idleW;
const _errs80 = errors;
if(errors === _errs80){
if((typeof data38 == "number") && (isFinite(data38))){
if(data38 < 0 || isNaN(data38)){
validate20.errors = [{instancePath:instancePath+"/power/idleW",schemaPath:"#/properties/power/properties/idleW/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.power.properties.idleW,data:data38}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/power/idleW",schemaPath:"#/properties/power/properties/idleW/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.power.properties.idleW.type,parentSchema:schema31.properties.power.properties.idleW,data:data38}];
return false;
}
}
var valid7 = _errs80 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data36.heldW !== undefined){
let data39 = data36.heldW;
const _errs82 = errors;
if(errors === _errs82){
if((typeof data39 == "number") && (isFinite(data39))){
if(data39 <= 0 || isNaN(data39)){
validate20.errors = [{instancePath:instancePath+"/power/heldW",schemaPath:"#/properties/power/properties/heldW/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.power.properties.heldW,data:data39}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/power/heldW",schemaPath:"#/properties/power/properties/heldW/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.power.properties.heldW.type,parentSchema:schema31.properties.power.properties.heldW,data:data39}];
return false;
}
}
var valid7 = _errs82 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/power",schemaPath:"#/properties/power/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.power.type,parentSchema:schema31.properties.power,data:data36}];
return false;
}
}
var valid0 = _errs75 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.splits !== undefined){
let data40 = data.splits;
const _errs84 = errors;
if(errors === _errs84){
if(Array.isArray(data40)){
var valid8 = true;
const len2 = data40.length;
for(let i2=0; i2<len2; i2++){
let data41 = data40[i2];
const _errs86 = errors;
if(errors === _errs86){
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
let missing6;
if(((data41.groupSms === undefined) && (missing6 = "groupSms")) || ((data41.remainderSms === undefined) && (missing6 = "remainderSms"))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2,schemaPath:"#/properties/splits/items/required",keyword:"required",params:{missingProperty: missing6},message:"must have required property '"+missing6+"'",schema:schema31.properties.splits.items.required,parentSchema:schema31.properties.splits.items,data:data41}];
return false;
}
else {
const _errs88 = errors;
for(const key6 in data41){
if(!(((key6 === "mechanism") || (key6 === "groupSms")) || (key6 === "remainderSms"))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2,schemaPath:"#/properties/splits/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.splits.items,data:data41}];
return false;
break;
}
}
if(_errs88 === errors){
if(data41.mechanism !== undefined){
let data42 = data41.mechanism;
const _errs89 = errors;
if(!((data42 === "green-context") || (data42 === "cta-limit"))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/mechanism",schemaPath:"#/$defs/mechanism/enum",keyword:"enum",params:{allowedValues: schema32.enum},message:"must be equal to one of the allowed values",schema:schema32.enum,parentSchema:schema32,data:data42}];
return false;
}
var valid9 = _errs89 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data41.groupSms !== undefined){
let data43 = data41.groupSms;
const _errs91 = errors;
if(!(((typeof data43 == "number") && (!(data43 % 1) && !isNaN(data43))) && (isFinite(data43)))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/groupSms",schemaPath:"#/properties/splits/items/properties/groupSms/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.splits.items.properties.groupSms.type,parentSchema:schema31.properties.splits.items.properties.groupSms,data:data43}];
return false;
}
if(errors === _errs91){
if((typeof data43 == "number") && (isFinite(data43))){
if(data43 < 1 || isNaN(data43)){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/groupSms",schemaPath:"#/properties/splits/items/properties/groupSms/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.splits.items.properties.groupSms,data:data43}];
return false;
}
}
}
var valid9 = _errs91 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data41.remainderSms !== undefined){
let data44 = data41.remainderSms;
const _errs93 = errors;
if(!(((typeof data44 == "number") && (!(data44 % 1) && !isNaN(data44))) && (isFinite(data44)))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/remainderSms",schemaPath:"#/properties/splits/items/properties/remainderSms/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.splits.items.properties.remainderSms.type,parentSchema:schema31.properties.splits.items.properties.remainderSms,data:data44}];
return false;
}
if(errors === _errs93){
if((typeof data44 == "number") && (isFinite(data44))){
if(data44 < 1 || isNaN(data44)){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/remainderSms",schemaPath:"#/properties/splits/items/properties/remainderSms/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.splits.items.properties.remainderSms,data:data44}];
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
else {
validate20.errors = [{instancePath:instancePath+"/splits/" + i2,schemaPath:"#/properties/splits/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.splits.items.type,parentSchema:schema31.properties.splits.items,data:data41}];
return false;
}
}
var valid8 = _errs86 === errors;
if(!valid8){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/splits",schemaPath:"#/properties/splits/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.splits.type,parentSchema:schema31.properties.splits,data:data40}];
return false;
}
}
var valid0 = _errs84 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kernels !== undefined){
let data45 = data.kernels;
const _errs95 = errors;
if(errors === _errs95){
if(Array.isArray(data45)){
var valid11 = true;
const len3 = data45.length;
for(let i3=0; i3<len3; i3++){
let data46 = data45[i3];
const _errs97 = errors;
if(errors === _errs97){
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
let missing7;
if((((((data46.kind === undefined) && (missing7 = "kind")) || ((data46.shape === undefined) && (missing7 = "shape"))) || ((data46.implementations === undefined) && (missing7 = "implementations"))) || ((data46.solo === undefined) && (missing7 = "solo"))) || ((data46.sustained === undefined) && (missing7 = "sustained"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3,schemaPath:"#/properties/kernels/items/required",keyword:"required",params:{missingProperty: missing7},message:"must have required property '"+missing7+"'",schema:schema31.properties.kernels.items.required,parentSchema:schema31.properties.kernels.items,data:data46}];
return false;
}
else {
const _errs99 = errors;
for(const key7 in data46){
if(!((((((((key7 === "kind") || (key7 === "shape")) || (key7 === "variant")) || (key7 === "implementations")) || (key7 === "solo")) || (key7 === "sustained")) || (key7 === "defaults")) || (key7 === "heldOut"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3,schemaPath:"#/properties/kernels/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.kernels.items,data:data46}];
return false;
break;
}
}
if(_errs99 === errors){
if(data46.kind !== undefined){
let data47 = data46.kind;
const _errs100 = errors;
if(!((((((((((((((data47 === "gemm") || (data47 === "grouped_gemm")) || (data47 === "decode_attention")) || (data47 === "prefill_attention")) || (data47 === "rms_norm")) || (data47 === "rope_kv_append")) || (data47 === "silu_mul")) || (data47 === "router")) || (data47 === "moe_permute")) || (data47 === "moe_combine")) || (data47 === "all_reduce")) || (data47 === "all_reduce_norm")) || (data47 === "embedding")) || (data47 === "sampling"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/kind",schemaPath:"#/$defs/kernelKind/enum",keyword:"enum",params:{allowedValues: schema33.enum},message:"must be equal to one of the allowed values",schema:schema33.enum,parentSchema:schema33,data:data47}];
return false;
}
var valid12 = _errs100 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data46.shape !== undefined){
let data48 = data46.shape;
const _errs102 = errors;
const _errs103 = errors;
if(errors === _errs103){
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
for(const key8 in data48){
let data49 = data48[key8];
const _errs106 = errors;
if(!(((typeof data49 == "number") && (!(data49 % 1) && !isNaN(data49))) && (isFinite(data49)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/shape/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/shape/additionalProperties/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.additionalProperties.type,parentSchema:schema34.additionalProperties,data:data49}];
return false;
}
if(errors === _errs106){
if((typeof data49 == "number") && (isFinite(data49))){
if(data49 < 1 || isNaN(data49)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/shape/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/shape/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.additionalProperties,data:data49}];
return false;
}
}
}
var valid15 = _errs106 === errors;
if(!valid15){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/shape",schemaPath:"#/$defs/shape/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data:data48}];
return false;
}
}
var valid12 = _errs102 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data46.variant !== undefined){
let data50 = data46.variant;
const _errs108 = errors;
const _errs109 = errors;
if(errors === _errs109){
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
const _errs111 = errors;
for(const key9 in data50){
if(!(func1.call(schema35.properties, key9))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant",schemaPath:"#/$defs/variant/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema35,data:data50}];
return false;
break;
}
}
if(_errs111 === errors){
if(data50.operands !== undefined){
let data51 = data50.operands;
const _errs112 = errors;
if(!(((((data51 === "bf16") || (data51 === "fp16")) || (data51 === "fp32")) || (data51 === "fp8-e4m3")) || (data51 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/operands",schemaPath:"#/$defs/variant/properties/operands/enum",keyword:"enum",params:{allowedValues: schema35.properties.operands.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.operands.enum,parentSchema:schema35.properties.operands,data:data51}];
return false;
}
var valid17 = _errs112 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data50.output !== undefined){
let data52 = data50.output;
const _errs113 = errors;
if(!(((((data52 === "bf16") || (data52 === "fp16")) || (data52 === "fp32")) || (data52 === "fp8-e4m3")) || (data52 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/output",schemaPath:"#/$defs/variant/properties/output/enum",keyword:"enum",params:{allowedValues: schema35.properties.output.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.output.enum,parentSchema:schema35.properties.output,data:data52}];
return false;
}
var valid17 = _errs113 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data50.kv !== undefined){
let data53 = data50.kv;
const _errs114 = errors;
if(!(((((data53 === "bf16") || (data53 === "fp16")) || (data53 === "fp32")) || (data53 === "fp8-e4m3")) || (data53 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/kv",schemaPath:"#/$defs/variant/properties/kv/enum",keyword:"enum",params:{allowedValues: schema35.properties.kv.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.kv.enum,parentSchema:schema35.properties.kv,data:data53}];
return false;
}
var valid17 = _errs114 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data50.scaling !== undefined){
let data54 = data50.scaling;
const _errs115 = errors;
if(!((((data54 === "none") || (data54 === "tensor")) || (data54 === "row")) || (data54 === "block-128"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/scaling",schemaPath:"#/$defs/variant/properties/scaling/enum",keyword:"enum",params:{allowedValues: schema35.properties.scaling.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.scaling.enum,parentSchema:schema35.properties.scaling,data:data54}];
return false;
}
var valid17 = _errs115 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data50.scaleLayout !== undefined){
let data55 = data50.scaleLayout;
const _errs116 = errors;
if(!(((data55 === "none") || (data55 === "row-major")) || (data55 === "column-major"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/scaleLayout",schemaPath:"#/$defs/variant/properties/scaleLayout/enum",keyword:"enum",params:{allowedValues: schema35.properties.scaleLayout.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.scaleLayout.enum,parentSchema:schema35.properties.scaleLayout,data:data55}];
return false;
}
var valid17 = _errs116 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data50.accumulation !== undefined){
let data56 = data50.accumulation;
const _errs117 = errors;
if(!((data56 === "fp32") || (data56 === "fast"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/accumulation",schemaPath:"#/$defs/variant/properties/accumulation/enum",keyword:"enum",params:{allowedValues: schema35.properties.accumulation.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.accumulation.enum,parentSchema:schema35.properties.accumulation,data:data56}];
return false;
}
var valid17 = _errs117 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data50.bias !== undefined){
let data57 = data50.bias;
const _errs118 = errors;
if(typeof data57 !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/bias",schemaPath:"#/$defs/variant/properties/bias/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.bias.type,parentSchema:schema35.properties.bias,data:data57}];
return false;
}
var valid17 = _errs118 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data50.qkNorm !== undefined){
let data58 = data50.qkNorm;
const _errs120 = errors;
if(typeof data58 !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/qkNorm",schemaPath:"#/$defs/variant/properties/qkNorm/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.qkNorm.type,parentSchema:schema35.properties.qkNorm,data:data58}];
return false;
}
var valid17 = _errs120 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data50.epilogue !== undefined){
let data59 = data50.epilogue;
const _errs122 = errors;
if(!((((data59 === "none") || (data59 === "silu-mul")) || (data59 === "residual-add")) || (data59 === "quantise"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/epilogue",schemaPath:"#/$defs/variant/properties/epilogue/enum",keyword:"enum",params:{allowedValues: schema35.properties.epilogue.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.epilogue.enum,parentSchema:schema35.properties.epilogue,data:data59}];
return false;
}
var valid17 = _errs122 === errors;
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
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant",schemaPath:"#/$defs/variant/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.type,parentSchema:schema35,data:data50}];
return false;
}
}
var valid12 = _errs108 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data46.implementations !== undefined){
let data60 = data46.implementations;
const _errs123 = errors;
if(errors === _errs123){
if(Array.isArray(data60)){
var valid18 = true;
const len4 = data60.length;
for(let i4=0; i4<len4; i4++){
let data61 = data60[i4];
const _errs125 = errors;
if(typeof data61 !== "string"){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/implementations/" + i4,schemaPath:"#/properties/kernels/items/properties/implementations/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.kernels.items.properties.implementations.items.type,parentSchema:schema31.properties.kernels.items.properties.implementations.items,data:data61}];
return false;
}
var valid18 = _errs125 === errors;
if(!valid18){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/implementations",schemaPath:"#/properties/kernels/items/properties/implementations/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.implementations.type,parentSchema:schema31.properties.kernels.items.properties.implementations,data:data60}];
return false;
}
}
var valid12 = _errs123 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data46.solo !== undefined){
let data62 = data46.solo;
const _errs127 = errors;
if(errors === _errs127){
if(Array.isArray(data62)){
var valid19 = true;
const len5 = data62.length;
for(let i5=0; i5<len5; i5++){
let data63 = data62[i5];
const _errs129 = errors;
const _errs130 = errors;
if(errors === _errs130){
if(Array.isArray(data63)){
if(data63.length > 7){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5,schemaPath:"#/$defs/soloRow/maxItems",keyword:"maxItems",params:{limit: 7},message:"must NOT have more than 7 items",schema:7,parentSchema:schema36,data:data63}];
return false;
}
else {
if(data63.length < 7){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5,schemaPath:"#/$defs/soloRow/minItems",keyword:"minItems",params:{limit: 7},message:"must NOT have fewer than 7 items",schema:7,parentSchema:schema36,data:data63}];
return false;
}
else {
const len6 = data63.length;
if(len6 > 0){
let data64 = data63[0];
const _errs132 = errors;
if(!(((typeof data64 == "number") && (!(data64 % 1) && !isNaN(data64))) && (isFinite(data64)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/0",schemaPath:"#/$defs/soloRow/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[0].type,parentSchema:schema36.prefixItems[0],data:data64}];
return false;
}
if(errors === _errs132){
if((typeof data64 == "number") && (isFinite(data64))){
if(data64 < 0 || isNaN(data64)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/0",schemaPath:"#/$defs/soloRow/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[0],data:data64}];
return false;
}
}
}
var valid21 = _errs132 === errors;
}
if(valid21){
if(len6 > 1){
let data65 = data63[1];
const _errs134 = errors;
if(errors === _errs134){
if(typeof data65 === "string"){
if(!pattern10.test(data65)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/1",schemaPath:"#/$defs/soloRow/prefixItems/1/pattern",keyword:"pattern",params:{pattern: "^(w|c?[gr][0-9]+)$"},message:"must match pattern \""+"^(w|c?[gr][0-9]+)$"+"\"",schema:"^(w|c?[gr][0-9]+)$",parentSchema:schema36.prefixItems[1],data:data65}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/1",schemaPath:"#/$defs/soloRow/prefixItems/1/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.prefixItems[1].type,parentSchema:schema36.prefixItems[1],data:data65}];
return false;
}
}
var valid21 = _errs134 === errors;
}
if(valid21){
if(len6 > 2){
let data66 = data63[2];
const _errs136 = errors;
if(!(((typeof data66 == "number") && (!(data66 % 1) && !isNaN(data66))) && (isFinite(data66)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/2",schemaPath:"#/$defs/soloRow/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[2].type,parentSchema:schema36.prefixItems[2],data:data66}];
return false;
}
if(errors === _errs136){
if((typeof data66 == "number") && (isFinite(data66))){
if(data66 < 1 || isNaN(data66)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/2",schemaPath:"#/$defs/soloRow/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.prefixItems[2],data:data66}];
return false;
}
}
}
var valid21 = _errs136 === errors;
}
if(valid21){
if(len6 > 3){
let data67 = data63[3];
const _errs138 = errors;
if(errors === _errs138){
if((typeof data67 == "number") && (isFinite(data67))){
if(data67 < 0 || isNaN(data67)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/3",schemaPath:"#/$defs/soloRow/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[3],data:data67}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/3",schemaPath:"#/$defs/soloRow/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[3].type,parentSchema:schema36.prefixItems[3],data:data67}];
return false;
}
}
var valid21 = _errs138 === errors;
}
if(valid21){
if(len6 > 4){
let data68 = data63[4];
const _errs140 = errors;
if(errors === _errs140){
if((typeof data68 == "number") && (isFinite(data68))){
if(data68 <= 0 || isNaN(data68)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/4",schemaPath:"#/$defs/soloRow/prefixItems/4/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema36.prefixItems[4],data:data68}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/4",schemaPath:"#/$defs/soloRow/prefixItems/4/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[4].type,parentSchema:schema36.prefixItems[4],data:data68}];
return false;
}
}
var valid21 = _errs140 === errors;
}
if(valid21){
if(len6 > 5){
let data69 = data63[5];
const _errs142 = errors;
if(errors === _errs142){
if((typeof data69 == "number") && (isFinite(data69))){
if(data69 < 0 || isNaN(data69)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/5",schemaPath:"#/$defs/soloRow/prefixItems/5/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[5],data:data69}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/5",schemaPath:"#/$defs/soloRow/prefixItems/5/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[5].type,parentSchema:schema36.prefixItems[5],data:data69}];
return false;
}
}
var valid21 = _errs142 === errors;
}
if(valid21){
if(len6 > 6){
let data70 = data63[6];
const _errs144 = errors;
if(!(((typeof data70 == "number") && (!(data70 % 1) && !isNaN(data70))) && (isFinite(data70)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/6",schemaPath:"#/$defs/soloRow/prefixItems/6/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[6].type,parentSchema:schema36.prefixItems[6],data:data70}];
return false;
}
if(errors === _errs144){
if((typeof data70 == "number") && (isFinite(data70))){
if(data70 < 1 || isNaN(data70)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/6",schemaPath:"#/$defs/soloRow/prefixItems/6/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.prefixItems[6],data:data70}];
return false;
}
}
}
var valid21 = _errs144 === errors;
}
if(valid21){
const len7 = data63.length;
if(!(len7 <= 7)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5,schemaPath:"#/$defs/soloRow/items",keyword:"items",params:{limit: 7},message:"must NOT have more than 7 items",schema:false,parentSchema:schema36,data:data63}];
return false;
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
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5,schemaPath:"#/$defs/soloRow/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema36.type,parentSchema:schema36,data:data63}];
return false;
}
}
var valid19 = _errs129 === errors;
if(!valid19){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo",schemaPath:"#/properties/kernels/items/properties/solo/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.solo.type,parentSchema:schema31.properties.kernels.items.properties.solo,data:data62}];
return false;
}
}
var valid12 = _errs127 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data46.sustained !== undefined){
let data71 = data46.sustained;
const _errs146 = errors;
if(errors === _errs146){
if(Array.isArray(data71)){
var valid22 = true;
const len8 = data71.length;
for(let i6=0; i6<len8; i6++){
let data72 = data71[i6];
const _errs148 = errors;
if(errors === _errs148){
if(Array.isArray(data72)){
if(data72.length > 11){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6,schemaPath:"#/properties/kernels/items/properties/sustained/items/maxItems",keyword:"maxItems",params:{limit: 11},message:"must NOT have more than 11 items",schema:11,parentSchema:schema31.properties.kernels.items.properties.sustained.items,data:data72}];
return false;
}
else {
if(data72.length < 11){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6,schemaPath:"#/properties/kernels/items/properties/sustained/items/minItems",keyword:"minItems",params:{limit: 11},message:"must NOT have fewer than 11 items",schema:11,parentSchema:schema31.properties.kernels.items.properties.sustained.items,data:data72}];
return false;
}
else {
const len9 = data72.length;
if(len9 > 0){
let data73 = data72[0];
const _errs150 = errors;
if(!(((typeof data73 == "number") && (!(data73 % 1) && !isNaN(data73))) && (isFinite(data73)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/0",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[0].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[0],data:data73}];
return false;
}
if(errors === _errs150){
if((typeof data73 == "number") && (isFinite(data73))){
if(data73 < 0 || isNaN(data73)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/0",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[0],data:data73}];
return false;
}
}
}
var valid23 = _errs150 === errors;
}
if(valid23){
if(len9 > 1){
let data74 = data72[1];
const _errs152 = errors;
if(!(((typeof data74 == "number") && (!(data74 % 1) && !isNaN(data74))) && (isFinite(data74)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/1",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[1].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[1],data:data74}];
return false;
}
if(errors === _errs152){
if((typeof data74 == "number") && (isFinite(data74))){
if(data74 < 1 || isNaN(data74)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/1",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[1],data:data74}];
return false;
}
}
}
var valid23 = _errs152 === errors;
}
if(valid23){
if(len9 > 2){
let data75 = data72[2];
const _errs154 = errors;
if(errors === _errs154){
if((typeof data75 == "number") && (isFinite(data75))){
if(data75 < 0 || isNaN(data75)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/2",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[2],data:data75}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/2",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/2/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[2].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[2],data:data75}];
return false;
}
}
var valid23 = _errs154 === errors;
}
if(valid23){
if(len9 > 3){
let data76 = data72[3];
const _errs156 = errors;
if(errors === _errs156){
if((typeof data76 == "number") && (isFinite(data76))){
if(data76 <= 0 || isNaN(data76)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/3",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/3/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[3],data:data76}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/3",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[3].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[3],data:data76}];
return false;
}
}
var valid23 = _errs156 === errors;
}
if(valid23){
if(len9 > 4){
let data77 = data72[4];
const _errs158 = errors;
if(errors === _errs158){
if((typeof data77 == "number") && (isFinite(data77))){
if(data77 < 0 || isNaN(data77)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/4",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/4/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[4],data:data77}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/4",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/4/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[4].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[4],data:data77}];
return false;
}
}
var valid23 = _errs158 === errors;
}
if(valid23){
if(len9 > 5){
let data78 = data72[5];
const _errs160 = errors;
if(errors === _errs160){
if((typeof data78 == "number") && (isFinite(data78))){
if(data78 <= 0 || isNaN(data78)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/5",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/5/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[5],data:data78}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/5",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/5/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[5].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[5],data:data78}];
return false;
}
}
var valid23 = _errs160 === errors;
}
if(valid23){
if(len9 > 6){
let data79 = data72[6];
const _errs162 = errors;
if(errors === _errs162){
if((typeof data79 == "number") && (isFinite(data79))){
if(data79 <= 0 || isNaN(data79)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/6",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/6/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[6],data:data79}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/6",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/6/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[6].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[6],data:data79}];
return false;
}
}
var valid23 = _errs162 === errors;
}
if(valid23){
if(len9 > 7){
let data80 = data72[7];
const _errs164 = errors;
if(errors === _errs164){
if((typeof data80 == "number") && (isFinite(data80))){
if(data80 <= 0 || isNaN(data80)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/7",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/7/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[7],data:data80}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/7",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/7/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[7].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[7],data:data80}];
return false;
}
}
var valid23 = _errs164 === errors;
}
if(valid23){
if(len9 > 8){
let data81 = data72[8];
const _errs166 = errors;
if(errors === _errs166){
if((typeof data81 == "number") && (isFinite(data81))){
if(data81 < 0 || isNaN(data81)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/8",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/8/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[8],data:data81}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/8",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/8/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[8].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[8],data:data81}];
return false;
}
}
var valid23 = _errs166 === errors;
}
if(valid23){
if(len9 > 9){
let data82 = data72[9];
const _errs168 = errors;
if(errors === _errs168){
if((typeof data82 == "number") && (isFinite(data82))){
if(data82 < 0 || isNaN(data82)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/9",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/9/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[9],data:data82}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/9",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/9/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[9].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[9],data:data82}];
return false;
}
}
var valid23 = _errs168 === errors;
}
if(valid23){
if(len9 > 10){
let data83 = data72[10];
const _errs170 = errors;
if(errors === _errs170){
if((typeof data83 == "number") && (isFinite(data83))){
if(data83 < 0 || isNaN(data83)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/10",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/10/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[10],data:data83}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/10",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/10/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[10].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[10],data:data83}];
return false;
}
}
var valid23 = _errs170 === errors;
}
if(valid23){
const len10 = data72.length;
if(!(len10 <= 11)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6,schemaPath:"#/properties/kernels/items/properties/sustained/items/items",keyword:"items",params:{limit: 11},message:"must NOT have more than 11 items",schema:false,parentSchema:schema31.properties.kernels.items.properties.sustained.items,data:data72}];
return false;
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
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6,schemaPath:"#/properties/kernels/items/properties/sustained/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.sustained.items.type,parentSchema:schema31.properties.kernels.items.properties.sustained.items,data:data72}];
return false;
}
}
var valid22 = _errs148 === errors;
if(!valid22){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained",schemaPath:"#/properties/kernels/items/properties/sustained/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.sustained.type,parentSchema:schema31.properties.kernels.items.properties.sustained,data:data71}];
return false;
}
}
var valid12 = _errs146 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data46.defaults !== undefined){
let data84 = data46.defaults;
const _errs172 = errors;
if(errors === _errs172){
if(Array.isArray(data84)){
var valid24 = true;
const len11 = data84.length;
for(let i7=0; i7<len11; i7++){
let data85 = data84[i7];
const _errs174 = errors;
if(errors === _errs174){
if(Array.isArray(data85)){
if(data85.length > 2){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7,schemaPath:"#/properties/kernels/items/properties/defaults/items/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema31.properties.kernels.items.properties.defaults.items,data:data85}];
return false;
}
else {
if(data85.length < 2){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7,schemaPath:"#/properties/kernels/items/properties/defaults/items/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema31.properties.kernels.items.properties.defaults.items,data:data85}];
return false;
}
else {
const len12 = data85.length;
if(len12 > 0){
let data86 = data85[0];
const _errs176 = errors;
if(!(((typeof data86 == "number") && (!(data86 % 1) && !isNaN(data86))) && (isFinite(data86)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7+"/0",schemaPath:"#/properties/kernels/items/properties/defaults/items/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[0].type,parentSchema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[0],data:data86}];
return false;
}
if(errors === _errs176){
if((typeof data86 == "number") && (isFinite(data86))){
if(data86 < 0 || isNaN(data86)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7+"/0",schemaPath:"#/properties/kernels/items/properties/defaults/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[0],data:data86}];
return false;
}
}
}
var valid25 = _errs176 === errors;
}
if(valid25){
if(len12 > 1){
let data87 = data85[1];
const _errs178 = errors;
if(!(((typeof data87 == "number") && (!(data87 % 1) && !isNaN(data87))) && (isFinite(data87)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7+"/1",schemaPath:"#/properties/kernels/items/properties/defaults/items/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[1].type,parentSchema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[1],data:data87}];
return false;
}
if(errors === _errs178){
if((typeof data87 == "number") && (isFinite(data87))){
if(data87 < 1 || isNaN(data87)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7+"/1",schemaPath:"#/properties/kernels/items/properties/defaults/items/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[1],data:data87}];
return false;
}
}
}
var valid25 = _errs178 === errors;
}
if(valid25){
const len13 = data85.length;
if(!(len13 <= 2)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7,schemaPath:"#/properties/kernels/items/properties/defaults/items/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema31.properties.kernels.items.properties.defaults.items,data:data85}];
return false;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7,schemaPath:"#/properties/kernels/items/properties/defaults/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.defaults.items.type,parentSchema:schema31.properties.kernels.items.properties.defaults.items,data:data85}];
return false;
}
}
var valid24 = _errs174 === errors;
if(!valid24){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults",schemaPath:"#/properties/kernels/items/properties/defaults/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.defaults.type,parentSchema:schema31.properties.kernels.items.properties.defaults,data:data84}];
return false;
}
}
var valid12 = _errs172 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data46.heldOut !== undefined){
let data88 = data46.heldOut;
const _errs180 = errors;
if(errors === _errs180){
if(Array.isArray(data88)){
var valid26 = true;
const len14 = data88.length;
for(let i8=0; i8<len14; i8++){
let data89 = data88[i8];
const _errs182 = errors;
const _errs183 = errors;
if(errors === _errs183){
if(Array.isArray(data89)){
if(data89.length > 7){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8,schemaPath:"#/$defs/soloRow/maxItems",keyword:"maxItems",params:{limit: 7},message:"must NOT have more than 7 items",schema:7,parentSchema:schema36,data:data89}];
return false;
}
else {
if(data89.length < 7){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8,schemaPath:"#/$defs/soloRow/minItems",keyword:"minItems",params:{limit: 7},message:"must NOT have fewer than 7 items",schema:7,parentSchema:schema36,data:data89}];
return false;
}
else {
const len15 = data89.length;
if(len15 > 0){
let data90 = data89[0];
const _errs185 = errors;
if(!(((typeof data90 == "number") && (!(data90 % 1) && !isNaN(data90))) && (isFinite(data90)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/0",schemaPath:"#/$defs/soloRow/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[0].type,parentSchema:schema36.prefixItems[0],data:data90}];
return false;
}
if(errors === _errs185){
if((typeof data90 == "number") && (isFinite(data90))){
if(data90 < 0 || isNaN(data90)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/0",schemaPath:"#/$defs/soloRow/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[0],data:data90}];
return false;
}
}
}
var valid28 = _errs185 === errors;
}
if(valid28){
if(len15 > 1){
let data91 = data89[1];
const _errs187 = errors;
if(errors === _errs187){
if(typeof data91 === "string"){
if(!pattern10.test(data91)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/1",schemaPath:"#/$defs/soloRow/prefixItems/1/pattern",keyword:"pattern",params:{pattern: "^(w|c?[gr][0-9]+)$"},message:"must match pattern \""+"^(w|c?[gr][0-9]+)$"+"\"",schema:"^(w|c?[gr][0-9]+)$",parentSchema:schema36.prefixItems[1],data:data91}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/1",schemaPath:"#/$defs/soloRow/prefixItems/1/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.prefixItems[1].type,parentSchema:schema36.prefixItems[1],data:data91}];
return false;
}
}
var valid28 = _errs187 === errors;
}
if(valid28){
if(len15 > 2){
let data92 = data89[2];
const _errs189 = errors;
if(!(((typeof data92 == "number") && (!(data92 % 1) && !isNaN(data92))) && (isFinite(data92)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/2",schemaPath:"#/$defs/soloRow/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[2].type,parentSchema:schema36.prefixItems[2],data:data92}];
return false;
}
if(errors === _errs189){
if((typeof data92 == "number") && (isFinite(data92))){
if(data92 < 1 || isNaN(data92)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/2",schemaPath:"#/$defs/soloRow/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.prefixItems[2],data:data92}];
return false;
}
}
}
var valid28 = _errs189 === errors;
}
if(valid28){
if(len15 > 3){
let data93 = data89[3];
const _errs191 = errors;
if(errors === _errs191){
if((typeof data93 == "number") && (isFinite(data93))){
if(data93 < 0 || isNaN(data93)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/3",schemaPath:"#/$defs/soloRow/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[3],data:data93}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/3",schemaPath:"#/$defs/soloRow/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[3].type,parentSchema:schema36.prefixItems[3],data:data93}];
return false;
}
}
var valid28 = _errs191 === errors;
}
if(valid28){
if(len15 > 4){
let data94 = data89[4];
const _errs193 = errors;
if(errors === _errs193){
if((typeof data94 == "number") && (isFinite(data94))){
if(data94 <= 0 || isNaN(data94)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/4",schemaPath:"#/$defs/soloRow/prefixItems/4/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema36.prefixItems[4],data:data94}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/4",schemaPath:"#/$defs/soloRow/prefixItems/4/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[4].type,parentSchema:schema36.prefixItems[4],data:data94}];
return false;
}
}
var valid28 = _errs193 === errors;
}
if(valid28){
if(len15 > 5){
let data95 = data89[5];
const _errs195 = errors;
if(errors === _errs195){
if((typeof data95 == "number") && (isFinite(data95))){
if(data95 < 0 || isNaN(data95)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/5",schemaPath:"#/$defs/soloRow/prefixItems/5/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[5],data:data95}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/5",schemaPath:"#/$defs/soloRow/prefixItems/5/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[5].type,parentSchema:schema36.prefixItems[5],data:data95}];
return false;
}
}
var valid28 = _errs195 === errors;
}
if(valid28){
if(len15 > 6){
let data96 = data89[6];
const _errs197 = errors;
if(!(((typeof data96 == "number") && (!(data96 % 1) && !isNaN(data96))) && (isFinite(data96)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/6",schemaPath:"#/$defs/soloRow/prefixItems/6/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[6].type,parentSchema:schema36.prefixItems[6],data:data96}];
return false;
}
if(errors === _errs197){
if((typeof data96 == "number") && (isFinite(data96))){
if(data96 < 1 || isNaN(data96)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/6",schemaPath:"#/$defs/soloRow/prefixItems/6/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.prefixItems[6],data:data96}];
return false;
}
}
}
var valid28 = _errs197 === errors;
}
if(valid28){
const len16 = data89.length;
if(!(len16 <= 7)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8,schemaPath:"#/$defs/soloRow/items",keyword:"items",params:{limit: 7},message:"must NOT have more than 7 items",schema:false,parentSchema:schema36,data:data89}];
return false;
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
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8,schemaPath:"#/$defs/soloRow/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema36.type,parentSchema:schema36,data:data89}];
return false;
}
}
var valid26 = _errs182 === errors;
if(!valid26){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut",schemaPath:"#/properties/kernels/items/properties/heldOut/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.heldOut.type,parentSchema:schema31.properties.kernels.items.properties.heldOut,data:data88}];
return false;
}
}
var valid12 = _errs180 === errors;
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
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3,schemaPath:"#/properties/kernels/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.kernels.items.type,parentSchema:schema31.properties.kernels.items,data:data46}];
return false;
}
}
var valid11 = _errs97 === errors;
if(!valid11){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels",schemaPath:"#/properties/kernels/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.type,parentSchema:schema31.properties.kernels,data:data45}];
return false;
}
}
var valid0 = _errs95 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pairs !== undefined){
let data97 = data.pairs;
const _errs199 = errors;
if(errors === _errs199){
if(Array.isArray(data97)){
var valid29 = true;
const len17 = data97.length;
for(let i9=0; i9<len17; i9++){
let data98 = data97[i9];
const _errs201 = errors;
if(errors === _errs201){
if(data98 && typeof data98 == "object" && !Array.isArray(data98)){
let missing8;
if((((data98.group === undefined) && (missing8 = "group")) || ((data98.remainder === undefined) && (missing8 = "remainder"))) || ((data98.rows === undefined) && (missing8 = "rows"))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9,schemaPath:"#/properties/pairs/items/required",keyword:"required",params:{missingProperty: missing8},message:"must have required property '"+missing8+"'",schema:schema31.properties.pairs.items.required,parentSchema:schema31.properties.pairs.items,data:data98}];
return false;
}
else {
const _errs203 = errors;
for(const key10 in data98){
if(!((((((key10 === "group") || (key10 === "remainder")) || (key10 === "mechanism")) || (key10 === "rows")) || (key10 === "heldOut")) || (key10 === "sustained"))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9,schemaPath:"#/properties/pairs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.pairs.items,data:data98}];
return false;
break;
}
}
if(_errs203 === errors){
if(data98.group !== undefined){
let data99 = data98.group;
const _errs204 = errors;
if(!(((typeof data99 == "number") && (!(data99 % 1) && !isNaN(data99))) && (isFinite(data99)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/group",schemaPath:"#/properties/pairs/items/properties/group/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.pairs.items.properties.group.type,parentSchema:schema31.properties.pairs.items.properties.group,data:data99}];
return false;
}
if(errors === _errs204){
if((typeof data99 == "number") && (isFinite(data99))){
if(data99 < 0 || isNaN(data99)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/group",schemaPath:"#/properties/pairs/items/properties/group/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.pairs.items.properties.group,data:data99}];
return false;
}
}
}
var valid30 = _errs204 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data98.remainder !== undefined){
let data100 = data98.remainder;
const _errs206 = errors;
if(!(((typeof data100 == "number") && (!(data100 % 1) && !isNaN(data100))) && (isFinite(data100)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/remainder",schemaPath:"#/properties/pairs/items/properties/remainder/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.pairs.items.properties.remainder.type,parentSchema:schema31.properties.pairs.items.properties.remainder,data:data100}];
return false;
}
if(errors === _errs206){
if((typeof data100 == "number") && (isFinite(data100))){
if(data100 < 0 || isNaN(data100)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/remainder",schemaPath:"#/properties/pairs/items/properties/remainder/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.pairs.items.properties.remainder,data:data100}];
return false;
}
}
}
var valid30 = _errs206 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data98.mechanism !== undefined){
let data101 = data98.mechanism;
const _errs208 = errors;
if(!((data101 === "green-context") || (data101 === "cta-limit"))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/mechanism",schemaPath:"#/$defs/mechanism/enum",keyword:"enum",params:{allowedValues: schema32.enum},message:"must be equal to one of the allowed values",schema:schema32.enum,parentSchema:schema32,data:data101}];
return false;
}
var valid30 = _errs208 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data98.rows !== undefined){
let data102 = data98.rows;
const _errs210 = errors;
if(errors === _errs210){
if(Array.isArray(data102)){
var valid32 = true;
const len18 = data102.length;
for(let i10=0; i10<len18; i10++){
let data103 = data102[i10];
const _errs212 = errors;
const _errs213 = errors;
if(errors === _errs213){
if(Array.isArray(data103)){
if(data103.length > 10){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10,schemaPath:"#/$defs/pairRow/maxItems",keyword:"maxItems",params:{limit: 10},message:"must NOT have more than 10 items",schema:10,parentSchema:schema39,data:data103}];
return false;
}
else {
if(data103.length < 10){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10,schemaPath:"#/$defs/pairRow/minItems",keyword:"minItems",params:{limit: 10},message:"must NOT have fewer than 10 items",schema:10,parentSchema:schema39,data:data103}];
return false;
}
else {
const len19 = data103.length;
if(len19 > 0){
let data104 = data103[0];
const _errs215 = errors;
if(!(((typeof data104 == "number") && (!(data104 % 1) && !isNaN(data104))) && (isFinite(data104)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/0",schemaPath:"#/$defs/pairRow/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[0].type,parentSchema:schema39.prefixItems[0],data:data104}];
return false;
}
if(errors === _errs215){
if((typeof data104 == "number") && (isFinite(data104))){
if(data104 < 1 || isNaN(data104)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/0",schemaPath:"#/$defs/pairRow/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[0],data:data104}];
return false;
}
}
}
var valid34 = _errs215 === errors;
}
if(valid34){
if(len19 > 1){
let data105 = data103[1];
const _errs217 = errors;
if(!(((typeof data105 == "number") && (!(data105 % 1) && !isNaN(data105))) && (isFinite(data105)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/1",schemaPath:"#/$defs/pairRow/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[1].type,parentSchema:schema39.prefixItems[1],data:data105}];
return false;
}
if(errors === _errs217){
if((typeof data105 == "number") && (isFinite(data105))){
if(data105 < 0 || isNaN(data105)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/1",schemaPath:"#/$defs/pairRow/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[1],data:data105}];
return false;
}
}
}
var valid34 = _errs217 === errors;
}
if(valid34){
if(len19 > 2){
let data106 = data103[2];
const _errs219 = errors;
if(!(((typeof data106 == "number") && (!(data106 % 1) && !isNaN(data106))) && (isFinite(data106)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/2",schemaPath:"#/$defs/pairRow/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[2].type,parentSchema:schema39.prefixItems[2],data:data106}];
return false;
}
if(errors === _errs219){
if((typeof data106 == "number") && (isFinite(data106))){
if(data106 < 1 || isNaN(data106)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/2",schemaPath:"#/$defs/pairRow/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[2],data:data106}];
return false;
}
}
}
var valid34 = _errs219 === errors;
}
if(valid34){
if(len19 > 3){
let data107 = data103[3];
const _errs221 = errors;
if(errors === _errs221){
if((typeof data107 == "number") && (isFinite(data107))){
if(data107 < 0 || isNaN(data107)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/3",schemaPath:"#/$defs/pairRow/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[3],data:data107}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/3",schemaPath:"#/$defs/pairRow/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[3].type,parentSchema:schema39.prefixItems[3],data:data107}];
return false;
}
}
var valid34 = _errs221 === errors;
}
if(valid34){
if(len19 > 4){
let data108 = data103[4];
const _errs223 = errors;
if(!(((typeof data108 == "number") && (!(data108 % 1) && !isNaN(data108))) && (isFinite(data108)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/4",schemaPath:"#/$defs/pairRow/prefixItems/4/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[4].type,parentSchema:schema39.prefixItems[4],data:data108}];
return false;
}
if(errors === _errs223){
if((typeof data108 == "number") && (isFinite(data108))){
if(data108 < 0 || isNaN(data108)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/4",schemaPath:"#/$defs/pairRow/prefixItems/4/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[4],data:data108}];
return false;
}
}
}
var valid34 = _errs223 === errors;
}
if(valid34){
if(len19 > 5){
let data109 = data103[5];
const _errs225 = errors;
if(!(((typeof data109 == "number") && (!(data109 % 1) && !isNaN(data109))) && (isFinite(data109)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/5",schemaPath:"#/$defs/pairRow/prefixItems/5/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[5].type,parentSchema:schema39.prefixItems[5],data:data109}];
return false;
}
if(errors === _errs225){
if((typeof data109 == "number") && (isFinite(data109))){
if(data109 < 1 || isNaN(data109)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/5",schemaPath:"#/$defs/pairRow/prefixItems/5/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[5],data:data109}];
return false;
}
}
}
var valid34 = _errs225 === errors;
}
if(valid34){
if(len19 > 6){
let data110 = data103[6];
const _errs227 = errors;
if(errors === _errs227){
if((typeof data110 == "number") && (isFinite(data110))){
if(data110 < 0 || isNaN(data110)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/6",schemaPath:"#/$defs/pairRow/prefixItems/6/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[6],data:data110}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/6",schemaPath:"#/$defs/pairRow/prefixItems/6/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[6].type,parentSchema:schema39.prefixItems[6],data:data110}];
return false;
}
}
var valid34 = _errs227 === errors;
}
if(valid34){
if(len19 > 7){
let data111 = data103[7];
const _errs229 = errors;
if(errors === _errs229){
if((typeof data111 == "number") && (isFinite(data111))){
if(data111 <= 0 || isNaN(data111)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/7",schemaPath:"#/$defs/pairRow/prefixItems/7/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema39.prefixItems[7],data:data111}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/7",schemaPath:"#/$defs/pairRow/prefixItems/7/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[7].type,parentSchema:schema39.prefixItems[7],data:data111}];
return false;
}
}
var valid34 = _errs229 === errors;
}
if(valid34){
if(len19 > 8){
let data112 = data103[8];
const _errs231 = errors;
if(errors === _errs231){
if((typeof data112 == "number") && (isFinite(data112))){
if(data112 <= 0 || isNaN(data112)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/8",schemaPath:"#/$defs/pairRow/prefixItems/8/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema39.prefixItems[8],data:data112}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/8",schemaPath:"#/$defs/pairRow/prefixItems/8/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[8].type,parentSchema:schema39.prefixItems[8],data:data112}];
return false;
}
}
var valid34 = _errs231 === errors;
}
if(valid34){
if(len19 > 9){
let data113 = data103[9];
const _errs233 = errors;
if(!(((typeof data113 == "number") && (!(data113 % 1) && !isNaN(data113))) && (isFinite(data113)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/9",schemaPath:"#/$defs/pairRow/prefixItems/9/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[9].type,parentSchema:schema39.prefixItems[9],data:data113}];
return false;
}
if(errors === _errs233){
if((typeof data113 == "number") && (isFinite(data113))){
if(data113 < 1 || isNaN(data113)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/9",schemaPath:"#/$defs/pairRow/prefixItems/9/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[9],data:data113}];
return false;
}
}
}
var valid34 = _errs233 === errors;
}
if(valid34){
const len20 = data103.length;
if(!(len20 <= 10)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10,schemaPath:"#/$defs/pairRow/items",keyword:"items",params:{limit: 10},message:"must NOT have more than 10 items",schema:false,parentSchema:schema39,data:data103}];
return false;
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
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10,schemaPath:"#/$defs/pairRow/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema39.type,parentSchema:schema39,data:data103}];
return false;
}
}
var valid32 = _errs212 === errors;
if(!valid32){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows",schemaPath:"#/properties/pairs/items/properties/rows/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.pairs.items.properties.rows.type,parentSchema:schema31.properties.pairs.items.properties.rows,data:data102}];
return false;
}
}
var valid30 = _errs210 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data98.heldOut !== undefined){
let data114 = data98.heldOut;
const _errs235 = errors;
if(errors === _errs235){
if(Array.isArray(data114)){
var valid35 = true;
const len21 = data114.length;
for(let i11=0; i11<len21; i11++){
let data115 = data114[i11];
const _errs237 = errors;
const _errs238 = errors;
if(errors === _errs238){
if(Array.isArray(data115)){
if(data115.length > 10){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11,schemaPath:"#/$defs/pairRow/maxItems",keyword:"maxItems",params:{limit: 10},message:"must NOT have more than 10 items",schema:10,parentSchema:schema39,data:data115}];
return false;
}
else {
if(data115.length < 10){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11,schemaPath:"#/$defs/pairRow/minItems",keyword:"minItems",params:{limit: 10},message:"must NOT have fewer than 10 items",schema:10,parentSchema:schema39,data:data115}];
return false;
}
else {
const len22 = data115.length;
if(len22 > 0){
let data116 = data115[0];
const _errs240 = errors;
if(!(((typeof data116 == "number") && (!(data116 % 1) && !isNaN(data116))) && (isFinite(data116)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/0",schemaPath:"#/$defs/pairRow/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[0].type,parentSchema:schema39.prefixItems[0],data:data116}];
return false;
}
if(errors === _errs240){
if((typeof data116 == "number") && (isFinite(data116))){
if(data116 < 1 || isNaN(data116)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/0",schemaPath:"#/$defs/pairRow/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[0],data:data116}];
return false;
}
}
}
var valid37 = _errs240 === errors;
}
if(valid37){
if(len22 > 1){
let data117 = data115[1];
const _errs242 = errors;
if(!(((typeof data117 == "number") && (!(data117 % 1) && !isNaN(data117))) && (isFinite(data117)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/1",schemaPath:"#/$defs/pairRow/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[1].type,parentSchema:schema39.prefixItems[1],data:data117}];
return false;
}
if(errors === _errs242){
if((typeof data117 == "number") && (isFinite(data117))){
if(data117 < 0 || isNaN(data117)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/1",schemaPath:"#/$defs/pairRow/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[1],data:data117}];
return false;
}
}
}
var valid37 = _errs242 === errors;
}
if(valid37){
if(len22 > 2){
let data118 = data115[2];
const _errs244 = errors;
if(!(((typeof data118 == "number") && (!(data118 % 1) && !isNaN(data118))) && (isFinite(data118)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/2",schemaPath:"#/$defs/pairRow/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[2].type,parentSchema:schema39.prefixItems[2],data:data118}];
return false;
}
if(errors === _errs244){
if((typeof data118 == "number") && (isFinite(data118))){
if(data118 < 1 || isNaN(data118)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/2",schemaPath:"#/$defs/pairRow/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[2],data:data118}];
return false;
}
}
}
var valid37 = _errs244 === errors;
}
if(valid37){
if(len22 > 3){
let data119 = data115[3];
const _errs246 = errors;
if(errors === _errs246){
if((typeof data119 == "number") && (isFinite(data119))){
if(data119 < 0 || isNaN(data119)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/3",schemaPath:"#/$defs/pairRow/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[3],data:data119}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/3",schemaPath:"#/$defs/pairRow/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[3].type,parentSchema:schema39.prefixItems[3],data:data119}];
return false;
}
}
var valid37 = _errs246 === errors;
}
if(valid37){
if(len22 > 4){
let data120 = data115[4];
const _errs248 = errors;
if(!(((typeof data120 == "number") && (!(data120 % 1) && !isNaN(data120))) && (isFinite(data120)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/4",schemaPath:"#/$defs/pairRow/prefixItems/4/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[4].type,parentSchema:schema39.prefixItems[4],data:data120}];
return false;
}
if(errors === _errs248){
if((typeof data120 == "number") && (isFinite(data120))){
if(data120 < 0 || isNaN(data120)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/4",schemaPath:"#/$defs/pairRow/prefixItems/4/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[4],data:data120}];
return false;
}
}
}
var valid37 = _errs248 === errors;
}
if(valid37){
if(len22 > 5){
let data121 = data115[5];
const _errs250 = errors;
if(!(((typeof data121 == "number") && (!(data121 % 1) && !isNaN(data121))) && (isFinite(data121)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/5",schemaPath:"#/$defs/pairRow/prefixItems/5/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[5].type,parentSchema:schema39.prefixItems[5],data:data121}];
return false;
}
if(errors === _errs250){
if((typeof data121 == "number") && (isFinite(data121))){
if(data121 < 1 || isNaN(data121)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/5",schemaPath:"#/$defs/pairRow/prefixItems/5/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[5],data:data121}];
return false;
}
}
}
var valid37 = _errs250 === errors;
}
if(valid37){
if(len22 > 6){
let data122 = data115[6];
const _errs252 = errors;
if(errors === _errs252){
if((typeof data122 == "number") && (isFinite(data122))){
if(data122 < 0 || isNaN(data122)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/6",schemaPath:"#/$defs/pairRow/prefixItems/6/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[6],data:data122}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/6",schemaPath:"#/$defs/pairRow/prefixItems/6/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[6].type,parentSchema:schema39.prefixItems[6],data:data122}];
return false;
}
}
var valid37 = _errs252 === errors;
}
if(valid37){
if(len22 > 7){
let data123 = data115[7];
const _errs254 = errors;
if(errors === _errs254){
if((typeof data123 == "number") && (isFinite(data123))){
if(data123 <= 0 || isNaN(data123)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/7",schemaPath:"#/$defs/pairRow/prefixItems/7/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema39.prefixItems[7],data:data123}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/7",schemaPath:"#/$defs/pairRow/prefixItems/7/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[7].type,parentSchema:schema39.prefixItems[7],data:data123}];
return false;
}
}
var valid37 = _errs254 === errors;
}
if(valid37){
if(len22 > 8){
let data124 = data115[8];
const _errs256 = errors;
if(errors === _errs256){
if((typeof data124 == "number") && (isFinite(data124))){
if(data124 <= 0 || isNaN(data124)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/8",schemaPath:"#/$defs/pairRow/prefixItems/8/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema39.prefixItems[8],data:data124}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/8",schemaPath:"#/$defs/pairRow/prefixItems/8/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[8].type,parentSchema:schema39.prefixItems[8],data:data124}];
return false;
}
}
var valid37 = _errs256 === errors;
}
if(valid37){
if(len22 > 9){
let data125 = data115[9];
const _errs258 = errors;
if(!(((typeof data125 == "number") && (!(data125 % 1) && !isNaN(data125))) && (isFinite(data125)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/9",schemaPath:"#/$defs/pairRow/prefixItems/9/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[9].type,parentSchema:schema39.prefixItems[9],data:data125}];
return false;
}
if(errors === _errs258){
if((typeof data125 == "number") && (isFinite(data125))){
if(data125 < 1 || isNaN(data125)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/9",schemaPath:"#/$defs/pairRow/prefixItems/9/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[9],data:data125}];
return false;
}
}
}
var valid37 = _errs258 === errors;
}
if(valid37){
const len23 = data115.length;
if(!(len23 <= 10)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11,schemaPath:"#/$defs/pairRow/items",keyword:"items",params:{limit: 10},message:"must NOT have more than 10 items",schema:false,parentSchema:schema39,data:data115}];
return false;
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
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11,schemaPath:"#/$defs/pairRow/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema39.type,parentSchema:schema39,data:data115}];
return false;
}
}
var valid35 = _errs237 === errors;
if(!valid35){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut",schemaPath:"#/properties/pairs/items/properties/heldOut/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.pairs.items.properties.heldOut.type,parentSchema:schema31.properties.pairs.items.properties.heldOut,data:data114}];
return false;
}
}
var valid30 = _errs235 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data98.sustained !== undefined){
let data126 = data98.sustained;
const _errs260 = errors;
if(errors === _errs260){
if(Array.isArray(data126)){
var valid38 = true;
const len24 = data126.length;
for(let i12=0; i12<len24; i12++){
let data127 = data126[i12];
const _errs262 = errors;
const _errs263 = errors;
if(errors === _errs263){
if(Array.isArray(data127)){
if(data127.length > 11){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12,schemaPath:"#/$defs/sustainedPairRow/maxItems",keyword:"maxItems",params:{limit: 11},message:"must NOT have more than 11 items",schema:11,parentSchema:schema41,data:data127}];
return false;
}
else {
if(data127.length < 11){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12,schemaPath:"#/$defs/sustainedPairRow/minItems",keyword:"minItems",params:{limit: 11},message:"must NOT have fewer than 11 items",schema:11,parentSchema:schema41,data:data127}];
return false;
}
else {
const len25 = data127.length;
if(len25 > 0){
let data128 = data127[0];
const _errs265 = errors;
if(!(((typeof data128 == "number") && (!(data128 % 1) && !isNaN(data128))) && (isFinite(data128)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/0",schemaPath:"#/$defs/sustainedPairRow/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema41.prefixItems[0].type,parentSchema:schema41.prefixItems[0],data:data128}];
return false;
}
if(errors === _errs265){
if((typeof data128 == "number") && (isFinite(data128))){
if(data128 < 1 || isNaN(data128)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/0",schemaPath:"#/$defs/sustainedPairRow/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema41.prefixItems[0],data:data128}];
return false;
}
}
}
var valid40 = _errs265 === errors;
}
if(valid40){
if(len25 > 1){
let data129 = data127[1];
const _errs267 = errors;
if(!(((typeof data129 == "number") && (!(data129 % 1) && !isNaN(data129))) && (isFinite(data129)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/1",schemaPath:"#/$defs/sustainedPairRow/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema41.prefixItems[1].type,parentSchema:schema41.prefixItems[1],data:data129}];
return false;
}
if(errors === _errs267){
if((typeof data129 == "number") && (isFinite(data129))){
if(data129 < 0 || isNaN(data129)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/1",schemaPath:"#/$defs/sustainedPairRow/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema41.prefixItems[1],data:data129}];
return false;
}
}
}
var valid40 = _errs267 === errors;
}
if(valid40){
if(len25 > 2){
let data130 = data127[2];
const _errs269 = errors;
if(!(((typeof data130 == "number") && (!(data130 % 1) && !isNaN(data130))) && (isFinite(data130)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/2",schemaPath:"#/$defs/sustainedPairRow/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema41.prefixItems[2].type,parentSchema:schema41.prefixItems[2],data:data130}];
return false;
}
if(errors === _errs269){
if((typeof data130 == "number") && (isFinite(data130))){
if(data130 < 1 || isNaN(data130)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/2",schemaPath:"#/$defs/sustainedPairRow/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema41.prefixItems[2],data:data130}];
return false;
}
}
}
var valid40 = _errs269 === errors;
}
if(valid40){
if(len25 > 3){
let data131 = data127[3];
const _errs271 = errors;
if(errors === _errs271){
if((typeof data131 == "number") && (isFinite(data131))){
if(data131 < 0 || isNaN(data131)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/3",schemaPath:"#/$defs/sustainedPairRow/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema41.prefixItems[3],data:data131}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/3",schemaPath:"#/$defs/sustainedPairRow/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[3].type,parentSchema:schema41.prefixItems[3],data:data131}];
return false;
}
}
var valid40 = _errs271 === errors;
}
if(valid40){
if(len25 > 4){
let data132 = data127[4];
const _errs273 = errors;
if(!(((typeof data132 == "number") && (!(data132 % 1) && !isNaN(data132))) && (isFinite(data132)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/4",schemaPath:"#/$defs/sustainedPairRow/prefixItems/4/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema41.prefixItems[4].type,parentSchema:schema41.prefixItems[4],data:data132}];
return false;
}
if(errors === _errs273){
if((typeof data132 == "number") && (isFinite(data132))){
if(data132 < 0 || isNaN(data132)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/4",schemaPath:"#/$defs/sustainedPairRow/prefixItems/4/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema41.prefixItems[4],data:data132}];
return false;
}
}
}
var valid40 = _errs273 === errors;
}
if(valid40){
if(len25 > 5){
let data133 = data127[5];
const _errs275 = errors;
if(!(((typeof data133 == "number") && (!(data133 % 1) && !isNaN(data133))) && (isFinite(data133)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/5",schemaPath:"#/$defs/sustainedPairRow/prefixItems/5/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema41.prefixItems[5].type,parentSchema:schema41.prefixItems[5],data:data133}];
return false;
}
if(errors === _errs275){
if((typeof data133 == "number") && (isFinite(data133))){
if(data133 < 1 || isNaN(data133)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/5",schemaPath:"#/$defs/sustainedPairRow/prefixItems/5/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema41.prefixItems[5],data:data133}];
return false;
}
}
}
var valid40 = _errs275 === errors;
}
if(valid40){
if(len25 > 6){
let data134 = data127[6];
const _errs277 = errors;
if(errors === _errs277){
if((typeof data134 == "number") && (isFinite(data134))){
if(data134 < 0 || isNaN(data134)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/6",schemaPath:"#/$defs/sustainedPairRow/prefixItems/6/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema41.prefixItems[6],data:data134}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/6",schemaPath:"#/$defs/sustainedPairRow/prefixItems/6/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[6].type,parentSchema:schema41.prefixItems[6],data:data134}];
return false;
}
}
var valid40 = _errs277 === errors;
}
if(valid40){
if(len25 > 7){
let data135 = data127[7];
const _errs279 = errors;
if(errors === _errs279){
if((typeof data135 == "number") && (isFinite(data135))){
if(data135 <= 0 || isNaN(data135)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/7",schemaPath:"#/$defs/sustainedPairRow/prefixItems/7/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema41.prefixItems[7],data:data135}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/7",schemaPath:"#/$defs/sustainedPairRow/prefixItems/7/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[7].type,parentSchema:schema41.prefixItems[7],data:data135}];
return false;
}
}
var valid40 = _errs279 === errors;
}
if(valid40){
if(len25 > 8){
let data136 = data127[8];
const _errs281 = errors;
if(errors === _errs281){
if((typeof data136 == "number") && (isFinite(data136))){
if(data136 <= 0 || isNaN(data136)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/8",schemaPath:"#/$defs/sustainedPairRow/prefixItems/8/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema41.prefixItems[8],data:data136}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/8",schemaPath:"#/$defs/sustainedPairRow/prefixItems/8/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[8].type,parentSchema:schema41.prefixItems[8],data:data136}];
return false;
}
}
var valid40 = _errs281 === errors;
}
if(valid40){
if(len25 > 9){
let data137 = data127[9];
const _errs283 = errors;
if(errors === _errs283){
if((typeof data137 == "number") && (isFinite(data137))){
if(data137 <= 0 || isNaN(data137)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/9",schemaPath:"#/$defs/sustainedPairRow/prefixItems/9/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema41.prefixItems[9],data:data137}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/9",schemaPath:"#/$defs/sustainedPairRow/prefixItems/9/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[9].type,parentSchema:schema41.prefixItems[9],data:data137}];
return false;
}
}
var valid40 = _errs283 === errors;
}
if(valid40){
if(len25 > 10){
let data138 = data127[10];
const _errs285 = errors;
if(errors === _errs285){
if((typeof data138 == "number") && (isFinite(data138))){
if(data138 <= 0 || isNaN(data138)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/10",schemaPath:"#/$defs/sustainedPairRow/prefixItems/10/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema41.prefixItems[10],data:data138}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/10",schemaPath:"#/$defs/sustainedPairRow/prefixItems/10/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[10].type,parentSchema:schema41.prefixItems[10],data:data138}];
return false;
}
}
var valid40 = _errs285 === errors;
}
if(valid40){
const len26 = data127.length;
if(!(len26 <= 11)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12,schemaPath:"#/$defs/sustainedPairRow/items",keyword:"items",params:{limit: 11},message:"must NOT have more than 11 items",schema:false,parentSchema:schema41,data:data127}];
return false;
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
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12,schemaPath:"#/$defs/sustainedPairRow/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema41.type,parentSchema:schema41,data:data127}];
return false;
}
}
var valid38 = _errs262 === errors;
if(!valid38){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained",schemaPath:"#/properties/pairs/items/properties/sustained/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.pairs.items.properties.sustained.type,parentSchema:schema31.properties.pairs.items.properties.sustained,data:data126}];
return false;
}
}
var valid30 = _errs260 === errors;
}
else {
var valid30 = true;
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
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9,schemaPath:"#/properties/pairs/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.pairs.items.type,parentSchema:schema31.properties.pairs.items,data:data98}];
return false;
}
}
var valid29 = _errs201 === errors;
if(!valid29){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs",schemaPath:"#/properties/pairs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.pairs.type,parentSchema:schema31.properties.pairs,data:data97}];
return false;
}
}
var valid0 = _errs199 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.mixes !== undefined){
let data139 = data.mixes;
const _errs287 = errors;
if(errors === _errs287){
if(Array.isArray(data139)){
var valid41 = true;
const len27 = data139.length;
for(let i13=0; i13<len27; i13++){
let data140 = data139[i13];
const _errs289 = errors;
if(errors === _errs289){
if(data140 && typeof data140 == "object" && !Array.isArray(data140)){
let missing9;
if(((((((data140.name === undefined) && (missing9 = "name")) || ((data140.parts === undefined) && (missing9 = "parts"))) || ((data140.periodUs === undefined) && (missing9 = "periodUs"))) || ((data140.clockMhz === undefined) && (missing9 = "clockMhz"))) || ((data140.powerW === undefined) && (missing9 = "powerW"))) || ((data140.energyMj === undefined) && (missing9 = "energyMj"))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13,schemaPath:"#/properties/mixes/items/required",keyword:"required",params:{missingProperty: missing9},message:"must have required property '"+missing9+"'",schema:schema31.properties.mixes.items.required,parentSchema:schema31.properties.mixes.items,data:data140}];
return false;
}
else {
const _errs291 = errors;
for(const key11 in data140){
if(!((((((key11 === "name") || (key11 === "parts")) || (key11 === "periodUs")) || (key11 === "clockMhz")) || (key11 === "powerW")) || (key11 === "energyMj"))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13,schemaPath:"#/properties/mixes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.mixes.items,data:data140}];
return false;
break;
}
}
if(_errs291 === errors){
if(data140.name !== undefined){
let data141 = data140.name;
const _errs292 = errors;
if(typeof data141 !== "string"){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/name",schemaPath:"#/properties/mixes/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.mixes.items.properties.name.type,parentSchema:schema31.properties.mixes.items.properties.name,data:data141}];
return false;
}
var valid42 = _errs292 === errors;
}
else {
var valid42 = true;
}
if(valid42){
if(data140.parts !== undefined){
let data142 = data140.parts;
const _errs294 = errors;
if(errors === _errs294){
if(Array.isArray(data142)){
var valid43 = true;
const len28 = data142.length;
for(let i14=0; i14<len28; i14++){
let data143 = data142[i14];
const _errs296 = errors;
if(errors === _errs296){
if(Array.isArray(data143)){
if(data143.length > 4){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14,schemaPath:"#/properties/mixes/items/properties/parts/items/maxItems",keyword:"maxItems",params:{limit: 4},message:"must NOT have more than 4 items",schema:4,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data143}];
return false;
}
else {
if(data143.length < 4){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14,schemaPath:"#/properties/mixes/items/properties/parts/items/minItems",keyword:"minItems",params:{limit: 4},message:"must NOT have fewer than 4 items",schema:4,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data143}];
return false;
}
else {
const len29 = data143.length;
if(len29 > 0){
let data144 = data143[0];
const _errs298 = errors;
if(!(((typeof data144 == "number") && (!(data144 % 1) && !isNaN(data144))) && (isFinite(data144)))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/0",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[0].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[0],data:data144}];
return false;
}
if(errors === _errs298){
if((typeof data144 == "number") && (isFinite(data144))){
if(data144 < 0 || isNaN(data144)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/0",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[0],data:data144}];
return false;
}
}
}
var valid44 = _errs298 === errors;
}
if(valid44){
if(len29 > 1){
let data145 = data143[1];
const _errs300 = errors;
if(!(((typeof data145 == "number") && (!(data145 % 1) && !isNaN(data145))) && (isFinite(data145)))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/1",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[1].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[1],data:data145}];
return false;
}
if(errors === _errs300){
if((typeof data145 == "number") && (isFinite(data145))){
if(data145 < 0 || isNaN(data145)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/1",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[1],data:data145}];
return false;
}
}
}
var valid44 = _errs300 === errors;
}
if(valid44){
if(len29 > 2){
let data146 = data143[2];
const _errs302 = errors;
if(!(((typeof data146 == "number") && (!(data146 % 1) && !isNaN(data146))) && (isFinite(data146)))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/2",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[2].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[2],data:data146}];
return false;
}
if(errors === _errs302){
if((typeof data146 == "number") && (isFinite(data146))){
if(data146 < 1 || isNaN(data146)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/2",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[2],data:data146}];
return false;
}
}
}
var valid44 = _errs302 === errors;
}
if(valid44){
if(len29 > 3){
let data147 = data143[3];
const _errs304 = errors;
if(errors === _errs304){
if((typeof data147 == "number") && (isFinite(data147))){
if(data147 < 0 || isNaN(data147)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/3",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[3],data:data147}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/3",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[3].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[3],data:data147}];
return false;
}
}
var valid44 = _errs304 === errors;
}
if(valid44){
const len30 = data143.length;
if(!(len30 <= 4)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14,schemaPath:"#/properties/mixes/items/properties/parts/items/items",keyword:"items",params:{limit: 4},message:"must NOT have more than 4 items",schema:false,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data143}];
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
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14,schemaPath:"#/properties/mixes/items/properties/parts/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.mixes.items.properties.parts.items.type,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data143}];
return false;
}
}
var valid43 = _errs296 === errors;
if(!valid43){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts",schemaPath:"#/properties/mixes/items/properties/parts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.mixes.items.properties.parts.type,parentSchema:schema31.properties.mixes.items.properties.parts,data:data142}];
return false;
}
}
var valid42 = _errs294 === errors;
}
else {
var valid42 = true;
}
if(valid42){
if(data140.periodUs !== undefined){
let data148 = data140.periodUs;
const _errs306 = errors;
if(errors === _errs306){
if((typeof data148 == "number") && (isFinite(data148))){
if(data148 <= 0 || isNaN(data148)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/periodUs",schemaPath:"#/properties/mixes/items/properties/periodUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.periodUs,data:data148}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/periodUs",schemaPath:"#/properties/mixes/items/properties/periodUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.periodUs.type,parentSchema:schema31.properties.mixes.items.properties.periodUs,data:data148}];
return false;
}
}
var valid42 = _errs306 === errors;
}
else {
var valid42 = true;
}
if(valid42){
if(data140.clockMhz !== undefined){
let data149 = data140.clockMhz;
const _errs308 = errors;
if(errors === _errs308){
if((typeof data149 == "number") && (isFinite(data149))){
if(data149 <= 0 || isNaN(data149)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/clockMhz",schemaPath:"#/properties/mixes/items/properties/clockMhz/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.clockMhz,data:data149}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/clockMhz",schemaPath:"#/properties/mixes/items/properties/clockMhz/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.clockMhz.type,parentSchema:schema31.properties.mixes.items.properties.clockMhz,data:data149}];
return false;
}
}
var valid42 = _errs308 === errors;
}
else {
var valid42 = true;
}
if(valid42){
if(data140.powerW !== undefined){
let data150 = data140.powerW;
const _errs310 = errors;
if(errors === _errs310){
if((typeof data150 == "number") && (isFinite(data150))){
if(data150 <= 0 || isNaN(data150)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/powerW",schemaPath:"#/properties/mixes/items/properties/powerW/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.powerW,data:data150}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/powerW",schemaPath:"#/properties/mixes/items/properties/powerW/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.powerW.type,parentSchema:schema31.properties.mixes.items.properties.powerW,data:data150}];
return false;
}
}
var valid42 = _errs310 === errors;
}
else {
var valid42 = true;
}
if(valid42){
if(data140.energyMj !== undefined){
let data151 = data140.energyMj;
const _errs312 = errors;
if(errors === _errs312){
if((typeof data151 == "number") && (isFinite(data151))){
if(data151 <= 0 || isNaN(data151)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/energyMj",schemaPath:"#/properties/mixes/items/properties/energyMj/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.energyMj,data:data151}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/energyMj",schemaPath:"#/properties/mixes/items/properties/energyMj/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.energyMj.type,parentSchema:schema31.properties.mixes.items.properties.energyMj,data:data151}];
return false;
}
}
var valid42 = _errs312 === errors;
}
else {
var valid42 = true;
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
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13,schemaPath:"#/properties/mixes/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.mixes.items.type,parentSchema:schema31.properties.mixes.items,data:data140}];
return false;
}
}
var valid41 = _errs289 === errors;
if(!valid41){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes",schemaPath:"#/properties/mixes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.mixes.type,parentSchema:schema31.properties.mixes,data:data139}];
return false;
}
}
var valid0 = _errs287 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.holdOut !== undefined){
let data152 = data.holdOut;
const _errs314 = errors;
if(errors === _errs314){
if(Array.isArray(data152)){
var valid45 = true;
const len31 = data152.length;
for(let i15=0; i15<len31; i15++){
let data153 = data152[i15];
const _errs316 = errors;
if(errors === _errs316){
if(data153 && typeof data153 == "object" && !Array.isArray(data153)){
let missing10;
if((((((data153.what === undefined) && (missing10 = "what")) || ((data153.points === undefined) && (missing10 = "points"))) || ((data153.median === undefined) && (missing10 = "median"))) || ((data153.worst === undefined) && (missing10 = "worst"))) || ((data153.worstAt === undefined) && (missing10 = "worstAt"))){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15,schemaPath:"#/properties/holdOut/items/required",keyword:"required",params:{missingProperty: missing10},message:"must have required property '"+missing10+"'",schema:schema31.properties.holdOut.items.required,parentSchema:schema31.properties.holdOut.items,data:data153}];
return false;
}
else {
const _errs318 = errors;
for(const key12 in data153){
if(!(((((key12 === "what") || (key12 === "points")) || (key12 === "median")) || (key12 === "worst")) || (key12 === "worstAt"))){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15,schemaPath:"#/properties/holdOut/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.holdOut.items,data:data153}];
return false;
break;
}
}
if(_errs318 === errors){
if(data153.what !== undefined){
let data154 = data153.what;
const _errs319 = errors;
if(typeof data154 !== "string"){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/what",schemaPath:"#/properties/holdOut/items/properties/what/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.holdOut.items.properties.what.type,parentSchema:schema31.properties.holdOut.items.properties.what,data:data154}];
return false;
}
var valid46 = _errs319 === errors;
}
else {
var valid46 = true;
}
if(valid46){
if(data153.points !== undefined){
let data155 = data153.points;
const _errs321 = errors;
if(!(((typeof data155 == "number") && (!(data155 % 1) && !isNaN(data155))) && (isFinite(data155)))){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/points",schemaPath:"#/properties/holdOut/items/properties/points/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.holdOut.items.properties.points.type,parentSchema:schema31.properties.holdOut.items.properties.points,data:data155}];
return false;
}
if(errors === _errs321){
if((typeof data155 == "number") && (isFinite(data155))){
if(data155 < 1 || isNaN(data155)){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/points",schemaPath:"#/properties/holdOut/items/properties/points/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.holdOut.items.properties.points,data:data155}];
return false;
}
}
}
var valid46 = _errs321 === errors;
}
else {
var valid46 = true;
}
if(valid46){
if(data153.median !== undefined){
let data156 = data153.median;
const _errs323 = errors;
if(errors === _errs323){
if((typeof data156 == "number") && (isFinite(data156))){
if(data156 < 0 || isNaN(data156)){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/median",schemaPath:"#/properties/holdOut/items/properties/median/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.holdOut.items.properties.median,data:data156}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/median",schemaPath:"#/properties/holdOut/items/properties/median/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.holdOut.items.properties.median.type,parentSchema:schema31.properties.holdOut.items.properties.median,data:data156}];
return false;
}
}
var valid46 = _errs323 === errors;
}
else {
var valid46 = true;
}
if(valid46){
if(data153.worst !== undefined){
let data157 = data153.worst;
const _errs325 = errors;
if(errors === _errs325){
if((typeof data157 == "number") && (isFinite(data157))){
if(data157 < 0 || isNaN(data157)){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/worst",schemaPath:"#/properties/holdOut/items/properties/worst/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.holdOut.items.properties.worst,data:data157}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/worst",schemaPath:"#/properties/holdOut/items/properties/worst/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.holdOut.items.properties.worst.type,parentSchema:schema31.properties.holdOut.items.properties.worst,data:data157}];
return false;
}
}
var valid46 = _errs325 === errors;
}
else {
var valid46 = true;
}
if(valid46){
if(data153.worstAt !== undefined){
let data158 = data153.worstAt;
const _errs327 = errors;
if(typeof data158 !== "string"){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/worstAt",schemaPath:"#/properties/holdOut/items/properties/worstAt/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.holdOut.items.properties.worstAt.type,parentSchema:schema31.properties.holdOut.items.properties.worstAt,data:data158}];
return false;
}
var valid46 = _errs327 === errors;
}
else {
var valid46 = true;
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15,schemaPath:"#/properties/holdOut/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.holdOut.items.type,parentSchema:schema31.properties.holdOut.items,data:data153}];
return false;
}
}
var valid45 = _errs316 === errors;
if(!valid45){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/holdOut",schemaPath:"#/properties/holdOut/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.holdOut.type,parentSchema:schema31.properties.holdOut,data:data152}];
return false;
}
}
var valid0 = _errs314 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.leftOut !== undefined){
let data159 = data.leftOut;
const _errs329 = errors;
if(errors === _errs329){
if(Array.isArray(data159)){
var valid47 = true;
const len32 = data159.length;
for(let i16=0; i16<len32; i16++){
let data160 = data159[i16];
const _errs331 = errors;
if(typeof data160 !== "string"){
validate20.errors = [{instancePath:instancePath+"/leftOut/" + i16,schemaPath:"#/properties/leftOut/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.leftOut.items.type,parentSchema:schema31.properties.leftOut.items,data:data160}];
return false;
}
var valid47 = _errs331 === errors;
if(!valid47){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/leftOut",schemaPath:"#/properties/leftOut/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.leftOut.type,parentSchema:schema31.properties.leftOut,data:data159}];
return false;
}
}
var valid0 = _errs329 === errors;
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
else {
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
