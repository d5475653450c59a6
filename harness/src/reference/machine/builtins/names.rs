//! The names that real engines have beyond what is modelled.
//!
//! Each list is what `Object.getOwnPropertyNames` gives for an object in Node 18 to 26, Bun 1.4 or Deno 2.9, names that are
//! modelled among them: those are looked for first. A name on no list is one that no engine has.

/// The global object, of the main context and of others.
pub(super) const GLOBAL: &str = "\
    AbortController AbortSignal AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt \
    BigInt64Array BigUint64Array Blob Boolean BroadcastChannel Buffer BuildError BuildMessage Bun \
    ByteLengthQueuingStrategy Cache CacheStorage CloseEvent CompressionStream CountQueuingStrategy Crypto \
    CryptoKey CustomEvent DOMException DOMMatrix DOMMatrixReadOnly DOMPoint DOMPointReadOnly DOMQuad \
    DOMRect DOMRectReadOnly DataView Date DecompressionStream Deno DisposableStack Error ErrorEvent \
    EvalError Event EventSource EventTarget File FileReader FinalizationRegistry Float16Array Float32Array \
    Float64Array FormData Function GPU GPUAdapter GPUAdapterInfo GPUBindGroup GPUBindGroupLayout GPUBuffer \
    GPUBufferUsage GPUCanvasContext GPUColorWrite GPUCommandBuffer GPUCommandEncoder GPUCompilationInfo \
    GPUCompilationMessage GPUComputePassEncoder GPUComputePipeline GPUDevice GPUDeviceLostInfo GPUError \
    GPUInternalError GPUMapMode GPUOutOfMemoryError GPUPipelineError GPUPipelineLayout GPUQuerySet GPUQueue \
    GPURenderBundle GPURenderBundleEncoder GPURenderPassEncoder GPURenderPipeline GPUSampler \
    GPUShaderModule GPUShaderStage GPUSupportedFeatures GPUSupportedLimits GPUTexture GPUTextureUsage \
    GPUTextureView GPUUncapturedErrorEvent GPUValidationError HTMLRewriter Headers ImageBitmap \
    ImageBitmapRenderingContext ImageData Infinity Int16Array Int32Array Int8Array Intl Iterator JSON \
    Location Lock LockManager Map Math MessageChannel MessageEvent MessagePort NaN Navigator \
    NavigatorUAData Number Object OffscreenCanvas Performance PerformanceEntry PerformanceMark \
    PerformanceMeasure PerformanceObserver PerformanceObserverEntryList PerformanceResourceTiming \
    PerformanceServerTiming PerformanceTiming ProgressEvent Promise PromiseRejectionEvent Proxy \
    QuotaExceededError RangeError ReadableByteStreamController ReadableStream ReadableStreamBYOBReader \
    ReadableStreamBYOBRequest ReadableStreamDefaultController ReadableStreamDefaultReader ReferenceError \
    Reflect RegExp Request ResolveError ResolveMessage Response Set ShadowRealm SharedArrayBuffer Storage \
    String SubtleCrypto SuppressedError Symbol SyntaxError Temporal TextDecoder TextDecoderStream \
    TextEncoder TextEncoderStream TransformStream TransformStreamDefaultController TypeError URIError URL \
    URLPattern URLSearchParams Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet \
    WebAssembly WebSocket Window Worker WritableStream WritableStreamDefaultController \
    WritableStreamDefaultWriter __defineGetter__ __defineSetter__ __dirname __filename __lookupGetter__ \
    __lookupSetter__ __proto__ addEventListener alert atob btoa caches clearImmediate clearInterval \
    clearTimeout close closed confirm console constructor createImageBitmap crypto decodeURI \
    decodeURIComponent dispatchEvent encodeURI encodeURIComponent escape eval exports fetch global \
    globalThis hasOwnProperty isFinite isNaN isPrototypeOf localStorage location module name navigator \
    onbeforeunload onerror onload onmessage onunhandledrejection onunload parseFloat parseInt performance \
    postMessage process prompt propertyIsEnumerable queueMicrotask removeEventListener reportError require \
    self sessionStorage setImmediate setInterval setTimeout structuredClone toLocaleString toString \
    undefined unescape valueOf";

/// `Object`
pub(super) const OBJECT: &str = "\
    assign create defineProperties defineProperty entries freeze fromEntries getOwnPropertyDescriptor \
    getOwnPropertyDescriptors getOwnPropertyNames getOwnPropertySymbols getPrototypeOf groupBy hasOwn is \
    isExtensible isFrozen isSealed keys length name preventExtensions prototype seal setPrototypeOf values";

/// `Object.prototype`
pub(super) const OBJECT_PROTOTYPE: &str = "\
    __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ constructor \
    hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf";

/// `Function.prototype`
pub(super) const FUNCTION_PROTOTYPE: &str = "\
    apply arguments bind call caller constructor length name toString";

/// `Array`
pub(super) const ARRAY: &str = "\
    from fromAsync isArray length name of prototype";

/// `Array.prototype`
pub(super) const ARRAY_PROTOTYPE: &str = "\
    at concat constructor copyWithin entries every fill filter find findIndex findLast findLastIndex flat \
    flatMap forEach includes indexOf join keys lastIndexOf length map pop push reduce reduceRight reverse \
    shift slice some sort splice toLocaleString toReversed toSorted toSpliced toString unshift values with";

/// `Promise`
pub(super) const PROMISE: &str = "\
    all allSettled any length name prototype race reject resolve try withResolvers";

/// `Promise.prototype`
pub(super) const PROMISE_PROTOTYPE: &str = "\
    catch constructor finally then";

/// `String`
pub(super) const STRING: &str = "\
    fromCharCode fromCodePoint length name prototype raw";

/// `String.prototype`
pub(super) const STRING_PROTOTYPE: &str = "\
    anchor at big blink bold charAt charCodeAt codePointAt concat constructor endsWith fixed fontcolor \
    fontsize includes indexOf isWellFormed italics lastIndexOf length link localeCompare match matchAll \
    normalize padEnd padStart repeat replace replaceAll search slice small split startsWith strike sub \
    substr substring sup toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase toWellFormed \
    trim trimEnd trimLeft trimRight trimStart valueOf";

/// `Number`
pub(super) const NUMBER: &str = "\
    EPSILON MAX_SAFE_INTEGER MAX_VALUE MIN_SAFE_INTEGER MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY \
    isFinite isInteger isNaN isSafeInteger length name parseFloat parseInt prototype";

/// `Number.prototype`
pub(super) const NUMBER_PROTOTYPE: &str = "\
    constructor toExponential toFixed toLocaleString toPrecision toString valueOf";

/// `Boolean.prototype`
pub(super) const BOOLEAN_PROTOTYPE: &str = "\
    constructor toString valueOf";

/// `Symbol`
pub(super) const SYMBOL: &str = "\
    asyncDispose asyncIterator dispose for hasInstance isConcatSpreadable iterator keyFor length match \
    matchAll metadata name prototype replace search species split toPrimitive toStringTag unscopables";

/// `Symbol.prototype`
pub(super) const SYMBOL_PROTOTYPE: &str = "\
    constructor description toString valueOf";

/// `BigInt.prototype`
pub(super) const BIG_INT_PROTOTYPE: &str = "\
    constructor toLocaleString toString valueOf";

/// `Error`
pub(super) const ERROR: &str = "\
    appendStackTrace captureStackTrace isError length name prepareStackTrace prototype stackTraceLimit";

/// `Reflect`
pub(super) const REFLECT: &str = "\
    apply construct defineProperty deleteProperty get getOwnPropertyDescriptor getPrototypeOf has \
    isExtensible ownKeys preventExtensions set setPrototypeOf";

/// `JSON`
pub(super) const JSON: &str = "\
    isRawJSON parse rawJSON stringify";

/// `Map.prototype`
pub(super) const MAP_PROTOTYPE: &str = "\
    clear constructor delete entries forEach get getOrInsert getOrInsertComputed has keys set size values";

/// `Set.prototype`
pub(super) const SET_PROTOTYPE: &str = "\
    add clear constructor delete difference entries forEach has intersection isDisjointFrom isSubsetOf \
    isSupersetOf keys size symmetricDifference union values";

/// `Math`
pub(super) const MATH: &str = "\
    E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos \
    cosh exp expm1 f16round floor fround hypot imul log log10 log1p log2 max min pow random round sign sin \
    sinh sqrt sumPrecise tan tanh trunc";

/// The prototypes of array and string iterators.
pub(super) const ITERATOR_PROTOTYPE: &str = "\
    chunks constructor drop every filter find flatMap forEach includes join map next reduce some take \
    toArray windows";
