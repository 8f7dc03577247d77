/* Generated from schemas/kernel.schema.json by `npm run types`; edit the schema instead. */
// @ts-nocheck: Ajv writes JavaScript.
export const validate = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:nanoflow-plan:kernel:2","type":"object","additionalProperties":false,"required":["schema","kind","shape","implementations","solo"],"properties":{"schema":{"const":"nanoflow-plan/kernel/2"},"kind":{"$ref":"#/$defs/kernelKind"},"shape":{"$ref":"#/$defs/shape"},"variant":{"$ref":"#/$defs/variant"},"implementations":{"type":"array","items":{"type":"string"}},"solo":{"type":"array","items":{"$ref":"#/$defs/soloTable"}},"sustained":{"$ref":"#/$defs/sustainedTable"},"libraryChoices":{"type":"array","items":{"type":"array","minItems":2,"maxItems":2,"items":false,"prefixItems":[{"type":"integer","minimum":0},{"type":"integer","minimum":1}]}},"heldOut":{"type":"array","items":{"$ref":"#/$defs/soloTable"}}},"$defs":{"kernelKind":{"enum":["gemm","grouped_gemm","decode_attention","prefill_attention","rms_norm","rope_kv_append","silu_mul","quantise_rows","router","moe_permute","moe_combine","all_reduce","all_reduce_norm","embedding","sampling"]},"shape":{"type":"object","additionalProperties":{"type":"integer","minimum":1}},"variant":{"type":"object","additionalProperties":false,"required":[],"properties":{"operands":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"output":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"kv":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"scaling":{"enum":["none","tensor","row","block-128"]},"scaleLayout":{"enum":["none","row-major","column-major"]},"accumulation":{"enum":["fp32","fast"]},"bias":{"type":"boolean"},"qkNorm":{"type":"boolean"},"epilogue":{"enum":["none","silu-mul","residual-add","quantise"]}}},"soloTable":{"type":"object","additionalProperties":false,"required":["implementation","partition","tokens","context","us","spreadPpm","samples"],"properties":{"implementation":{"$ref":"#/$defs/index"},"partition":{"type":"string","pattern":"^(w|c?[gr][0-9]+)$"},"tokens":{"$ref":"#/$defs/count"},"context":{"$ref":"#/$defs/amount"},"us":{"$ref":"#/$defs/figures"},"spreadPpm":{"$ref":"#/$defs/amount"},"samples":{"$ref":"#/$defs/count"}}},"sustainedTable":{"type":"object","additionalProperties":false,"required":["implementation","tokens","context","us","spreadPpm","clockMhz","powerW","energyMj","spacedUs","spacedClockMhz","spacedEnergyMj"],"properties":{"implementation":{"$ref":"#/$defs/index"},"tokens":{"$ref":"#/$defs/count"},"context":{"$ref":"#/$defs/amount"},"us":{"$ref":"#/$defs/figures"},"spreadPpm":{"$ref":"#/$defs/amount"},"clockMhz":{"$ref":"#/$defs/positive"},"powerW":{"$ref":"#/$defs/positive"},"energyMj":{"$ref":"#/$defs/positive"},"spacedUs":{"$ref":"#/$defs/amount"},"spacedClockMhz":{"$ref":"#/$defs/amount"},"spacedEnergyMj":{"$ref":"#/$defs/amount"}}},"index":{"oneOf":[{"type":"integer","minimum":0},{"type":"array","items":{"type":"integer","minimum":0}}]},"count":{"oneOf":[{"type":"integer","minimum":1},{"type":"array","items":{"type":"integer","minimum":1}}]},"amount":{"oneOf":[{"type":"number","minimum":0},{"type":"array","items":{"type":"number","minimum":0}}]},"figures":{"type":"array","items":{"type":"number","exclusiveMinimum":0}},"positive":{"oneOf":[{"type":"number","exclusiveMinimum":0},{"type":"array","items":{"type":"number","exclusiveMinimum":0}}]}}};
const schema32 = {"enum":["gemm","grouped_gemm","decode_attention","prefill_attention","rms_norm","rope_kv_append","silu_mul","quantise_rows","router","moe_permute","moe_combine","all_reduce","all_reduce_norm","embedding","sampling"]};
const schema33 = {"type":"object","additionalProperties":{"type":"integer","minimum":1}};
const schema34 = {"type":"object","additionalProperties":false,"required":[],"properties":{"operands":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"output":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"kv":{"enum":["bf16","fp16","fp32","fp8-e4m3","fp8-e5m2"]},"scaling":{"enum":["none","tensor","row","block-128"]},"scaleLayout":{"enum":["none","row-major","column-major"]},"accumulation":{"enum":["fp32","fast"]},"bias":{"type":"boolean"},"qkNorm":{"type":"boolean"},"epilogue":{"enum":["none","silu-mul","residual-add","quantise"]}}};
const func1 = Object.prototype.hasOwnProperty;
const schema35 = {"type":"object","additionalProperties":false,"required":["implementation","partition","tokens","context","us","spreadPpm","samples"],"properties":{"implementation":{"$ref":"#/$defs/index"},"partition":{"type":"string","pattern":"^(w|c?[gr][0-9]+)$"},"tokens":{"$ref":"#/$defs/count"},"context":{"$ref":"#/$defs/amount"},"us":{"$ref":"#/$defs/figures"},"spreadPpm":{"$ref":"#/$defs/amount"},"samples":{"$ref":"#/$defs/count"}}};
const schema36 = {"oneOf":[{"type":"integer","minimum":0},{"type":"array","items":{"type":"integer","minimum":0}}]};
const schema37 = {"oneOf":[{"type":"integer","minimum":1},{"type":"array","items":{"type":"integer","minimum":1}}]};
const schema38 = {"oneOf":[{"type":"number","minimum":0},{"type":"array","items":{"type":"number","minimum":0}}]};
const schema39 = {"type":"array","items":{"type":"number","exclusiveMinimum":0}};
const pattern4 = new RegExp("^(w|c?[gr][0-9]+)$", "u");

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
if((((((((data.implementation === undefined) && (missing0 = "implementation")) || ((data.partition === undefined) && (missing0 = "partition"))) || ((data.tokens === undefined) && (missing0 = "tokens"))) || ((data.context === undefined) && (missing0 = "context"))) || ((data.us === undefined) && (missing0 = "us"))) || ((data.spreadPpm === undefined) && (missing0 = "spreadPpm"))) || ((data.samples === undefined) && (missing0 = "samples"))){
validate21.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema35.required,parentSchema:schema35,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((((key0 === "implementation") || (key0 === "partition")) || (key0 === "tokens")) || (key0 === "context")) || (key0 === "us")) || (key0 === "spreadPpm")) || (key0 === "samples"))){
validate21.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema35,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.implementation !== undefined){
let data0 = data.implementation;
const _errs2 = errors;
const _errs4 = errors;
let valid2 = false;
let passing0 = null;
const _errs5 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err0 = {instancePath:instancePath+"/implementation",schemaPath:"#/$defs/index/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.oneOf[0].type,parentSchema:schema36.oneOf[0],data:data0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(errors === _errs5){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
const err1 = {instancePath:instancePath+"/implementation",schemaPath:"#/$defs/index/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.oneOf[0],data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
var _valid0 = _errs5 === errors;
if(_valid0){
valid2 = true;
passing0 = 0;
}
const _errs7 = errors;
if(errors === _errs7){
if(Array.isArray(data0)){
var valid3 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
const _errs9 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err2 = {instancePath:instancePath+"/implementation/" + i0,schemaPath:"#/$defs/index/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.oneOf[1].items.type,parentSchema:schema36.oneOf[1].items,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(errors === _errs9){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
const err3 = {instancePath:instancePath+"/implementation/" + i0,schemaPath:"#/$defs/index/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.oneOf[1].items,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
var valid3 = _errs9 === errors;
if(!valid3){
break;
}
}
}
else {
const err4 = {instancePath:instancePath+"/implementation",schemaPath:"#/$defs/index/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema36.oneOf[1].type,parentSchema:schema36.oneOf[1],data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var _valid0 = _errs7 === errors;
if(_valid0 && valid2){
valid2 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid2 = true;
passing0 = 1;
}
}
if(!valid2){
const err5 = {instancePath:instancePath+"/implementation",schemaPath:"#/$defs/index/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf",schema:schema36.oneOf,parentSchema:schema36,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs4;
if(vErrors !== null){
if(_errs4){
vErrors.length = _errs4;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.partition !== undefined){
let data2 = data.partition;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data2 === "string"){
if(!pattern4.test(data2)){
validate21.errors = [{instancePath:instancePath+"/partition",schemaPath:"#/properties/partition/pattern",keyword:"pattern",params:{pattern: "^(w|c?[gr][0-9]+)$"},message:"must match pattern \""+"^(w|c?[gr][0-9]+)$"+"\"",schema:"^(w|c?[gr][0-9]+)$",parentSchema:schema35.properties.partition,data:data2}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/partition",schemaPath:"#/properties/partition/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.partition.type,parentSchema:schema35.properties.partition,data:data2}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tokens !== undefined){
let data3 = data.tokens;
const _errs13 = errors;
const _errs15 = errors;
let valid5 = false;
let passing1 = null;
const _errs16 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err6 = {instancePath:instancePath+"/tokens",schemaPath:"#/$defs/count/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.oneOf[0].type,parentSchema:schema37.oneOf[0],data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(errors === _errs16){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 1 || isNaN(data3)){
const err7 = {instancePath:instancePath+"/tokens",schemaPath:"#/$defs/count/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.oneOf[0],data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
var _valid1 = _errs16 === errors;
if(_valid1){
valid5 = true;
passing1 = 0;
}
const _errs18 = errors;
if(errors === _errs18){
if(Array.isArray(data3)){
var valid6 = true;
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
const _errs20 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err8 = {instancePath:instancePath+"/tokens/" + i1,schemaPath:"#/$defs/count/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.oneOf[1].items.type,parentSchema:schema37.oneOf[1].items,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(errors === _errs20){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 1 || isNaN(data4)){
const err9 = {instancePath:instancePath+"/tokens/" + i1,schemaPath:"#/$defs/count/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.oneOf[1].items,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
var valid6 = _errs20 === errors;
if(!valid6){
break;
}
}
}
else {
const err10 = {instancePath:instancePath+"/tokens",schemaPath:"#/$defs/count/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.oneOf[1].type,parentSchema:schema37.oneOf[1],data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
var _valid1 = _errs18 === errors;
if(_valid1 && valid5){
valid5 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid5 = true;
passing1 = 1;
}
}
if(!valid5){
const err11 = {instancePath:instancePath+"/tokens",schemaPath:"#/$defs/count/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},message:"must match exactly one schema in oneOf",schema:schema37.oneOf,parentSchema:schema37,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs15;
if(vErrors !== null){
if(_errs15){
vErrors.length = _errs15;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.context !== undefined){
let data5 = data.context;
const _errs22 = errors;
const _errs24 = errors;
let valid8 = false;
let passing2 = null;
const _errs25 = errors;
if(errors === _errs25){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
const err12 = {instancePath:instancePath+"/context",schemaPath:"#/$defs/amount/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[0],data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/context",schemaPath:"#/$defs/amount/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[0].type,parentSchema:schema38.oneOf[0],data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
var _valid2 = _errs25 === errors;
if(_valid2){
valid8 = true;
passing2 = 0;
}
const _errs27 = errors;
if(errors === _errs27){
if(Array.isArray(data5)){
var valid9 = true;
const len2 = data5.length;
for(let i2=0; i2<len2; i2++){
let data6 = data5[i2];
const _errs29 = errors;
if(errors === _errs29){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
const err14 = {instancePath:instancePath+"/context/" + i2,schemaPath:"#/$defs/amount/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[1].items,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/context/" + i2,schemaPath:"#/$defs/amount/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[1].items.type,parentSchema:schema38.oneOf[1].items,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
var valid9 = _errs29 === errors;
if(!valid9){
break;
}
}
}
else {
const err16 = {instancePath:instancePath+"/context",schemaPath:"#/$defs/amount/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.oneOf[1].type,parentSchema:schema38.oneOf[1],data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
var _valid2 = _errs27 === errors;
if(_valid2 && valid8){
valid8 = false;
passing2 = [passing2, 1];
}
else {
if(_valid2){
valid8 = true;
passing2 = 1;
}
}
if(!valid8){
const err17 = {instancePath:instancePath+"/context",schemaPath:"#/$defs/amount/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},message:"must match exactly one schema in oneOf",schema:schema38.oneOf,parentSchema:schema38,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs24;
if(vErrors !== null){
if(_errs24){
vErrors.length = _errs24;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.us !== undefined){
let data7 = data.us;
const _errs31 = errors;
const _errs32 = errors;
if(errors === _errs32){
if(Array.isArray(data7)){
var valid11 = true;
const len3 = data7.length;
for(let i3=0; i3<len3; i3++){
let data8 = data7[i3];
const _errs34 = errors;
if(errors === _errs34){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 <= 0 || isNaN(data8)){
validate21.errors = [{instancePath:instancePath+"/us/" + i3,schemaPath:"#/$defs/figures/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema39.items,data:data8}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/us/" + i3,schemaPath:"#/$defs/figures/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.items.type,parentSchema:schema39.items,data:data8}];
return false;
}
}
var valid11 = _errs34 === errors;
if(!valid11){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/us",schemaPath:"#/$defs/figures/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema39.type,parentSchema:schema39,data:data7}];
return false;
}
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.spreadPpm !== undefined){
let data9 = data.spreadPpm;
const _errs36 = errors;
const _errs38 = errors;
let valid13 = false;
let passing3 = null;
const _errs39 = errors;
if(errors === _errs39){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
const err18 = {instancePath:instancePath+"/spreadPpm",schemaPath:"#/$defs/amount/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[0],data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/spreadPpm",schemaPath:"#/$defs/amount/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[0].type,parentSchema:schema38.oneOf[0],data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
var _valid3 = _errs39 === errors;
if(_valid3){
valid13 = true;
passing3 = 0;
}
const _errs41 = errors;
if(errors === _errs41){
if(Array.isArray(data9)){
var valid14 = true;
const len4 = data9.length;
for(let i4=0; i4<len4; i4++){
let data10 = data9[i4];
const _errs43 = errors;
if(errors === _errs43){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
const err20 = {instancePath:instancePath+"/spreadPpm/" + i4,schemaPath:"#/$defs/amount/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[1].items,data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/spreadPpm/" + i4,schemaPath:"#/$defs/amount/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[1].items.type,parentSchema:schema38.oneOf[1].items,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
var valid14 = _errs43 === errors;
if(!valid14){
break;
}
}
}
else {
const err22 = {instancePath:instancePath+"/spreadPpm",schemaPath:"#/$defs/amount/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.oneOf[1].type,parentSchema:schema38.oneOf[1],data:data9};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
var _valid3 = _errs41 === errors;
if(_valid3 && valid13){
valid13 = false;
passing3 = [passing3, 1];
}
else {
if(_valid3){
valid13 = true;
passing3 = 1;
}
}
if(!valid13){
const err23 = {instancePath:instancePath+"/spreadPpm",schemaPath:"#/$defs/amount/oneOf",keyword:"oneOf",params:{passingSchemas: passing3},message:"must match exactly one schema in oneOf",schema:schema38.oneOf,parentSchema:schema38,data:data9};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
validate21.errors = vErrors;
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
var valid0 = _errs36 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.samples !== undefined){
let data11 = data.samples;
const _errs45 = errors;
const _errs47 = errors;
let valid16 = false;
let passing4 = null;
const _errs48 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err24 = {instancePath:instancePath+"/samples",schemaPath:"#/$defs/count/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.oneOf[0].type,parentSchema:schema37.oneOf[0],data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(errors === _errs48){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 1 || isNaN(data11)){
const err25 = {instancePath:instancePath+"/samples",schemaPath:"#/$defs/count/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.oneOf[0],data:data11};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
var _valid4 = _errs48 === errors;
if(_valid4){
valid16 = true;
passing4 = 0;
}
const _errs50 = errors;
if(errors === _errs50){
if(Array.isArray(data11)){
var valid17 = true;
const len5 = data11.length;
for(let i5=0; i5<len5; i5++){
let data12 = data11[i5];
const _errs52 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
const err26 = {instancePath:instancePath+"/samples/" + i5,schemaPath:"#/$defs/count/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.oneOf[1].items.type,parentSchema:schema37.oneOf[1].items,data:data12};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(errors === _errs52){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 1 || isNaN(data12)){
const err27 = {instancePath:instancePath+"/samples/" + i5,schemaPath:"#/$defs/count/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.oneOf[1].items,data:data12};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
var valid17 = _errs52 === errors;
if(!valid17){
break;
}
}
}
else {
const err28 = {instancePath:instancePath+"/samples",schemaPath:"#/$defs/count/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.oneOf[1].type,parentSchema:schema37.oneOf[1],data:data11};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
var _valid4 = _errs50 === errors;
if(_valid4 && valid16){
valid16 = false;
passing4 = [passing4, 1];
}
else {
if(_valid4){
valid16 = true;
passing4 = 1;
}
}
if(!valid16){
const err29 = {instancePath:instancePath+"/samples",schemaPath:"#/$defs/count/oneOf",keyword:"oneOf",params:{passingSchemas: passing4},message:"must match exactly one schema in oneOf",schema:schema37.oneOf,parentSchema:schema37,data:data11};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs47;
if(vErrors !== null){
if(_errs47){
vErrors.length = _errs47;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs45 === errors;
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
validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.type,parentSchema:schema35,data}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema42 = {"type":"object","additionalProperties":false,"required":["implementation","tokens","context","us","spreadPpm","clockMhz","powerW","energyMj","spacedUs","spacedClockMhz","spacedEnergyMj"],"properties":{"implementation":{"$ref":"#/$defs/index"},"tokens":{"$ref":"#/$defs/count"},"context":{"$ref":"#/$defs/amount"},"us":{"$ref":"#/$defs/figures"},"spreadPpm":{"$ref":"#/$defs/amount"},"clockMhz":{"$ref":"#/$defs/positive"},"powerW":{"$ref":"#/$defs/positive"},"energyMj":{"$ref":"#/$defs/positive"},"spacedUs":{"$ref":"#/$defs/amount"},"spacedClockMhz":{"$ref":"#/$defs/amount"},"spacedEnergyMj":{"$ref":"#/$defs/amount"}}};
const schema48 = {"oneOf":[{"type":"number","exclusiveMinimum":0},{"type":"array","items":{"type":"number","exclusiveMinimum":0}}]};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((data.implementation === undefined) && (missing0 = "implementation")) || ((data.tokens === undefined) && (missing0 = "tokens"))) || ((data.context === undefined) && (missing0 = "context"))) || ((data.us === undefined) && (missing0 = "us"))) || ((data.spreadPpm === undefined) && (missing0 = "spreadPpm"))) || ((data.clockMhz === undefined) && (missing0 = "clockMhz"))) || ((data.powerW === undefined) && (missing0 = "powerW"))) || ((data.energyMj === undefined) && (missing0 = "energyMj"))) || ((data.spacedUs === undefined) && (missing0 = "spacedUs"))) || ((data.spacedClockMhz === undefined) && (missing0 = "spacedClockMhz"))) || ((data.spacedEnergyMj === undefined) && (missing0 = "spacedEnergyMj"))){
validate23.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema42.required,parentSchema:schema42,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema42.properties, key0))){
validate23.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema42,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.implementation !== undefined){
let data0 = data.implementation;
const _errs2 = errors;
const _errs4 = errors;
let valid2 = false;
let passing0 = null;
const _errs5 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err0 = {instancePath:instancePath+"/implementation",schemaPath:"#/$defs/index/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.oneOf[0].type,parentSchema:schema36.oneOf[0],data:data0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(errors === _errs5){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
const err1 = {instancePath:instancePath+"/implementation",schemaPath:"#/$defs/index/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.oneOf[0],data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
var _valid0 = _errs5 === errors;
if(_valid0){
valid2 = true;
passing0 = 0;
}
const _errs7 = errors;
if(errors === _errs7){
if(Array.isArray(data0)){
var valid3 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
const _errs9 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err2 = {instancePath:instancePath+"/implementation/" + i0,schemaPath:"#/$defs/index/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema36.oneOf[1].items.type,parentSchema:schema36.oneOf[1].items,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(errors === _errs9){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
const err3 = {instancePath:instancePath+"/implementation/" + i0,schemaPath:"#/$defs/index/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema36.oneOf[1].items,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
var valid3 = _errs9 === errors;
if(!valid3){
break;
}
}
}
else {
const err4 = {instancePath:instancePath+"/implementation",schemaPath:"#/$defs/index/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema36.oneOf[1].type,parentSchema:schema36.oneOf[1],data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var _valid0 = _errs7 === errors;
if(_valid0 && valid2){
valid2 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid2 = true;
passing0 = 1;
}
}
if(!valid2){
const err5 = {instancePath:instancePath+"/implementation",schemaPath:"#/$defs/index/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf",schema:schema36.oneOf,parentSchema:schema36,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs4;
if(vErrors !== null){
if(_errs4){
vErrors.length = _errs4;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tokens !== undefined){
let data2 = data.tokens;
const _errs11 = errors;
const _errs13 = errors;
let valid5 = false;
let passing1 = null;
const _errs14 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err6 = {instancePath:instancePath+"/tokens",schemaPath:"#/$defs/count/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.oneOf[0].type,parentSchema:schema37.oneOf[0],data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(errors === _errs14){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 1 || isNaN(data2)){
const err7 = {instancePath:instancePath+"/tokens",schemaPath:"#/$defs/count/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.oneOf[0],data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
var _valid1 = _errs14 === errors;
if(_valid1){
valid5 = true;
passing1 = 0;
}
const _errs16 = errors;
if(errors === _errs16){
if(Array.isArray(data2)){
var valid6 = true;
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
let data3 = data2[i1];
const _errs18 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err8 = {instancePath:instancePath+"/tokens/" + i1,schemaPath:"#/$defs/count/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.oneOf[1].items.type,parentSchema:schema37.oneOf[1].items,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(errors === _errs18){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 1 || isNaN(data3)){
const err9 = {instancePath:instancePath+"/tokens/" + i1,schemaPath:"#/$defs/count/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema37.oneOf[1].items,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
var valid6 = _errs18 === errors;
if(!valid6){
break;
}
}
}
else {
const err10 = {instancePath:instancePath+"/tokens",schemaPath:"#/$defs/count/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.oneOf[1].type,parentSchema:schema37.oneOf[1],data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
var _valid1 = _errs16 === errors;
if(_valid1 && valid5){
valid5 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid5 = true;
passing1 = 1;
}
}
if(!valid5){
const err11 = {instancePath:instancePath+"/tokens",schemaPath:"#/$defs/count/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},message:"must match exactly one schema in oneOf",schema:schema37.oneOf,parentSchema:schema37,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs13;
if(vErrors !== null){
if(_errs13){
vErrors.length = _errs13;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.context !== undefined){
let data4 = data.context;
const _errs20 = errors;
const _errs22 = errors;
let valid8 = false;
let passing2 = null;
const _errs23 = errors;
if(errors === _errs23){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
const err12 = {instancePath:instancePath+"/context",schemaPath:"#/$defs/amount/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[0],data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/context",schemaPath:"#/$defs/amount/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[0].type,parentSchema:schema38.oneOf[0],data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
var _valid2 = _errs23 === errors;
if(_valid2){
valid8 = true;
passing2 = 0;
}
const _errs25 = errors;
if(errors === _errs25){
if(Array.isArray(data4)){
var valid9 = true;
const len2 = data4.length;
for(let i2=0; i2<len2; i2++){
let data5 = data4[i2];
const _errs27 = errors;
if(errors === _errs27){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
const err14 = {instancePath:instancePath+"/context/" + i2,schemaPath:"#/$defs/amount/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[1].items,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/context/" + i2,schemaPath:"#/$defs/amount/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[1].items.type,parentSchema:schema38.oneOf[1].items,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
var valid9 = _errs27 === errors;
if(!valid9){
break;
}
}
}
else {
const err16 = {instancePath:instancePath+"/context",schemaPath:"#/$defs/amount/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.oneOf[1].type,parentSchema:schema38.oneOf[1],data:data4};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
var _valid2 = _errs25 === errors;
if(_valid2 && valid8){
valid8 = false;
passing2 = [passing2, 1];
}
else {
if(_valid2){
valid8 = true;
passing2 = 1;
}
}
if(!valid8){
const err17 = {instancePath:instancePath+"/context",schemaPath:"#/$defs/amount/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},message:"must match exactly one schema in oneOf",schema:schema38.oneOf,parentSchema:schema38,data:data4};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs22;
if(vErrors !== null){
if(_errs22){
vErrors.length = _errs22;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.us !== undefined){
let data6 = data.us;
const _errs29 = errors;
const _errs30 = errors;
if(errors === _errs30){
if(Array.isArray(data6)){
var valid11 = true;
const len3 = data6.length;
for(let i3=0; i3<len3; i3++){
let data7 = data6[i3];
const _errs32 = errors;
if(errors === _errs32){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 <= 0 || isNaN(data7)){
validate23.errors = [{instancePath:instancePath+"/us/" + i3,schemaPath:"#/$defs/figures/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema39.items,data:data7}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/us/" + i3,schemaPath:"#/$defs/figures/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema39.items.type,parentSchema:schema39.items,data:data7}];
return false;
}
}
var valid11 = _errs32 === errors;
if(!valid11){
break;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/us",schemaPath:"#/$defs/figures/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema39.type,parentSchema:schema39,data:data6}];
return false;
}
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.spreadPpm !== undefined){
let data8 = data.spreadPpm;
const _errs34 = errors;
const _errs36 = errors;
let valid13 = false;
let passing3 = null;
const _errs37 = errors;
if(errors === _errs37){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
const err18 = {instancePath:instancePath+"/spreadPpm",schemaPath:"#/$defs/amount/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[0],data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/spreadPpm",schemaPath:"#/$defs/amount/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[0].type,parentSchema:schema38.oneOf[0],data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
var _valid3 = _errs37 === errors;
if(_valid3){
valid13 = true;
passing3 = 0;
}
const _errs39 = errors;
if(errors === _errs39){
if(Array.isArray(data8)){
var valid14 = true;
const len4 = data8.length;
for(let i4=0; i4<len4; i4++){
let data9 = data8[i4];
const _errs41 = errors;
if(errors === _errs41){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
const err20 = {instancePath:instancePath+"/spreadPpm/" + i4,schemaPath:"#/$defs/amount/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[1].items,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/spreadPpm/" + i4,schemaPath:"#/$defs/amount/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[1].items.type,parentSchema:schema38.oneOf[1].items,data:data9};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
var valid14 = _errs41 === errors;
if(!valid14){
break;
}
}
}
else {
const err22 = {instancePath:instancePath+"/spreadPpm",schemaPath:"#/$defs/amount/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.oneOf[1].type,parentSchema:schema38.oneOf[1],data:data8};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
var _valid3 = _errs39 === errors;
if(_valid3 && valid13){
valid13 = false;
passing3 = [passing3, 1];
}
else {
if(_valid3){
valid13 = true;
passing3 = 1;
}
}
if(!valid13){
const err23 = {instancePath:instancePath+"/spreadPpm",schemaPath:"#/$defs/amount/oneOf",keyword:"oneOf",params:{passingSchemas: passing3},message:"must match exactly one schema in oneOf",schema:schema38.oneOf,parentSchema:schema38,data:data8};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs36;
if(vErrors !== null){
if(_errs36){
vErrors.length = _errs36;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs34 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.clockMhz !== undefined){
let data10 = data.clockMhz;
const _errs43 = errors;
const _errs45 = errors;
let valid16 = false;
let passing4 = null;
const _errs46 = errors;
if(errors === _errs46){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 <= 0 || isNaN(data10)){
const err24 = {instancePath:instancePath+"/clockMhz",schemaPath:"#/$defs/positive/oneOf/0/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema48.oneOf[0],data:data10};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
else {
const err25 = {instancePath:instancePath+"/clockMhz",schemaPath:"#/$defs/positive/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema48.oneOf[0].type,parentSchema:schema48.oneOf[0],data:data10};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
var _valid4 = _errs46 === errors;
if(_valid4){
valid16 = true;
passing4 = 0;
}
const _errs48 = errors;
if(errors === _errs48){
if(Array.isArray(data10)){
var valid17 = true;
const len5 = data10.length;
for(let i5=0; i5<len5; i5++){
let data11 = data10[i5];
const _errs50 = errors;
if(errors === _errs50){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 <= 0 || isNaN(data11)){
const err26 = {instancePath:instancePath+"/clockMhz/" + i5,schemaPath:"#/$defs/positive/oneOf/1/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema48.oneOf[1].items,data:data11};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
else {
const err27 = {instancePath:instancePath+"/clockMhz/" + i5,schemaPath:"#/$defs/positive/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema48.oneOf[1].items.type,parentSchema:schema48.oneOf[1].items,data:data11};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
var valid17 = _errs50 === errors;
if(!valid17){
break;
}
}
}
else {
const err28 = {instancePath:instancePath+"/clockMhz",schemaPath:"#/$defs/positive/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.oneOf[1].type,parentSchema:schema48.oneOf[1],data:data10};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
var _valid4 = _errs48 === errors;
if(_valid4 && valid16){
valid16 = false;
passing4 = [passing4, 1];
}
else {
if(_valid4){
valid16 = true;
passing4 = 1;
}
}
if(!valid16){
const err29 = {instancePath:instancePath+"/clockMhz",schemaPath:"#/$defs/positive/oneOf",keyword:"oneOf",params:{passingSchemas: passing4},message:"must match exactly one schema in oneOf",schema:schema48.oneOf,parentSchema:schema48,data:data10};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs45;
if(vErrors !== null){
if(_errs45){
vErrors.length = _errs45;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs43 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.powerW !== undefined){
let data12 = data.powerW;
const _errs52 = errors;
const _errs54 = errors;
let valid19 = false;
let passing5 = null;
const _errs55 = errors;
if(errors === _errs55){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 <= 0 || isNaN(data12)){
const err30 = {instancePath:instancePath+"/powerW",schemaPath:"#/$defs/positive/oneOf/0/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema48.oneOf[0],data:data12};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/powerW",schemaPath:"#/$defs/positive/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema48.oneOf[0].type,parentSchema:schema48.oneOf[0],data:data12};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
var _valid5 = _errs55 === errors;
if(_valid5){
valid19 = true;
passing5 = 0;
}
const _errs57 = errors;
if(errors === _errs57){
if(Array.isArray(data12)){
var valid20 = true;
const len6 = data12.length;
for(let i6=0; i6<len6; i6++){
let data13 = data12[i6];
const _errs59 = errors;
if(errors === _errs59){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 <= 0 || isNaN(data13)){
const err32 = {instancePath:instancePath+"/powerW/" + i6,schemaPath:"#/$defs/positive/oneOf/1/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema48.oneOf[1].items,data:data13};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/powerW/" + i6,schemaPath:"#/$defs/positive/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema48.oneOf[1].items.type,parentSchema:schema48.oneOf[1].items,data:data13};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
var valid20 = _errs59 === errors;
if(!valid20){
break;
}
}
}
else {
const err34 = {instancePath:instancePath+"/powerW",schemaPath:"#/$defs/positive/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.oneOf[1].type,parentSchema:schema48.oneOf[1],data:data12};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
var _valid5 = _errs57 === errors;
if(_valid5 && valid19){
valid19 = false;
passing5 = [passing5, 1];
}
else {
if(_valid5){
valid19 = true;
passing5 = 1;
}
}
if(!valid19){
const err35 = {instancePath:instancePath+"/powerW",schemaPath:"#/$defs/positive/oneOf",keyword:"oneOf",params:{passingSchemas: passing5},message:"must match exactly one schema in oneOf",schema:schema48.oneOf,parentSchema:schema48,data:data12};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs54;
if(vErrors !== null){
if(_errs54){
vErrors.length = _errs54;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs52 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.energyMj !== undefined){
let data14 = data.energyMj;
const _errs61 = errors;
const _errs63 = errors;
let valid22 = false;
let passing6 = null;
const _errs64 = errors;
if(errors === _errs64){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 <= 0 || isNaN(data14)){
const err36 = {instancePath:instancePath+"/energyMj",schemaPath:"#/$defs/positive/oneOf/0/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema48.oneOf[0],data:data14};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
else {
const err37 = {instancePath:instancePath+"/energyMj",schemaPath:"#/$defs/positive/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema48.oneOf[0].type,parentSchema:schema48.oneOf[0],data:data14};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
var _valid6 = _errs64 === errors;
if(_valid6){
valid22 = true;
passing6 = 0;
}
const _errs66 = errors;
if(errors === _errs66){
if(Array.isArray(data14)){
var valid23 = true;
const len7 = data14.length;
for(let i7=0; i7<len7; i7++){
let data15 = data14[i7];
const _errs68 = errors;
if(errors === _errs68){
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 <= 0 || isNaN(data15)){
const err38 = {instancePath:instancePath+"/energyMj/" + i7,schemaPath:"#/$defs/positive/oneOf/1/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema48.oneOf[1].items,data:data15};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
else {
const err39 = {instancePath:instancePath+"/energyMj/" + i7,schemaPath:"#/$defs/positive/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema48.oneOf[1].items.type,parentSchema:schema48.oneOf[1].items,data:data15};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
var valid23 = _errs68 === errors;
if(!valid23){
break;
}
}
}
else {
const err40 = {instancePath:instancePath+"/energyMj",schemaPath:"#/$defs/positive/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.oneOf[1].type,parentSchema:schema48.oneOf[1],data:data14};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
var _valid6 = _errs66 === errors;
if(_valid6 && valid22){
valid22 = false;
passing6 = [passing6, 1];
}
else {
if(_valid6){
valid22 = true;
passing6 = 1;
}
}
if(!valid22){
const err41 = {instancePath:instancePath+"/energyMj",schemaPath:"#/$defs/positive/oneOf",keyword:"oneOf",params:{passingSchemas: passing6},message:"must match exactly one schema in oneOf",schema:schema48.oneOf,parentSchema:schema48,data:data14};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs63;
if(vErrors !== null){
if(_errs63){
vErrors.length = _errs63;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs61 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.spacedUs !== undefined){
let data16 = data.spacedUs;
const _errs70 = errors;
const _errs72 = errors;
let valid25 = false;
let passing7 = null;
const _errs73 = errors;
if(errors === _errs73){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 < 0 || isNaN(data16)){
const err42 = {instancePath:instancePath+"/spacedUs",schemaPath:"#/$defs/amount/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[0],data:data16};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
else {
const err43 = {instancePath:instancePath+"/spacedUs",schemaPath:"#/$defs/amount/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[0].type,parentSchema:schema38.oneOf[0],data:data16};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
var _valid7 = _errs73 === errors;
if(_valid7){
valid25 = true;
passing7 = 0;
}
const _errs75 = errors;
if(errors === _errs75){
if(Array.isArray(data16)){
var valid26 = true;
const len8 = data16.length;
for(let i8=0; i8<len8; i8++){
let data17 = data16[i8];
const _errs77 = errors;
if(errors === _errs77){
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 < 0 || isNaN(data17)){
const err44 = {instancePath:instancePath+"/spacedUs/" + i8,schemaPath:"#/$defs/amount/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[1].items,data:data17};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
else {
const err45 = {instancePath:instancePath+"/spacedUs/" + i8,schemaPath:"#/$defs/amount/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[1].items.type,parentSchema:schema38.oneOf[1].items,data:data17};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
var valid26 = _errs77 === errors;
if(!valid26){
break;
}
}
}
else {
const err46 = {instancePath:instancePath+"/spacedUs",schemaPath:"#/$defs/amount/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.oneOf[1].type,parentSchema:schema38.oneOf[1],data:data16};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
var _valid7 = _errs75 === errors;
if(_valid7 && valid25){
valid25 = false;
passing7 = [passing7, 1];
}
else {
if(_valid7){
valid25 = true;
passing7 = 1;
}
}
if(!valid25){
const err47 = {instancePath:instancePath+"/spacedUs",schemaPath:"#/$defs/amount/oneOf",keyword:"oneOf",params:{passingSchemas: passing7},message:"must match exactly one schema in oneOf",schema:schema38.oneOf,parentSchema:schema38,data:data16};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs72;
if(vErrors !== null){
if(_errs72){
vErrors.length = _errs72;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs70 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.spacedClockMhz !== undefined){
let data18 = data.spacedClockMhz;
const _errs79 = errors;
const _errs81 = errors;
let valid28 = false;
let passing8 = null;
const _errs82 = errors;
if(errors === _errs82){
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 0 || isNaN(data18)){
const err48 = {instancePath:instancePath+"/spacedClockMhz",schemaPath:"#/$defs/amount/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[0],data:data18};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
else {
const err49 = {instancePath:instancePath+"/spacedClockMhz",schemaPath:"#/$defs/amount/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[0].type,parentSchema:schema38.oneOf[0],data:data18};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
var _valid8 = _errs82 === errors;
if(_valid8){
valid28 = true;
passing8 = 0;
}
const _errs84 = errors;
if(errors === _errs84){
if(Array.isArray(data18)){
var valid29 = true;
const len9 = data18.length;
for(let i9=0; i9<len9; i9++){
let data19 = data18[i9];
const _errs86 = errors;
if(errors === _errs86){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 0 || isNaN(data19)){
const err50 = {instancePath:instancePath+"/spacedClockMhz/" + i9,schemaPath:"#/$defs/amount/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[1].items,data:data19};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
else {
const err51 = {instancePath:instancePath+"/spacedClockMhz/" + i9,schemaPath:"#/$defs/amount/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[1].items.type,parentSchema:schema38.oneOf[1].items,data:data19};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
var valid29 = _errs86 === errors;
if(!valid29){
break;
}
}
}
else {
const err52 = {instancePath:instancePath+"/spacedClockMhz",schemaPath:"#/$defs/amount/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.oneOf[1].type,parentSchema:schema38.oneOf[1],data:data18};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
var _valid8 = _errs84 === errors;
if(_valid8 && valid28){
valid28 = false;
passing8 = [passing8, 1];
}
else {
if(_valid8){
valid28 = true;
passing8 = 1;
}
}
if(!valid28){
const err53 = {instancePath:instancePath+"/spacedClockMhz",schemaPath:"#/$defs/amount/oneOf",keyword:"oneOf",params:{passingSchemas: passing8},message:"must match exactly one schema in oneOf",schema:schema38.oneOf,parentSchema:schema38,data:data18};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs81;
if(vErrors !== null){
if(_errs81){
vErrors.length = _errs81;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs79 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.spacedEnergyMj !== undefined){
let data20 = data.spacedEnergyMj;
const _errs88 = errors;
const _errs90 = errors;
let valid31 = false;
let passing9 = null;
const _errs91 = errors;
if(errors === _errs91){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 < 0 || isNaN(data20)){
const err54 = {instancePath:instancePath+"/spacedEnergyMj",schemaPath:"#/$defs/amount/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[0],data:data20};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
else {
const err55 = {instancePath:instancePath+"/spacedEnergyMj",schemaPath:"#/$defs/amount/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[0].type,parentSchema:schema38.oneOf[0],data:data20};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
var _valid9 = _errs91 === errors;
if(_valid9){
valid31 = true;
passing9 = 0;
}
const _errs93 = errors;
if(errors === _errs93){
if(Array.isArray(data20)){
var valid32 = true;
const len10 = data20.length;
for(let i10=0; i10<len10; i10++){
let data21 = data20[i10];
const _errs95 = errors;
if(errors === _errs95){
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 < 0 || isNaN(data21)){
const err56 = {instancePath:instancePath+"/spacedEnergyMj/" + i10,schemaPath:"#/$defs/amount/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema38.oneOf[1].items,data:data21};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
else {
const err57 = {instancePath:instancePath+"/spacedEnergyMj/" + i10,schemaPath:"#/$defs/amount/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema38.oneOf[1].items.type,parentSchema:schema38.oneOf[1].items,data:data21};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
var valid32 = _errs95 === errors;
if(!valid32){
break;
}
}
}
else {
const err58 = {instancePath:instancePath+"/spacedEnergyMj",schemaPath:"#/$defs/amount/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.oneOf[1].type,parentSchema:schema38.oneOf[1],data:data20};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
var _valid9 = _errs93 === errors;
if(_valid9 && valid31){
valid31 = false;
passing9 = [passing9, 1];
}
else {
if(_valid9){
valid31 = true;
passing9 = 1;
}
}
if(!valid31){
const err59 = {instancePath:instancePath+"/spacedEnergyMj",schemaPath:"#/$defs/amount/oneOf",keyword:"oneOf",params:{passingSchemas: passing9},message:"must match exactly one schema in oneOf",schema:schema38.oneOf,parentSchema:schema38,data:data20};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs90;
if(vErrors !== null){
if(_errs90){
vErrors.length = _errs90;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs88 === errors;
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
validate23.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema42.type,parentSchema:schema42,data}];
return false;
}
}
validate23.errors = vErrors;
return errors === 0;
}
validate23.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:nanoflow-plan:kernel:2" */;
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
if((((((data.schema === undefined) && (missing0 = "schema")) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.shape === undefined) && (missing0 = "shape"))) || ((data.implementations === undefined) && (missing0 = "implementations"))) || ((data.solo === undefined) && (missing0 = "solo"))){
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
if("nanoflow-plan/kernel/2" !== data0){
validate20.errors = [{instancePath:instancePath+"/schema",schemaPath:"#/properties/schema/const",keyword:"const",params:{allowedValue: "nanoflow-plan/kernel/2"},message:"must be equal to constant",schema:"nanoflow-plan/kernel/2",parentSchema:schema31.properties.schema,data:data0}];
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
if(!(((((((((((((((data1 === "gemm") || (data1 === "grouped_gemm")) || (data1 === "decode_attention")) || (data1 === "prefill_attention")) || (data1 === "rms_norm")) || (data1 === "rope_kv_append")) || (data1 === "silu_mul")) || (data1 === "quantise_rows")) || (data1 === "router")) || (data1 === "moe_permute")) || (data1 === "moe_combine")) || (data1 === "all_reduce")) || (data1 === "all_reduce_norm")) || (data1 === "embedding")) || (data1 === "sampling"))){
validate20.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/$defs/kernelKind/enum",keyword:"enum",params:{allowedValues: schema32.enum},message:"must be equal to one of the allowed values",schema:schema32.enum,parentSchema:schema32,data:data1}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.shape !== undefined){
let data2 = data.shape;
const _errs5 = errors;
const _errs6 = errors;
if(errors === _errs6){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
let data3 = data2[key1];
const _errs9 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate20.errors = [{instancePath:instancePath+"/shape/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/shape/additionalProperties/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.additionalProperties.type,parentSchema:schema33.additionalProperties,data:data3}];
return false;
}
if(errors === _errs9){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 1 || isNaN(data3)){
validate20.errors = [{instancePath:instancePath+"/shape/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/shape/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.additionalProperties,data:data3}];
return false;
}
}
}
var valid3 = _errs9 === errors;
if(!valid3){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/shape",schemaPath:"#/$defs/shape/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data:data2}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.variant !== undefined){
let data4 = data.variant;
const _errs11 = errors;
const _errs12 = errors;
if(errors === _errs12){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
const _errs14 = errors;
for(const key2 in data4){
if(!(func1.call(schema34.properties, key2))){
validate20.errors = [{instancePath:instancePath+"/variant",schemaPath:"#/$defs/variant/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data:data4}];
return false;
break;
}
}
if(_errs14 === errors){
if(data4.operands !== undefined){
let data5 = data4.operands;
const _errs15 = errors;
if(!(((((data5 === "bf16") || (data5 === "fp16")) || (data5 === "fp32")) || (data5 === "fp8-e4m3")) || (data5 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/variant/operands",schemaPath:"#/$defs/variant/properties/operands/enum",keyword:"enum",params:{allowedValues: schema34.properties.operands.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.operands.enum,parentSchema:schema34.properties.operands,data:data5}];
return false;
}
var valid5 = _errs15 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data4.output !== undefined){
let data6 = data4.output;
const _errs16 = errors;
if(!(((((data6 === "bf16") || (data6 === "fp16")) || (data6 === "fp32")) || (data6 === "fp8-e4m3")) || (data6 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/variant/output",schemaPath:"#/$defs/variant/properties/output/enum",keyword:"enum",params:{allowedValues: schema34.properties.output.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.output.enum,parentSchema:schema34.properties.output,data:data6}];
return false;
}
var valid5 = _errs16 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data4.kv !== undefined){
let data7 = data4.kv;
const _errs17 = errors;
if(!(((((data7 === "bf16") || (data7 === "fp16")) || (data7 === "fp32")) || (data7 === "fp8-e4m3")) || (data7 === "fp8-e5m2"))){
validate20.errors = [{instancePath:instancePath+"/variant/kv",schemaPath:"#/$defs/variant/properties/kv/enum",keyword:"enum",params:{allowedValues: schema34.properties.kv.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.kv.enum,parentSchema:schema34.properties.kv,data:data7}];
return false;
}
var valid5 = _errs17 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data4.scaling !== undefined){
let data8 = data4.scaling;
const _errs18 = errors;
if(!((((data8 === "none") || (data8 === "tensor")) || (data8 === "row")) || (data8 === "block-128"))){
validate20.errors = [{instancePath:instancePath+"/variant/scaling",schemaPath:"#/$defs/variant/properties/scaling/enum",keyword:"enum",params:{allowedValues: schema34.properties.scaling.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.scaling.enum,parentSchema:schema34.properties.scaling,data:data8}];
return false;
}
var valid5 = _errs18 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data4.scaleLayout !== undefined){
let data9 = data4.scaleLayout;
const _errs19 = errors;
if(!(((data9 === "none") || (data9 === "row-major")) || (data9 === "column-major"))){
validate20.errors = [{instancePath:instancePath+"/variant/scaleLayout",schemaPath:"#/$defs/variant/properties/scaleLayout/enum",keyword:"enum",params:{allowedValues: schema34.properties.scaleLayout.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.scaleLayout.enum,parentSchema:schema34.properties.scaleLayout,data:data9}];
return false;
}
var valid5 = _errs19 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data4.accumulation !== undefined){
let data10 = data4.accumulation;
const _errs20 = errors;
if(!((data10 === "fp32") || (data10 === "fast"))){
validate20.errors = [{instancePath:instancePath+"/variant/accumulation",schemaPath:"#/$defs/variant/properties/accumulation/enum",keyword:"enum",params:{allowedValues: schema34.properties.accumulation.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.accumulation.enum,parentSchema:schema34.properties.accumulation,data:data10}];
return false;
}
var valid5 = _errs20 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data4.bias !== undefined){
let data11 = data4.bias;
const _errs21 = errors;
if(typeof data11 !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/variant/bias",schemaPath:"#/$defs/variant/properties/bias/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema34.properties.bias.type,parentSchema:schema34.properties.bias,data:data11}];
return false;
}
var valid5 = _errs21 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data4.qkNorm !== undefined){
let data12 = data4.qkNorm;
const _errs23 = errors;
if(typeof data12 !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/variant/qkNorm",schemaPath:"#/$defs/variant/properties/qkNorm/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema34.properties.qkNorm.type,parentSchema:schema34.properties.qkNorm,data:data12}];
return false;
}
var valid5 = _errs23 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data4.epilogue !== undefined){
let data13 = data4.epilogue;
const _errs25 = errors;
if(!((((data13 === "none") || (data13 === "silu-mul")) || (data13 === "residual-add")) || (data13 === "quantise"))){
validate20.errors = [{instancePath:instancePath+"/variant/epilogue",schemaPath:"#/$defs/variant/properties/epilogue/enum",keyword:"enum",params:{allowedValues: schema34.properties.epilogue.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.epilogue.enum,parentSchema:schema34.properties.epilogue,data:data13}];
return false;
}
var valid5 = _errs25 === errors;
}
else {
var valid5 = true;
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
validate20.errors = [{instancePath:instancePath+"/variant",schemaPath:"#/$defs/variant/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data:data4}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.implementations !== undefined){
let data14 = data.implementations;
const _errs26 = errors;
if(errors === _errs26){
if(Array.isArray(data14)){
var valid6 = true;
const len0 = data14.length;
for(let i0=0; i0<len0; i0++){
let data15 = data14[i0];
const _errs28 = errors;
if(typeof data15 !== "string"){
validate20.errors = [{instancePath:instancePath+"/implementations/" + i0,schemaPath:"#/properties/implementations/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.implementations.items.type,parentSchema:schema31.properties.implementations.items,data:data15}];
return false;
}
var valid6 = _errs28 === errors;
if(!valid6){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/implementations",schemaPath:"#/properties/implementations/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.implementations.type,parentSchema:schema31.properties.implementations,data:data14}];
return false;
}
}
var valid0 = _errs26 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.solo !== undefined){
let data16 = data.solo;
const _errs30 = errors;
if(errors === _errs30){
if(Array.isArray(data16)){
var valid7 = true;
const len1 = data16.length;
for(let i1=0; i1<len1; i1++){
const _errs32 = errors;
if(!(validate21(data16[i1], {instancePath:instancePath+"/solo/" + i1,parentData:data16,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var valid7 = _errs32 === errors;
if(!valid7){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/solo",schemaPath:"#/properties/solo/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.solo.type,parentSchema:schema31.properties.solo,data:data16}];
return false;
}
}
var valid0 = _errs30 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sustained !== undefined){
const _errs33 = errors;
if(!(validate23(data.sustained, {instancePath:instancePath+"/sustained",parentData:data,parentDataProperty:"sustained",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid0 = _errs33 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.libraryChoices !== undefined){
let data19 = data.libraryChoices;
const _errs34 = errors;
if(errors === _errs34){
if(Array.isArray(data19)){
var valid8 = true;
const len2 = data19.length;
for(let i2=0; i2<len2; i2++){
let data20 = data19[i2];
const _errs36 = errors;
if(errors === _errs36){
if(Array.isArray(data20)){
if(data20.length > 2){
validate20.errors = [{instancePath:instancePath+"/libraryChoices/" + i2,schemaPath:"#/properties/libraryChoices/items/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema31.properties.libraryChoices.items,data:data20}];
return false;
}
else {
if(data20.length < 2){
validate20.errors = [{instancePath:instancePath+"/libraryChoices/" + i2,schemaPath:"#/properties/libraryChoices/items/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema31.properties.libraryChoices.items,data:data20}];
return false;
}
else {
const len3 = data20.length;
if(len3 > 0){
let data21 = data20[0];
const _errs38 = errors;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
validate20.errors = [{instancePath:instancePath+"/libraryChoices/" + i2+"/0",schemaPath:"#/properties/libraryChoices/items/prefixItems/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.libraryChoices.items.prefixItems[0].type,parentSchema:schema31.properties.libraryChoices.items.prefixItems[0],data:data21}];
return false;
}
if(errors === _errs38){
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 < 0 || isNaN(data21)){
validate20.errors = [{instancePath:instancePath+"/libraryChoices/" + i2+"/0",schemaPath:"#/properties/libraryChoices/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.libraryChoices.items.prefixItems[0],data:data21}];
return false;
}
}
}
var valid9 = _errs38 === errors;
}
if(valid9){
if(len3 > 1){
let data22 = data20[1];
const _errs40 = errors;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
validate20.errors = [{instancePath:instancePath+"/libraryChoices/" + i2+"/1",schemaPath:"#/properties/libraryChoices/items/prefixItems/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.libraryChoices.items.prefixItems[1].type,parentSchema:schema31.properties.libraryChoices.items.prefixItems[1],data:data22}];
return false;
}
if(errors === _errs40){
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 < 1 || isNaN(data22)){
validate20.errors = [{instancePath:instancePath+"/libraryChoices/" + i2+"/1",schemaPath:"#/properties/libraryChoices/items/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema31.properties.libraryChoices.items.prefixItems[1],data:data22}];
return false;
}
}
}
var valid9 = _errs40 === errors;
}
if(valid9){
const len4 = data20.length;
if(!(len4 <= 2)){
validate20.errors = [{instancePath:instancePath+"/libraryChoices/" + i2,schemaPath:"#/properties/libraryChoices/items/items",keyword:"items",params:{limit: 2},message:"must NOT have more than 2 items",schema:false,parentSchema:schema31.properties.libraryChoices.items,data:data20}];
return false;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/libraryChoices/" + i2,schemaPath:"#/properties/libraryChoices/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.libraryChoices.items.type,parentSchema:schema31.properties.libraryChoices.items,data:data20}];
return false;
}
}
var valid8 = _errs36 === errors;
if(!valid8){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/libraryChoices",schemaPath:"#/properties/libraryChoices/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.libraryChoices.type,parentSchema:schema31.properties.libraryChoices,data:data19}];
return false;
}
}
var valid0 = _errs34 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.heldOut !== undefined){
let data23 = data.heldOut;
const _errs42 = errors;
if(errors === _errs42){
if(Array.isArray(data23)){
var valid10 = true;
const len5 = data23.length;
for(let i3=0; i3<len5; i3++){
const _errs44 = errors;
if(!(validate21(data23[i3], {instancePath:instancePath+"/heldOut/" + i3,parentData:data23,parentDataProperty:i3,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var valid10 = _errs44 === errors;
if(!valid10){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/heldOut",schemaPath:"#/properties/heldOut/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.heldOut.type,parentSchema:schema31.properties.heldOut,data:data23}];
return false;
}
}
var valid0 = _errs42 === errors;
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
