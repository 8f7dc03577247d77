/* Generated from schemas/profile.schema.json by `npm run types`; edit the schema instead. */
// @ts-nocheck: Ajv writes JavaScript.
export const validate = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:nanoflow-plan:profile:1","type":"object","additionalProperties":false,"required":["schema","source","gpu","model","provenance","ceilings","power","splits","kernels","pairs","leftOut"],"properties":{"schema":{"const":"nanoflow-plan/profile/1"},"source":{"enum":["measured","published","roofline"]},"gpu":{"type":"object","additionalProperties":false,"required":["id","name","count","smCount","computeCapability","memoryBytes","l2Bytes","boostClockMhz"],"properties":{"id":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]*$"},"name":{"type":"string","pattern":"\\S"},"count":{"type":"integer","minimum":1},"smCount":{"type":"integer","minimum":1},"computeCapability":{"type":"string","pattern":"^[0-9]+\\.[0-9]+$"},"memoryBytes":{"type":"number","exclusiveMinimum":0},"l2Bytes":{"type":"number","minimum":0},"boostClockMhz":{"type":"number","exclusiveMinimum":0}}},"model":{"type":"object","additionalProperties":false,"required":["id","tensorParallel"],"properties":{"id":{"type":"string","pattern":"\\S"},"tensorParallel":{"type":"integer","minimum":1}}},"provenance":{"type":"object","additionalProperties":false,"required":["tool","command","measuredAt"],"properties":{"tool":{"type":"string","pattern":"\\S"},"command":{"type":"string","pattern":"\\S"},"measuredAt":{"type":"string"},"driver":{"type":"string"},"cudaRuntime":{"type":"string"},"cublasLt":{"type":"string"},"nccl":{"type":["string","null"]},"gpuSeconds":{"type":"number","minimum":0},"measurements":{"type":"integer","minimum":0},"medianSpread":{"type":"number","minimum":0},"p95Spread":{"type":"number","minimum":0},"throttleReasons":{"type":"array","items":{"type":"string"}},"pairStart":{"enum":["idle"]},"notes":{"type":"array","items":{"type":"string"}}}},"ceilings":{"type":"object","additionalProperties":false,"required":["gemmFlopsPerSecond","copyBytesPerSecond","networkBytesPerSecond"],"properties":{"gemmFlopsPerSecond":{"type":"number","exclusiveMinimum":0},"sustainedGemmFlopsPerSecond":{"type":"number","exclusiveMinimum":0},"fp8GemmFlopsPerSecond":{"type":"number","exclusiveMinimum":0},"copyBytesPerSecond":{"type":"number","exclusiveMinimum":0},"networkBytesPerSecond":{"type":["number","null"],"exclusiveMinimum":0}}},"power":{"type":"object","additionalProperties":false,"required":["capW","idleW"],"properties":{"capW":{"type":["number","null"],"exclusiveMinimum":0},"idleW":{"type":"number","minimum":0},"heldW":{"type":"number","exclusiveMinimum":0}}},"splits":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["groupSms","remainderSms"],"properties":{"mechanism":{"$ref":"#/$defs/mechanism"},"groupSms":{"type":"integer","minimum":1},"remainderSms":{"type":"integer","minimum":1}}}},"kernels":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["kind","shape","implementations","solo","sustained"],"properties":{"kind":{"$ref":"#/$defs/kernelKind"},"shape":{"$ref":"#/$defs/shape"},"variant":{"$ref":"#/$defs/variant"},"implementations":{"type":"array","items":{"type":"string"}},"solo":{"type":"array","items":{"$ref":"#/$defs/soloRow"}},"sustained":{"type":"array","items":{"type":"array","minItems":11,"maxItems":11,"items":false,"prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","minimum":0},{"type":"number","minimum":0},{"type":"number","minimum":0}]}},"defaults":{"type":"array","items":{"type":"array","minItems":2,"maxItems":2,"items":false,"prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":1}]}},"heldOut":{"type":"array","items":{"$ref":"#/$defs/soloRow"}}}}},"pairs":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["group","remainder","rows"],"properties":{"group":{"type":"integer","minimum":0},"remainder":{"type":"integer","minimum":0},"mechanism":{"$ref":"#/$defs/mechanism"},"rows":{"type":"array","items":{"$ref":"#/$defs/pairRow"}},"heldOut":{"type":"array","items":{"$ref":"#/$defs/pairRow"}},"sustained":{"type":"array","items":{"$ref":"#/$defs/sustainedPairRow"}}}}},"mixes":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["name","parts","periodUs","clockMhz","powerW","energyMj"],"properties":{"name":{"type":"string"},"parts":{"type":"array","items":{"type":"array","minItems":4,"maxItems":4,"items":false,"prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0}]}},"periodUs":{"type":"number","exclusiveMinimum":0},"clockMhz":{"type":"number","exclusiveMinimum":0},"powerW":{"type":"number","exclusiveMinimum":0},"energyMj":{"type":"number","exclusiveMinimum":0}}}},"holdOut":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["what","points","median","worst","worstAt"],"properties":{"what":{"type":"string"},"points":{"type":"integer","minimum":1},"median":{"type":"number","minimum":0},"worst":{"type":"number","minimum":0},"worstAt":{"type":"string"}}}},"leftOut":{"type":"array","items":{"type":"string"}}},"$defs":{"mechanism":{"enum":["green-context","cta-limit"],"default":"green-context"},"kernelKind":{"enum":["gemm","grouped_gemm","decode_attention","prefill_attention","rms_norm","rope_kv_append","silu_mul","quantise_rows","router","moe_permute","moe_combine","all_reduce","all_reduce_norm","embedding","sampling"]},"shape":{"type":"object","additionalProperties":{"type":"integer","minimum":1}},"variant":{"type":"object","additionalProperties":false,"required":[],"properties":{"operands":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"output":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"kv":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"scaling":{"enum":["none","tensor","row","block-128"]},"scaleLayout":{"enum":["none","row-major","column-major"]},"accumulation":{"enum":["fp32","fast"]},"bias":{"type":"boolean"},"qkNorm":{"type":"boolean"},"epilogue":{"enum":["none","silu-mul","residual-add","quantise"]}}},"soloRow":{"type":"array","minItems":7,"maxItems":7,"items":false,"prefixItems":[{"type":"integer","minimum":0},{"type":"string","pattern":"^(w|c?[gr][0-9]+)$"},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","minimum":0},{"type":"integer","minimum":1}]},"sustainedPairRow":{"type":"array","minItems":11,"maxItems":11,"items":false,"prefixItems":[{"type":"integer","minimum":1},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0}]},"pairRow":{"type":"array","minItems":10,"maxItems":10,"items":false,"prefixItems":[{"type":"integer","minimum":1},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"integer","minimum":0},{"type":"integer","minimum":1},{"type":"number","minimum":0},{"type":"number","exclusiveMinimum":0},{"type":"number","exclusiveMinimum":0},{"type":"integer","minimum":1}]}}};
const schema32 = {"enum":["green-context","cta-limit"],"default":"green-context"};
const schema33 = {"enum":["gemm","grouped_gemm","decode_attention","prefill_attention","rms_norm","rope_kv_append","silu_mul","quantise_rows","router","moe_permute","moe_combine","all_reduce","all_reduce_norm","embedding","sampling"]};
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
if(!(((((key4 === "gemmFlopsPerSecond") || (key4 === "sustainedGemmFlopsPerSecond")) || (key4 === "fp8GemmFlopsPerSecond")) || (key4 === "copyBytesPerSecond")) || (key4 === "networkBytesPerSecond"))){
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
if(data31.fp8GemmFlopsPerSecond !== undefined){
let data34 = data31.fp8GemmFlopsPerSecond;
const _errs71 = errors;
if(errors === _errs71){
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 <= 0 || isNaN(data34)){
validate20.errors = [{instancePath:instancePath+"/ceilings/fp8GemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/fp8GemmFlopsPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.fp8GemmFlopsPerSecond,data:data34}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ceilings/fp8GemmFlopsPerSecond",schemaPath:"#/properties/ceilings/properties/fp8GemmFlopsPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.ceilings.properties.fp8GemmFlopsPerSecond.type,parentSchema:schema31.properties.ceilings.properties.fp8GemmFlopsPerSecond,data:data34}];
return false;
}
}
var valid6 = _errs71 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data31.copyBytesPerSecond !== undefined){
let data35 = data31.copyBytesPerSecond;
const _errs73 = errors;
if(errors === _errs73){
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 <= 0 || isNaN(data35)){
validate20.errors = [{instancePath:instancePath+"/ceilings/copyBytesPerSecond",schemaPath:"#/properties/ceilings/properties/copyBytesPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.copyBytesPerSecond,data:data35}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/ceilings/copyBytesPerSecond",schemaPath:"#/properties/ceilings/properties/copyBytesPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.ceilings.properties.copyBytesPerSecond.type,parentSchema:schema31.properties.ceilings.properties.copyBytesPerSecond,data:data35}];
return false;
}
}
var valid6 = _errs73 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data31.networkBytesPerSecond !== undefined){
let data36 = data31.networkBytesPerSecond;
const _errs75 = errors;
if((!((typeof data36 == "number") && (isFinite(data36)))) && (data36 !== null)){
validate20.errors = [{instancePath:instancePath+"/ceilings/networkBytesPerSecond",schemaPath:"#/properties/ceilings/properties/networkBytesPerSecond/type",keyword:"type",params:{type: schema31.properties.ceilings.properties.networkBytesPerSecond.type},message:"must be number,null",schema:schema31.properties.ceilings.properties.networkBytesPerSecond.type,parentSchema:schema31.properties.ceilings.properties.networkBytesPerSecond,data:data36}];
return false;
}
if(errors === _errs75){
if((typeof data36 == "number") && (isFinite(data36))){
if(data36 <= 0 || isNaN(data36)){
validate20.errors = [{instancePath:instancePath+"/ceilings/networkBytesPerSecond",schemaPath:"#/properties/ceilings/properties/networkBytesPerSecond/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.ceilings.properties.networkBytesPerSecond,data:data36}];
return false;
}
}
}
var valid6 = _errs75 === errors;
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
let data37 = data.power;
const _errs77 = errors;
if(errors === _errs77){
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
let missing5;
if(((data37.capW === undefined) && (missing5 = "capW")) || ((data37.idleW === undefined) && (missing5 = "idleW"))){
validate20.errors = [{instancePath:instancePath+"/power",schemaPath:"#/properties/power/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'",schema:schema31.properties.power.required,parentSchema:schema31.properties.power,data:data37}];
return false;
}
else {
const _errs79 = errors;
for(const key5 in data37){
if(!(((key5 === "capW") || (key5 === "idleW")) || (key5 === "heldW"))){
validate20.errors = [{instancePath:instancePath+"/power",schemaPath:"#/properties/power/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.power,data:data37}];
return false;
break;
}
}
if(_errs79 === errors){
if(data37.capW !== undefined){
let data38 = data37.capW;
const _errs80 = errors;
if((!((typeof data38 == "number") && (isFinite(data38)))) && (data38 !== null)){
validate20.errors = [{instancePath:instancePath+"/power/capW",schemaPath:"#/properties/power/properties/capW/type",keyword:"type",params:{type: schema31.properties.power.properties.capW.type},message:"must be number,null",schema:schema31.properties.power.properties.capW.type,parentSchema:schema31.properties.power.properties.capW,data:data38}];
return false;
}
if(errors === _errs80){
if((typeof data38 == "number") && (isFinite(data38))){
if(data38 <= 0 || isNaN(data38)){
validate20.errors = [{instancePath:instancePath+"/power/capW",schemaPath:"#/properties/power/properties/capW/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.power.properties.capW,data:data38}];
return false;
}
}
}
var valid7 = _errs80 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data37.idleW !== undefined){
let data39 = data37.idleW;
const _errs82 = errors;
if(errors === _errs82){
if((typeof data39 == "number") && (isFinite(data39))){
if(data39 < 0 || isNaN(data39)){
validate20.errors = [{instancePath:instancePath+"/power/idleW",schemaPath:"#/properties/power/properties/idleW/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.power.properties.idleW,data:data39}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/power/idleW",schemaPath:"#/properties/power/properties/idleW/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.power.properties.idleW.type,parentSchema:schema31.properties.power.properties.idleW,data:data39}];
return false;
}
}
var valid7 = _errs82 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data37.heldW !== undefined){
let data40 = data37.heldW;
const _errs84 = errors;
if(errors === _errs84){
if((typeof data40 == "number") && (isFinite(data40))){
if(data40 <= 0 || isNaN(data40)){
validate20.errors = [{instancePath:instancePath+"/power/heldW",schemaPath:"#/properties/power/properties/heldW/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.power.properties.heldW,data:data40}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/power/heldW",schemaPath:"#/properties/power/properties/heldW/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.power.properties.heldW.type,parentSchema:schema31.properties.power.properties.heldW,data:data40}];
return false;
}
}
var valid7 = _errs84 === errors;
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
validate20.errors = [{instancePath:instancePath+"/power",schemaPath:"#/properties/power/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.power.type,parentSchema:schema31.properties.power,data:data37}];
return false;
}
}
var valid0 = _errs77 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.splits !== undefined){
let data41 = data.splits;
const _errs86 = errors;
if(errors === _errs86){
if(Array.isArray(data41)){
var valid8 = true;
const len2 = data41.length;
for(let i2=0; i2<len2; i2++){
let data42 = data41[i2];
const _errs88 = errors;
if(errors === _errs88){
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
let missing6;
if(((data42.groupSms === undefined) && (missing6 = "groupSms")) || ((data42.remainderSms === undefined) && (missing6 = "remainderSms"))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2,schemaPath:"#/properties/splits/items/required",keyword:"required",params:{missingProperty: missing6},message:"must have required property '"+missing6+"'",schema:schema31.properties.splits.items.required,parentSchema:schema31.properties.splits.items,data:data42}];
return false;
}
else {
const _errs90 = errors;
for(const key6 in data42){
if(!(((key6 === "mechanism") || (key6 === "groupSms")) || (key6 === "remainderSms"))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2,schemaPath:"#/properties/splits/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.splits.items,data:data42}];
return false;
break;
}
}
if(_errs90 === errors){
if(data42.mechanism !== undefined){
let data43 = data42.mechanism;
const _errs91 = errors;
if(!((data43 === "green-context") || (data43 === "cta-limit"))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/mechanism",schemaPath:"#/$defs/mechanism/enum",keyword:"enum",params:{allowedValues: schema32.enum},message:"must be equal to one of the allowed values",schema:schema32.enum,parentSchema:schema32,data:data43}];
return false;
}
var valid9 = _errs91 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data42.groupSms !== undefined){
let data44 = data42.groupSms;
const _errs93 = errors;
if(!(((typeof data44 == "number") && (!(data44 % 1) && !isNaN(data44))) && (isFinite(data44)))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/groupSms",schemaPath:"#/properties/splits/items/properties/groupSms/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.splits.items.properties.groupSms.type,parentSchema:schema31.properties.splits.items.properties.groupSms,data:data44}];
return false;
}
if(errors === _errs93){
if((typeof data44 == "number") && (isFinite(data44))){
if(data44 < 1 || isNaN(data44)){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/groupSms",schemaPath:"#/properties/splits/items/properties/groupSms/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.splits.items.properties.groupSms,data:data44}];
return false;
}
}
}
var valid9 = _errs93 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data42.remainderSms !== undefined){
let data45 = data42.remainderSms;
const _errs95 = errors;
if(!(((typeof data45 == "number") && (!(data45 % 1) && !isNaN(data45))) && (isFinite(data45)))){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/remainderSms",schemaPath:"#/properties/splits/items/properties/remainderSms/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.splits.items.properties.remainderSms.type,parentSchema:schema31.properties.splits.items.properties.remainderSms,data:data45}];
return false;
}
if(errors === _errs95){
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 < 1 || isNaN(data45)){
validate20.errors = [{instancePath:instancePath+"/splits/" + i2+"/remainderSms",schemaPath:"#/properties/splits/items/properties/remainderSms/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.splits.items.properties.remainderSms,data:data45}];
return false;
}
}
}
var valid9 = _errs95 === errors;
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
validate20.errors = [{instancePath:instancePath+"/splits/" + i2,schemaPath:"#/properties/splits/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.splits.items.type,parentSchema:schema31.properties.splits.items,data:data42}];
return false;
}
}
var valid8 = _errs88 === errors;
if(!valid8){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/splits",schemaPath:"#/properties/splits/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.splits.type,parentSchema:schema31.properties.splits,data:data41}];
return false;
}
}
var valid0 = _errs86 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kernels !== undefined){
let data46 = data.kernels;
const _errs97 = errors;
if(errors === _errs97){
if(Array.isArray(data46)){
var valid11 = true;
const len3 = data46.length;
for(let i3=0; i3<len3; i3++){
let data47 = data46[i3];
const _errs99 = errors;
if(errors === _errs99){
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
let missing7;
if((((((data47.kind === undefined) && (missing7 = "kind")) || ((data47.shape === undefined) && (missing7 = "shape"))) || ((data47.implementations === undefined) && (missing7 = "implementations"))) || ((data47.solo === undefined) && (missing7 = "solo"))) || ((data47.sustained === undefined) && (missing7 = "sustained"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3,schemaPath:"#/properties/kernels/items/required",keyword:"required",params:{missingProperty: missing7},message:"must have required property '"+missing7+"'",schema:schema31.properties.kernels.items.required,parentSchema:schema31.properties.kernels.items,data:data47}];
return false;
}
else {
const _errs101 = errors;
for(const key7 in data47){
if(!((((((((key7 === "kind") || (key7 === "shape")) || (key7 === "variant")) || (key7 === "implementations")) || (key7 === "solo")) || (key7 === "sustained")) || (key7 === "defaults")) || (key7 === "heldOut"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3,schemaPath:"#/properties/kernels/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.kernels.items,data:data47}];
return false;
break;
}
}
if(_errs101 === errors){
if(data47.kind !== undefined){
let data48 = data47.kind;
const _errs102 = errors;
if(!(((((((((((((((data48 === "gemm") || (data48 === "grouped_gemm")) || (data48 === "decode_attention")) || (data48 === "prefill_attention")) || (data48 === "rms_norm")) || (data48 === "rope_kv_append")) || (data48 === "silu_mul")) || (data48 === "quantise_rows")) || (data48 === "router")) || (data48 === "moe_permute")) || (data48 === "moe_combine")) || (data48 === "all_reduce")) || (data48 === "all_reduce_norm")) || (data48 === "embedding")) || (data48 === "sampling"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/kind",schemaPath:"#/$defs/kernelKind/enum",keyword:"enum",params:{allowedValues: schema33.enum},message:"must be equal to one of the allowed values",schema:schema33.enum,parentSchema:schema33,data:data48}];
return false;
}
var valid12 = _errs102 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data47.shape !== undefined){
let data49 = data47.shape;
const _errs104 = errors;
const _errs105 = errors;
if(errors === _errs105){
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
for(const key8 in data49){
let data50 = data49[key8];
const _errs108 = errors;
if(!(((typeof data50 == "number") && (!(data50 % 1) && !isNaN(data50))) && (isFinite(data50)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/shape/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/shape/additionalProperties/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.additionalProperties.type,parentSchema:schema34.additionalProperties,data:data50}];
return false;
}
if(errors === _errs108){
if((typeof data50 == "number") && (isFinite(data50))){
if(data50 < 1 || isNaN(data50)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/shape/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/shape/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.additionalProperties,data:data50}];
return false;
}
}
}
var valid15 = _errs108 === errors;
if(!valid15){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/shape",schemaPath:"#/$defs/shape/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data:data49}];
return false;
}
}
var valid12 = _errs104 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data47.variant !== undefined){
let data51 = data47.variant;
const _errs110 = errors;
const _errs111 = errors;
if(errors === _errs111){
if(data51 && typeof data51 == "object" && !Array.isArray(data51)){
const _errs113 = errors;
for(const key9 in data51){
if(!(func1.call(schema35.properties, key9))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant",schemaPath:"#/$defs/variant/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema35,data:data51}];
return false;
break;
}
}
if(_errs113 === errors){
if(data51.operands !== undefined){
let data52 = data51.operands;
const _errs114 = errors;
if(!(((((data52 === "bf16") || (data52 === "fp16")) || (data52 === "fp32")) || (data52 === "fp8-e4m3")) || (data52 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/operands",schemaPath:"#/$defs/variant/properties/operands/enum",keyword:"enum",params:{allowedValues: schema35.properties.operands.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.operands.enum,parentSchema:schema35.properties.operands,data:data52}];
return false;
}
var valid17 = _errs114 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data51.output !== undefined){
let data53 = data51.output;
const _errs115 = errors;
if(!(((((data53 === "bf16") || (data53 === "fp16")) || (data53 === "fp32")) || (data53 === "fp8-e4m3")) || (data53 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/output",schemaPath:"#/$defs/variant/properties/output/enum",keyword:"enum",params:{allowedValues: schema35.properties.output.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.output.enum,parentSchema:schema35.properties.output,data:data53}];
return false;
}
var valid17 = _errs115 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data51.kv !== undefined){
let data54 = data51.kv;
const _errs116 = errors;
if(!(((((data54 === "bf16") || (data54 === "fp16")) || (data54 === "fp32")) || (data54 === "fp8-e4m3")) || (data54 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/kv",schemaPath:"#/$defs/variant/properties/kv/enum",keyword:"enum",params:{allowedValues: schema35.properties.kv.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.kv.enum,parentSchema:schema35.properties.kv,data:data54}];
return false;
}
var valid17 = _errs116 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data51.scaling !== undefined){
let data55 = data51.scaling;
const _errs117 = errors;
if(!((((data55 === "none") || (data55 === "tensor")) || (data55 === "row")) || (data55 === "block-128"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/scaling",schemaPath:"#/$defs/variant/properties/scaling/enum",keyword:"enum",params:{allowedValues: schema35.properties.scaling.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.scaling.enum,parentSchema:schema35.properties.scaling,data:data55}];
return false;
}
var valid17 = _errs117 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data51.scaleLayout !== undefined){
let data56 = data51.scaleLayout;
const _errs118 = errors;
if(!(((data56 === "none") || (data56 === "row-major")) || (data56 === "column-major"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/scaleLayout",schemaPath:"#/$defs/variant/properties/scaleLayout/enum",keyword:"enum",params:{allowedValues: schema35.properties.scaleLayout.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.scaleLayout.enum,parentSchema:schema35.properties.scaleLayout,data:data56}];
return false;
}
var valid17 = _errs118 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data51.accumulation !== undefined){
let data57 = data51.accumulation;
const _errs119 = errors;
if(!((data57 === "fp32") || (data57 === "fast"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/accumulation",schemaPath:"#/$defs/variant/properties/accumulation/enum",keyword:"enum",params:{allowedValues: schema35.properties.accumulation.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.accumulation.enum,parentSchema:schema35.properties.accumulation,data:data57}];
return false;
}
var valid17 = _errs119 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data51.bias !== undefined){
let data58 = data51.bias;
const _errs120 = errors;
if(typeof data58 !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/bias",schemaPath:"#/$defs/variant/properties/bias/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.bias.type,parentSchema:schema35.properties.bias,data:data58}];
return false;
}
var valid17 = _errs120 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data51.qkNorm !== undefined){
let data59 = data51.qkNorm;
const _errs122 = errors;
if(typeof data59 !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/qkNorm",schemaPath:"#/$defs/variant/properties/qkNorm/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.qkNorm.type,parentSchema:schema35.properties.qkNorm,data:data59}];
return false;
}
var valid17 = _errs122 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data51.epilogue !== undefined){
let data60 = data51.epilogue;
const _errs124 = errors;
if(!((((data60 === "none") || (data60 === "silu-mul")) || (data60 === "residual-add")) || (data60 === "quantise"))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant/epilogue",schemaPath:"#/$defs/variant/properties/epilogue/enum",keyword:"enum",params:{allowedValues: schema35.properties.epilogue.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.epilogue.enum,parentSchema:schema35.properties.epilogue,data:data60}];
return false;
}
var valid17 = _errs124 === errors;
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
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/variant",schemaPath:"#/$defs/variant/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.type,parentSchema:schema35,data:data51}];
return false;
}
}
var valid12 = _errs110 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data47.implementations !== undefined){
let data61 = data47.implementations;
const _errs125 = errors;
if(errors === _errs125){
if(Array.isArray(data61)){
var valid18 = true;
const len4 = data61.length;
for(let i4=0; i4<len4; i4++){
let data62 = data61[i4];
const _errs127 = errors;
if(typeof data62 !== "string"){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/implementations/" + i4,schemaPath:"#/properties/kernels/items/properties/implementations/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.kernels.items.properties.implementations.items.type,parentSchema:schema31.properties.kernels.items.properties.implementations.items,data:data62}];
return false;
}
var valid18 = _errs127 === errors;
if(!valid18){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/implementations",schemaPath:"#/properties/kernels/items/properties/implementations/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.implementations.type,parentSchema:schema31.properties.kernels.items.properties.implementations,data:data61}];
return false;
}
}
var valid12 = _errs125 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data47.solo !== undefined){
let data63 = data47.solo;
const _errs129 = errors;
if(errors === _errs129){
if(Array.isArray(data63)){
var valid19 = true;
const len5 = data63.length;
for(let i5=0; i5<len5; i5++){
let data64 = data63[i5];
const _errs131 = errors;
const _errs132 = errors;
if(errors === _errs132){
if(Array.isArray(data64)){
if(data64.length > 7){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5,schemaPath:"#/$defs/soloRow/maxItems",keyword:"maxItems",params:{limit: 7},message:"must NOT have more than 7 items",schema:7,parentSchema:schema36,data:data64}];
return false;
}
else {
if(data64.length < 7){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5,schemaPath:"#/$defs/soloRow/minItems",keyword:"minItems",params:{limit: 7},message:"must NOT have fewer than 7 items",schema:7,parentSchema:schema36,data:data64}];
return false;
}
else {
const len6 = data64.length;
if(len6 > 0){
let data65 = data64[0];
const _errs134 = errors;
if(!(((typeof data65 == "number") && (!(data65 % 1) && !isNaN(data65))) && (isFinite(data65)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/0",schemaPath:"#/$defs/soloRow/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[0].type,parentSchema:schema36.prefixItems[0],data:data65}];
return false;
}
if(errors === _errs134){
if((typeof data65 == "number") && (isFinite(data65))){
if(data65 < 0 || isNaN(data65)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/0",schemaPath:"#/$defs/soloRow/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[0],data:data65}];
return false;
}
}
}
var valid21 = _errs134 === errors;
}
if(valid21){
if(len6 > 1){
let data66 = data64[1];
const _errs136 = errors;
if(errors === _errs136){
if(typeof data66 === "string"){
if(!pattern10.test(data66)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/1",schemaPath:"#/$defs/soloRow/prefixItems/1/pattern",keyword:"pattern",params:{pattern: "^(w|c?[gr][0-9]+)$"},message:"must match pattern \""+"^(w|c?[gr][0-9]+)$"+"\"",schema:"^(w|c?[gr][0-9]+)$",parentSchema:schema36.prefixItems[1],data:data66}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/1",schemaPath:"#/$defs/soloRow/prefixItems/1/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.prefixItems[1].type,parentSchema:schema36.prefixItems[1],data:data66}];
return false;
}
}
var valid21 = _errs136 === errors;
}
if(valid21){
if(len6 > 2){
let data67 = data64[2];
const _errs138 = errors;
if(!(((typeof data67 == "number") && (!(data67 % 1) && !isNaN(data67))) && (isFinite(data67)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/2",schemaPath:"#/$defs/soloRow/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[2].type,parentSchema:schema36.prefixItems[2],data:data67}];
return false;
}
if(errors === _errs138){
if((typeof data67 == "number") && (isFinite(data67))){
if(data67 < 1 || isNaN(data67)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/2",schemaPath:"#/$defs/soloRow/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.prefixItems[2],data:data67}];
return false;
}
}
}
var valid21 = _errs138 === errors;
}
if(valid21){
if(len6 > 3){
let data68 = data64[3];
const _errs140 = errors;
if(errors === _errs140){
if((typeof data68 == "number") && (isFinite(data68))){
if(data68 < 0 || isNaN(data68)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/3",schemaPath:"#/$defs/soloRow/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[3],data:data68}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/3",schemaPath:"#/$defs/soloRow/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[3].type,parentSchema:schema36.prefixItems[3],data:data68}];
return false;
}
}
var valid21 = _errs140 === errors;
}
if(valid21){
if(len6 > 4){
let data69 = data64[4];
const _errs142 = errors;
if(errors === _errs142){
if((typeof data69 == "number") && (isFinite(data69))){
if(data69 <= 0 || isNaN(data69)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/4",schemaPath:"#/$defs/soloRow/prefixItems/4/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema36.prefixItems[4],data:data69}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/4",schemaPath:"#/$defs/soloRow/prefixItems/4/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[4].type,parentSchema:schema36.prefixItems[4],data:data69}];
return false;
}
}
var valid21 = _errs142 === errors;
}
if(valid21){
if(len6 > 5){
let data70 = data64[5];
const _errs144 = errors;
if(errors === _errs144){
if((typeof data70 == "number") && (isFinite(data70))){
if(data70 < 0 || isNaN(data70)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/5",schemaPath:"#/$defs/soloRow/prefixItems/5/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[5],data:data70}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/5",schemaPath:"#/$defs/soloRow/prefixItems/5/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[5].type,parentSchema:schema36.prefixItems[5],data:data70}];
return false;
}
}
var valid21 = _errs144 === errors;
}
if(valid21){
if(len6 > 6){
let data71 = data64[6];
const _errs146 = errors;
if(!(((typeof data71 == "number") && (!(data71 % 1) && !isNaN(data71))) && (isFinite(data71)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/6",schemaPath:"#/$defs/soloRow/prefixItems/6/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[6].type,parentSchema:schema36.prefixItems[6],data:data71}];
return false;
}
if(errors === _errs146){
if((typeof data71 == "number") && (isFinite(data71))){
if(data71 < 1 || isNaN(data71)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5+"/6",schemaPath:"#/$defs/soloRow/prefixItems/6/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.prefixItems[6],data:data71}];
return false;
}
}
}
var valid21 = _errs146 === errors;
}
if(valid21){
const len7 = data64.length;
if(!(len7 <= 7)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5,schemaPath:"#/$defs/soloRow/items",keyword:"items",params:{limit: 7},message:"must NOT have more than 7 items",schema:false,parentSchema:schema36,data:data64}];
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
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo/" + i5,schemaPath:"#/$defs/soloRow/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema36.type,parentSchema:schema36,data:data64}];
return false;
}
}
var valid19 = _errs131 === errors;
if(!valid19){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/solo",schemaPath:"#/properties/kernels/items/properties/solo/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.solo.type,parentSchema:schema31.properties.kernels.items.properties.solo,data:data63}];
return false;
}
}
var valid12 = _errs129 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data47.sustained !== undefined){
let data72 = data47.sustained;
const _errs148 = errors;
if(errors === _errs148){
if(Array.isArray(data72)){
var valid22 = true;
const len8 = data72.length;
for(let i6=0; i6<len8; i6++){
let data73 = data72[i6];
const _errs150 = errors;
if(errors === _errs150){
if(Array.isArray(data73)){
if(data73.length > 11){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6,schemaPath:"#/properties/kernels/items/properties/sustained/items/maxItems",keyword:"maxItems",params:{limit: 11},message:"must NOT have more than 11 items",schema:11,parentSchema:schema31.properties.kernels.items.properties.sustained.items,data:data73}];
return false;
}
else {
if(data73.length < 11){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6,schemaPath:"#/properties/kernels/items/properties/sustained/items/minItems",keyword:"minItems",params:{limit: 11},message:"must NOT have fewer than 11 items",schema:11,parentSchema:schema31.properties.kernels.items.properties.sustained.items,data:data73}];
return false;
}
else {
const len9 = data73.length;
if(len9 > 0){
let data74 = data73[0];
const _errs152 = errors;
if(!(((typeof data74 == "number") && (!(data74 % 1) && !isNaN(data74))) && (isFinite(data74)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/0",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[0].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[0],data:data74}];
return false;
}
if(errors === _errs152){
if((typeof data74 == "number") && (isFinite(data74))){
if(data74 < 0 || isNaN(data74)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/0",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[0],data:data74}];
return false;
}
}
}
var valid23 = _errs152 === errors;
}
if(valid23){
if(len9 > 1){
let data75 = data73[1];
const _errs154 = errors;
if(!(((typeof data75 == "number") && (!(data75 % 1) && !isNaN(data75))) && (isFinite(data75)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/1",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[1].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[1],data:data75}];
return false;
}
if(errors === _errs154){
if((typeof data75 == "number") && (isFinite(data75))){
if(data75 < 1 || isNaN(data75)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/1",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[1],data:data75}];
return false;
}
}
}
var valid23 = _errs154 === errors;
}
if(valid23){
if(len9 > 2){
let data76 = data73[2];
const _errs156 = errors;
if(errors === _errs156){
if((typeof data76 == "number") && (isFinite(data76))){
if(data76 < 0 || isNaN(data76)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/2",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[2],data:data76}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/2",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/2/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[2].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[2],data:data76}];
return false;
}
}
var valid23 = _errs156 === errors;
}
if(valid23){
if(len9 > 3){
let data77 = data73[3];
const _errs158 = errors;
if(errors === _errs158){
if((typeof data77 == "number") && (isFinite(data77))){
if(data77 <= 0 || isNaN(data77)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/3",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/3/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[3],data:data77}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/3",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[3].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[3],data:data77}];
return false;
}
}
var valid23 = _errs158 === errors;
}
if(valid23){
if(len9 > 4){
let data78 = data73[4];
const _errs160 = errors;
if(errors === _errs160){
if((typeof data78 == "number") && (isFinite(data78))){
if(data78 < 0 || isNaN(data78)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/4",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/4/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[4],data:data78}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/4",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/4/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[4].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[4],data:data78}];
return false;
}
}
var valid23 = _errs160 === errors;
}
if(valid23){
if(len9 > 5){
let data79 = data73[5];
const _errs162 = errors;
if(errors === _errs162){
if((typeof data79 == "number") && (isFinite(data79))){
if(data79 <= 0 || isNaN(data79)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/5",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/5/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[5],data:data79}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/5",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/5/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[5].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[5],data:data79}];
return false;
}
}
var valid23 = _errs162 === errors;
}
if(valid23){
if(len9 > 6){
let data80 = data73[6];
const _errs164 = errors;
if(errors === _errs164){
if((typeof data80 == "number") && (isFinite(data80))){
if(data80 <= 0 || isNaN(data80)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/6",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/6/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[6],data:data80}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/6",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/6/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[6].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[6],data:data80}];
return false;
}
}
var valid23 = _errs164 === errors;
}
if(valid23){
if(len9 > 7){
let data81 = data73[7];
const _errs166 = errors;
if(errors === _errs166){
if((typeof data81 == "number") && (isFinite(data81))){
if(data81 <= 0 || isNaN(data81)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/7",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/7/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[7],data:data81}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/7",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/7/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[7].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[7],data:data81}];
return false;
}
}
var valid23 = _errs166 === errors;
}
if(valid23){
if(len9 > 8){
let data82 = data73[8];
const _errs168 = errors;
if(errors === _errs168){
if((typeof data82 == "number") && (isFinite(data82))){
if(data82 < 0 || isNaN(data82)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/8",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/8/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[8],data:data82}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/8",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/8/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[8].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[8],data:data82}];
return false;
}
}
var valid23 = _errs168 === errors;
}
if(valid23){
if(len9 > 9){
let data83 = data73[9];
const _errs170 = errors;
if(errors === _errs170){
if((typeof data83 == "number") && (isFinite(data83))){
if(data83 < 0 || isNaN(data83)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/9",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/9/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[9],data:data83}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/9",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/9/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[9].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[9],data:data83}];
return false;
}
}
var valid23 = _errs170 === errors;
}
if(valid23){
if(len9 > 10){
let data84 = data73[10];
const _errs172 = errors;
if(errors === _errs172){
if((typeof data84 == "number") && (isFinite(data84))){
if(data84 < 0 || isNaN(data84)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/10",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/10/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[10],data:data84}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6+"/10",schemaPath:"#/properties/kernels/items/properties/sustained/items/prefixItems/10/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[10].type,parentSchema:schema31.properties.kernels.items.properties.sustained.items.prefixItems[10],data:data84}];
return false;
}
}
var valid23 = _errs172 === errors;
}
if(valid23){
const len10 = data73.length;
if(!(len10 <= 11)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6,schemaPath:"#/properties/kernels/items/properties/sustained/items/items",keyword:"items",params:{limit: 11},message:"must NOT have more than 11 items",schema:false,parentSchema:schema31.properties.kernels.items.properties.sustained.items,data:data73}];
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
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained/" + i6,schemaPath:"#/properties/kernels/items/properties/sustained/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.sustained.items.type,parentSchema:schema31.properties.kernels.items.properties.sustained.items,data:data73}];
return false;
}
}
var valid22 = _errs150 === errors;
if(!valid22){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/sustained",schemaPath:"#/properties/kernels/items/properties/sustained/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.sustained.type,parentSchema:schema31.properties.kernels.items.properties.sustained,data:data72}];
return false;
}
}
var valid12 = _errs148 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data47.defaults !== undefined){
let data85 = data47.defaults;
const _errs174 = errors;
if(errors === _errs174){
if(Array.isArray(data85)){
var valid24 = true;
const len11 = data85.length;
for(let i7=0; i7<len11; i7++){
let data86 = data85[i7];
const _errs176 = errors;
if(errors === _errs176){
if(Array.isArray(data86)){
if(data86.length > 2){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7,schemaPath:"#/properties/kernels/items/properties/defaults/items/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema31.properties.kernels.items.properties.defaults.items,data:data86}];
return false;
}
else {
if(data86.length < 2){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7,schemaPath:"#/properties/kernels/items/properties/defaults/items/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema31.properties.kernels.items.properties.defaults.items,data:data86}];
return false;
}
else {
const len12 = data86.length;
if(len12 > 0){
let data87 = data86[0];
const _errs178 = errors;
if(!(((typeof data87 == "number") && (!(data87 % 1) && !isNaN(data87))) && (isFinite(data87)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7+"/0",schemaPath:"#/properties/kernels/items/properties/defaults/items/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[0].type,parentSchema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[0],data:data87}];
return false;
}
if(errors === _errs178){
if((typeof data87 == "number") && (isFinite(data87))){
if(data87 < 0 || isNaN(data87)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7+"/0",schemaPath:"#/properties/kernels/items/properties/defaults/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[0],data:data87}];
return false;
}
}
}
var valid25 = _errs178 === errors;
}
if(valid25){
if(len12 > 1){
let data88 = data86[1];
const _errs180 = errors;
if(!(((typeof data88 == "number") && (!(data88 % 1) && !isNaN(data88))) && (isFinite(data88)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7+"/1",schemaPath:"#/properties/kernels/items/properties/defaults/items/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[1].type,parentSchema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[1],data:data88}];
return false;
}
if(errors === _errs180){
if((typeof data88 == "number") && (isFinite(data88))){
if(data88 < 1 || isNaN(data88)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7+"/1",schemaPath:"#/properties/kernels/items/properties/defaults/items/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.kernels.items.properties.defaults.items.prefixItems[1],data:data88}];
return false;
}
}
}
var valid25 = _errs180 === errors;
}
if(valid25){
const len13 = data86.length;
if(!(len13 <= 2)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7,schemaPath:"#/properties/kernels/items/properties/defaults/items/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema31.properties.kernels.items.properties.defaults.items,data:data86}];
return false;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults/" + i7,schemaPath:"#/properties/kernels/items/properties/defaults/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.defaults.items.type,parentSchema:schema31.properties.kernels.items.properties.defaults.items,data:data86}];
return false;
}
}
var valid24 = _errs176 === errors;
if(!valid24){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/defaults",schemaPath:"#/properties/kernels/items/properties/defaults/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.defaults.type,parentSchema:schema31.properties.kernels.items.properties.defaults,data:data85}];
return false;
}
}
var valid12 = _errs174 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data47.heldOut !== undefined){
let data89 = data47.heldOut;
const _errs182 = errors;
if(errors === _errs182){
if(Array.isArray(data89)){
var valid26 = true;
const len14 = data89.length;
for(let i8=0; i8<len14; i8++){
let data90 = data89[i8];
const _errs184 = errors;
const _errs185 = errors;
if(errors === _errs185){
if(Array.isArray(data90)){
if(data90.length > 7){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8,schemaPath:"#/$defs/soloRow/maxItems",keyword:"maxItems",params:{limit: 7},message:"must NOT have more than 7 items",schema:7,parentSchema:schema36,data:data90}];
return false;
}
else {
if(data90.length < 7){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8,schemaPath:"#/$defs/soloRow/minItems",keyword:"minItems",params:{limit: 7},message:"must NOT have fewer than 7 items",schema:7,parentSchema:schema36,data:data90}];
return false;
}
else {
const len15 = data90.length;
if(len15 > 0){
let data91 = data90[0];
const _errs187 = errors;
if(!(((typeof data91 == "number") && (!(data91 % 1) && !isNaN(data91))) && (isFinite(data91)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/0",schemaPath:"#/$defs/soloRow/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[0].type,parentSchema:schema36.prefixItems[0],data:data91}];
return false;
}
if(errors === _errs187){
if((typeof data91 == "number") && (isFinite(data91))){
if(data91 < 0 || isNaN(data91)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/0",schemaPath:"#/$defs/soloRow/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[0],data:data91}];
return false;
}
}
}
var valid28 = _errs187 === errors;
}
if(valid28){
if(len15 > 1){
let data92 = data90[1];
const _errs189 = errors;
if(errors === _errs189){
if(typeof data92 === "string"){
if(!pattern10.test(data92)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/1",schemaPath:"#/$defs/soloRow/prefixItems/1/pattern",keyword:"pattern",params:{pattern: "^(w|c?[gr][0-9]+)$"},message:"must match pattern \""+"^(w|c?[gr][0-9]+)$"+"\"",schema:"^(w|c?[gr][0-9]+)$",parentSchema:schema36.prefixItems[1],data:data92}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/1",schemaPath:"#/$defs/soloRow/prefixItems/1/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.prefixItems[1].type,parentSchema:schema36.prefixItems[1],data:data92}];
return false;
}
}
var valid28 = _errs189 === errors;
}
if(valid28){
if(len15 > 2){
let data93 = data90[2];
const _errs191 = errors;
if(!(((typeof data93 == "number") && (!(data93 % 1) && !isNaN(data93))) && (isFinite(data93)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/2",schemaPath:"#/$defs/soloRow/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[2].type,parentSchema:schema36.prefixItems[2],data:data93}];
return false;
}
if(errors === _errs191){
if((typeof data93 == "number") && (isFinite(data93))){
if(data93 < 1 || isNaN(data93)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/2",schemaPath:"#/$defs/soloRow/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.prefixItems[2],data:data93}];
return false;
}
}
}
var valid28 = _errs191 === errors;
}
if(valid28){
if(len15 > 3){
let data94 = data90[3];
const _errs193 = errors;
if(errors === _errs193){
if((typeof data94 == "number") && (isFinite(data94))){
if(data94 < 0 || isNaN(data94)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/3",schemaPath:"#/$defs/soloRow/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[3],data:data94}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/3",schemaPath:"#/$defs/soloRow/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[3].type,parentSchema:schema36.prefixItems[3],data:data94}];
return false;
}
}
var valid28 = _errs193 === errors;
}
if(valid28){
if(len15 > 4){
let data95 = data90[4];
const _errs195 = errors;
if(errors === _errs195){
if((typeof data95 == "number") && (isFinite(data95))){
if(data95 <= 0 || isNaN(data95)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/4",schemaPath:"#/$defs/soloRow/prefixItems/4/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema36.prefixItems[4],data:data95}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/4",schemaPath:"#/$defs/soloRow/prefixItems/4/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[4].type,parentSchema:schema36.prefixItems[4],data:data95}];
return false;
}
}
var valid28 = _errs195 === errors;
}
if(valid28){
if(len15 > 5){
let data96 = data90[5];
const _errs197 = errors;
if(errors === _errs197){
if((typeof data96 == "number") && (isFinite(data96))){
if(data96 < 0 || isNaN(data96)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/5",schemaPath:"#/$defs/soloRow/prefixItems/5/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.prefixItems[5],data:data96}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/5",schemaPath:"#/$defs/soloRow/prefixItems/5/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.prefixItems[5].type,parentSchema:schema36.prefixItems[5],data:data96}];
return false;
}
}
var valid28 = _errs197 === errors;
}
if(valid28){
if(len15 > 6){
let data97 = data90[6];
const _errs199 = errors;
if(!(((typeof data97 == "number") && (!(data97 % 1) && !isNaN(data97))) && (isFinite(data97)))){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/6",schemaPath:"#/$defs/soloRow/prefixItems/6/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.prefixItems[6].type,parentSchema:schema36.prefixItems[6],data:data97}];
return false;
}
if(errors === _errs199){
if((typeof data97 == "number") && (isFinite(data97))){
if(data97 < 1 || isNaN(data97)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8+"/6",schemaPath:"#/$defs/soloRow/prefixItems/6/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.prefixItems[6],data:data97}];
return false;
}
}
}
var valid28 = _errs199 === errors;
}
if(valid28){
const len16 = data90.length;
if(!(len16 <= 7)){
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8,schemaPath:"#/$defs/soloRow/items",keyword:"items",params:{limit: 7},message:"must NOT have more than 7 items",schema:false,parentSchema:schema36,data:data90}];
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
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut/" + i8,schemaPath:"#/$defs/soloRow/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema36.type,parentSchema:schema36,data:data90}];
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
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3+"/heldOut",schemaPath:"#/properties/kernels/items/properties/heldOut/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.items.properties.heldOut.type,parentSchema:schema31.properties.kernels.items.properties.heldOut,data:data89}];
return false;
}
}
var valid12 = _errs182 === errors;
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
validate20.errors = [{instancePath:instancePath+"/kernels/" + i3,schemaPath:"#/properties/kernels/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.kernels.items.type,parentSchema:schema31.properties.kernels.items,data:data47}];
return false;
}
}
var valid11 = _errs99 === errors;
if(!valid11){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kernels",schemaPath:"#/properties/kernels/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.kernels.type,parentSchema:schema31.properties.kernels,data:data46}];
return false;
}
}
var valid0 = _errs97 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pairs !== undefined){
let data98 = data.pairs;
const _errs201 = errors;
if(errors === _errs201){
if(Array.isArray(data98)){
var valid29 = true;
const len17 = data98.length;
for(let i9=0; i9<len17; i9++){
let data99 = data98[i9];
const _errs203 = errors;
if(errors === _errs203){
if(data99 && typeof data99 == "object" && !Array.isArray(data99)){
let missing8;
if((((data99.group === undefined) && (missing8 = "group")) || ((data99.remainder === undefined) && (missing8 = "remainder"))) || ((data99.rows === undefined) && (missing8 = "rows"))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9,schemaPath:"#/properties/pairs/items/required",keyword:"required",params:{missingProperty: missing8},message:"must have required property '"+missing8+"'",schema:schema31.properties.pairs.items.required,parentSchema:schema31.properties.pairs.items,data:data99}];
return false;
}
else {
const _errs205 = errors;
for(const key10 in data99){
if(!((((((key10 === "group") || (key10 === "remainder")) || (key10 === "mechanism")) || (key10 === "rows")) || (key10 === "heldOut")) || (key10 === "sustained"))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9,schemaPath:"#/properties/pairs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.pairs.items,data:data99}];
return false;
break;
}
}
if(_errs205 === errors){
if(data99.group !== undefined){
let data100 = data99.group;
const _errs206 = errors;
if(!(((typeof data100 == "number") && (!(data100 % 1) && !isNaN(data100))) && (isFinite(data100)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/group",schemaPath:"#/properties/pairs/items/properties/group/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.pairs.items.properties.group.type,parentSchema:schema31.properties.pairs.items.properties.group,data:data100}];
return false;
}
if(errors === _errs206){
if((typeof data100 == "number") && (isFinite(data100))){
if(data100 < 0 || isNaN(data100)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/group",schemaPath:"#/properties/pairs/items/properties/group/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.pairs.items.properties.group,data:data100}];
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
if(data99.remainder !== undefined){
let data101 = data99.remainder;
const _errs208 = errors;
if(!(((typeof data101 == "number") && (!(data101 % 1) && !isNaN(data101))) && (isFinite(data101)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/remainder",schemaPath:"#/properties/pairs/items/properties/remainder/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.pairs.items.properties.remainder.type,parentSchema:schema31.properties.pairs.items.properties.remainder,data:data101}];
return false;
}
if(errors === _errs208){
if((typeof data101 == "number") && (isFinite(data101))){
if(data101 < 0 || isNaN(data101)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/remainder",schemaPath:"#/properties/pairs/items/properties/remainder/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.pairs.items.properties.remainder,data:data101}];
return false;
}
}
}
var valid30 = _errs208 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data99.mechanism !== undefined){
let data102 = data99.mechanism;
const _errs210 = errors;
if(!((data102 === "green-context") || (data102 === "cta-limit"))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/mechanism",schemaPath:"#/$defs/mechanism/enum",keyword:"enum",params:{allowedValues: schema32.enum},message:"must be equal to one of the allowed values",schema:schema32.enum,parentSchema:schema32,data:data102}];
return false;
}
var valid30 = _errs210 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data99.rows !== undefined){
let data103 = data99.rows;
const _errs212 = errors;
if(errors === _errs212){
if(Array.isArray(data103)){
var valid32 = true;
const len18 = data103.length;
for(let i10=0; i10<len18; i10++){
let data104 = data103[i10];
const _errs214 = errors;
const _errs215 = errors;
if(errors === _errs215){
if(Array.isArray(data104)){
if(data104.length > 10){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10,schemaPath:"#/$defs/pairRow/maxItems",keyword:"maxItems",params:{limit: 10},message:"must NOT have more than 10 items",schema:10,parentSchema:schema39,data:data104}];
return false;
}
else {
if(data104.length < 10){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10,schemaPath:"#/$defs/pairRow/minItems",keyword:"minItems",params:{limit: 10},message:"must NOT have fewer than 10 items",schema:10,parentSchema:schema39,data:data104}];
return false;
}
else {
const len19 = data104.length;
if(len19 > 0){
let data105 = data104[0];
const _errs217 = errors;
if(!(((typeof data105 == "number") && (!(data105 % 1) && !isNaN(data105))) && (isFinite(data105)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/0",schemaPath:"#/$defs/pairRow/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[0].type,parentSchema:schema39.prefixItems[0],data:data105}];
return false;
}
if(errors === _errs217){
if((typeof data105 == "number") && (isFinite(data105))){
if(data105 < 1 || isNaN(data105)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/0",schemaPath:"#/$defs/pairRow/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[0],data:data105}];
return false;
}
}
}
var valid34 = _errs217 === errors;
}
if(valid34){
if(len19 > 1){
let data106 = data104[1];
const _errs219 = errors;
if(!(((typeof data106 == "number") && (!(data106 % 1) && !isNaN(data106))) && (isFinite(data106)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/1",schemaPath:"#/$defs/pairRow/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[1].type,parentSchema:schema39.prefixItems[1],data:data106}];
return false;
}
if(errors === _errs219){
if((typeof data106 == "number") && (isFinite(data106))){
if(data106 < 0 || isNaN(data106)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/1",schemaPath:"#/$defs/pairRow/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[1],data:data106}];
return false;
}
}
}
var valid34 = _errs219 === errors;
}
if(valid34){
if(len19 > 2){
let data107 = data104[2];
const _errs221 = errors;
if(!(((typeof data107 == "number") && (!(data107 % 1) && !isNaN(data107))) && (isFinite(data107)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/2",schemaPath:"#/$defs/pairRow/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[2].type,parentSchema:schema39.prefixItems[2],data:data107}];
return false;
}
if(errors === _errs221){
if((typeof data107 == "number") && (isFinite(data107))){
if(data107 < 1 || isNaN(data107)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/2",schemaPath:"#/$defs/pairRow/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[2],data:data107}];
return false;
}
}
}
var valid34 = _errs221 === errors;
}
if(valid34){
if(len19 > 3){
let data108 = data104[3];
const _errs223 = errors;
if(errors === _errs223){
if((typeof data108 == "number") && (isFinite(data108))){
if(data108 < 0 || isNaN(data108)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/3",schemaPath:"#/$defs/pairRow/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[3],data:data108}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/3",schemaPath:"#/$defs/pairRow/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[3].type,parentSchema:schema39.prefixItems[3],data:data108}];
return false;
}
}
var valid34 = _errs223 === errors;
}
if(valid34){
if(len19 > 4){
let data109 = data104[4];
const _errs225 = errors;
if(!(((typeof data109 == "number") && (!(data109 % 1) && !isNaN(data109))) && (isFinite(data109)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/4",schemaPath:"#/$defs/pairRow/prefixItems/4/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[4].type,parentSchema:schema39.prefixItems[4],data:data109}];
return false;
}
if(errors === _errs225){
if((typeof data109 == "number") && (isFinite(data109))){
if(data109 < 0 || isNaN(data109)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/4",schemaPath:"#/$defs/pairRow/prefixItems/4/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[4],data:data109}];
return false;
}
}
}
var valid34 = _errs225 === errors;
}
if(valid34){
if(len19 > 5){
let data110 = data104[5];
const _errs227 = errors;
if(!(((typeof data110 == "number") && (!(data110 % 1) && !isNaN(data110))) && (isFinite(data110)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/5",schemaPath:"#/$defs/pairRow/prefixItems/5/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[5].type,parentSchema:schema39.prefixItems[5],data:data110}];
return false;
}
if(errors === _errs227){
if((typeof data110 == "number") && (isFinite(data110))){
if(data110 < 1 || isNaN(data110)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/5",schemaPath:"#/$defs/pairRow/prefixItems/5/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[5],data:data110}];
return false;
}
}
}
var valid34 = _errs227 === errors;
}
if(valid34){
if(len19 > 6){
let data111 = data104[6];
const _errs229 = errors;
if(errors === _errs229){
if((typeof data111 == "number") && (isFinite(data111))){
if(data111 < 0 || isNaN(data111)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/6",schemaPath:"#/$defs/pairRow/prefixItems/6/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[6],data:data111}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/6",schemaPath:"#/$defs/pairRow/prefixItems/6/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[6].type,parentSchema:schema39.prefixItems[6],data:data111}];
return false;
}
}
var valid34 = _errs229 === errors;
}
if(valid34){
if(len19 > 7){
let data112 = data104[7];
const _errs231 = errors;
if(errors === _errs231){
if((typeof data112 == "number") && (isFinite(data112))){
if(data112 <= 0 || isNaN(data112)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/7",schemaPath:"#/$defs/pairRow/prefixItems/7/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema39.prefixItems[7],data:data112}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/7",schemaPath:"#/$defs/pairRow/prefixItems/7/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[7].type,parentSchema:schema39.prefixItems[7],data:data112}];
return false;
}
}
var valid34 = _errs231 === errors;
}
if(valid34){
if(len19 > 8){
let data113 = data104[8];
const _errs233 = errors;
if(errors === _errs233){
if((typeof data113 == "number") && (isFinite(data113))){
if(data113 <= 0 || isNaN(data113)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/8",schemaPath:"#/$defs/pairRow/prefixItems/8/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema39.prefixItems[8],data:data113}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/8",schemaPath:"#/$defs/pairRow/prefixItems/8/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[8].type,parentSchema:schema39.prefixItems[8],data:data113}];
return false;
}
}
var valid34 = _errs233 === errors;
}
if(valid34){
if(len19 > 9){
let data114 = data104[9];
const _errs235 = errors;
if(!(((typeof data114 == "number") && (!(data114 % 1) && !isNaN(data114))) && (isFinite(data114)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/9",schemaPath:"#/$defs/pairRow/prefixItems/9/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[9].type,parentSchema:schema39.prefixItems[9],data:data114}];
return false;
}
if(errors === _errs235){
if((typeof data114 == "number") && (isFinite(data114))){
if(data114 < 1 || isNaN(data114)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10+"/9",schemaPath:"#/$defs/pairRow/prefixItems/9/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[9],data:data114}];
return false;
}
}
}
var valid34 = _errs235 === errors;
}
if(valid34){
const len20 = data104.length;
if(!(len20 <= 10)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10,schemaPath:"#/$defs/pairRow/items",keyword:"items",params:{limit: 10},message:"must NOT have more than 10 items",schema:false,parentSchema:schema39,data:data104}];
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
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows/" + i10,schemaPath:"#/$defs/pairRow/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema39.type,parentSchema:schema39,data:data104}];
return false;
}
}
var valid32 = _errs214 === errors;
if(!valid32){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/rows",schemaPath:"#/properties/pairs/items/properties/rows/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.pairs.items.properties.rows.type,parentSchema:schema31.properties.pairs.items.properties.rows,data:data103}];
return false;
}
}
var valid30 = _errs212 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data99.heldOut !== undefined){
let data115 = data99.heldOut;
const _errs237 = errors;
if(errors === _errs237){
if(Array.isArray(data115)){
var valid35 = true;
const len21 = data115.length;
for(let i11=0; i11<len21; i11++){
let data116 = data115[i11];
const _errs239 = errors;
const _errs240 = errors;
if(errors === _errs240){
if(Array.isArray(data116)){
if(data116.length > 10){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11,schemaPath:"#/$defs/pairRow/maxItems",keyword:"maxItems",params:{limit: 10},message:"must NOT have more than 10 items",schema:10,parentSchema:schema39,data:data116}];
return false;
}
else {
if(data116.length < 10){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11,schemaPath:"#/$defs/pairRow/minItems",keyword:"minItems",params:{limit: 10},message:"must NOT have fewer than 10 items",schema:10,parentSchema:schema39,data:data116}];
return false;
}
else {
const len22 = data116.length;
if(len22 > 0){
let data117 = data116[0];
const _errs242 = errors;
if(!(((typeof data117 == "number") && (!(data117 % 1) && !isNaN(data117))) && (isFinite(data117)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/0",schemaPath:"#/$defs/pairRow/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[0].type,parentSchema:schema39.prefixItems[0],data:data117}];
return false;
}
if(errors === _errs242){
if((typeof data117 == "number") && (isFinite(data117))){
if(data117 < 1 || isNaN(data117)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/0",schemaPath:"#/$defs/pairRow/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[0],data:data117}];
return false;
}
}
}
var valid37 = _errs242 === errors;
}
if(valid37){
if(len22 > 1){
let data118 = data116[1];
const _errs244 = errors;
if(!(((typeof data118 == "number") && (!(data118 % 1) && !isNaN(data118))) && (isFinite(data118)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/1",schemaPath:"#/$defs/pairRow/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[1].type,parentSchema:schema39.prefixItems[1],data:data118}];
return false;
}
if(errors === _errs244){
if((typeof data118 == "number") && (isFinite(data118))){
if(data118 < 0 || isNaN(data118)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/1",schemaPath:"#/$defs/pairRow/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[1],data:data118}];
return false;
}
}
}
var valid37 = _errs244 === errors;
}
if(valid37){
if(len22 > 2){
let data119 = data116[2];
const _errs246 = errors;
if(!(((typeof data119 == "number") && (!(data119 % 1) && !isNaN(data119))) && (isFinite(data119)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/2",schemaPath:"#/$defs/pairRow/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[2].type,parentSchema:schema39.prefixItems[2],data:data119}];
return false;
}
if(errors === _errs246){
if((typeof data119 == "number") && (isFinite(data119))){
if(data119 < 1 || isNaN(data119)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/2",schemaPath:"#/$defs/pairRow/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[2],data:data119}];
return false;
}
}
}
var valid37 = _errs246 === errors;
}
if(valid37){
if(len22 > 3){
let data120 = data116[3];
const _errs248 = errors;
if(errors === _errs248){
if((typeof data120 == "number") && (isFinite(data120))){
if(data120 < 0 || isNaN(data120)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/3",schemaPath:"#/$defs/pairRow/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[3],data:data120}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/3",schemaPath:"#/$defs/pairRow/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[3].type,parentSchema:schema39.prefixItems[3],data:data120}];
return false;
}
}
var valid37 = _errs248 === errors;
}
if(valid37){
if(len22 > 4){
let data121 = data116[4];
const _errs250 = errors;
if(!(((typeof data121 == "number") && (!(data121 % 1) && !isNaN(data121))) && (isFinite(data121)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/4",schemaPath:"#/$defs/pairRow/prefixItems/4/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[4].type,parentSchema:schema39.prefixItems[4],data:data121}];
return false;
}
if(errors === _errs250){
if((typeof data121 == "number") && (isFinite(data121))){
if(data121 < 0 || isNaN(data121)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/4",schemaPath:"#/$defs/pairRow/prefixItems/4/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[4],data:data121}];
return false;
}
}
}
var valid37 = _errs250 === errors;
}
if(valid37){
if(len22 > 5){
let data122 = data116[5];
const _errs252 = errors;
if(!(((typeof data122 == "number") && (!(data122 % 1) && !isNaN(data122))) && (isFinite(data122)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/5",schemaPath:"#/$defs/pairRow/prefixItems/5/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[5].type,parentSchema:schema39.prefixItems[5],data:data122}];
return false;
}
if(errors === _errs252){
if((typeof data122 == "number") && (isFinite(data122))){
if(data122 < 1 || isNaN(data122)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/5",schemaPath:"#/$defs/pairRow/prefixItems/5/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[5],data:data122}];
return false;
}
}
}
var valid37 = _errs252 === errors;
}
if(valid37){
if(len22 > 6){
let data123 = data116[6];
const _errs254 = errors;
if(errors === _errs254){
if((typeof data123 == "number") && (isFinite(data123))){
if(data123 < 0 || isNaN(data123)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/6",schemaPath:"#/$defs/pairRow/prefixItems/6/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema39.prefixItems[6],data:data123}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/6",schemaPath:"#/$defs/pairRow/prefixItems/6/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[6].type,parentSchema:schema39.prefixItems[6],data:data123}];
return false;
}
}
var valid37 = _errs254 === errors;
}
if(valid37){
if(len22 > 7){
let data124 = data116[7];
const _errs256 = errors;
if(errors === _errs256){
if((typeof data124 == "number") && (isFinite(data124))){
if(data124 <= 0 || isNaN(data124)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/7",schemaPath:"#/$defs/pairRow/prefixItems/7/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema39.prefixItems[7],data:data124}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/7",schemaPath:"#/$defs/pairRow/prefixItems/7/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[7].type,parentSchema:schema39.prefixItems[7],data:data124}];
return false;
}
}
var valid37 = _errs256 === errors;
}
if(valid37){
if(len22 > 8){
let data125 = data116[8];
const _errs258 = errors;
if(errors === _errs258){
if((typeof data125 == "number") && (isFinite(data125))){
if(data125 <= 0 || isNaN(data125)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/8",schemaPath:"#/$defs/pairRow/prefixItems/8/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema39.prefixItems[8],data:data125}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/8",schemaPath:"#/$defs/pairRow/prefixItems/8/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.prefixItems[8].type,parentSchema:schema39.prefixItems[8],data:data125}];
return false;
}
}
var valid37 = _errs258 === errors;
}
if(valid37){
if(len22 > 9){
let data126 = data116[9];
const _errs260 = errors;
if(!(((typeof data126 == "number") && (!(data126 % 1) && !isNaN(data126))) && (isFinite(data126)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/9",schemaPath:"#/$defs/pairRow/prefixItems/9/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema39.prefixItems[9].type,parentSchema:schema39.prefixItems[9],data:data126}];
return false;
}
if(errors === _errs260){
if((typeof data126 == "number") && (isFinite(data126))){
if(data126 < 1 || isNaN(data126)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11+"/9",schemaPath:"#/$defs/pairRow/prefixItems/9/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema39.prefixItems[9],data:data126}];
return false;
}
}
}
var valid37 = _errs260 === errors;
}
if(valid37){
const len23 = data116.length;
if(!(len23 <= 10)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11,schemaPath:"#/$defs/pairRow/items",keyword:"items",params:{limit: 10},message:"must NOT have more than 10 items",schema:false,parentSchema:schema39,data:data116}];
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
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut/" + i11,schemaPath:"#/$defs/pairRow/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema39.type,parentSchema:schema39,data:data116}];
return false;
}
}
var valid35 = _errs239 === errors;
if(!valid35){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/heldOut",schemaPath:"#/properties/pairs/items/properties/heldOut/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.pairs.items.properties.heldOut.type,parentSchema:schema31.properties.pairs.items.properties.heldOut,data:data115}];
return false;
}
}
var valid30 = _errs237 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data99.sustained !== undefined){
let data127 = data99.sustained;
const _errs262 = errors;
if(errors === _errs262){
if(Array.isArray(data127)){
var valid38 = true;
const len24 = data127.length;
for(let i12=0; i12<len24; i12++){
let data128 = data127[i12];
const _errs264 = errors;
const _errs265 = errors;
if(errors === _errs265){
if(Array.isArray(data128)){
if(data128.length > 11){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12,schemaPath:"#/$defs/sustainedPairRow/maxItems",keyword:"maxItems",params:{limit: 11},message:"must NOT have more than 11 items",schema:11,parentSchema:schema41,data:data128}];
return false;
}
else {
if(data128.length < 11){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12,schemaPath:"#/$defs/sustainedPairRow/minItems",keyword:"minItems",params:{limit: 11},message:"must NOT have fewer than 11 items",schema:11,parentSchema:schema41,data:data128}];
return false;
}
else {
const len25 = data128.length;
if(len25 > 0){
let data129 = data128[0];
const _errs267 = errors;
if(!(((typeof data129 == "number") && (!(data129 % 1) && !isNaN(data129))) && (isFinite(data129)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/0",schemaPath:"#/$defs/sustainedPairRow/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema41.prefixItems[0].type,parentSchema:schema41.prefixItems[0],data:data129}];
return false;
}
if(errors === _errs267){
if((typeof data129 == "number") && (isFinite(data129))){
if(data129 < 1 || isNaN(data129)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/0",schemaPath:"#/$defs/sustainedPairRow/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema41.prefixItems[0],data:data129}];
return false;
}
}
}
var valid40 = _errs267 === errors;
}
if(valid40){
if(len25 > 1){
let data130 = data128[1];
const _errs269 = errors;
if(!(((typeof data130 == "number") && (!(data130 % 1) && !isNaN(data130))) && (isFinite(data130)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/1",schemaPath:"#/$defs/sustainedPairRow/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema41.prefixItems[1].type,parentSchema:schema41.prefixItems[1],data:data130}];
return false;
}
if(errors === _errs269){
if((typeof data130 == "number") && (isFinite(data130))){
if(data130 < 0 || isNaN(data130)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/1",schemaPath:"#/$defs/sustainedPairRow/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema41.prefixItems[1],data:data130}];
return false;
}
}
}
var valid40 = _errs269 === errors;
}
if(valid40){
if(len25 > 2){
let data131 = data128[2];
const _errs271 = errors;
if(!(((typeof data131 == "number") && (!(data131 % 1) && !isNaN(data131))) && (isFinite(data131)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/2",schemaPath:"#/$defs/sustainedPairRow/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema41.prefixItems[2].type,parentSchema:schema41.prefixItems[2],data:data131}];
return false;
}
if(errors === _errs271){
if((typeof data131 == "number") && (isFinite(data131))){
if(data131 < 1 || isNaN(data131)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/2",schemaPath:"#/$defs/sustainedPairRow/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema41.prefixItems[2],data:data131}];
return false;
}
}
}
var valid40 = _errs271 === errors;
}
if(valid40){
if(len25 > 3){
let data132 = data128[3];
const _errs273 = errors;
if(errors === _errs273){
if((typeof data132 == "number") && (isFinite(data132))){
if(data132 < 0 || isNaN(data132)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/3",schemaPath:"#/$defs/sustainedPairRow/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema41.prefixItems[3],data:data132}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/3",schemaPath:"#/$defs/sustainedPairRow/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[3].type,parentSchema:schema41.prefixItems[3],data:data132}];
return false;
}
}
var valid40 = _errs273 === errors;
}
if(valid40){
if(len25 > 4){
let data133 = data128[4];
const _errs275 = errors;
if(!(((typeof data133 == "number") && (!(data133 % 1) && !isNaN(data133))) && (isFinite(data133)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/4",schemaPath:"#/$defs/sustainedPairRow/prefixItems/4/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema41.prefixItems[4].type,parentSchema:schema41.prefixItems[4],data:data133}];
return false;
}
if(errors === _errs275){
if((typeof data133 == "number") && (isFinite(data133))){
if(data133 < 0 || isNaN(data133)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/4",schemaPath:"#/$defs/sustainedPairRow/prefixItems/4/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema41.prefixItems[4],data:data133}];
return false;
}
}
}
var valid40 = _errs275 === errors;
}
if(valid40){
if(len25 > 5){
let data134 = data128[5];
const _errs277 = errors;
if(!(((typeof data134 == "number") && (!(data134 % 1) && !isNaN(data134))) && (isFinite(data134)))){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/5",schemaPath:"#/$defs/sustainedPairRow/prefixItems/5/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema41.prefixItems[5].type,parentSchema:schema41.prefixItems[5],data:data134}];
return false;
}
if(errors === _errs277){
if((typeof data134 == "number") && (isFinite(data134))){
if(data134 < 1 || isNaN(data134)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/5",schemaPath:"#/$defs/sustainedPairRow/prefixItems/5/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema41.prefixItems[5],data:data134}];
return false;
}
}
}
var valid40 = _errs277 === errors;
}
if(valid40){
if(len25 > 6){
let data135 = data128[6];
const _errs279 = errors;
if(errors === _errs279){
if((typeof data135 == "number") && (isFinite(data135))){
if(data135 < 0 || isNaN(data135)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/6",schemaPath:"#/$defs/sustainedPairRow/prefixItems/6/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema41.prefixItems[6],data:data135}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/6",schemaPath:"#/$defs/sustainedPairRow/prefixItems/6/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[6].type,parentSchema:schema41.prefixItems[6],data:data135}];
return false;
}
}
var valid40 = _errs279 === errors;
}
if(valid40){
if(len25 > 7){
let data136 = data128[7];
const _errs281 = errors;
if(errors === _errs281){
if((typeof data136 == "number") && (isFinite(data136))){
if(data136 <= 0 || isNaN(data136)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/7",schemaPath:"#/$defs/sustainedPairRow/prefixItems/7/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema41.prefixItems[7],data:data136}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/7",schemaPath:"#/$defs/sustainedPairRow/prefixItems/7/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[7].type,parentSchema:schema41.prefixItems[7],data:data136}];
return false;
}
}
var valid40 = _errs281 === errors;
}
if(valid40){
if(len25 > 8){
let data137 = data128[8];
const _errs283 = errors;
if(errors === _errs283){
if((typeof data137 == "number") && (isFinite(data137))){
if(data137 <= 0 || isNaN(data137)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/8",schemaPath:"#/$defs/sustainedPairRow/prefixItems/8/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema41.prefixItems[8],data:data137}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/8",schemaPath:"#/$defs/sustainedPairRow/prefixItems/8/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[8].type,parentSchema:schema41.prefixItems[8],data:data137}];
return false;
}
}
var valid40 = _errs283 === errors;
}
if(valid40){
if(len25 > 9){
let data138 = data128[9];
const _errs285 = errors;
if(errors === _errs285){
if((typeof data138 == "number") && (isFinite(data138))){
if(data138 <= 0 || isNaN(data138)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/9",schemaPath:"#/$defs/sustainedPairRow/prefixItems/9/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema41.prefixItems[9],data:data138}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/9",schemaPath:"#/$defs/sustainedPairRow/prefixItems/9/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[9].type,parentSchema:schema41.prefixItems[9],data:data138}];
return false;
}
}
var valid40 = _errs285 === errors;
}
if(valid40){
if(len25 > 10){
let data139 = data128[10];
const _errs287 = errors;
if(errors === _errs287){
if((typeof data139 == "number") && (isFinite(data139))){
if(data139 <= 0 || isNaN(data139)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/10",schemaPath:"#/$defs/sustainedPairRow/prefixItems/10/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema41.prefixItems[10],data:data139}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12+"/10",schemaPath:"#/$defs/sustainedPairRow/prefixItems/10/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.prefixItems[10].type,parentSchema:schema41.prefixItems[10],data:data139}];
return false;
}
}
var valid40 = _errs287 === errors;
}
if(valid40){
const len26 = data128.length;
if(!(len26 <= 11)){
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12,schemaPath:"#/$defs/sustainedPairRow/items",keyword:"items",params:{limit: 11},message:"must NOT have more than 11 items",schema:false,parentSchema:schema41,data:data128}];
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
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained/" + i12,schemaPath:"#/$defs/sustainedPairRow/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema41.type,parentSchema:schema41,data:data128}];
return false;
}
}
var valid38 = _errs264 === errors;
if(!valid38){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9+"/sustained",schemaPath:"#/properties/pairs/items/properties/sustained/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.pairs.items.properties.sustained.type,parentSchema:schema31.properties.pairs.items.properties.sustained,data:data127}];
return false;
}
}
var valid30 = _errs262 === errors;
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
validate20.errors = [{instancePath:instancePath+"/pairs/" + i9,schemaPath:"#/properties/pairs/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.pairs.items.type,parentSchema:schema31.properties.pairs.items,data:data99}];
return false;
}
}
var valid29 = _errs203 === errors;
if(!valid29){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/pairs",schemaPath:"#/properties/pairs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.pairs.type,parentSchema:schema31.properties.pairs,data:data98}];
return false;
}
}
var valid0 = _errs201 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.mixes !== undefined){
let data140 = data.mixes;
const _errs289 = errors;
if(errors === _errs289){
if(Array.isArray(data140)){
var valid41 = true;
const len27 = data140.length;
for(let i13=0; i13<len27; i13++){
let data141 = data140[i13];
const _errs291 = errors;
if(errors === _errs291){
if(data141 && typeof data141 == "object" && !Array.isArray(data141)){
let missing9;
if(((((((data141.name === undefined) && (missing9 = "name")) || ((data141.parts === undefined) && (missing9 = "parts"))) || ((data141.periodUs === undefined) && (missing9 = "periodUs"))) || ((data141.clockMhz === undefined) && (missing9 = "clockMhz"))) || ((data141.powerW === undefined) && (missing9 = "powerW"))) || ((data141.energyMj === undefined) && (missing9 = "energyMj"))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13,schemaPath:"#/properties/mixes/items/required",keyword:"required",params:{missingProperty: missing9},message:"must have required property '"+missing9+"'",schema:schema31.properties.mixes.items.required,parentSchema:schema31.properties.mixes.items,data:data141}];
return false;
}
else {
const _errs293 = errors;
for(const key11 in data141){
if(!((((((key11 === "name") || (key11 === "parts")) || (key11 === "periodUs")) || (key11 === "clockMhz")) || (key11 === "powerW")) || (key11 === "energyMj"))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13,schemaPath:"#/properties/mixes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.mixes.items,data:data141}];
return false;
break;
}
}
if(_errs293 === errors){
if(data141.name !== undefined){
let data142 = data141.name;
const _errs294 = errors;
if(typeof data142 !== "string"){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/name",schemaPath:"#/properties/mixes/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.mixes.items.properties.name.type,parentSchema:schema31.properties.mixes.items.properties.name,data:data142}];
return false;
}
var valid42 = _errs294 === errors;
}
else {
var valid42 = true;
}
if(valid42){
if(data141.parts !== undefined){
let data143 = data141.parts;
const _errs296 = errors;
if(errors === _errs296){
if(Array.isArray(data143)){
var valid43 = true;
const len28 = data143.length;
for(let i14=0; i14<len28; i14++){
let data144 = data143[i14];
const _errs298 = errors;
if(errors === _errs298){
if(Array.isArray(data144)){
if(data144.length > 4){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14,schemaPath:"#/properties/mixes/items/properties/parts/items/maxItems",keyword:"maxItems",params:{limit: 4},message:"must NOT have more than 4 items",schema:4,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data144}];
return false;
}
else {
if(data144.length < 4){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14,schemaPath:"#/properties/mixes/items/properties/parts/items/minItems",keyword:"minItems",params:{limit: 4},message:"must NOT have fewer than 4 items",schema:4,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data144}];
return false;
}
else {
const len29 = data144.length;
if(len29 > 0){
let data145 = data144[0];
const _errs300 = errors;
if(!(((typeof data145 == "number") && (!(data145 % 1) && !isNaN(data145))) && (isFinite(data145)))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/0",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[0].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[0],data:data145}];
return false;
}
if(errors === _errs300){
if((typeof data145 == "number") && (isFinite(data145))){
if(data145 < 0 || isNaN(data145)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/0",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[0],data:data145}];
return false;
}
}
}
var valid44 = _errs300 === errors;
}
if(valid44){
if(len29 > 1){
let data146 = data144[1];
const _errs302 = errors;
if(!(((typeof data146 == "number") && (!(data146 % 1) && !isNaN(data146))) && (isFinite(data146)))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/1",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[1].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[1],data:data146}];
return false;
}
if(errors === _errs302){
if((typeof data146 == "number") && (isFinite(data146))){
if(data146 < 0 || isNaN(data146)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/1",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[1],data:data146}];
return false;
}
}
}
var valid44 = _errs302 === errors;
}
if(valid44){
if(len29 > 2){
let data147 = data144[2];
const _errs304 = errors;
if(!(((typeof data147 == "number") && (!(data147 % 1) && !isNaN(data147))) && (isFinite(data147)))){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/2",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/2/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[2].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[2],data:data147}];
return false;
}
if(errors === _errs304){
if((typeof data147 == "number") && (isFinite(data147))){
if(data147 < 1 || isNaN(data147)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/2",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[2],data:data147}];
return false;
}
}
}
var valid44 = _errs304 === errors;
}
if(valid44){
if(len29 > 3){
let data148 = data144[3];
const _errs306 = errors;
if(errors === _errs306){
if((typeof data148 == "number") && (isFinite(data148))){
if(data148 < 0 || isNaN(data148)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/3",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/3/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[3],data:data148}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14+"/3",schemaPath:"#/properties/mixes/items/properties/parts/items/prefixItems/3/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.parts.items.prefixItems[3].type,parentSchema:schema31.properties.mixes.items.properties.parts.items.prefixItems[3],data:data148}];
return false;
}
}
var valid44 = _errs306 === errors;
}
if(valid44){
const len30 = data144.length;
if(!(len30 <= 4)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14,schemaPath:"#/properties/mixes/items/properties/parts/items/items",keyword:"items",params:{limit: 4},message:"must NOT have more than 4 items",schema:false,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data144}];
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
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts/" + i14,schemaPath:"#/properties/mixes/items/properties/parts/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.mixes.items.properties.parts.items.type,parentSchema:schema31.properties.mixes.items.properties.parts.items,data:data144}];
return false;
}
}
var valid43 = _errs298 === errors;
if(!valid43){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/parts",schemaPath:"#/properties/mixes/items/properties/parts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.mixes.items.properties.parts.type,parentSchema:schema31.properties.mixes.items.properties.parts,data:data143}];
return false;
}
}
var valid42 = _errs296 === errors;
}
else {
var valid42 = true;
}
if(valid42){
if(data141.periodUs !== undefined){
let data149 = data141.periodUs;
const _errs308 = errors;
if(errors === _errs308){
if((typeof data149 == "number") && (isFinite(data149))){
if(data149 <= 0 || isNaN(data149)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/periodUs",schemaPath:"#/properties/mixes/items/properties/periodUs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.periodUs,data:data149}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/periodUs",schemaPath:"#/properties/mixes/items/properties/periodUs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.periodUs.type,parentSchema:schema31.properties.mixes.items.properties.periodUs,data:data149}];
return false;
}
}
var valid42 = _errs308 === errors;
}
else {
var valid42 = true;
}
if(valid42){
if(data141.clockMhz !== undefined){
let data150 = data141.clockMhz;
const _errs310 = errors;
if(errors === _errs310){
if((typeof data150 == "number") && (isFinite(data150))){
if(data150 <= 0 || isNaN(data150)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/clockMhz",schemaPath:"#/properties/mixes/items/properties/clockMhz/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.clockMhz,data:data150}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/clockMhz",schemaPath:"#/properties/mixes/items/properties/clockMhz/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.clockMhz.type,parentSchema:schema31.properties.mixes.items.properties.clockMhz,data:data150}];
return false;
}
}
var valid42 = _errs310 === errors;
}
else {
var valid42 = true;
}
if(valid42){
if(data141.powerW !== undefined){
let data151 = data141.powerW;
const _errs312 = errors;
if(errors === _errs312){
if((typeof data151 == "number") && (isFinite(data151))){
if(data151 <= 0 || isNaN(data151)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/powerW",schemaPath:"#/properties/mixes/items/properties/powerW/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.powerW,data:data151}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/powerW",schemaPath:"#/properties/mixes/items/properties/powerW/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.powerW.type,parentSchema:schema31.properties.mixes.items.properties.powerW,data:data151}];
return false;
}
}
var valid42 = _errs312 === errors;
}
else {
var valid42 = true;
}
if(valid42){
if(data141.energyMj !== undefined){
let data152 = data141.energyMj;
const _errs314 = errors;
if(errors === _errs314){
if((typeof data152 == "number") && (isFinite(data152))){
if(data152 <= 0 || isNaN(data152)){
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/energyMj",schemaPath:"#/properties/mixes/items/properties/energyMj/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema31.properties.mixes.items.properties.energyMj,data:data152}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13+"/energyMj",schemaPath:"#/properties/mixes/items/properties/energyMj/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.mixes.items.properties.energyMj.type,parentSchema:schema31.properties.mixes.items.properties.energyMj,data:data152}];
return false;
}
}
var valid42 = _errs314 === errors;
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
validate20.errors = [{instancePath:instancePath+"/mixes/" + i13,schemaPath:"#/properties/mixes/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.mixes.items.type,parentSchema:schema31.properties.mixes.items,data:data141}];
return false;
}
}
var valid41 = _errs291 === errors;
if(!valid41){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mixes",schemaPath:"#/properties/mixes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.mixes.type,parentSchema:schema31.properties.mixes,data:data140}];
return false;
}
}
var valid0 = _errs289 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.holdOut !== undefined){
let data153 = data.holdOut;
const _errs316 = errors;
if(errors === _errs316){
if(Array.isArray(data153)){
var valid45 = true;
const len31 = data153.length;
for(let i15=0; i15<len31; i15++){
let data154 = data153[i15];
const _errs318 = errors;
if(errors === _errs318){
if(data154 && typeof data154 == "object" && !Array.isArray(data154)){
let missing10;
if((((((data154.what === undefined) && (missing10 = "what")) || ((data154.points === undefined) && (missing10 = "points"))) || ((data154.median === undefined) && (missing10 = "median"))) || ((data154.worst === undefined) && (missing10 = "worst"))) || ((data154.worstAt === undefined) && (missing10 = "worstAt"))){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15,schemaPath:"#/properties/holdOut/items/required",keyword:"required",params:{missingProperty: missing10},message:"must have required property '"+missing10+"'",schema:schema31.properties.holdOut.items.required,parentSchema:schema31.properties.holdOut.items,data:data154}];
return false;
}
else {
const _errs320 = errors;
for(const key12 in data154){
if(!(((((key12 === "what") || (key12 === "points")) || (key12 === "median")) || (key12 === "worst")) || (key12 === "worstAt"))){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15,schemaPath:"#/properties/holdOut/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.holdOut.items,data:data154}];
return false;
break;
}
}
if(_errs320 === errors){
if(data154.what !== undefined){
let data155 = data154.what;
const _errs321 = errors;
if(typeof data155 !== "string"){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/what",schemaPath:"#/properties/holdOut/items/properties/what/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.holdOut.items.properties.what.type,parentSchema:schema31.properties.holdOut.items.properties.what,data:data155}];
return false;
}
var valid46 = _errs321 === errors;
}
else {
var valid46 = true;
}
if(valid46){
if(data154.points !== undefined){
let data156 = data154.points;
const _errs323 = errors;
if(!(((typeof data156 == "number") && (!(data156 % 1) && !isNaN(data156))) && (isFinite(data156)))){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/points",schemaPath:"#/properties/holdOut/items/properties/points/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.holdOut.items.properties.points.type,parentSchema:schema31.properties.holdOut.items.properties.points,data:data156}];
return false;
}
if(errors === _errs323){
if((typeof data156 == "number") && (isFinite(data156))){
if(data156 < 1 || isNaN(data156)){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/points",schemaPath:"#/properties/holdOut/items/properties/points/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.holdOut.items.properties.points,data:data156}];
return false;
}
}
}
var valid46 = _errs323 === errors;
}
else {
var valid46 = true;
}
if(valid46){
if(data154.median !== undefined){
let data157 = data154.median;
const _errs325 = errors;
if(errors === _errs325){
if((typeof data157 == "number") && (isFinite(data157))){
if(data157 < 0 || isNaN(data157)){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/median",schemaPath:"#/properties/holdOut/items/properties/median/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.holdOut.items.properties.median,data:data157}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/median",schemaPath:"#/properties/holdOut/items/properties/median/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.holdOut.items.properties.median.type,parentSchema:schema31.properties.holdOut.items.properties.median,data:data157}];
return false;
}
}
var valid46 = _errs325 === errors;
}
else {
var valid46 = true;
}
if(valid46){
if(data154.worst !== undefined){
let data158 = data154.worst;
const _errs327 = errors;
if(errors === _errs327){
if((typeof data158 == "number") && (isFinite(data158))){
if(data158 < 0 || isNaN(data158)){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/worst",schemaPath:"#/properties/holdOut/items/properties/worst/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.holdOut.items.properties.worst,data:data158}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/worst",schemaPath:"#/properties/holdOut/items/properties/worst/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.holdOut.items.properties.worst.type,parentSchema:schema31.properties.holdOut.items.properties.worst,data:data158}];
return false;
}
}
var valid46 = _errs327 === errors;
}
else {
var valid46 = true;
}
if(valid46){
if(data154.worstAt !== undefined){
let data159 = data154.worstAt;
const _errs329 = errors;
if(typeof data159 !== "string"){
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15+"/worstAt",schemaPath:"#/properties/holdOut/items/properties/worstAt/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.holdOut.items.properties.worstAt.type,parentSchema:schema31.properties.holdOut.items.properties.worstAt,data:data159}];
return false;
}
var valid46 = _errs329 === errors;
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
validate20.errors = [{instancePath:instancePath+"/holdOut/" + i15,schemaPath:"#/properties/holdOut/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.holdOut.items.type,parentSchema:schema31.properties.holdOut.items,data:data154}];
return false;
}
}
var valid45 = _errs318 === errors;
if(!valid45){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/holdOut",schemaPath:"#/properties/holdOut/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.holdOut.type,parentSchema:schema31.properties.holdOut,data:data153}];
return false;
}
}
var valid0 = _errs316 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.leftOut !== undefined){
let data160 = data.leftOut;
const _errs331 = errors;
if(errors === _errs331){
if(Array.isArray(data160)){
var valid47 = true;
const len32 = data160.length;
for(let i16=0; i16<len32; i16++){
let data161 = data160[i16];
const _errs333 = errors;
if(typeof data161 !== "string"){
validate20.errors = [{instancePath:instancePath+"/leftOut/" + i16,schemaPath:"#/properties/leftOut/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.leftOut.items.type,parentSchema:schema31.properties.leftOut.items,data:data161}];
return false;
}
var valid47 = _errs333 === errors;
if(!valid47){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/leftOut",schemaPath:"#/properties/leftOut/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.leftOut.type,parentSchema:schema31.properties.leftOut,data:data160}];
return false;
}
}
var valid0 = _errs331 === errors;
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
