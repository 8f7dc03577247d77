import vm from "node:vm";

const { SourceTextModule, compileFunction } = vm;

/** The source of each file that this process compiled, and what V8 made of it. */
const modules = new Map();
const functions = new Map();

/**
 * Code that may import at run time is compiled anew each time: it would ask the first test file that
 * had it for the module.
 */
const IMPORTS_LATER = /\bimport\s*[(/]/;

/**
 * Has each file compiled once per process. Jest loads all modules anew for each test file, in a
 * context of its own; with what V8 made of them the first time, it takes a quarter of the time.
 */
export function compileOnce() {
  vm.SourceTextModule = new Proxy(SourceTextModule, {
    construct: (_, [source, options]) => knownModule(source, options),
  });
  vm.compileFunction = knownFunction;
}

/**
 * @param {string} source
 * @param {vm.SourceTextModuleOptions} options
 */
function knownModule(source, options) {
  const cachedData = knownOf(modules, options.identifier, source);
  if (cachedData === undefined) return newModule(source, options);
  try {
    return new SourceTextModule(source, { ...options, cachedData });
  } catch (error) {
    // V8 refuses what it made under other flags, and searches set some.
    if (error.code !== "ERR_VM_MODULE_CACHED_DATA_REJECTED") throw error;
    return newModule(source, options);
  }
}

/**
 * @param {string} source
 * @param {vm.SourceTextModuleOptions} options
 */
function newModule(source, options) {
  const module = new SourceTextModule(source, options);
  if (!IMPORTS_LATER.test(source)) {
    modules.set(options.identifier, { source, made: module.createCachedData() });
  }
  return module;
}

/** @type {typeof compileFunction} */
function knownFunction(source, parameters, options = {}) {
  const { filename } = options;
  const cachedData = knownOf(functions, filename, source);
  if (cachedData !== undefined) {
    const known = compileFunction(source, parameters, { ...options, cachedData });
    if (!known.cachedDataRejected) return known;
  }
  if (IMPORTS_LATER.test(source)) return compileFunction(source, parameters, options);
  const compiled = compileFunction(source, parameters, { ...options, produceCachedData: true });
  functions.set(filename, { source, made: compiled.cachedData });
  return compiled;
}

/** What V8 made of a file, unless its source was another. */
function knownOf(files, name, source) {
  const known = files.get(name);
  return known?.source === source ? known.made : undefined;
}
