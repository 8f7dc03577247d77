/* Generated from schemas/gpu-spec.schema.json by `npm run types`; edit the schema instead. */
// @ts-nocheck: Ajv writes JavaScript.
export const validate = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:nanoflow-plan:gpu-spec:1","type":"object","additionalProperties":false,"required":["schema","id","name","origin","memoryBytes","memoryBytesPerSecond","denseFlopsPerSecond","linkBytesPerSecond","powerCapW"],"properties":{"schema":{"const":"nanoflow-plan/gpu-spec/1"},"id":{"type":"string","pattern":"^[a-z0-9][a-z0-9._-]*$"},"name":{"type":"string","pattern":"\\S"},"origin":{"type":"string","pattern":"\\S"},"memoryBytes":{"type":"integer","minimum":1000000000,"maximum":10000000000000},"memoryBytesPerSecond":{"type":"number","minimum":10000000000,"maximum":1000000000000000},"denseFlopsPerSecond":{"type":"object","additionalProperties":false,"required":["bf16"],"properties":{"bf16":{"$ref":"#/$defs/flopsPerSecond"},"fp16":{"$ref":"#/$defs/flopsPerSecond"},"fp8":{"$ref":"#/$defs/flopsPerSecond"},"fp4":{"$ref":"#/$defs/flopsPerSecond"},"int8":{"$ref":"#/$defs/flopsPerSecond"}}},"linkBytesPerSecond":{"type":["number","null"],"minimum":100000000,"maximum":100000000000000},"powerCapW":{"type":["number","null"],"minimum":5,"maximum":10000}},"$defs":{"flopsPerSecond":{"type":"number","minimum":1000000000000,"maximum":1000000000000000000}}};
const schema32 = {"type":"number","minimum":1000000000000,"maximum":1000000000000000000};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[a-z0-9][a-z0-9._-]*$", "u");
const pattern5 = new RegExp("\\S", "u");

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:nanoflow-plan:gpu-spec:1" */;
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
if((((((((((data.schema === undefined) && (missing0 = "schema")) || ((data.id === undefined) && (missing0 = "id"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.origin === undefined) && (missing0 = "origin"))) || ((data.memoryBytes === undefined) && (missing0 = "memoryBytes"))) || ((data.memoryBytesPerSecond === undefined) && (missing0 = "memoryBytesPerSecond"))) || ((data.denseFlopsPerSecond === undefined) && (missing0 = "denseFlopsPerSecond"))) || ((data.linkBytesPerSecond === undefined) && (missing0 = "linkBytesPerSecond"))) || ((data.powerCapW === undefined) && (missing0 = "powerCapW"))){
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
if("nanoflow-plan/gpu-spec/1" !== data0){
validate20.errors = [{instancePath:instancePath+"/schema",schemaPath:"#/properties/schema/const",keyword:"const",params:{allowedValue: "nanoflow-plan/gpu-spec/1"},message:"must be equal to constant",schema:"nanoflow-plan/gpu-spec/1",parentSchema:schema31.properties.schema,data:data0}];
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
validate20.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9._-]*$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9._-]*$"+"\"",schema:"^[a-z0-9][a-z0-9._-]*$",parentSchema:schema31.properties.id,data:data1}];
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
if(data.name !== undefined){
let data2 = data.name;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern5.test(data2)){
validate20.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.name,data:data2}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.name.type,parentSchema:schema31.properties.name,data:data2}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.origin !== undefined){
let data3 = data.origin;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern5.test(data3)){
validate20.errors = [{instancePath:instancePath+"/origin",schemaPath:"#/properties/origin/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.origin,data:data3}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/origin",schemaPath:"#/properties/origin/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.origin.type,parentSchema:schema31.properties.origin,data:data3}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.memoryBytes !== undefined){
let data4 = data.memoryBytes;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate20.errors = [{instancePath:instancePath+"/memoryBytes",schemaPath:"#/properties/memoryBytes/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema31.properties.memoryBytes.type,parentSchema:schema31.properties.memoryBytes,data:data4}];
return false;
}
if(errors === _errs9){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 10000000000000 || isNaN(data4)){
validate20.errors = [{instancePath:instancePath+"/memoryBytes",schemaPath:"#/properties/memoryBytes/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000000000000},message:"must be <= 10000000000000",schema:10000000000000,parentSchema:schema31.properties.memoryBytes,data:data4}];
return false;
}
else {
if(data4 < 1000000000 || isNaN(data4)){
validate20.errors = [{instancePath:instancePath+"/memoryBytes",schemaPath:"#/properties/memoryBytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1000000000},message:"must be >= 1000000000",schema:1000000000,parentSchema:schema31.properties.memoryBytes,data:data4}];
return false;
}
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.memoryBytesPerSecond !== undefined){
let data5 = data.memoryBytesPerSecond;
const _errs11 = errors;
if(errors === _errs11){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 1000000000000000 || isNaN(data5)){
validate20.errors = [{instancePath:instancePath+"/memoryBytesPerSecond",schemaPath:"#/properties/memoryBytesPerSecond/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000000},message:"must be <= 1000000000000000",schema:1000000000000000,parentSchema:schema31.properties.memoryBytesPerSecond,data:data5}];
return false;
}
else {
if(data5 < 10000000000 || isNaN(data5)){
validate20.errors = [{instancePath:instancePath+"/memoryBytesPerSecond",schemaPath:"#/properties/memoryBytesPerSecond/minimum",keyword:"minimum",params:{comparison: ">=", limit: 10000000000},message:"must be >= 10000000000",schema:10000000000,parentSchema:schema31.properties.memoryBytesPerSecond,data:data5}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/memoryBytesPerSecond",schemaPath:"#/properties/memoryBytesPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.memoryBytesPerSecond.type,parentSchema:schema31.properties.memoryBytesPerSecond,data:data5}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.denseFlopsPerSecond !== undefined){
let data6 = data.denseFlopsPerSecond;
const _errs13 = errors;
if(errors === _errs13){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing1;
if((data6.bf16 === undefined) && (missing1 = "bf16")){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond",schemaPath:"#/properties/denseFlopsPerSecond/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'",schema:schema31.properties.denseFlopsPerSecond.required,parentSchema:schema31.properties.denseFlopsPerSecond,data:data6}];
return false;
}
else {
const _errs15 = errors;
for(const key1 in data6){
if(!(((((key1 === "bf16") || (key1 === "fp16")) || (key1 === "fp8")) || (key1 === "fp4")) || (key1 === "int8"))){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond",schemaPath:"#/properties/denseFlopsPerSecond/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.denseFlopsPerSecond,data:data6}];
return false;
break;
}
}
if(_errs15 === errors){
if(data6.bf16 !== undefined){
let data7 = data6.bf16;
const _errs16 = errors;
const _errs17 = errors;
if(errors === _errs17){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 1000000000000000000 || isNaN(data7)){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/bf16",schemaPath:"#/$defs/flopsPerSecond/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000000000},message:"must be <= 1000000000000000000",schema:1000000000000000000,parentSchema:schema32,data:data7}];
return false;
}
else {
if(data7 < 1000000000000 || isNaN(data7)){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/bf16",schemaPath:"#/$defs/flopsPerSecond/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1000000000000},message:"must be >= 1000000000000",schema:1000000000000,parentSchema:schema32,data:data7}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/bf16",schemaPath:"#/$defs/flopsPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.type,parentSchema:schema32,data:data7}];
return false;
}
}
var valid1 = _errs16 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data6.fp16 !== undefined){
let data8 = data6.fp16;
const _errs19 = errors;
const _errs20 = errors;
if(errors === _errs20){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 1000000000000000000 || isNaN(data8)){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/fp16",schemaPath:"#/$defs/flopsPerSecond/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000000000},message:"must be <= 1000000000000000000",schema:1000000000000000000,parentSchema:schema32,data:data8}];
return false;
}
else {
if(data8 < 1000000000000 || isNaN(data8)){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/fp16",schemaPath:"#/$defs/flopsPerSecond/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1000000000000},message:"must be >= 1000000000000",schema:1000000000000,parentSchema:schema32,data:data8}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/fp16",schemaPath:"#/$defs/flopsPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.type,parentSchema:schema32,data:data8}];
return false;
}
}
var valid1 = _errs19 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data6.fp8 !== undefined){
let data9 = data6.fp8;
const _errs22 = errors;
const _errs23 = errors;
if(errors === _errs23){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 1000000000000000000 || isNaN(data9)){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/fp8",schemaPath:"#/$defs/flopsPerSecond/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000000000},message:"must be <= 1000000000000000000",schema:1000000000000000000,parentSchema:schema32,data:data9}];
return false;
}
else {
if(data9 < 1000000000000 || isNaN(data9)){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/fp8",schemaPath:"#/$defs/flopsPerSecond/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1000000000000},message:"must be >= 1000000000000",schema:1000000000000,parentSchema:schema32,data:data9}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/fp8",schemaPath:"#/$defs/flopsPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.type,parentSchema:schema32,data:data9}];
return false;
}
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data6.fp4 !== undefined){
let data10 = data6.fp4;
const _errs25 = errors;
const _errs26 = errors;
if(errors === _errs26){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 1000000000000000000 || isNaN(data10)){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/fp4",schemaPath:"#/$defs/flopsPerSecond/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000000000},message:"must be <= 1000000000000000000",schema:1000000000000000000,parentSchema:schema32,data:data10}];
return false;
}
else {
if(data10 < 1000000000000 || isNaN(data10)){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/fp4",schemaPath:"#/$defs/flopsPerSecond/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1000000000000},message:"must be >= 1000000000000",schema:1000000000000,parentSchema:schema32,data:data10}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/fp4",schemaPath:"#/$defs/flopsPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.type,parentSchema:schema32,data:data10}];
return false;
}
}
var valid1 = _errs25 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data6.int8 !== undefined){
let data11 = data6.int8;
const _errs28 = errors;
const _errs29 = errors;
if(errors === _errs29){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 1000000000000000000 || isNaN(data11)){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/int8",schemaPath:"#/$defs/flopsPerSecond/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000000000},message:"must be <= 1000000000000000000",schema:1000000000000000000,parentSchema:schema32,data:data11}];
return false;
}
else {
if(data11 < 1000000000000 || isNaN(data11)){
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/int8",schemaPath:"#/$defs/flopsPerSecond/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1000000000000},message:"must be >= 1000000000000",schema:1000000000000,parentSchema:schema32,data:data11}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond/int8",schemaPath:"#/$defs/flopsPerSecond/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.type,parentSchema:schema32,data:data11}];
return false;
}
}
var valid1 = _errs28 === errors;
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
validate20.errors = [{instancePath:instancePath+"/denseFlopsPerSecond",schemaPath:"#/properties/denseFlopsPerSecond/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.denseFlopsPerSecond.type,parentSchema:schema31.properties.denseFlopsPerSecond,data:data6}];
return false;
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.linkBytesPerSecond !== undefined){
let data12 = data.linkBytesPerSecond;
const _errs31 = errors;
if((!((typeof data12 == "number") && (isFinite(data12)))) && (data12 !== null)){
validate20.errors = [{instancePath:instancePath+"/linkBytesPerSecond",schemaPath:"#/properties/linkBytesPerSecond/type",keyword:"type",params:{type: schema31.properties.linkBytesPerSecond.type},message:"must be number,null",schema:schema31.properties.linkBytesPerSecond.type,parentSchema:schema31.properties.linkBytesPerSecond,data:data12}];
return false;
}
if(errors === _errs31){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 100000000000000 || isNaN(data12)){
validate20.errors = [{instancePath:instancePath+"/linkBytesPerSecond",schemaPath:"#/properties/linkBytesPerSecond/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100000000000000},message:"must be <= 100000000000000",schema:100000000000000,parentSchema:schema31.properties.linkBytesPerSecond,data:data12}];
return false;
}
else {
if(data12 < 100000000 || isNaN(data12)){
validate20.errors = [{instancePath:instancePath+"/linkBytesPerSecond",schemaPath:"#/properties/linkBytesPerSecond/minimum",keyword:"minimum",params:{comparison: ">=", limit: 100000000},message:"must be >= 100000000",schema:100000000,parentSchema:schema31.properties.linkBytesPerSecond,data:data12}];
return false;
}
}
}
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.powerCapW !== undefined){
let data13 = data.powerCapW;
const _errs33 = errors;
if((!((typeof data13 == "number") && (isFinite(data13)))) && (data13 !== null)){
validate20.errors = [{instancePath:instancePath+"/powerCapW",schemaPath:"#/properties/powerCapW/type",keyword:"type",params:{type: schema31.properties.powerCapW.type},message:"must be number,null",schema:schema31.properties.powerCapW.type,parentSchema:schema31.properties.powerCapW,data:data13}];
return false;
}
if(errors === _errs33){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 10000 || isNaN(data13)){
validate20.errors = [{instancePath:instancePath+"/powerCapW",schemaPath:"#/properties/powerCapW/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000},message:"must be <= 10000",schema:10000,parentSchema:schema31.properties.powerCapW,data:data13}];
return false;
}
else {
if(data13 < 5 || isNaN(data13)){
validate20.errors = [{instancePath:instancePath+"/powerCapW",schemaPath:"#/properties/powerCapW/minimum",keyword:"minimum",params:{comparison: ">=", limit: 5},message:"must be >= 5",schema:5,parentSchema:schema31.properties.powerCapW,data:data13}];
return false;
}
}
}
}
var valid0 = _errs33 === errors;
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
