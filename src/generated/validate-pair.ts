/* Generated from schemas/pair.schema.json by `npm run types`; edit the schema instead. */
// @ts-nocheck: Ajv writes JavaScript.
export const validate = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:nanoflow-plan:pair:2","type":"object","additionalProperties":false,"required":["schema","group","remainder","rows"],"properties":{"schema":{"const":"nanoflow-plan/pair/2"},"group":{"type":"string","pattern":"^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$"},"remainder":{"type":"string","pattern":"^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$"},"mechanism":{"$ref":"#/$defs/mechanism"},"rows":{"$ref":"#/$defs/pairTable"},"heldOut":{"$ref":"#/$defs/pairTable"},"sustained":{"$ref":"#/$defs/sustainedPairTable"}},"$defs":{"mechanism":{"enum":["green-context","cta-limit"],"default":"green-context"},"pairTable":{"type":"object","additionalProperties":false,"required":["groupSms","groupImplementation","groupTokens","groupContext","remainderImplementation","remainderTokens","remainderContext","groupSlowdown","remainderSlowdown","samples"],"properties":{"groupSms":{"$ref":"#/$defs/count"},"groupImplementation":{"$ref":"#/$defs/index"},"groupTokens":{"$ref":"#/$defs/count"},"groupContext":{"$ref":"#/$defs/amount"},"remainderImplementation":{"$ref":"#/$defs/index"},"remainderTokens":{"$ref":"#/$defs/count"},"remainderContext":{"$ref":"#/$defs/amount"},"groupSlowdown":{"$ref":"#/$defs/figures"},"remainderSlowdown":{"$ref":"#/$defs/positive"},"samples":{"$ref":"#/$defs/count"}}},"sustainedPairTable":{"type":"object","additionalProperties":false,"required":["groupSms","groupImplementation","groupTokens","groupContext","remainderImplementation","remainderTokens","remainderContext","groupUs","remainderUs","clockMhz","powerW"],"properties":{"groupSms":{"$ref":"#/$defs/count"},"groupImplementation":{"$ref":"#/$defs/index"},"groupTokens":{"$ref":"#/$defs/count"},"groupContext":{"$ref":"#/$defs/amount"},"remainderImplementation":{"$ref":"#/$defs/index"},"remainderTokens":{"$ref":"#/$defs/count"},"remainderContext":{"$ref":"#/$defs/amount"},"groupUs":{"$ref":"#/$defs/figures"},"remainderUs":{"$ref":"#/$defs/positive"},"clockMhz":{"$ref":"#/$defs/positive"},"powerW":{"$ref":"#/$defs/positive"}}},"index":{"oneOf":[{"type":"integer","minimum":0},{"type":"array","items":{"type":"integer","minimum":0}}]},"count":{"oneOf":[{"type":"integer","minimum":1},{"type":"array","items":{"type":"integer","minimum":1}}]},"amount":{"oneOf":[{"type":"number","minimum":0},{"type":"array","items":{"type":"number","minimum":0}}]},"figures":{"type":"array","items":{"type":"number","exclusiveMinimum":0}},"positive":{"oneOf":[{"type":"number","exclusiveMinimum":0},{"type":"array","items":{"type":"number","exclusiveMinimum":0}}]}}};
const schema32 = {"enum":["green-context","cta-limit"],"default":"green-context"};
const pattern4 = new RegExp("^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$", "u");
const schema33 = {"type":"object","additionalProperties":false,"required":["groupSms","groupImplementation","groupTokens","groupContext","remainderImplementation","remainderTokens","remainderContext","groupSlowdown","remainderSlowdown","samples"],"properties":{"groupSms":{"$ref":"#/$defs/count"},"groupImplementation":{"$ref":"#/$defs/index"},"groupTokens":{"$ref":"#/$defs/count"},"groupContext":{"$ref":"#/$defs/amount"},"remainderImplementation":{"$ref":"#/$defs/index"},"remainderTokens":{"$ref":"#/$defs/count"},"remainderContext":{"$ref":"#/$defs/amount"},"groupSlowdown":{"$ref":"#/$defs/figures"},"remainderSlowdown":{"$ref":"#/$defs/positive"},"samples":{"$ref":"#/$defs/count"}}};
const schema34 = {"oneOf":[{"type":"integer","minimum":1},{"type":"array","items":{"type":"integer","minimum":1}}]};
const schema35 = {"oneOf":[{"type":"integer","minimum":0},{"type":"array","items":{"type":"integer","minimum":0}}]};
const schema37 = {"oneOf":[{"type":"number","minimum":0},{"type":"array","items":{"type":"number","minimum":0}}]};
const schema41 = {"type":"array","items":{"type":"number","exclusiveMinimum":0}};
const schema42 = {"oneOf":[{"type":"number","exclusiveMinimum":0},{"type":"array","items":{"type":"number","exclusiveMinimum":0}}]};
const func1 = Object.prototype.hasOwnProperty;

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
if(((((((((((data.groupSms === undefined) && (missing0 = "groupSms")) || ((data.groupImplementation === undefined) && (missing0 = "groupImplementation"))) || ((data.groupTokens === undefined) && (missing0 = "groupTokens"))) || ((data.groupContext === undefined) && (missing0 = "groupContext"))) || ((data.remainderImplementation === undefined) && (missing0 = "remainderImplementation"))) || ((data.remainderTokens === undefined) && (missing0 = "remainderTokens"))) || ((data.remainderContext === undefined) && (missing0 = "remainderContext"))) || ((data.groupSlowdown === undefined) && (missing0 = "groupSlowdown"))) || ((data.remainderSlowdown === undefined) && (missing0 = "remainderSlowdown"))) || ((data.samples === undefined) && (missing0 = "samples"))){
validate21.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema33.required,parentSchema:schema33,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema33.properties, key0))){
validate21.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.groupSms !== undefined){
let data0 = data.groupSms;
const _errs2 = errors;
const _errs4 = errors;
let valid2 = false;
let passing0 = null;
const _errs5 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err0 = {instancePath:instancePath+"/groupSms",schemaPath:"#/$defs/count/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[0].type,parentSchema:schema34.oneOf[0],data:data0};
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
if(data0 < 1 || isNaN(data0)){
const err1 = {instancePath:instancePath+"/groupSms",schemaPath:"#/$defs/count/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[0],data:data0};
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
const err2 = {instancePath:instancePath+"/groupSms/" + i0,schemaPath:"#/$defs/count/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[1].items.type,parentSchema:schema34.oneOf[1].items,data:data1};
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
if(data1 < 1 || isNaN(data1)){
const err3 = {instancePath:instancePath+"/groupSms/" + i0,schemaPath:"#/$defs/count/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[1].items,data:data1};
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
const err4 = {instancePath:instancePath+"/groupSms",schemaPath:"#/$defs/count/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.oneOf[1].type,parentSchema:schema34.oneOf[1],data:data0};
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
const err5 = {instancePath:instancePath+"/groupSms",schemaPath:"#/$defs/count/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf",schema:schema34.oneOf,parentSchema:schema34,data:data0};
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
if(data.groupImplementation !== undefined){
let data2 = data.groupImplementation;
const _errs11 = errors;
const _errs13 = errors;
let valid5 = false;
let passing1 = null;
const _errs14 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err6 = {instancePath:instancePath+"/groupImplementation",schemaPath:"#/$defs/index/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.oneOf[0].type,parentSchema:schema35.oneOf[0],data:data2};
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
if(data2 < 0 || isNaN(data2)){
const err7 = {instancePath:instancePath+"/groupImplementation",schemaPath:"#/$defs/index/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema35.oneOf[0],data:data2};
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
const err8 = {instancePath:instancePath+"/groupImplementation/" + i1,schemaPath:"#/$defs/index/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.oneOf[1].items.type,parentSchema:schema35.oneOf[1].items,data:data3};
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
if(data3 < 0 || isNaN(data3)){
const err9 = {instancePath:instancePath+"/groupImplementation/" + i1,schemaPath:"#/$defs/index/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema35.oneOf[1].items,data:data3};
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
const err10 = {instancePath:instancePath+"/groupImplementation",schemaPath:"#/$defs/index/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema35.oneOf[1].type,parentSchema:schema35.oneOf[1],data:data2};
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
const err11 = {instancePath:instancePath+"/groupImplementation",schemaPath:"#/$defs/index/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},message:"must match exactly one schema in oneOf",schema:schema35.oneOf,parentSchema:schema35,data:data2};
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
if(data.groupTokens !== undefined){
let data4 = data.groupTokens;
const _errs20 = errors;
const _errs22 = errors;
let valid8 = false;
let passing2 = null;
const _errs23 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err12 = {instancePath:instancePath+"/groupTokens",schemaPath:"#/$defs/count/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[0].type,parentSchema:schema34.oneOf[0],data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(errors === _errs23){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 1 || isNaN(data4)){
const err13 = {instancePath:instancePath+"/groupTokens",schemaPath:"#/$defs/count/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[0],data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
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
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err14 = {instancePath:instancePath+"/groupTokens/" + i2,schemaPath:"#/$defs/count/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[1].items.type,parentSchema:schema34.oneOf[1].items,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(errors === _errs27){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
const err15 = {instancePath:instancePath+"/groupTokens/" + i2,schemaPath:"#/$defs/count/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[1].items,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
var valid9 = _errs27 === errors;
if(!valid9){
break;
}
}
}
else {
const err16 = {instancePath:instancePath+"/groupTokens",schemaPath:"#/$defs/count/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.oneOf[1].type,parentSchema:schema34.oneOf[1],data:data4};
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
const err17 = {instancePath:instancePath+"/groupTokens",schemaPath:"#/$defs/count/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},message:"must match exactly one schema in oneOf",schema:schema34.oneOf,parentSchema:schema34,data:data4};
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
if(data.groupContext !== undefined){
let data6 = data.groupContext;
const _errs29 = errors;
const _errs31 = errors;
let valid11 = false;
let passing3 = null;
const _errs32 = errors;
if(errors === _errs32){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
const err18 = {instancePath:instancePath+"/groupContext",schemaPath:"#/$defs/amount/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.oneOf[0],data:data6};
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
const err19 = {instancePath:instancePath+"/groupContext",schemaPath:"#/$defs/amount/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema37.oneOf[0].type,parentSchema:schema37.oneOf[0],data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
var _valid3 = _errs32 === errors;
if(_valid3){
valid11 = true;
passing3 = 0;
}
const _errs34 = errors;
if(errors === _errs34){
if(Array.isArray(data6)){
var valid12 = true;
const len3 = data6.length;
for(let i3=0; i3<len3; i3++){
let data7 = data6[i3];
const _errs36 = errors;
if(errors === _errs36){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
const err20 = {instancePath:instancePath+"/groupContext/" + i3,schemaPath:"#/$defs/amount/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.oneOf[1].items,data:data7};
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
const err21 = {instancePath:instancePath+"/groupContext/" + i3,schemaPath:"#/$defs/amount/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema37.oneOf[1].items.type,parentSchema:schema37.oneOf[1].items,data:data7};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
var valid12 = _errs36 === errors;
if(!valid12){
break;
}
}
}
else {
const err22 = {instancePath:instancePath+"/groupContext",schemaPath:"#/$defs/amount/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.oneOf[1].type,parentSchema:schema37.oneOf[1],data:data6};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
var _valid3 = _errs34 === errors;
if(_valid3 && valid11){
valid11 = false;
passing3 = [passing3, 1];
}
else {
if(_valid3){
valid11 = true;
passing3 = 1;
}
}
if(!valid11){
const err23 = {instancePath:instancePath+"/groupContext",schemaPath:"#/$defs/amount/oneOf",keyword:"oneOf",params:{passingSchemas: passing3},message:"must match exactly one schema in oneOf",schema:schema37.oneOf,parentSchema:schema37,data:data6};
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
errors = _errs31;
if(vErrors !== null){
if(_errs31){
vErrors.length = _errs31;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remainderImplementation !== undefined){
let data8 = data.remainderImplementation;
const _errs38 = errors;
const _errs40 = errors;
let valid14 = false;
let passing4 = null;
const _errs41 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err24 = {instancePath:instancePath+"/remainderImplementation",schemaPath:"#/$defs/index/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.oneOf[0].type,parentSchema:schema35.oneOf[0],data:data8};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(errors === _errs41){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
const err25 = {instancePath:instancePath+"/remainderImplementation",schemaPath:"#/$defs/index/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema35.oneOf[0],data:data8};
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
var _valid4 = _errs41 === errors;
if(_valid4){
valid14 = true;
passing4 = 0;
}
const _errs43 = errors;
if(errors === _errs43){
if(Array.isArray(data8)){
var valid15 = true;
const len4 = data8.length;
for(let i4=0; i4<len4; i4++){
let data9 = data8[i4];
const _errs45 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err26 = {instancePath:instancePath+"/remainderImplementation/" + i4,schemaPath:"#/$defs/index/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.oneOf[1].items.type,parentSchema:schema35.oneOf[1].items,data:data9};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(errors === _errs45){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
const err27 = {instancePath:instancePath+"/remainderImplementation/" + i4,schemaPath:"#/$defs/index/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema35.oneOf[1].items,data:data9};
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
var valid15 = _errs45 === errors;
if(!valid15){
break;
}
}
}
else {
const err28 = {instancePath:instancePath+"/remainderImplementation",schemaPath:"#/$defs/index/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema35.oneOf[1].type,parentSchema:schema35.oneOf[1],data:data8};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
var _valid4 = _errs43 === errors;
if(_valid4 && valid14){
valid14 = false;
passing4 = [passing4, 1];
}
else {
if(_valid4){
valid14 = true;
passing4 = 1;
}
}
if(!valid14){
const err29 = {instancePath:instancePath+"/remainderImplementation",schemaPath:"#/$defs/index/oneOf",keyword:"oneOf",params:{passingSchemas: passing4},message:"must match exactly one schema in oneOf",schema:schema35.oneOf,parentSchema:schema35,data:data8};
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
errors = _errs40;
if(vErrors !== null){
if(_errs40){
vErrors.length = _errs40;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remainderTokens !== undefined){
let data10 = data.remainderTokens;
const _errs47 = errors;
const _errs49 = errors;
let valid17 = false;
let passing5 = null;
const _errs50 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
const err30 = {instancePath:instancePath+"/remainderTokens",schemaPath:"#/$defs/count/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[0].type,parentSchema:schema34.oneOf[0],data:data10};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(errors === _errs50){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 1 || isNaN(data10)){
const err31 = {instancePath:instancePath+"/remainderTokens",schemaPath:"#/$defs/count/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[0],data:data10};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
var _valid5 = _errs50 === errors;
if(_valid5){
valid17 = true;
passing5 = 0;
}
const _errs52 = errors;
if(errors === _errs52){
if(Array.isArray(data10)){
var valid18 = true;
const len5 = data10.length;
for(let i5=0; i5<len5; i5++){
let data11 = data10[i5];
const _errs54 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err32 = {instancePath:instancePath+"/remainderTokens/" + i5,schemaPath:"#/$defs/count/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[1].items.type,parentSchema:schema34.oneOf[1].items,data:data11};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(errors === _errs54){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 1 || isNaN(data11)){
const err33 = {instancePath:instancePath+"/remainderTokens/" + i5,schemaPath:"#/$defs/count/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[1].items,data:data11};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
var valid18 = _errs54 === errors;
if(!valid18){
break;
}
}
}
else {
const err34 = {instancePath:instancePath+"/remainderTokens",schemaPath:"#/$defs/count/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.oneOf[1].type,parentSchema:schema34.oneOf[1],data:data10};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
var _valid5 = _errs52 === errors;
if(_valid5 && valid17){
valid17 = false;
passing5 = [passing5, 1];
}
else {
if(_valid5){
valid17 = true;
passing5 = 1;
}
}
if(!valid17){
const err35 = {instancePath:instancePath+"/remainderTokens",schemaPath:"#/$defs/count/oneOf",keyword:"oneOf",params:{passingSchemas: passing5},message:"must match exactly one schema in oneOf",schema:schema34.oneOf,parentSchema:schema34,data:data10};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs49;
if(vErrors !== null){
if(_errs49){
vErrors.length = _errs49;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs47 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remainderContext !== undefined){
let data12 = data.remainderContext;
const _errs56 = errors;
const _errs58 = errors;
let valid20 = false;
let passing6 = null;
const _errs59 = errors;
if(errors === _errs59){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
const err36 = {instancePath:instancePath+"/remainderContext",schemaPath:"#/$defs/amount/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.oneOf[0],data:data12};
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
const err37 = {instancePath:instancePath+"/remainderContext",schemaPath:"#/$defs/amount/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema37.oneOf[0].type,parentSchema:schema37.oneOf[0],data:data12};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
var _valid6 = _errs59 === errors;
if(_valid6){
valid20 = true;
passing6 = 0;
}
const _errs61 = errors;
if(errors === _errs61){
if(Array.isArray(data12)){
var valid21 = true;
const len6 = data12.length;
for(let i6=0; i6<len6; i6++){
let data13 = data12[i6];
const _errs63 = errors;
if(errors === _errs63){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
const err38 = {instancePath:instancePath+"/remainderContext/" + i6,schemaPath:"#/$defs/amount/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.oneOf[1].items,data:data13};
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
const err39 = {instancePath:instancePath+"/remainderContext/" + i6,schemaPath:"#/$defs/amount/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema37.oneOf[1].items.type,parentSchema:schema37.oneOf[1].items,data:data13};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
var valid21 = _errs63 === errors;
if(!valid21){
break;
}
}
}
else {
const err40 = {instancePath:instancePath+"/remainderContext",schemaPath:"#/$defs/amount/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.oneOf[1].type,parentSchema:schema37.oneOf[1],data:data12};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
var _valid6 = _errs61 === errors;
if(_valid6 && valid20){
valid20 = false;
passing6 = [passing6, 1];
}
else {
if(_valid6){
valid20 = true;
passing6 = 1;
}
}
if(!valid20){
const err41 = {instancePath:instancePath+"/remainderContext",schemaPath:"#/$defs/amount/oneOf",keyword:"oneOf",params:{passingSchemas: passing6},message:"must match exactly one schema in oneOf",schema:schema37.oneOf,parentSchema:schema37,data:data12};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs58;
if(vErrors !== null){
if(_errs58){
vErrors.length = _errs58;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs56 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.groupSlowdown !== undefined){
let data14 = data.groupSlowdown;
const _errs65 = errors;
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
validate21.errors = [{instancePath:instancePath+"/groupSlowdown/" + i7,schemaPath:"#/$defs/figures/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema41.items,data:data15}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/groupSlowdown/" + i7,schemaPath:"#/$defs/figures/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.items.type,parentSchema:schema41.items,data:data15}];
return false;
}
}
var valid23 = _errs68 === errors;
if(!valid23){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/groupSlowdown",schemaPath:"#/$defs/figures/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema41.type,parentSchema:schema41,data:data14}];
return false;
}
}
var valid0 = _errs65 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remainderSlowdown !== undefined){
let data16 = data.remainderSlowdown;
const _errs70 = errors;
const _errs72 = errors;
let valid25 = false;
let passing7 = null;
const _errs73 = errors;
if(errors === _errs73){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 <= 0 || isNaN(data16)){
const err42 = {instancePath:instancePath+"/remainderSlowdown",schemaPath:"#/$defs/positive/oneOf/0/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema42.oneOf[0],data:data16};
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
const err43 = {instancePath:instancePath+"/remainderSlowdown",schemaPath:"#/$defs/positive/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema42.oneOf[0].type,parentSchema:schema42.oneOf[0],data:data16};
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
if(data17 <= 0 || isNaN(data17)){
const err44 = {instancePath:instancePath+"/remainderSlowdown/" + i8,schemaPath:"#/$defs/positive/oneOf/1/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema42.oneOf[1].items,data:data17};
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
const err45 = {instancePath:instancePath+"/remainderSlowdown/" + i8,schemaPath:"#/$defs/positive/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema42.oneOf[1].items.type,parentSchema:schema42.oneOf[1].items,data:data17};
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
const err46 = {instancePath:instancePath+"/remainderSlowdown",schemaPath:"#/$defs/positive/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema42.oneOf[1].type,parentSchema:schema42.oneOf[1],data:data16};
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
const err47 = {instancePath:instancePath+"/remainderSlowdown",schemaPath:"#/$defs/positive/oneOf",keyword:"oneOf",params:{passingSchemas: passing7},message:"must match exactly one schema in oneOf",schema:schema42.oneOf,parentSchema:schema42,data:data16};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
validate21.errors = vErrors;
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
if(data.samples !== undefined){
let data18 = data.samples;
const _errs79 = errors;
const _errs81 = errors;
let valid28 = false;
let passing8 = null;
const _errs82 = errors;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
const err48 = {instancePath:instancePath+"/samples",schemaPath:"#/$defs/count/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[0].type,parentSchema:schema34.oneOf[0],data:data18};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(errors === _errs82){
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 1 || isNaN(data18)){
const err49 = {instancePath:instancePath+"/samples",schemaPath:"#/$defs/count/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[0],data:data18};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
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
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
const err50 = {instancePath:instancePath+"/samples/" + i9,schemaPath:"#/$defs/count/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[1].items.type,parentSchema:schema34.oneOf[1].items,data:data19};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(errors === _errs86){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 1 || isNaN(data19)){
const err51 = {instancePath:instancePath+"/samples/" + i9,schemaPath:"#/$defs/count/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[1].items,data:data19};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
var valid29 = _errs86 === errors;
if(!valid29){
break;
}
}
}
else {
const err52 = {instancePath:instancePath+"/samples",schemaPath:"#/$defs/count/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.oneOf[1].type,parentSchema:schema34.oneOf[1],data:data18};
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
const err53 = {instancePath:instancePath+"/samples",schemaPath:"#/$defs/count/oneOf",keyword:"oneOf",params:{passingSchemas: passing8},message:"must match exactly one schema in oneOf",schema:schema34.oneOf,parentSchema:schema34,data:data18};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
validate21.errors = vErrors;
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
validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema44 = {"type":"object","additionalProperties":false,"required":["groupSms","groupImplementation","groupTokens","groupContext","remainderImplementation","remainderTokens","remainderContext","groupUs","remainderUs","clockMhz","powerW"],"properties":{"groupSms":{"$ref":"#/$defs/count"},"groupImplementation":{"$ref":"#/$defs/index"},"groupTokens":{"$ref":"#/$defs/count"},"groupContext":{"$ref":"#/$defs/amount"},"remainderImplementation":{"$ref":"#/$defs/index"},"remainderTokens":{"$ref":"#/$defs/count"},"remainderContext":{"$ref":"#/$defs/amount"},"groupUs":{"$ref":"#/$defs/figures"},"remainderUs":{"$ref":"#/$defs/positive"},"clockMhz":{"$ref":"#/$defs/positive"},"powerW":{"$ref":"#/$defs/positive"}}};

function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate24.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((data.groupSms === undefined) && (missing0 = "groupSms")) || ((data.groupImplementation === undefined) && (missing0 = "groupImplementation"))) || ((data.groupTokens === undefined) && (missing0 = "groupTokens"))) || ((data.groupContext === undefined) && (missing0 = "groupContext"))) || ((data.remainderImplementation === undefined) && (missing0 = "remainderImplementation"))) || ((data.remainderTokens === undefined) && (missing0 = "remainderTokens"))) || ((data.remainderContext === undefined) && (missing0 = "remainderContext"))) || ((data.groupUs === undefined) && (missing0 = "groupUs"))) || ((data.remainderUs === undefined) && (missing0 = "remainderUs"))) || ((data.clockMhz === undefined) && (missing0 = "clockMhz"))) || ((data.powerW === undefined) && (missing0 = "powerW"))){
validate24.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema44.required,parentSchema:schema44,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema44.properties, key0))){
validate24.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema44,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.groupSms !== undefined){
let data0 = data.groupSms;
const _errs2 = errors;
const _errs4 = errors;
let valid2 = false;
let passing0 = null;
const _errs5 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err0 = {instancePath:instancePath+"/groupSms",schemaPath:"#/$defs/count/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[0].type,parentSchema:schema34.oneOf[0],data:data0};
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
if(data0 < 1 || isNaN(data0)){
const err1 = {instancePath:instancePath+"/groupSms",schemaPath:"#/$defs/count/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[0],data:data0};
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
const err2 = {instancePath:instancePath+"/groupSms/" + i0,schemaPath:"#/$defs/count/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[1].items.type,parentSchema:schema34.oneOf[1].items,data:data1};
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
if(data1 < 1 || isNaN(data1)){
const err3 = {instancePath:instancePath+"/groupSms/" + i0,schemaPath:"#/$defs/count/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[1].items,data:data1};
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
const err4 = {instancePath:instancePath+"/groupSms",schemaPath:"#/$defs/count/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.oneOf[1].type,parentSchema:schema34.oneOf[1],data:data0};
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
const err5 = {instancePath:instancePath+"/groupSms",schemaPath:"#/$defs/count/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf",schema:schema34.oneOf,parentSchema:schema34,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
validate24.errors = vErrors;
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
if(data.groupImplementation !== undefined){
let data2 = data.groupImplementation;
const _errs11 = errors;
const _errs13 = errors;
let valid5 = false;
let passing1 = null;
const _errs14 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err6 = {instancePath:instancePath+"/groupImplementation",schemaPath:"#/$defs/index/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.oneOf[0].type,parentSchema:schema35.oneOf[0],data:data2};
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
if(data2 < 0 || isNaN(data2)){
const err7 = {instancePath:instancePath+"/groupImplementation",schemaPath:"#/$defs/index/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema35.oneOf[0],data:data2};
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
const err8 = {instancePath:instancePath+"/groupImplementation/" + i1,schemaPath:"#/$defs/index/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.oneOf[1].items.type,parentSchema:schema35.oneOf[1].items,data:data3};
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
if(data3 < 0 || isNaN(data3)){
const err9 = {instancePath:instancePath+"/groupImplementation/" + i1,schemaPath:"#/$defs/index/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema35.oneOf[1].items,data:data3};
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
const err10 = {instancePath:instancePath+"/groupImplementation",schemaPath:"#/$defs/index/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema35.oneOf[1].type,parentSchema:schema35.oneOf[1],data:data2};
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
const err11 = {instancePath:instancePath+"/groupImplementation",schemaPath:"#/$defs/index/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},message:"must match exactly one schema in oneOf",schema:schema35.oneOf,parentSchema:schema35,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
validate24.errors = vErrors;
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
if(data.groupTokens !== undefined){
let data4 = data.groupTokens;
const _errs20 = errors;
const _errs22 = errors;
let valid8 = false;
let passing2 = null;
const _errs23 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err12 = {instancePath:instancePath+"/groupTokens",schemaPath:"#/$defs/count/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[0].type,parentSchema:schema34.oneOf[0],data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(errors === _errs23){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 1 || isNaN(data4)){
const err13 = {instancePath:instancePath+"/groupTokens",schemaPath:"#/$defs/count/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[0],data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
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
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err14 = {instancePath:instancePath+"/groupTokens/" + i2,schemaPath:"#/$defs/count/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[1].items.type,parentSchema:schema34.oneOf[1].items,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(errors === _errs27){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
const err15 = {instancePath:instancePath+"/groupTokens/" + i2,schemaPath:"#/$defs/count/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[1].items,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
var valid9 = _errs27 === errors;
if(!valid9){
break;
}
}
}
else {
const err16 = {instancePath:instancePath+"/groupTokens",schemaPath:"#/$defs/count/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.oneOf[1].type,parentSchema:schema34.oneOf[1],data:data4};
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
const err17 = {instancePath:instancePath+"/groupTokens",schemaPath:"#/$defs/count/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},message:"must match exactly one schema in oneOf",schema:schema34.oneOf,parentSchema:schema34,data:data4};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
validate24.errors = vErrors;
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
if(data.groupContext !== undefined){
let data6 = data.groupContext;
const _errs29 = errors;
const _errs31 = errors;
let valid11 = false;
let passing3 = null;
const _errs32 = errors;
if(errors === _errs32){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
const err18 = {instancePath:instancePath+"/groupContext",schemaPath:"#/$defs/amount/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.oneOf[0],data:data6};
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
const err19 = {instancePath:instancePath+"/groupContext",schemaPath:"#/$defs/amount/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema37.oneOf[0].type,parentSchema:schema37.oneOf[0],data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
var _valid3 = _errs32 === errors;
if(_valid3){
valid11 = true;
passing3 = 0;
}
const _errs34 = errors;
if(errors === _errs34){
if(Array.isArray(data6)){
var valid12 = true;
const len3 = data6.length;
for(let i3=0; i3<len3; i3++){
let data7 = data6[i3];
const _errs36 = errors;
if(errors === _errs36){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
const err20 = {instancePath:instancePath+"/groupContext/" + i3,schemaPath:"#/$defs/amount/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.oneOf[1].items,data:data7};
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
const err21 = {instancePath:instancePath+"/groupContext/" + i3,schemaPath:"#/$defs/amount/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema37.oneOf[1].items.type,parentSchema:schema37.oneOf[1].items,data:data7};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
var valid12 = _errs36 === errors;
if(!valid12){
break;
}
}
}
else {
const err22 = {instancePath:instancePath+"/groupContext",schemaPath:"#/$defs/amount/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.oneOf[1].type,parentSchema:schema37.oneOf[1],data:data6};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
var _valid3 = _errs34 === errors;
if(_valid3 && valid11){
valid11 = false;
passing3 = [passing3, 1];
}
else {
if(_valid3){
valid11 = true;
passing3 = 1;
}
}
if(!valid11){
const err23 = {instancePath:instancePath+"/groupContext",schemaPath:"#/$defs/amount/oneOf",keyword:"oneOf",params:{passingSchemas: passing3},message:"must match exactly one schema in oneOf",schema:schema37.oneOf,parentSchema:schema37,data:data6};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
validate24.errors = vErrors;
return false;
}
else {
errors = _errs31;
if(vErrors !== null){
if(_errs31){
vErrors.length = _errs31;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remainderImplementation !== undefined){
let data8 = data.remainderImplementation;
const _errs38 = errors;
const _errs40 = errors;
let valid14 = false;
let passing4 = null;
const _errs41 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err24 = {instancePath:instancePath+"/remainderImplementation",schemaPath:"#/$defs/index/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.oneOf[0].type,parentSchema:schema35.oneOf[0],data:data8};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(errors === _errs41){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
const err25 = {instancePath:instancePath+"/remainderImplementation",schemaPath:"#/$defs/index/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema35.oneOf[0],data:data8};
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
var _valid4 = _errs41 === errors;
if(_valid4){
valid14 = true;
passing4 = 0;
}
const _errs43 = errors;
if(errors === _errs43){
if(Array.isArray(data8)){
var valid15 = true;
const len4 = data8.length;
for(let i4=0; i4<len4; i4++){
let data9 = data8[i4];
const _errs45 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err26 = {instancePath:instancePath+"/remainderImplementation/" + i4,schemaPath:"#/$defs/index/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema35.oneOf[1].items.type,parentSchema:schema35.oneOf[1].items,data:data9};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(errors === _errs45){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
const err27 = {instancePath:instancePath+"/remainderImplementation/" + i4,schemaPath:"#/$defs/index/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema35.oneOf[1].items,data:data9};
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
var valid15 = _errs45 === errors;
if(!valid15){
break;
}
}
}
else {
const err28 = {instancePath:instancePath+"/remainderImplementation",schemaPath:"#/$defs/index/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema35.oneOf[1].type,parentSchema:schema35.oneOf[1],data:data8};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
var _valid4 = _errs43 === errors;
if(_valid4 && valid14){
valid14 = false;
passing4 = [passing4, 1];
}
else {
if(_valid4){
valid14 = true;
passing4 = 1;
}
}
if(!valid14){
const err29 = {instancePath:instancePath+"/remainderImplementation",schemaPath:"#/$defs/index/oneOf",keyword:"oneOf",params:{passingSchemas: passing4},message:"must match exactly one schema in oneOf",schema:schema35.oneOf,parentSchema:schema35,data:data8};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
validate24.errors = vErrors;
return false;
}
else {
errors = _errs40;
if(vErrors !== null){
if(_errs40){
vErrors.length = _errs40;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remainderTokens !== undefined){
let data10 = data.remainderTokens;
const _errs47 = errors;
const _errs49 = errors;
let valid17 = false;
let passing5 = null;
const _errs50 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
const err30 = {instancePath:instancePath+"/remainderTokens",schemaPath:"#/$defs/count/oneOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[0].type,parentSchema:schema34.oneOf[0],data:data10};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(errors === _errs50){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 1 || isNaN(data10)){
const err31 = {instancePath:instancePath+"/remainderTokens",schemaPath:"#/$defs/count/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[0],data:data10};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
var _valid5 = _errs50 === errors;
if(_valid5){
valid17 = true;
passing5 = 0;
}
const _errs52 = errors;
if(errors === _errs52){
if(Array.isArray(data10)){
var valid18 = true;
const len5 = data10.length;
for(let i5=0; i5<len5; i5++){
let data11 = data10[i5];
const _errs54 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err32 = {instancePath:instancePath+"/remainderTokens/" + i5,schemaPath:"#/$defs/count/oneOf/1/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.oneOf[1].items.type,parentSchema:schema34.oneOf[1].items,data:data11};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(errors === _errs54){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 1 || isNaN(data11)){
const err33 = {instancePath:instancePath+"/remainderTokens/" + i5,schemaPath:"#/$defs/count/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.oneOf[1].items,data:data11};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
var valid18 = _errs54 === errors;
if(!valid18){
break;
}
}
}
else {
const err34 = {instancePath:instancePath+"/remainderTokens",schemaPath:"#/$defs/count/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.oneOf[1].type,parentSchema:schema34.oneOf[1],data:data10};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
var _valid5 = _errs52 === errors;
if(_valid5 && valid17){
valid17 = false;
passing5 = [passing5, 1];
}
else {
if(_valid5){
valid17 = true;
passing5 = 1;
}
}
if(!valid17){
const err35 = {instancePath:instancePath+"/remainderTokens",schemaPath:"#/$defs/count/oneOf",keyword:"oneOf",params:{passingSchemas: passing5},message:"must match exactly one schema in oneOf",schema:schema34.oneOf,parentSchema:schema34,data:data10};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
validate24.errors = vErrors;
return false;
}
else {
errors = _errs49;
if(vErrors !== null){
if(_errs49){
vErrors.length = _errs49;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs47 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remainderContext !== undefined){
let data12 = data.remainderContext;
const _errs56 = errors;
const _errs58 = errors;
let valid20 = false;
let passing6 = null;
const _errs59 = errors;
if(errors === _errs59){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
const err36 = {instancePath:instancePath+"/remainderContext",schemaPath:"#/$defs/amount/oneOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.oneOf[0],data:data12};
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
const err37 = {instancePath:instancePath+"/remainderContext",schemaPath:"#/$defs/amount/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema37.oneOf[0].type,parentSchema:schema37.oneOf[0],data:data12};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
var _valid6 = _errs59 === errors;
if(_valid6){
valid20 = true;
passing6 = 0;
}
const _errs61 = errors;
if(errors === _errs61){
if(Array.isArray(data12)){
var valid21 = true;
const len6 = data12.length;
for(let i6=0; i6<len6; i6++){
let data13 = data12[i6];
const _errs63 = errors;
if(errors === _errs63){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
const err38 = {instancePath:instancePath+"/remainderContext/" + i6,schemaPath:"#/$defs/amount/oneOf/1/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.oneOf[1].items,data:data13};
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
const err39 = {instancePath:instancePath+"/remainderContext/" + i6,schemaPath:"#/$defs/amount/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema37.oneOf[1].items.type,parentSchema:schema37.oneOf[1].items,data:data13};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
var valid21 = _errs63 === errors;
if(!valid21){
break;
}
}
}
else {
const err40 = {instancePath:instancePath+"/remainderContext",schemaPath:"#/$defs/amount/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.oneOf[1].type,parentSchema:schema37.oneOf[1],data:data12};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
var _valid6 = _errs61 === errors;
if(_valid6 && valid20){
valid20 = false;
passing6 = [passing6, 1];
}
else {
if(_valid6){
valid20 = true;
passing6 = 1;
}
}
if(!valid20){
const err41 = {instancePath:instancePath+"/remainderContext",schemaPath:"#/$defs/amount/oneOf",keyword:"oneOf",params:{passingSchemas: passing6},message:"must match exactly one schema in oneOf",schema:schema37.oneOf,parentSchema:schema37,data:data12};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
validate24.errors = vErrors;
return false;
}
else {
errors = _errs58;
if(vErrors !== null){
if(_errs58){
vErrors.length = _errs58;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs56 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.groupUs !== undefined){
let data14 = data.groupUs;
const _errs65 = errors;
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
validate24.errors = [{instancePath:instancePath+"/groupUs/" + i7,schemaPath:"#/$defs/figures/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema41.items,data:data15}];
return false;
}
}
else {
validate24.errors = [{instancePath:instancePath+"/groupUs/" + i7,schemaPath:"#/$defs/figures/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema41.items.type,parentSchema:schema41.items,data:data15}];
return false;
}
}
var valid23 = _errs68 === errors;
if(!valid23){
break;
}
}
}
else {
validate24.errors = [{instancePath:instancePath+"/groupUs",schemaPath:"#/$defs/figures/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema41.type,parentSchema:schema41,data:data14}];
return false;
}
}
var valid0 = _errs65 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remainderUs !== undefined){
let data16 = data.remainderUs;
const _errs70 = errors;
const _errs72 = errors;
let valid25 = false;
let passing7 = null;
const _errs73 = errors;
if(errors === _errs73){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 <= 0 || isNaN(data16)){
const err42 = {instancePath:instancePath+"/remainderUs",schemaPath:"#/$defs/positive/oneOf/0/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema42.oneOf[0],data:data16};
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
const err43 = {instancePath:instancePath+"/remainderUs",schemaPath:"#/$defs/positive/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema42.oneOf[0].type,parentSchema:schema42.oneOf[0],data:data16};
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
if(data17 <= 0 || isNaN(data17)){
const err44 = {instancePath:instancePath+"/remainderUs/" + i8,schemaPath:"#/$defs/positive/oneOf/1/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema42.oneOf[1].items,data:data17};
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
const err45 = {instancePath:instancePath+"/remainderUs/" + i8,schemaPath:"#/$defs/positive/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema42.oneOf[1].items.type,parentSchema:schema42.oneOf[1].items,data:data17};
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
const err46 = {instancePath:instancePath+"/remainderUs",schemaPath:"#/$defs/positive/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema42.oneOf[1].type,parentSchema:schema42.oneOf[1],data:data16};
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
const err47 = {instancePath:instancePath+"/remainderUs",schemaPath:"#/$defs/positive/oneOf",keyword:"oneOf",params:{passingSchemas: passing7},message:"must match exactly one schema in oneOf",schema:schema42.oneOf,parentSchema:schema42,data:data16};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
validate24.errors = vErrors;
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
if(data.clockMhz !== undefined){
let data18 = data.clockMhz;
const _errs79 = errors;
const _errs81 = errors;
let valid28 = false;
let passing8 = null;
const _errs82 = errors;
if(errors === _errs82){
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 <= 0 || isNaN(data18)){
const err48 = {instancePath:instancePath+"/clockMhz",schemaPath:"#/$defs/positive/oneOf/0/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema42.oneOf[0],data:data18};
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
const err49 = {instancePath:instancePath+"/clockMhz",schemaPath:"#/$defs/positive/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema42.oneOf[0].type,parentSchema:schema42.oneOf[0],data:data18};
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
if(data19 <= 0 || isNaN(data19)){
const err50 = {instancePath:instancePath+"/clockMhz/" + i9,schemaPath:"#/$defs/positive/oneOf/1/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema42.oneOf[1].items,data:data19};
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
const err51 = {instancePath:instancePath+"/clockMhz/" + i9,schemaPath:"#/$defs/positive/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema42.oneOf[1].items.type,parentSchema:schema42.oneOf[1].items,data:data19};
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
const err52 = {instancePath:instancePath+"/clockMhz",schemaPath:"#/$defs/positive/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema42.oneOf[1].type,parentSchema:schema42.oneOf[1],data:data18};
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
const err53 = {instancePath:instancePath+"/clockMhz",schemaPath:"#/$defs/positive/oneOf",keyword:"oneOf",params:{passingSchemas: passing8},message:"must match exactly one schema in oneOf",schema:schema42.oneOf,parentSchema:schema42,data:data18};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
validate24.errors = vErrors;
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
if(data.powerW !== undefined){
let data20 = data.powerW;
const _errs88 = errors;
const _errs90 = errors;
let valid31 = false;
let passing9 = null;
const _errs91 = errors;
if(errors === _errs91){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 <= 0 || isNaN(data20)){
const err54 = {instancePath:instancePath+"/powerW",schemaPath:"#/$defs/positive/oneOf/0/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema42.oneOf[0],data:data20};
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
const err55 = {instancePath:instancePath+"/powerW",schemaPath:"#/$defs/positive/oneOf/0/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema42.oneOf[0].type,parentSchema:schema42.oneOf[0],data:data20};
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
if(data21 <= 0 || isNaN(data21)){
const err56 = {instancePath:instancePath+"/powerW/" + i10,schemaPath:"#/$defs/positive/oneOf/1/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema42.oneOf[1].items,data:data21};
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
const err57 = {instancePath:instancePath+"/powerW/" + i10,schemaPath:"#/$defs/positive/oneOf/1/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema42.oneOf[1].items.type,parentSchema:schema42.oneOf[1].items,data:data21};
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
const err58 = {instancePath:instancePath+"/powerW",schemaPath:"#/$defs/positive/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema42.oneOf[1].type,parentSchema:schema42.oneOf[1],data:data20};
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
const err59 = {instancePath:instancePath+"/powerW",schemaPath:"#/$defs/positive/oneOf",keyword:"oneOf",params:{passingSchemas: passing9},message:"must match exactly one schema in oneOf",schema:schema42.oneOf,parentSchema:schema42,data:data20};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
validate24.errors = vErrors;
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
validate24.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data}];
return false;
}
}
validate24.errors = vErrors;
return errors === 0;
}
validate24.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:nanoflow-plan:pair:2" */;
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
if(((((data.schema === undefined) && (missing0 = "schema")) || ((data.group === undefined) && (missing0 = "group"))) || ((data.remainder === undefined) && (missing0 = "remainder"))) || ((data.rows === undefined) && (missing0 = "rows"))){
validate20.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema31.required,parentSchema:schema31,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((((key0 === "schema") || (key0 === "group")) || (key0 === "remainder")) || (key0 === "mechanism")) || (key0 === "rows")) || (key0 === "heldOut")) || (key0 === "sustained"))){
validate20.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.schema !== undefined){
let data0 = data.schema;
const _errs2 = errors;
if("nanoflow-plan/pair/2" !== data0){
validate20.errors = [{instancePath:instancePath+"/schema",schemaPath:"#/properties/schema/const",keyword:"const",params:{allowedValue: "nanoflow-plan/pair/2"},message:"must be equal to constant",schema:"nanoflow-plan/pair/2",parentSchema:schema31.properties.schema,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.group !== undefined){
let data1 = data.group;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
validate20.errors = [{instancePath:instancePath+"/group",schemaPath:"#/properties/group/pattern",keyword:"pattern",params:{pattern: "^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$"},message:"must match pattern \""+"^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$"+"\"",schema:"^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$",parentSchema:schema31.properties.group,data:data1}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/group",schemaPath:"#/properties/group/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.group.type,parentSchema:schema31.properties.group,data:data1}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remainder !== undefined){
let data2 = data.remainder;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern4.test(data2)){
validate20.errors = [{instancePath:instancePath+"/remainder",schemaPath:"#/properties/remainder/pattern",keyword:"pattern",params:{pattern: "^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$"},message:"must match pattern \""+"^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$"+"\"",schema:"^[a-z_]+( [A-Za-z]+=[a-z0-9-]+)*$",parentSchema:schema31.properties.remainder,data:data2}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/remainder",schemaPath:"#/properties/remainder/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.remainder.type,parentSchema:schema31.properties.remainder,data:data2}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.mechanism !== undefined){
let data3 = data.mechanism;
const _errs7 = errors;
if(!((data3 === "green-context") || (data3 === "cta-limit"))){
validate20.errors = [{instancePath:instancePath+"/mechanism",schemaPath:"#/$defs/mechanism/enum",keyword:"enum",params:{allowedValues: schema32.enum},message:"must be equal to one of the allowed values",schema:schema32.enum,parentSchema:schema32,data:data3}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rows !== undefined){
const _errs9 = errors;
if(!(validate21(data.rows, {instancePath:instancePath+"/rows",parentData:data,parentDataProperty:"rows",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.heldOut !== undefined){
const _errs10 = errors;
if(!(validate21(data.heldOut, {instancePath:instancePath+"/heldOut",parentData:data,parentDataProperty:"heldOut",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sustained !== undefined){
const _errs11 = errors;
if(!(validate24(data.sustained, {instancePath:instancePath+"/sustained",parentData:data,parentDataProperty:"sustained",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
var valid0 = _errs11 === errors;
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
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
