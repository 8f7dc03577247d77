/* Generated from schemas/program.schema.json by `npm run types`; edit the schema instead. */
// @ts-nocheck: Ajv writes JavaScript.
export const validate = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:nanoflow-plan:program:1","type":"object","additionalProperties":false,"required":["schema","planHash","layers","tensorParallel","tokens","batch","partitions","streams","arenaBytes","buffers","before","instructions","after"],"properties":{"schema":{"const":"nanoflow-plan/program/1"},"planHash":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"},"layers":{"type":"integer","minimum":1},"tensorParallel":{"type":"integer","minimum":1},"tokens":{"type":"integer","minimum":1},"batch":{"type":"object","additionalProperties":false,"required":["decodeRows","prefillRows","prefillChunks","sampledRows"],"properties":{"decodeRows":{"type":"array","items":{"$ref":"#/$defs/tokenRange"}},"prefillRows":{"type":"array","items":{"$ref":"#/$defs/tokenRange"}},"prefillChunks":{"type":"integer","minimum":0},"sampledRows":{"type":"integer","minimum":1}}},"partitions":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["side","smCount"],"properties":{"side":{"enum":["whole","group","remainder"]},"smCount":{"type":"integer","minimum":1},"mechanism":{"enum":["green-context","cta-limit"],"default":"green-context"}}}},"streams":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["lane","partition"],"properties":{"lane":{"enum":["compute","memory","network"]},"partition":{"type":"integer","minimum":0}}}},"arenaBytes":{"type":"integer","minimum":0},"buffers":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["id","bytes","arenaOffset"],"properties":{"id":{"type":"string"},"bytes":{"type":"integer","minimum":1},"arenaOffset":{"type":["integer","null"],"minimum":0}}}},"before":{"type":"array","items":{"$ref":"#/$defs/stepInstruction"}},"instructions":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["nanoOperation","operation","layer","stream","kernel","implementation","tokens","size","reads","writes","waits"],"properties":{"nanoOperation":{"type":"string"},"operation":{"type":"string"},"layer":{"type":"integer","minimum":0},"stream":{"type":"integer","minimum":0},"kernel":{"$ref":"#/$defs/kernel"},"implementation":{"type":"string"},"tokens":{"$ref":"#/$defs/tokenRange"},"size":{"$ref":"#/$defs/size"},"reads":{"type":"array","items":{"$ref":"#/$defs/access"}},"writes":{"type":"array","items":{"$ref":"#/$defs/access"}},"waits":{"type":"array","items":{"type":"integer","minimum":0}}}}},"after":{"type":"array","items":{"$ref":"#/$defs/stepInstruction"}}},"$defs":{"access":{"type":"object","additionalProperties":false,"required":["operand","buffer","start","end"],"properties":{"operand":{"type":"string"},"buffer":{"type":"integer","minimum":0},"start":{"type":"integer","minimum":0},"end":{"type":"integer","minimum":1}}},"tokenRange":{"type":"array","prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":1}],"items":false,"minItems":2,"maxItems":2},"kernel":{"type":"object","additionalProperties":false,"required":["kind","shape"],"properties":{"kind":{"enum":["gemm","grouped_gemm","decode_attention","prefill_attention","rms_norm","rope_kv_append","silu_mul","quantise_rows","router","moe_permute","moe_combine","all_reduce","all_reduce_norm","embedding","sampling"]},"shape":{"type":"object","additionalProperties":{"type":"integer","minimum":1}},"variant":{"type":"object","additionalProperties":false,"minProperties":1,"properties":{"operands":{"enum":["fp8-e4m3"]},"output":{"enum":["fp8-e4m3"]},"kv":{"enum":["fp8-e4m3"]},"accumulation":{"enum":["fast"]},"scaling":{"enum":["row"]}}}}},"size":{"type":"object","additionalProperties":false,"required":["tokens","context"],"properties":{"tokens":{"type":"integer","minimum":1},"context":{"type":"number","minimum":0}}},"stepInstruction":{"type":"object","additionalProperties":false,"required":["operation","kernel","implementation","rows","size","reads","writes"],"properties":{"operation":{"type":"string"},"kernel":{"$ref":"#/$defs/kernel"},"implementation":{"type":"string"},"rows":{"enum":["all","sampled"]},"size":{"$ref":"#/$defs/size"},"reads":{"type":"array","items":{"$ref":"#/$defs/access"}},"writes":{"type":"array","items":{"$ref":"#/$defs/access"}}}}}};
const schema32 = {"type":"array","prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":1}],"items":false,"minItems":2,"maxItems":2};
const schema35 = {"type":"object","additionalProperties":false,"required":["kind","shape"],"properties":{"kind":{"enum":["gemm","grouped_gemm","decode_attention","prefill_attention","rms_norm","rope_kv_append","silu_mul","quantise_rows","router","moe_permute","moe_combine","all_reduce","all_reduce_norm","embedding","sampling"]},"shape":{"type":"object","additionalProperties":{"type":"integer","minimum":1}},"variant":{"type":"object","additionalProperties":false,"minProperties":1,"properties":{"operands":{"enum":["fp8-e4m3"]},"output":{"enum":["fp8-e4m3"]},"kv":{"enum":["fp8-e4m3"]},"accumulation":{"enum":["fast"]},"scaling":{"enum":["row"]}}}}};
const schema36 = {"type":"object","additionalProperties":false,"required":["tokens","context"],"properties":{"tokens":{"type":"integer","minimum":1},"context":{"type":"number","minimum":0}}};
const schema37 = {"type":"object","additionalProperties":false,"required":["operand","buffer","start","end"],"properties":{"operand":{"type":"string"},"buffer":{"type":"integer","minimum":0},"start":{"type":"integer","minimum":0},"end":{"type":"integer","minimum":1}}};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^sha256:[0-9a-f]{64}$", "u");
const schema34 = {"type":"object","additionalProperties":false,"required":["operation","kernel","implementation","rows","size","reads","writes"],"properties":{"operation":{"type":"string"},"kernel":{"$ref":"#/$defs/kernel"},"implementation":{"type":"string"},"rows":{"enum":["all","sampled"]},"size":{"$ref":"#/$defs/size"},"reads":{"type":"array","items":{"$ref":"#/$defs/access"}},"writes":{"type":"array","items":{"$ref":"#/$defs/access"}}}};

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
if((((((((data.operation === undefined) && (missing0 = "operation")) || ((data.kernel === undefined) && (missing0 = "kernel"))) || ((data.implementation === undefined) && (missing0 = "implementation"))) || ((data.rows === undefined) && (missing0 = "rows"))) || ((data.size === undefined) && (missing0 = "size"))) || ((data.reads === undefined) && (missing0 = "reads"))) || ((data.writes === undefined) && (missing0 = "writes"))){
validate21.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema34.required,parentSchema:schema34,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((((key0 === "operation") || (key0 === "kernel")) || (key0 === "implementation")) || (key0 === "rows")) || (key0 === "size")) || (key0 === "reads")) || (key0 === "writes"))){
validate21.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.operation !== undefined){
let data0 = data.operation;
const _errs2 = errors;
if(typeof data0 !== "string"){
validate21.errors = [{instancePath:instancePath+"/operation",schemaPath:"#/properties/operation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.operation.type,parentSchema:schema34.properties.operation,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kernel !== undefined){
let data1 = data.kernel;
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if(((data1.kind === undefined) && (missing1 = "kind")) || ((data1.shape === undefined) && (missing1 = "shape"))){
validate21.errors = [{instancePath:instancePath+"/kernel",schemaPath:"#/$defs/kernel/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'",schema:schema35.required,parentSchema:schema35,data:data1}];
return false;
}
else {
const _errs7 = errors;
for(const key1 in data1){
if(!(((key1 === "kind") || (key1 === "shape")) || (key1 === "variant"))){
validate21.errors = [{instancePath:instancePath+"/kernel",schemaPath:"#/$defs/kernel/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema35,data:data1}];
return false;
break;
}
}
if(_errs7 === errors){
if(data1.kind !== undefined){
let data2 = data1.kind;
const _errs8 = errors;
if(!(((((((((((((((data2 === "gemm") || (data2 === "grouped_gemm")) || (data2 === "decode_attention")) || (data2 === "prefill_attention")) || (data2 === "rms_norm")) || (data2 === "rope_kv_append")) || (data2 === "silu_mul")) || (data2 === "quantise_rows")) || (data2 === "router")) || (data2 === "moe_permute")) || (data2 === "moe_combine")) || (data2 === "all_reduce")) || (data2 === "all_reduce_norm")) || (data2 === "embedding")) || (data2 === "sampling"))){
validate21.errors = [{instancePath:instancePath+"/kernel/kind",schemaPath:"#/$defs/kernel/properties/kind/enum",keyword:"enum",params:{allowedValues: schema35.properties.kind.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.kind.enum,parentSchema:schema35.properties.kind,data:data2}];
return false;
}
var valid2 = _errs8 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.shape !== undefined){
let data3 = data1.shape;
const _errs9 = errors;
if(errors === _errs9){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key2 in data3){
let data4 = data3[key2];
const _errs12 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate21.errors = [{instancePath:instancePath+"/kernel/shape/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/kernel/properties/shape/additionalProperties/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.properties.shape.additionalProperties.type,parentSchema:schema35.properties.shape.additionalProperties,data:data4}];
return false;
}
if(errors === _errs12){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 1 || isNaN(data4)){
validate21.errors = [{instancePath:instancePath+"/kernel/shape/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/kernel/properties/shape/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema35.properties.shape.additionalProperties,data:data4}];
return false;
}
}
}
var valid3 = _errs12 === errors;
if(!valid3){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/kernel/shape",schemaPath:"#/$defs/kernel/properties/shape/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.properties.shape.type,parentSchema:schema35.properties.shape,data:data3}];
return false;
}
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.variant !== undefined){
let data5 = data1.variant;
const _errs14 = errors;
if(errors === _errs14){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(Object.keys(data5).length < 1){
validate21.errors = [{instancePath:instancePath+"/kernel/variant",schemaPath:"#/$defs/kernel/properties/variant/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema35.properties.variant,data:data5}];
return false;
}
else {
const _errs16 = errors;
for(const key3 in data5){
if(!(((((key3 === "operands") || (key3 === "output")) || (key3 === "kv")) || (key3 === "accumulation")) || (key3 === "scaling"))){
validate21.errors = [{instancePath:instancePath+"/kernel/variant",schemaPath:"#/$defs/kernel/properties/variant/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema35.properties.variant,data:data5}];
return false;
break;
}
}
if(_errs16 === errors){
if(data5.operands !== undefined){
let data6 = data5.operands;
const _errs17 = errors;
if(!(data6 === "fp8-e4m3")){
validate21.errors = [{instancePath:instancePath+"/kernel/variant/operands",schemaPath:"#/$defs/kernel/properties/variant/properties/operands/enum",keyword:"enum",params:{allowedValues: schema35.properties.variant.properties.operands.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.variant.properties.operands.enum,parentSchema:schema35.properties.variant.properties.operands,data:data6}];
return false;
}
var valid4 = _errs17 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data5.output !== undefined){
let data7 = data5.output;
const _errs18 = errors;
if(!(data7 === "fp8-e4m3")){
validate21.errors = [{instancePath:instancePath+"/kernel/variant/output",schemaPath:"#/$defs/kernel/properties/variant/properties/output/enum",keyword:"enum",params:{allowedValues: schema35.properties.variant.properties.output.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.variant.properties.output.enum,parentSchema:schema35.properties.variant.properties.output,data:data7}];
return false;
}
var valid4 = _errs18 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data5.kv !== undefined){
let data8 = data5.kv;
const _errs19 = errors;
if(!(data8 === "fp8-e4m3")){
validate21.errors = [{instancePath:instancePath+"/kernel/variant/kv",schemaPath:"#/$defs/kernel/properties/variant/properties/kv/enum",keyword:"enum",params:{allowedValues: schema35.properties.variant.properties.kv.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.variant.properties.kv.enum,parentSchema:schema35.properties.variant.properties.kv,data:data8}];
return false;
}
var valid4 = _errs19 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data5.accumulation !== undefined){
let data9 = data5.accumulation;
const _errs20 = errors;
if(!(data9 === "fast")){
validate21.errors = [{instancePath:instancePath+"/kernel/variant/accumulation",schemaPath:"#/$defs/kernel/properties/variant/properties/accumulation/enum",keyword:"enum",params:{allowedValues: schema35.properties.variant.properties.accumulation.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.variant.properties.accumulation.enum,parentSchema:schema35.properties.variant.properties.accumulation,data:data9}];
return false;
}
var valid4 = _errs20 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data5.scaling !== undefined){
let data10 = data5.scaling;
const _errs21 = errors;
if(!(data10 === "row")){
validate21.errors = [{instancePath:instancePath+"/kernel/variant/scaling",schemaPath:"#/$defs/kernel/properties/variant/properties/scaling/enum",keyword:"enum",params:{allowedValues: schema35.properties.variant.properties.scaling.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.variant.properties.scaling.enum,parentSchema:schema35.properties.variant.properties.scaling,data:data10}];
return false;
}
var valid4 = _errs21 === errors;
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
}
else {
validate21.errors = [{instancePath:instancePath+"/kernel/variant",schemaPath:"#/$defs/kernel/properties/variant/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.properties.variant.type,parentSchema:schema35.properties.variant,data:data5}];
return false;
}
}
var valid2 = _errs14 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/kernel",schemaPath:"#/$defs/kernel/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.type,parentSchema:schema35,data:data1}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.implementation !== undefined){
let data11 = data.implementation;
const _errs22 = errors;
if(typeof data11 !== "string"){
validate21.errors = [{instancePath:instancePath+"/implementation",schemaPath:"#/properties/implementation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.implementation.type,parentSchema:schema34.properties.implementation,data:data11}];
return false;
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rows !== undefined){
let data12 = data.rows;
const _errs24 = errors;
if(!((data12 === "all") || (data12 === "sampled"))){
validate21.errors = [{instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/enum",keyword:"enum",params:{allowedValues: schema34.properties.rows.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.rows.enum,parentSchema:schema34.properties.rows,data:data12}];
return false;
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.size !== undefined){
let data13 = data.size;
const _errs25 = errors;
const _errs26 = errors;
if(errors === _errs26){
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
let missing2;
if(((data13.tokens === undefined) && (missing2 = "tokens")) || ((data13.context === undefined) && (missing2 = "context"))){
validate21.errors = [{instancePath:instancePath+"/size",schemaPath:"#/$defs/size/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'",schema:schema36.required,parentSchema:schema36,data:data13}];
return false;
}
else {
const _errs28 = errors;
for(const key4 in data13){
if(!((key4 === "tokens") || (key4 === "context"))){
validate21.errors = [{instancePath:instancePath+"/size",schemaPath:"#/$defs/size/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema36,data:data13}];
return false;
break;
}
}
if(_errs28 === errors){
if(data13.tokens !== undefined){
let data14 = data13.tokens;
const _errs29 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
validate21.errors = [{instancePath:instancePath+"/size/tokens",schemaPath:"#/$defs/size/properties/tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.tokens.type,parentSchema:schema36.properties.tokens,data:data14}];
return false;
}
if(errors === _errs29){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 1 || isNaN(data14)){
validate21.errors = [{instancePath:instancePath+"/size/tokens",schemaPath:"#/$defs/size/properties/tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.tokens,data:data14}];
return false;
}
}
}
var valid6 = _errs29 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data13.context !== undefined){
let data15 = data13.context;
const _errs31 = errors;
if(errors === _errs31){
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 < 0 || isNaN(data15)){
validate21.errors = [{instancePath:instancePath+"/size/context",schemaPath:"#/$defs/size/properties/context/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.properties.context,data:data15}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/size/context",schemaPath:"#/$defs/size/properties/context/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.properties.context.type,parentSchema:schema36.properties.context,data:data15}];
return false;
}
}
var valid6 = _errs31 === errors;
}
else {
var valid6 = true;
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/size",schemaPath:"#/$defs/size/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.type,parentSchema:schema36,data:data13}];
return false;
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reads !== undefined){
let data16 = data.reads;
const _errs33 = errors;
if(errors === _errs33){
if(Array.isArray(data16)){
var valid7 = true;
const len0 = data16.length;
for(let i0=0; i0<len0; i0++){
let data17 = data16[i0];
const _errs35 = errors;
const _errs36 = errors;
if(errors === _errs36){
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
let missing3;
if(((((data17.operand === undefined) && (missing3 = "operand")) || ((data17.buffer === undefined) && (missing3 = "buffer"))) || ((data17.start === undefined) && (missing3 = "start"))) || ((data17.end === undefined) && (missing3 = "end"))){
validate21.errors = [{instancePath:instancePath+"/reads/" + i0,schemaPath:"#/$defs/access/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'",schema:schema37.required,parentSchema:schema37,data:data17}];
return false;
}
else {
const _errs38 = errors;
for(const key5 in data17){
if(!((((key5 === "operand") || (key5 === "buffer")) || (key5 === "start")) || (key5 === "end"))){
validate21.errors = [{instancePath:instancePath+"/reads/" + i0,schemaPath:"#/$defs/access/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema37,data:data17}];
return false;
break;
}
}
if(_errs38 === errors){
if(data17.operand !== undefined){
let data18 = data17.operand;
const _errs39 = errors;
if(typeof data18 !== "string"){
validate21.errors = [{instancePath:instancePath+"/reads/" + i0+"/operand",schemaPath:"#/$defs/access/properties/operand/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.operand.type,parentSchema:schema37.properties.operand,data:data18}];
return false;
}
var valid9 = _errs39 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data17.buffer !== undefined){
let data19 = data17.buffer;
const _errs41 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
validate21.errors = [{instancePath:instancePath+"/reads/" + i0+"/buffer",schemaPath:"#/$defs/access/properties/buffer/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.buffer.type,parentSchema:schema37.properties.buffer,data:data19}];
return false;
}
if(errors === _errs41){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 0 || isNaN(data19)){
validate21.errors = [{instancePath:instancePath+"/reads/" + i0+"/buffer",schemaPath:"#/$defs/access/properties/buffer/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.properties.buffer,data:data19}];
return false;
}
}
}
var valid9 = _errs41 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data17.start !== undefined){
let data20 = data17.start;
const _errs43 = errors;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
validate21.errors = [{instancePath:instancePath+"/reads/" + i0+"/start",schemaPath:"#/$defs/access/properties/start/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.start.type,parentSchema:schema37.properties.start,data:data20}];
return false;
}
if(errors === _errs43){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 < 0 || isNaN(data20)){
validate21.errors = [{instancePath:instancePath+"/reads/" + i0+"/start",schemaPath:"#/$defs/access/properties/start/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.properties.start,data:data20}];
return false;
}
}
}
var valid9 = _errs43 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data17.end !== undefined){
let data21 = data17.end;
const _errs45 = errors;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
validate21.errors = [{instancePath:instancePath+"/reads/" + i0+"/end",schemaPath:"#/$defs/access/properties/end/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.end.type,parentSchema:schema37.properties.end,data:data21}];
return false;
}
if(errors === _errs45){
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 < 1 || isNaN(data21)){
validate21.errors = [{instancePath:instancePath+"/reads/" + i0+"/end",schemaPath:"#/$defs/access/properties/end/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.properties.end,data:data21}];
return false;
}
}
}
var valid9 = _errs45 === errors;
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
else {
validate21.errors = [{instancePath:instancePath+"/reads/" + i0,schemaPath:"#/$defs/access/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.type,parentSchema:schema37,data:data17}];
return false;
}
}
var valid7 = _errs35 === errors;
if(!valid7){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/reads",schemaPath:"#/properties/reads/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.properties.reads.type,parentSchema:schema34.properties.reads,data:data16}];
return false;
}
}
var valid0 = _errs33 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.writes !== undefined){
let data22 = data.writes;
const _errs47 = errors;
if(errors === _errs47){
if(Array.isArray(data22)){
var valid10 = true;
const len1 = data22.length;
for(let i1=0; i1<len1; i1++){
let data23 = data22[i1];
const _errs49 = errors;
const _errs50 = errors;
if(errors === _errs50){
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
let missing4;
if(((((data23.operand === undefined) && (missing4 = "operand")) || ((data23.buffer === undefined) && (missing4 = "buffer"))) || ((data23.start === undefined) && (missing4 = "start"))) || ((data23.end === undefined) && (missing4 = "end"))){
validate21.errors = [{instancePath:instancePath+"/writes/" + i1,schemaPath:"#/$defs/access/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'",schema:schema37.required,parentSchema:schema37,data:data23}];
return false;
}
else {
const _errs52 = errors;
for(const key6 in data23){
if(!((((key6 === "operand") || (key6 === "buffer")) || (key6 === "start")) || (key6 === "end"))){
validate21.errors = [{instancePath:instancePath+"/writes/" + i1,schemaPath:"#/$defs/access/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema37,data:data23}];
return false;
break;
}
}
if(_errs52 === errors){
if(data23.operand !== undefined){
let data24 = data23.operand;
const _errs53 = errors;
if(typeof data24 !== "string"){
validate21.errors = [{instancePath:instancePath+"/writes/" + i1+"/operand",schemaPath:"#/$defs/access/properties/operand/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.operand.type,parentSchema:schema37.properties.operand,data:data24}];
return false;
}
var valid12 = _errs53 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data23.buffer !== undefined){
let data25 = data23.buffer;
const _errs55 = errors;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
validate21.errors = [{instancePath:instancePath+"/writes/" + i1+"/buffer",schemaPath:"#/$defs/access/properties/buffer/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.buffer.type,parentSchema:schema37.properties.buffer,data:data25}];
return false;
}
if(errors === _errs55){
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 < 0 || isNaN(data25)){
validate21.errors = [{instancePath:instancePath+"/writes/" + i1+"/buffer",schemaPath:"#/$defs/access/properties/buffer/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.properties.buffer,data:data25}];
return false;
}
}
}
var valid12 = _errs55 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data23.start !== undefined){
let data26 = data23.start;
const _errs57 = errors;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
validate21.errors = [{instancePath:instancePath+"/writes/" + i1+"/start",schemaPath:"#/$defs/access/properties/start/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.start.type,parentSchema:schema37.properties.start,data:data26}];
return false;
}
if(errors === _errs57){
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 < 0 || isNaN(data26)){
validate21.errors = [{instancePath:instancePath+"/writes/" + i1+"/start",schemaPath:"#/$defs/access/properties/start/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.properties.start,data:data26}];
return false;
}
}
}
var valid12 = _errs57 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data23.end !== undefined){
let data27 = data23.end;
const _errs59 = errors;
if(!(((typeof data27 == "number") && (!(data27 % 1) && !isNaN(data27))) && (isFinite(data27)))){
validate21.errors = [{instancePath:instancePath+"/writes/" + i1+"/end",schemaPath:"#/$defs/access/properties/end/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.end.type,parentSchema:schema37.properties.end,data:data27}];
return false;
}
if(errors === _errs59){
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 < 1 || isNaN(data27)){
validate21.errors = [{instancePath:instancePath+"/writes/" + i1+"/end",schemaPath:"#/$defs/access/properties/end/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.properties.end,data:data27}];
return false;
}
}
}
var valid12 = _errs59 === errors;
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
validate21.errors = [{instancePath:instancePath+"/writes/" + i1,schemaPath:"#/$defs/access/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.type,parentSchema:schema37,data:data23}];
return false;
}
}
var valid10 = _errs49 === errors;
if(!valid10){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/writes",schemaPath:"#/properties/writes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.properties.writes.type,parentSchema:schema34.properties.writes,data:data22}];
return false;
}
}
var valid0 = _errs47 === errors;
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
else {
validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:nanoflow-plan:program:1" */;
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
if((((((((((((((data.schema === undefined) && (missing0 = "schema")) || ((data.planHash === undefined) && (missing0 = "planHash"))) || ((data.layers === undefined) && (missing0 = "layers"))) || ((data.tensorParallel === undefined) && (missing0 = "tensorParallel"))) || ((data.tokens === undefined) && (missing0 = "tokens"))) || ((data.batch === undefined) && (missing0 = "batch"))) || ((data.partitions === undefined) && (missing0 = "partitions"))) || ((data.streams === undefined) && (missing0 = "streams"))) || ((data.arenaBytes === undefined) && (missing0 = "arenaBytes"))) || ((data.buffers === undefined) && (missing0 = "buffers"))) || ((data.before === undefined) && (missing0 = "before"))) || ((data.instructions === undefined) && (missing0 = "instructions"))) || ((data.after === undefined) && (missing0 = "after"))){
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
if("nanoflow-plan/program/1" !== data0){
validate20.errors = [{instancePath:instancePath+"/schema",schemaPath:"#/properties/schema/const",keyword:"const",params:{allowedValue: "nanoflow-plan/program/1"},message:"must be equal to constant",schema:"nanoflow-plan/program/1",parentSchema:schema31.properties.schema,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.planHash !== undefined){
let data1 = data.planHash;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
validate20.errors = [{instancePath:instancePath+"/planHash",schemaPath:"#/properties/planHash/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},message:"must match pattern \""+"^sha256:[0-9a-f]{64}$"+"\"",schema:"^sha256:[0-9a-f]{64}$",parentSchema:schema31.properties.planHash,data:data1}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/planHash",schemaPath:"#/properties/planHash/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.planHash.type,parentSchema:schema31.properties.planHash,data:data1}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.layers !== undefined){
let data2 = data.layers;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate20.errors = [{instancePath:instancePath+"/layers",schemaPath:"#/properties/layers/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.layers.type,parentSchema:schema31.properties.layers,data:data2}];
return false;
}
if(errors === _errs5){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 1 || isNaN(data2)){
validate20.errors = [{instancePath:instancePath+"/layers",schemaPath:"#/properties/layers/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.layers,data:data2}];
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
if(data.tensorParallel !== undefined){
let data3 = data.tensorParallel;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate20.errors = [{instancePath:instancePath+"/tensorParallel",schemaPath:"#/properties/tensorParallel/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.tensorParallel.type,parentSchema:schema31.properties.tensorParallel,data:data3}];
return false;
}
if(errors === _errs7){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 1 || isNaN(data3)){
validate20.errors = [{instancePath:instancePath+"/tensorParallel",schemaPath:"#/properties/tensorParallel/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.tensorParallel,data:data3}];
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
if(data.tokens !== undefined){
let data4 = data.tokens;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate20.errors = [{instancePath:instancePath+"/tokens",schemaPath:"#/properties/tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.tokens.type,parentSchema:schema31.properties.tokens,data:data4}];
return false;
}
if(errors === _errs9){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 1 || isNaN(data4)){
validate20.errors = [{instancePath:instancePath+"/tokens",schemaPath:"#/properties/tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.tokens,data:data4}];
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
if(data.batch !== undefined){
let data5 = data.batch;
const _errs11 = errors;
if(errors === _errs11){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if(((((data5.decodeRows === undefined) && (missing1 = "decodeRows")) || ((data5.prefillRows === undefined) && (missing1 = "prefillRows"))) || ((data5.prefillChunks === undefined) && (missing1 = "prefillChunks"))) || ((data5.sampledRows === undefined) && (missing1 = "sampledRows"))){
validate20.errors = [{instancePath:instancePath+"/batch",schemaPath:"#/properties/batch/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'",schema:schema31.properties.batch.required,parentSchema:schema31.properties.batch,data:data5}];
return false;
}
else {
const _errs13 = errors;
for(const key1 in data5){
if(!((((key1 === "decodeRows") || (key1 === "prefillRows")) || (key1 === "prefillChunks")) || (key1 === "sampledRows"))){
validate20.errors = [{instancePath:instancePath+"/batch",schemaPath:"#/properties/batch/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.batch,data:data5}];
return false;
break;
}
}
if(_errs13 === errors){
if(data5.decodeRows !== undefined){
let data6 = data5.decodeRows;
const _errs14 = errors;
if(errors === _errs14){
if(Array.isArray(data6)){
var valid2 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs16 = errors;
const _errs17 = errors;
if(errors === _errs17){
if(Array.isArray(data7)){
if(data7.length > 2){
validate20.errors = [{instancePath:instancePath+"/batch/decodeRows/" + i0,schemaPath:"#/$defs/tokenRange/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema32,data:data7}];
return false;
}
else {
if(data7.length < 2){
validate20.errors = [{instancePath:instancePath+"/batch/decodeRows/" + i0,schemaPath:"#/$defs/tokenRange/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema32,data:data7}];
return false;
}
else {
const len1 = data7.length;
if(len1 > 0){
let data8 = data7[0];
const _errs19 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate20.errors = [{instancePath:instancePath+"/batch/decodeRows/" + i0+"/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.prefixItems[0].type,parentSchema:schema32.prefixItems[0],data:data8}];
return false;
}
if(errors === _errs19){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate20.errors = [{instancePath:instancePath+"/batch/decodeRows/" + i0+"/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.prefixItems[0],data:data8}];
return false;
}
}
}
var valid4 = _errs19 === errors;
}
if(valid4){
if(len1 > 1){
let data9 = data7[1];
const _errs21 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate20.errors = [{instancePath:instancePath+"/batch/decodeRows/" + i0+"/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.prefixItems[1].type,parentSchema:schema32.prefixItems[1],data:data9}];
return false;
}
if(errors === _errs21){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 1 || isNaN(data9)){
validate20.errors = [{instancePath:instancePath+"/batch/decodeRows/" + i0+"/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.prefixItems[1],data:data9}];
return false;
}
}
}
var valid4 = _errs21 === errors;
}
if(valid4){
const len2 = data7.length;
if(!(len2 <= 2)){
validate20.errors = [{instancePath:instancePath+"/batch/decodeRows/" + i0,schemaPath:"#/$defs/tokenRange/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema32,data:data7}];
return false;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/batch/decodeRows/" + i0,schemaPath:"#/$defs/tokenRange/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.type,parentSchema:schema32,data:data7}];
return false;
}
}
var valid2 = _errs16 === errors;
if(!valid2){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/batch/decodeRows",schemaPath:"#/properties/batch/properties/decodeRows/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.batch.properties.decodeRows.type,parentSchema:schema31.properties.batch.properties.decodeRows,data:data6}];
return false;
}
}
var valid1 = _errs14 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data5.prefillRows !== undefined){
let data10 = data5.prefillRows;
const _errs23 = errors;
if(errors === _errs23){
if(Array.isArray(data10)){
var valid5 = true;
const len3 = data10.length;
for(let i1=0; i1<len3; i1++){
let data11 = data10[i1];
const _errs25 = errors;
const _errs26 = errors;
if(errors === _errs26){
if(Array.isArray(data11)){
if(data11.length > 2){
validate20.errors = [{instancePath:instancePath+"/batch/prefillRows/" + i1,schemaPath:"#/$defs/tokenRange/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema32,data:data11}];
return false;
}
else {
if(data11.length < 2){
validate20.errors = [{instancePath:instancePath+"/batch/prefillRows/" + i1,schemaPath:"#/$defs/tokenRange/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema32,data:data11}];
return false;
}
else {
const len4 = data11.length;
if(len4 > 0){
let data12 = data11[0];
const _errs28 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate20.errors = [{instancePath:instancePath+"/batch/prefillRows/" + i1+"/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.prefixItems[0].type,parentSchema:schema32.prefixItems[0],data:data12}];
return false;
}
if(errors === _errs28){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
validate20.errors = [{instancePath:instancePath+"/batch/prefillRows/" + i1+"/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.prefixItems[0],data:data12}];
return false;
}
}
}
var valid7 = _errs28 === errors;
}
if(valid7){
if(len4 > 1){
let data13 = data11[1];
const _errs30 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate20.errors = [{instancePath:instancePath+"/batch/prefillRows/" + i1+"/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.prefixItems[1].type,parentSchema:schema32.prefixItems[1],data:data13}];
return false;
}
if(errors === _errs30){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 1 || isNaN(data13)){
validate20.errors = [{instancePath:instancePath+"/batch/prefillRows/" + i1+"/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.prefixItems[1],data:data13}];
return false;
}
}
}
var valid7 = _errs30 === errors;
}
if(valid7){
const len5 = data11.length;
if(!(len5 <= 2)){
validate20.errors = [{instancePath:instancePath+"/batch/prefillRows/" + i1,schemaPath:"#/$defs/tokenRange/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema32,data:data11}];
return false;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/batch/prefillRows/" + i1,schemaPath:"#/$defs/tokenRange/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.type,parentSchema:schema32,data:data11}];
return false;
}
}
var valid5 = _errs25 === errors;
if(!valid5){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/batch/prefillRows",schemaPath:"#/properties/batch/properties/prefillRows/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.batch.properties.prefillRows.type,parentSchema:schema31.properties.batch.properties.prefillRows,data:data10}];
return false;
}
}
var valid1 = _errs23 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data5.prefillChunks !== undefined){
let data14 = data5.prefillChunks;
const _errs32 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
validate20.errors = [{instancePath:instancePath+"/batch/prefillChunks",schemaPath:"#/properties/batch/properties/prefillChunks/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.batch.properties.prefillChunks.type,parentSchema:schema31.properties.batch.properties.prefillChunks,data:data14}];
return false;
}
if(errors === _errs32){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 0 || isNaN(data14)){
validate20.errors = [{instancePath:instancePath+"/batch/prefillChunks",schemaPath:"#/properties/batch/properties/prefillChunks/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.batch.properties.prefillChunks,data:data14}];
return false;
}
}
}
var valid1 = _errs32 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data5.sampledRows !== undefined){
let data15 = data5.sampledRows;
const _errs34 = errors;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
validate20.errors = [{instancePath:instancePath+"/batch/sampledRows",schemaPath:"#/properties/batch/properties/sampledRows/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.batch.properties.sampledRows.type,parentSchema:schema31.properties.batch.properties.sampledRows,data:data15}];
return false;
}
if(errors === _errs34){
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 < 1 || isNaN(data15)){
validate20.errors = [{instancePath:instancePath+"/batch/sampledRows",schemaPath:"#/properties/batch/properties/sampledRows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.batch.properties.sampledRows,data:data15}];
return false;
}
}
}
var valid1 = _errs34 === errors;
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
validate20.errors = [{instancePath:instancePath+"/batch",schemaPath:"#/properties/batch/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.batch.type,parentSchema:schema31.properties.batch,data:data5}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.partitions !== undefined){
let data16 = data.partitions;
const _errs36 = errors;
if(errors === _errs36){
if(Array.isArray(data16)){
var valid8 = true;
const len6 = data16.length;
for(let i2=0; i2<len6; i2++){
let data17 = data16[i2];
const _errs38 = errors;
if(errors === _errs38){
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
let missing2;
if(((data17.side === undefined) && (missing2 = "side")) || ((data17.smCount === undefined) && (missing2 = "smCount"))){
validate20.errors = [{instancePath:instancePath+"/partitions/" + i2,schemaPath:"#/properties/partitions/items/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'",schema:schema31.properties.partitions.items.required,parentSchema:schema31.properties.partitions.items,data:data17}];
return false;
}
else {
const _errs40 = errors;
for(const key2 in data17){
if(!(((key2 === "side") || (key2 === "smCount")) || (key2 === "mechanism"))){
validate20.errors = [{instancePath:instancePath+"/partitions/" + i2,schemaPath:"#/properties/partitions/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.partitions.items,data:data17}];
return false;
break;
}
}
if(_errs40 === errors){
if(data17.side !== undefined){
let data18 = data17.side;
const _errs41 = errors;
if(!(((data18 === "whole") || (data18 === "group")) || (data18 === "remainder"))){
validate20.errors = [{instancePath:instancePath+"/partitions/" + i2+"/side",schemaPath:"#/properties/partitions/items/properties/side/enum",keyword:"enum",params:{allowedValues: schema31.properties.partitions.items.properties.side.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.partitions.items.properties.side.enum,parentSchema:schema31.properties.partitions.items.properties.side,data:data18}];
return false;
}
var valid9 = _errs41 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data17.smCount !== undefined){
let data19 = data17.smCount;
const _errs42 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
validate20.errors = [{instancePath:instancePath+"/partitions/" + i2+"/smCount",schemaPath:"#/properties/partitions/items/properties/smCount/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.partitions.items.properties.smCount.type,parentSchema:schema31.properties.partitions.items.properties.smCount,data:data19}];
return false;
}
if(errors === _errs42){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 1 || isNaN(data19)){
validate20.errors = [{instancePath:instancePath+"/partitions/" + i2+"/smCount",schemaPath:"#/properties/partitions/items/properties/smCount/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.partitions.items.properties.smCount,data:data19}];
return false;
}
}
}
var valid9 = _errs42 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data17.mechanism !== undefined){
let data20 = data17.mechanism;
const _errs44 = errors;
if(!((data20 === "green-context") || (data20 === "cta-limit"))){
validate20.errors = [{instancePath:instancePath+"/partitions/" + i2+"/mechanism",schemaPath:"#/properties/partitions/items/properties/mechanism/enum",keyword:"enum",params:{allowedValues: schema31.properties.partitions.items.properties.mechanism.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.partitions.items.properties.mechanism.enum,parentSchema:schema31.properties.partitions.items.properties.mechanism,data:data20}];
return false;
}
var valid9 = _errs44 === errors;
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
validate20.errors = [{instancePath:instancePath+"/partitions/" + i2,schemaPath:"#/properties/partitions/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.partitions.items.type,parentSchema:schema31.properties.partitions.items,data:data17}];
return false;
}
}
var valid8 = _errs38 === errors;
if(!valid8){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/partitions",schemaPath:"#/properties/partitions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.partitions.type,parentSchema:schema31.properties.partitions,data:data16}];
return false;
}
}
var valid0 = _errs36 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.streams !== undefined){
let data21 = data.streams;
const _errs45 = errors;
if(errors === _errs45){
if(Array.isArray(data21)){
var valid10 = true;
const len7 = data21.length;
for(let i3=0; i3<len7; i3++){
let data22 = data21[i3];
const _errs47 = errors;
if(errors === _errs47){
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
let missing3;
if(((data22.lane === undefined) && (missing3 = "lane")) || ((data22.partition === undefined) && (missing3 = "partition"))){
validate20.errors = [{instancePath:instancePath+"/streams/" + i3,schemaPath:"#/properties/streams/items/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'",schema:schema31.properties.streams.items.required,parentSchema:schema31.properties.streams.items,data:data22}];
return false;
}
else {
const _errs49 = errors;
for(const key3 in data22){
if(!((key3 === "lane") || (key3 === "partition"))){
validate20.errors = [{instancePath:instancePath+"/streams/" + i3,schemaPath:"#/properties/streams/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.streams.items,data:data22}];
return false;
break;
}
}
if(_errs49 === errors){
if(data22.lane !== undefined){
let data23 = data22.lane;
const _errs50 = errors;
if(!(((data23 === "compute") || (data23 === "memory")) || (data23 === "network"))){
validate20.errors = [{instancePath:instancePath+"/streams/" + i3+"/lane",schemaPath:"#/properties/streams/items/properties/lane/enum",keyword:"enum",params:{allowedValues: schema31.properties.streams.items.properties.lane.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.streams.items.properties.lane.enum,parentSchema:schema31.properties.streams.items.properties.lane,data:data23}];
return false;
}
var valid11 = _errs50 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data22.partition !== undefined){
let data24 = data22.partition;
const _errs51 = errors;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
validate20.errors = [{instancePath:instancePath+"/streams/" + i3+"/partition",schemaPath:"#/properties/streams/items/properties/partition/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.streams.items.properties.partition.type,parentSchema:schema31.properties.streams.items.properties.partition,data:data24}];
return false;
}
if(errors === _errs51){
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 < 0 || isNaN(data24)){
validate20.errors = [{instancePath:instancePath+"/streams/" + i3+"/partition",schemaPath:"#/properties/streams/items/properties/partition/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.streams.items.properties.partition,data:data24}];
return false;
}
}
}
var valid11 = _errs51 === errors;
}
else {
var valid11 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/streams/" + i3,schemaPath:"#/properties/streams/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.streams.items.type,parentSchema:schema31.properties.streams.items,data:data22}];
return false;
}
}
var valid10 = _errs47 === errors;
if(!valid10){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/streams",schemaPath:"#/properties/streams/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.streams.type,parentSchema:schema31.properties.streams,data:data21}];
return false;
}
}
var valid0 = _errs45 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arenaBytes !== undefined){
let data25 = data.arenaBytes;
const _errs53 = errors;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
validate20.errors = [{instancePath:instancePath+"/arenaBytes",schemaPath:"#/properties/arenaBytes/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.arenaBytes.type,parentSchema:schema31.properties.arenaBytes,data:data25}];
return false;
}
if(errors === _errs53){
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 < 0 || isNaN(data25)){
validate20.errors = [{instancePath:instancePath+"/arenaBytes",schemaPath:"#/properties/arenaBytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.arenaBytes,data:data25}];
return false;
}
}
}
var valid0 = _errs53 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.buffers !== undefined){
let data26 = data.buffers;
const _errs55 = errors;
if(errors === _errs55){
if(Array.isArray(data26)){
var valid12 = true;
const len8 = data26.length;
for(let i4=0; i4<len8; i4++){
let data27 = data26[i4];
const _errs57 = errors;
if(errors === _errs57){
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
let missing4;
if((((data27.id === undefined) && (missing4 = "id")) || ((data27.bytes === undefined) && (missing4 = "bytes"))) || ((data27.arenaOffset === undefined) && (missing4 = "arenaOffset"))){
validate20.errors = [{instancePath:instancePath+"/buffers/" + i4,schemaPath:"#/properties/buffers/items/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'",schema:schema31.properties.buffers.items.required,parentSchema:schema31.properties.buffers.items,data:data27}];
return false;
}
else {
const _errs59 = errors;
for(const key4 in data27){
if(!(((key4 === "id") || (key4 === "bytes")) || (key4 === "arenaOffset"))){
validate20.errors = [{instancePath:instancePath+"/buffers/" + i4,schemaPath:"#/properties/buffers/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.buffers.items,data:data27}];
return false;
break;
}
}
if(_errs59 === errors){
if(data27.id !== undefined){
let data28 = data27.id;
const _errs60 = errors;
if(typeof data28 !== "string"){
validate20.errors = [{instancePath:instancePath+"/buffers/" + i4+"/id",schemaPath:"#/properties/buffers/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.buffers.items.properties.id.type,parentSchema:schema31.properties.buffers.items.properties.id,data:data28}];
return false;
}
var valid13 = _errs60 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data27.bytes !== undefined){
let data29 = data27.bytes;
const _errs62 = errors;
if(!(((typeof data29 == "number") && (!(data29 % 1) && !isNaN(data29))) && (isFinite(data29)))){
validate20.errors = [{instancePath:instancePath+"/buffers/" + i4+"/bytes",schemaPath:"#/properties/buffers/items/properties/bytes/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.buffers.items.properties.bytes.type,parentSchema:schema31.properties.buffers.items.properties.bytes,data:data29}];
return false;
}
if(errors === _errs62){
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 < 1 || isNaN(data29)){
validate20.errors = [{instancePath:instancePath+"/buffers/" + i4+"/bytes",schemaPath:"#/properties/buffers/items/properties/bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.buffers.items.properties.bytes,data:data29}];
return false;
}
}
}
var valid13 = _errs62 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data27.arenaOffset !== undefined){
let data30 = data27.arenaOffset;
const _errs64 = errors;
if((!(((typeof data30 == "number") && (!(data30 % 1) && !isNaN(data30))) && (isFinite(data30)))) && (data30 !== null)){
validate20.errors = [{instancePath:instancePath+"/buffers/" + i4+"/arenaOffset",schemaPath:"#/properties/buffers/items/properties/arenaOffset/type",keyword:"type",params:{type: schema31.properties.buffers.items.properties.arenaOffset.type},message:"must be integer,null",schema:schema31.properties.buffers.items.properties.arenaOffset.type,parentSchema:schema31.properties.buffers.items.properties.arenaOffset,data:data30}];
return false;
}
if(errors === _errs64){
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 < 0 || isNaN(data30)){
validate20.errors = [{instancePath:instancePath+"/buffers/" + i4+"/arenaOffset",schemaPath:"#/properties/buffers/items/properties/arenaOffset/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.buffers.items.properties.arenaOffset,data:data30}];
return false;
}
}
}
var valid13 = _errs64 === errors;
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
validate20.errors = [{instancePath:instancePath+"/buffers/" + i4,schemaPath:"#/properties/buffers/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.buffers.items.type,parentSchema:schema31.properties.buffers.items,data:data27}];
return false;
}
}
var valid12 = _errs57 === errors;
if(!valid12){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/buffers",schemaPath:"#/properties/buffers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.buffers.type,parentSchema:schema31.properties.buffers,data:data26}];
return false;
}
}
var valid0 = _errs55 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.before !== undefined){
let data31 = data.before;
const _errs66 = errors;
if(errors === _errs66){
if(Array.isArray(data31)){
var valid14 = true;
const len9 = data31.length;
for(let i5=0; i5<len9; i5++){
const _errs68 = errors;
if(!(validate21(data31[i5], {instancePath:instancePath+"/before/" + i5,parentData:data31,parentDataProperty:i5,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var valid14 = _errs68 === errors;
if(!valid14){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/before",schemaPath:"#/properties/before/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.before.type,parentSchema:schema31.properties.before,data:data31}];
return false;
}
}
var valid0 = _errs66 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.instructions !== undefined){
let data33 = data.instructions;
const _errs69 = errors;
if(errors === _errs69){
if(Array.isArray(data33)){
var valid15 = true;
const len10 = data33.length;
for(let i6=0; i6<len10; i6++){
let data34 = data33[i6];
const _errs71 = errors;
if(errors === _errs71){
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
let missing5;
if((((((((((((data34.nanoOperation === undefined) && (missing5 = "nanoOperation")) || ((data34.operation === undefined) && (missing5 = "operation"))) || ((data34.layer === undefined) && (missing5 = "layer"))) || ((data34.stream === undefined) && (missing5 = "stream"))) || ((data34.kernel === undefined) && (missing5 = "kernel"))) || ((data34.implementation === undefined) && (missing5 = "implementation"))) || ((data34.tokens === undefined) && (missing5 = "tokens"))) || ((data34.size === undefined) && (missing5 = "size"))) || ((data34.reads === undefined) && (missing5 = "reads"))) || ((data34.writes === undefined) && (missing5 = "writes"))) || ((data34.waits === undefined) && (missing5 = "waits"))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6,schemaPath:"#/properties/instructions/items/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'",schema:schema31.properties.instructions.items.required,parentSchema:schema31.properties.instructions.items,data:data34}];
return false;
}
else {
const _errs73 = errors;
for(const key5 in data34){
if(!(func1.call(schema31.properties.instructions.items.properties, key5))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6,schemaPath:"#/properties/instructions/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.instructions.items,data:data34}];
return false;
break;
}
}
if(_errs73 === errors){
if(data34.nanoOperation !== undefined){
let data35 = data34.nanoOperation;
const _errs74 = errors;
if(typeof data35 !== "string"){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/nanoOperation",schemaPath:"#/properties/instructions/items/properties/nanoOperation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.instructions.items.properties.nanoOperation.type,parentSchema:schema31.properties.instructions.items.properties.nanoOperation,data:data35}];
return false;
}
var valid16 = _errs74 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data34.operation !== undefined){
let data36 = data34.operation;
const _errs76 = errors;
if(typeof data36 !== "string"){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/operation",schemaPath:"#/properties/instructions/items/properties/operation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.instructions.items.properties.operation.type,parentSchema:schema31.properties.instructions.items.properties.operation,data:data36}];
return false;
}
var valid16 = _errs76 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data34.layer !== undefined){
let data37 = data34.layer;
const _errs78 = errors;
if(!(((typeof data37 == "number") && (!(data37 % 1) && !isNaN(data37))) && (isFinite(data37)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/layer",schemaPath:"#/properties/instructions/items/properties/layer/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.instructions.items.properties.layer.type,parentSchema:schema31.properties.instructions.items.properties.layer,data:data37}];
return false;
}
if(errors === _errs78){
if((typeof data37 == "number") && (isFinite(data37))){
if(data37 < 0 || isNaN(data37)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/layer",schemaPath:"#/properties/instructions/items/properties/layer/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.instructions.items.properties.layer,data:data37}];
return false;
}
}
}
var valid16 = _errs78 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data34.stream !== undefined){
let data38 = data34.stream;
const _errs80 = errors;
if(!(((typeof data38 == "number") && (!(data38 % 1) && !isNaN(data38))) && (isFinite(data38)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/stream",schemaPath:"#/properties/instructions/items/properties/stream/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.instructions.items.properties.stream.type,parentSchema:schema31.properties.instructions.items.properties.stream,data:data38}];
return false;
}
if(errors === _errs80){
if((typeof data38 == "number") && (isFinite(data38))){
if(data38 < 0 || isNaN(data38)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/stream",schemaPath:"#/properties/instructions/items/properties/stream/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.instructions.items.properties.stream,data:data38}];
return false;
}
}
}
var valid16 = _errs80 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data34.kernel !== undefined){
let data39 = data34.kernel;
const _errs82 = errors;
const _errs83 = errors;
if(errors === _errs83){
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
let missing6;
if(((data39.kind === undefined) && (missing6 = "kind")) || ((data39.shape === undefined) && (missing6 = "shape"))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel",schemaPath:"#/$defs/kernel/required",keyword:"required",params:{missingProperty: missing6},message:"must have required property '"+missing6+"'",schema:schema35.required,parentSchema:schema35,data:data39}];
return false;
}
else {
const _errs85 = errors;
for(const key6 in data39){
if(!(((key6 === "kind") || (key6 === "shape")) || (key6 === "variant"))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel",schemaPath:"#/$defs/kernel/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema35,data:data39}];
return false;
break;
}
}
if(_errs85 === errors){
if(data39.kind !== undefined){
let data40 = data39.kind;
const _errs86 = errors;
if(!(((((((((((((((data40 === "gemm") || (data40 === "grouped_gemm")) || (data40 === "decode_attention")) || (data40 === "prefill_attention")) || (data40 === "rms_norm")) || (data40 === "rope_kv_append")) || (data40 === "silu_mul")) || (data40 === "quantise_rows")) || (data40 === "router")) || (data40 === "moe_permute")) || (data40 === "moe_combine")) || (data40 === "all_reduce")) || (data40 === "all_reduce_norm")) || (data40 === "embedding")) || (data40 === "sampling"))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/kind",schemaPath:"#/$defs/kernel/properties/kind/enum",keyword:"enum",params:{allowedValues: schema35.properties.kind.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.kind.enum,parentSchema:schema35.properties.kind,data:data40}];
return false;
}
var valid18 = _errs86 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data39.shape !== undefined){
let data41 = data39.shape;
const _errs87 = errors;
if(errors === _errs87){
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
for(const key7 in data41){
let data42 = data41[key7];
const _errs90 = errors;
if(!(((typeof data42 == "number") && (!(data42 % 1) && !isNaN(data42))) && (isFinite(data42)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/shape/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/kernel/properties/shape/additionalProperties/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.properties.shape.additionalProperties.type,parentSchema:schema35.properties.shape.additionalProperties,data:data42}];
return false;
}
if(errors === _errs90){
if((typeof data42 == "number") && (isFinite(data42))){
if(data42 < 1 || isNaN(data42)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/shape/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/kernel/properties/shape/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema35.properties.shape.additionalProperties,data:data42}];
return false;
}
}
}
var valid19 = _errs90 === errors;
if(!valid19){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/shape",schemaPath:"#/$defs/kernel/properties/shape/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.properties.shape.type,parentSchema:schema35.properties.shape,data:data41}];
return false;
}
}
var valid18 = _errs87 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data39.variant !== undefined){
let data43 = data39.variant;
const _errs92 = errors;
if(errors === _errs92){
if(data43 && typeof data43 == "object" && !Array.isArray(data43)){
if(Object.keys(data43).length < 1){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/variant",schemaPath:"#/$defs/kernel/properties/variant/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema35.properties.variant,data:data43}];
return false;
}
else {
const _errs94 = errors;
for(const key8 in data43){
if(!(((((key8 === "operands") || (key8 === "output")) || (key8 === "kv")) || (key8 === "accumulation")) || (key8 === "scaling"))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/variant",schemaPath:"#/$defs/kernel/properties/variant/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema35.properties.variant,data:data43}];
return false;
break;
}
}
if(_errs94 === errors){
if(data43.operands !== undefined){
let data44 = data43.operands;
const _errs95 = errors;
if(!(data44 === "fp8-e4m3")){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/variant/operands",schemaPath:"#/$defs/kernel/properties/variant/properties/operands/enum",keyword:"enum",params:{allowedValues: schema35.properties.variant.properties.operands.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.variant.properties.operands.enum,parentSchema:schema35.properties.variant.properties.operands,data:data44}];
return false;
}
var valid20 = _errs95 === errors;
}
else {
var valid20 = true;
}
if(valid20){
if(data43.output !== undefined){
let data45 = data43.output;
const _errs96 = errors;
if(!(data45 === "fp8-e4m3")){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/variant/output",schemaPath:"#/$defs/kernel/properties/variant/properties/output/enum",keyword:"enum",params:{allowedValues: schema35.properties.variant.properties.output.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.variant.properties.output.enum,parentSchema:schema35.properties.variant.properties.output,data:data45}];
return false;
}
var valid20 = _errs96 === errors;
}
else {
var valid20 = true;
}
if(valid20){
if(data43.kv !== undefined){
let data46 = data43.kv;
const _errs97 = errors;
if(!(data46 === "fp8-e4m3")){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/variant/kv",schemaPath:"#/$defs/kernel/properties/variant/properties/kv/enum",keyword:"enum",params:{allowedValues: schema35.properties.variant.properties.kv.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.variant.properties.kv.enum,parentSchema:schema35.properties.variant.properties.kv,data:data46}];
return false;
}
var valid20 = _errs97 === errors;
}
else {
var valid20 = true;
}
if(valid20){
if(data43.accumulation !== undefined){
let data47 = data43.accumulation;
const _errs98 = errors;
if(!(data47 === "fast")){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/variant/accumulation",schemaPath:"#/$defs/kernel/properties/variant/properties/accumulation/enum",keyword:"enum",params:{allowedValues: schema35.properties.variant.properties.accumulation.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.variant.properties.accumulation.enum,parentSchema:schema35.properties.variant.properties.accumulation,data:data47}];
return false;
}
var valid20 = _errs98 === errors;
}
else {
var valid20 = true;
}
if(valid20){
if(data43.scaling !== undefined){
let data48 = data43.scaling;
const _errs99 = errors;
if(!(data48 === "row")){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/variant/scaling",schemaPath:"#/$defs/kernel/properties/variant/properties/scaling/enum",keyword:"enum",params:{allowedValues: schema35.properties.variant.properties.scaling.enum},message:"must be equal to one of the allowed values",schema:schema35.properties.variant.properties.scaling.enum,parentSchema:schema35.properties.variant.properties.scaling,data:data48}];
return false;
}
var valid20 = _errs99 === errors;
}
else {
var valid20 = true;
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel/variant",schemaPath:"#/$defs/kernel/properties/variant/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.properties.variant.type,parentSchema:schema35.properties.variant,data:data43}];
return false;
}
}
var valid18 = _errs92 === errors;
}
else {
var valid18 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/kernel",schemaPath:"#/$defs/kernel/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.type,parentSchema:schema35,data:data39}];
return false;
}
}
var valid16 = _errs82 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data34.implementation !== undefined){
let data49 = data34.implementation;
const _errs100 = errors;
if(typeof data49 !== "string"){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/implementation",schemaPath:"#/properties/instructions/items/properties/implementation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.instructions.items.properties.implementation.type,parentSchema:schema31.properties.instructions.items.properties.implementation,data:data49}];
return false;
}
var valid16 = _errs100 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data34.tokens !== undefined){
let data50 = data34.tokens;
const _errs102 = errors;
const _errs103 = errors;
if(errors === _errs103){
if(Array.isArray(data50)){
if(data50.length > 2){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/tokens",schemaPath:"#/$defs/tokenRange/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema32,data:data50}];
return false;
}
else {
if(data50.length < 2){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/tokens",schemaPath:"#/$defs/tokenRange/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema32,data:data50}];
return false;
}
else {
const len11 = data50.length;
if(len11 > 0){
let data51 = data50[0];
const _errs105 = errors;
if(!(((typeof data51 == "number") && (!(data51 % 1) && !isNaN(data51))) && (isFinite(data51)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/tokens/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.prefixItems[0].type,parentSchema:schema32.prefixItems[0],data:data51}];
return false;
}
if(errors === _errs105){
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 < 0 || isNaN(data51)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/tokens/0",schemaPath:"#/$defs/tokenRange/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.prefixItems[0],data:data51}];
return false;
}
}
}
var valid22 = _errs105 === errors;
}
if(valid22){
if(len11 > 1){
let data52 = data50[1];
const _errs107 = errors;
if(!(((typeof data52 == "number") && (!(data52 % 1) && !isNaN(data52))) && (isFinite(data52)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/tokens/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.prefixItems[1].type,parentSchema:schema32.prefixItems[1],data:data52}];
return false;
}
if(errors === _errs107){
if((typeof data52 == "number") && (isFinite(data52))){
if(data52 < 1 || isNaN(data52)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/tokens/1",schemaPath:"#/$defs/tokenRange/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.prefixItems[1],data:data52}];
return false;
}
}
}
var valid22 = _errs107 === errors;
}
if(valid22){
const len12 = data50.length;
if(!(len12 <= 2)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/tokens",schemaPath:"#/$defs/tokenRange/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema32,data:data50}];
return false;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/tokens",schemaPath:"#/$defs/tokenRange/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.type,parentSchema:schema32,data:data50}];
return false;
}
}
var valid16 = _errs102 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data34.size !== undefined){
let data53 = data34.size;
const _errs109 = errors;
const _errs110 = errors;
if(errors === _errs110){
if(data53 && typeof data53 == "object" && !Array.isArray(data53)){
let missing7;
if(((data53.tokens === undefined) && (missing7 = "tokens")) || ((data53.context === undefined) && (missing7 = "context"))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/size",schemaPath:"#/$defs/size/required",keyword:"required",params:{missingProperty: missing7},message:"must have required property '"+missing7+"'",schema:schema36.required,parentSchema:schema36,data:data53}];
return false;
}
else {
const _errs112 = errors;
for(const key9 in data53){
if(!((key9 === "tokens") || (key9 === "context"))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/size",schemaPath:"#/$defs/size/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema36,data:data53}];
return false;
break;
}
}
if(_errs112 === errors){
if(data53.tokens !== undefined){
let data54 = data53.tokens;
const _errs113 = errors;
if(!(((typeof data54 == "number") && (!(data54 % 1) && !isNaN(data54))) && (isFinite(data54)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/size/tokens",schemaPath:"#/$defs/size/properties/tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.properties.tokens.type,parentSchema:schema36.properties.tokens,data:data54}];
return false;
}
if(errors === _errs113){
if((typeof data54 == "number") && (isFinite(data54))){
if(data54 < 1 || isNaN(data54)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/size/tokens",schemaPath:"#/$defs/size/properties/tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema36.properties.tokens,data:data54}];
return false;
}
}
}
var valid24 = _errs113 === errors;
}
else {
var valid24 = true;
}
if(valid24){
if(data53.context !== undefined){
let data55 = data53.context;
const _errs115 = errors;
if(errors === _errs115){
if((typeof data55 == "number") && (isFinite(data55))){
if(data55 < 0 || isNaN(data55)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/size/context",schemaPath:"#/$defs/size/properties/context/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.properties.context,data:data55}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/size/context",schemaPath:"#/$defs/size/properties/context/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema36.properties.context.type,parentSchema:schema36.properties.context,data:data55}];
return false;
}
}
var valid24 = _errs115 === errors;
}
else {
var valid24 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/size",schemaPath:"#/$defs/size/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.type,parentSchema:schema36,data:data53}];
return false;
}
}
var valid16 = _errs109 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data34.reads !== undefined){
let data56 = data34.reads;
const _errs117 = errors;
if(errors === _errs117){
if(Array.isArray(data56)){
var valid25 = true;
const len13 = data56.length;
for(let i7=0; i7<len13; i7++){
let data57 = data56[i7];
const _errs119 = errors;
const _errs120 = errors;
if(errors === _errs120){
if(data57 && typeof data57 == "object" && !Array.isArray(data57)){
let missing8;
if(((((data57.operand === undefined) && (missing8 = "operand")) || ((data57.buffer === undefined) && (missing8 = "buffer"))) || ((data57.start === undefined) && (missing8 = "start"))) || ((data57.end === undefined) && (missing8 = "end"))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/reads/" + i7,schemaPath:"#/$defs/access/required",keyword:"required",params:{missingProperty: missing8},message:"must have required property '"+missing8+"'",schema:schema37.required,parentSchema:schema37,data:data57}];
return false;
}
else {
const _errs122 = errors;
for(const key10 in data57){
if(!((((key10 === "operand") || (key10 === "buffer")) || (key10 === "start")) || (key10 === "end"))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/reads/" + i7,schemaPath:"#/$defs/access/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema37,data:data57}];
return false;
break;
}
}
if(_errs122 === errors){
if(data57.operand !== undefined){
let data58 = data57.operand;
const _errs123 = errors;
if(typeof data58 !== "string"){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/reads/" + i7+"/operand",schemaPath:"#/$defs/access/properties/operand/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.operand.type,parentSchema:schema37.properties.operand,data:data58}];
return false;
}
var valid27 = _errs123 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data57.buffer !== undefined){
let data59 = data57.buffer;
const _errs125 = errors;
if(!(((typeof data59 == "number") && (!(data59 % 1) && !isNaN(data59))) && (isFinite(data59)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/reads/" + i7+"/buffer",schemaPath:"#/$defs/access/properties/buffer/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.buffer.type,parentSchema:schema37.properties.buffer,data:data59}];
return false;
}
if(errors === _errs125){
if((typeof data59 == "number") && (isFinite(data59))){
if(data59 < 0 || isNaN(data59)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/reads/" + i7+"/buffer",schemaPath:"#/$defs/access/properties/buffer/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.properties.buffer,data:data59}];
return false;
}
}
}
var valid27 = _errs125 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data57.start !== undefined){
let data60 = data57.start;
const _errs127 = errors;
if(!(((typeof data60 == "number") && (!(data60 % 1) && !isNaN(data60))) && (isFinite(data60)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/reads/" + i7+"/start",schemaPath:"#/$defs/access/properties/start/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.start.type,parentSchema:schema37.properties.start,data:data60}];
return false;
}
if(errors === _errs127){
if((typeof data60 == "number") && (isFinite(data60))){
if(data60 < 0 || isNaN(data60)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/reads/" + i7+"/start",schemaPath:"#/$defs/access/properties/start/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.properties.start,data:data60}];
return false;
}
}
}
var valid27 = _errs127 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data57.end !== undefined){
let data61 = data57.end;
const _errs129 = errors;
if(!(((typeof data61 == "number") && (!(data61 % 1) && !isNaN(data61))) && (isFinite(data61)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/reads/" + i7+"/end",schemaPath:"#/$defs/access/properties/end/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.end.type,parentSchema:schema37.properties.end,data:data61}];
return false;
}
if(errors === _errs129){
if((typeof data61 == "number") && (isFinite(data61))){
if(data61 < 1 || isNaN(data61)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/reads/" + i7+"/end",schemaPath:"#/$defs/access/properties/end/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.properties.end,data:data61}];
return false;
}
}
}
var valid27 = _errs129 === errors;
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
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/reads/" + i7,schemaPath:"#/$defs/access/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.type,parentSchema:schema37,data:data57}];
return false;
}
}
var valid25 = _errs119 === errors;
if(!valid25){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/reads",schemaPath:"#/properties/instructions/items/properties/reads/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.instructions.items.properties.reads.type,parentSchema:schema31.properties.instructions.items.properties.reads,data:data56}];
return false;
}
}
var valid16 = _errs117 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data34.writes !== undefined){
let data62 = data34.writes;
const _errs131 = errors;
if(errors === _errs131){
if(Array.isArray(data62)){
var valid28 = true;
const len14 = data62.length;
for(let i8=0; i8<len14; i8++){
let data63 = data62[i8];
const _errs133 = errors;
const _errs134 = errors;
if(errors === _errs134){
if(data63 && typeof data63 == "object" && !Array.isArray(data63)){
let missing9;
if(((((data63.operand === undefined) && (missing9 = "operand")) || ((data63.buffer === undefined) && (missing9 = "buffer"))) || ((data63.start === undefined) && (missing9 = "start"))) || ((data63.end === undefined) && (missing9 = "end"))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/writes/" + i8,schemaPath:"#/$defs/access/required",keyword:"required",params:{missingProperty: missing9},message:"must have required property '"+missing9+"'",schema:schema37.required,parentSchema:schema37,data:data63}];
return false;
}
else {
const _errs136 = errors;
for(const key11 in data63){
if(!((((key11 === "operand") || (key11 === "buffer")) || (key11 === "start")) || (key11 === "end"))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/writes/" + i8,schemaPath:"#/$defs/access/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema37,data:data63}];
return false;
break;
}
}
if(_errs136 === errors){
if(data63.operand !== undefined){
let data64 = data63.operand;
const _errs137 = errors;
if(typeof data64 !== "string"){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/writes/" + i8+"/operand",schemaPath:"#/$defs/access/properties/operand/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.operand.type,parentSchema:schema37.properties.operand,data:data64}];
return false;
}
var valid30 = _errs137 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data63.buffer !== undefined){
let data65 = data63.buffer;
const _errs139 = errors;
if(!(((typeof data65 == "number") && (!(data65 % 1) && !isNaN(data65))) && (isFinite(data65)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/writes/" + i8+"/buffer",schemaPath:"#/$defs/access/properties/buffer/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.buffer.type,parentSchema:schema37.properties.buffer,data:data65}];
return false;
}
if(errors === _errs139){
if((typeof data65 == "number") && (isFinite(data65))){
if(data65 < 0 || isNaN(data65)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/writes/" + i8+"/buffer",schemaPath:"#/$defs/access/properties/buffer/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.properties.buffer,data:data65}];
return false;
}
}
}
var valid30 = _errs139 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data63.start !== undefined){
let data66 = data63.start;
const _errs141 = errors;
if(!(((typeof data66 == "number") && (!(data66 % 1) && !isNaN(data66))) && (isFinite(data66)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/writes/" + i8+"/start",schemaPath:"#/$defs/access/properties/start/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.start.type,parentSchema:schema37.properties.start,data:data66}];
return false;
}
if(errors === _errs141){
if((typeof data66 == "number") && (isFinite(data66))){
if(data66 < 0 || isNaN(data66)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/writes/" + i8+"/start",schemaPath:"#/$defs/access/properties/start/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.properties.start,data:data66}];
return false;
}
}
}
var valid30 = _errs141 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data63.end !== undefined){
let data67 = data63.end;
const _errs143 = errors;
if(!(((typeof data67 == "number") && (!(data67 % 1) && !isNaN(data67))) && (isFinite(data67)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/writes/" + i8+"/end",schemaPath:"#/$defs/access/properties/end/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.end.type,parentSchema:schema37.properties.end,data:data67}];
return false;
}
if(errors === _errs143){
if((typeof data67 == "number") && (isFinite(data67))){
if(data67 < 1 || isNaN(data67)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/writes/" + i8+"/end",schemaPath:"#/$defs/access/properties/end/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.properties.end,data:data67}];
return false;
}
}
}
var valid30 = _errs143 === errors;
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
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/writes/" + i8,schemaPath:"#/$defs/access/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.type,parentSchema:schema37,data:data63}];
return false;
}
}
var valid28 = _errs133 === errors;
if(!valid28){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/writes",schemaPath:"#/properties/instructions/items/properties/writes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.instructions.items.properties.writes.type,parentSchema:schema31.properties.instructions.items.properties.writes,data:data62}];
return false;
}
}
var valid16 = _errs131 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data34.waits !== undefined){
let data68 = data34.waits;
const _errs145 = errors;
if(errors === _errs145){
if(Array.isArray(data68)){
var valid31 = true;
const len15 = data68.length;
for(let i9=0; i9<len15; i9++){
let data69 = data68[i9];
const _errs147 = errors;
if(!(((typeof data69 == "number") && (!(data69 % 1) && !isNaN(data69))) && (isFinite(data69)))){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/waits/" + i9,schemaPath:"#/properties/instructions/items/properties/waits/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.instructions.items.properties.waits.items.type,parentSchema:schema31.properties.instructions.items.properties.waits.items,data:data69}];
return false;
}
if(errors === _errs147){
if((typeof data69 == "number") && (isFinite(data69))){
if(data69 < 0 || isNaN(data69)){
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/waits/" + i9,schemaPath:"#/properties/instructions/items/properties/waits/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.instructions.items.properties.waits.items,data:data69}];
return false;
}
}
}
var valid31 = _errs147 === errors;
if(!valid31){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6+"/waits",schemaPath:"#/properties/instructions/items/properties/waits/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.instructions.items.properties.waits.type,parentSchema:schema31.properties.instructions.items.properties.waits,data:data68}];
return false;
}
}
var valid16 = _errs145 === errors;
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
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/instructions/" + i6,schemaPath:"#/properties/instructions/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.instructions.items.type,parentSchema:schema31.properties.instructions.items,data:data34}];
return false;
}
}
var valid15 = _errs71 === errors;
if(!valid15){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/instructions",schemaPath:"#/properties/instructions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.instructions.type,parentSchema:schema31.properties.instructions,data:data33}];
return false;
}
}
var valid0 = _errs69 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.after !== undefined){
let data70 = data.after;
const _errs149 = errors;
if(errors === _errs149){
if(Array.isArray(data70)){
var valid32 = true;
const len16 = data70.length;
for(let i10=0; i10<len16; i10++){
const _errs151 = errors;
if(!(validate21(data70[i10], {instancePath:instancePath+"/after/" + i10,parentData:data70,parentDataProperty:i10,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var valid32 = _errs151 === errors;
if(!valid32){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/after",schemaPath:"#/properties/after/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.after.type,parentSchema:schema31.properties.after,data:data70}];
return false;
}
}
var valid0 = _errs149 === errors;
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
