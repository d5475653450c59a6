//! Every quirk, and what is known of it.

use super::{Breaks, QuirkFacts};
use crate::reference::ProfileName::{self, Bun14, Deno29, Node18, Node20, Node22, Node24, Node25, Node26};

/// The runtimes by what they have in common.
const ALL: &[ProfileName] = &[Node18, Node20, Node22, Node24, Node25, Node26, Bun14, Deno29];
const NODE: &[ProfileName] = &[Node18, Node20, Node22, Node24, Node25, Node26];
const NODE_AND_BUN: &[ProfileName] = &[Node18, Node20, Node22, Node24, Node25, Node26, Bun14];
const NODE_20_AND_BUN: &[ProfileName] = &[Node20, Node22, Node24, Node25, Node26, Bun14];
const BEFORE_NODE_22: &[ProfileName] = &[Node18, Node20];
const BEFORE_NODE_24: &[ProfileName] = &[Node18, Node20, Node22];
const V8_13: &[ProfileName] = &[Node24, Node25, Node26, Deno29];
const V8_12: &[ProfileName] = &[Node22, Node24, Node25, Node26, Deno29];
const BEFORE_NODE_25: &[ProfileName] = &[Node18, Node20, Node22, Node24];
const BEFORE_NODE_26: &[ProfileName] = &[Node18, Node20, Node22, Node24, Node25];
const V8: &[ProfileName] = &[Node18, Node20, Node22, Node24, Node25, Node26, Deno29];

/// Declares the quirks and their facts. The doc comment of a quirk is also its sentence.
macro_rules! quirks {
    ($(
        $(#[doc = $sentence:literal])+
        $quirk:ident = $name:literal {
            profiles: $profiles:expr,
            case: $case:literal,
            upstream: $upstream:expr,
            breaks: $breaks:ident,
        }
    )+) => {
        /// One way in which runtimes depart from the contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Quirk {
            $(
                $(#[doc = $sentence])+
                $quirk,
            )+
        }

        impl Quirk {
            /// Every quirk, in the order of tables.
            pub const ALL: &[Self] = &[$(Self::$quirk),+];

            /// What is known of it.
            #[must_use]
            pub const fn facts(self) -> &'static QuirkFacts {
                match self {
                    $(Self::$quirk => const { &QuirkFacts {
                        quirk: Self::$quirk,
                        name: $name,
                        sentence: concat!($($sentence),+).trim_ascii_start(),
                        profiles: $profiles,
                        case: $case,
                        upstream: $upstream,
                        breaks: Breaks::$breaks,
                    } },)+
                }
            }
        }
    };
}

quirks! {
    /// A failed link() rejects with what the linker threw or rejected with, not with an error that has it as cause.
    LinkerErrorUnwrapped = "linker-error-unwrapped" {
        profiles: ALL,
        case: "documented/link-failure/linker-throws-synchronously",
        upstream: None,
        breaks: Contract,
    }

    /// A missing, ambiguous or circular binding makes link() reject and leaves nothing behind: the modules are as
    /// ECMA-262's Link leaves them, `unlinked`, and can be linked with other answers.
    BindingFailureForgotten = "binding-failure-forgotten" {
        profiles: ALL,
        case: "documented/link-failure/syntax-error-has-no-such-code",
        upstream: None,
        breaks: Contract,
    }

    /// link() is a recursion of promises: each module asks for its requests and waits for those of the modules it finds
    /// `unlinked`. A failure makes errored only the modules that wait for the one it happened in; what else is asked
    /// goes on; what another link() has under way is not waited for; and a module that is done but not instantiated is
    /// asked for again.
    ModulesLinkThemselves = "modules-link-themselves" {
        profiles: NODE_AND_BUN,
        case: "linking/order/answered-in-an-earlier-link",
        upstream: None,
        breaks: Contract,
    }

    /// A linker that throws leaves the module `linking` for good, without an error.
    ThrowLeavesLinking = "throw-leaves-linking" {
        profiles: NODE_20_AND_BUN,
        case: "documented/link-failure/linker-throws-synchronously",
        upstream: None,
        breaks: Contract,
    }

    /// The linker is called inside an async function: when it throws, the requests after it are asked all the same, and
    /// a module that answers is there two jobs earlier.
    LinkerInAsyncFunction = "linker-in-async-function" {
        profiles: &[Node18],
        case: "linking/failure-order/throw-stops-asking",
        upstream: Some("https://github.com/nodejs/node/issues/50062"),
        breaks: Contract,
    }

    /// A module asks for its requests only once in its life. A second link() asks nothing.
    RequestsAskedOnce = "requests-asked-once" {
        profiles: &[Node18],
        case: "linking/order/answered-in-an-earlier-link",
        upstream: None,
        breaks: Contract,
    }

    /// A link() drops the answers of its module when it has instantiated it, or tried to.
    InstantiateDropsAnswers = "instantiate-drops-answers" {
        profiles: BEFORE_NODE_22,
        case: "linking/concurrent/cycle-of-three-linked-from-everywhere",
        upstream: None,
        breaks: Contract,
    }

    /// evaluate(), instantiate() and the namespace look at the status below the one that a failed link() shows: such a
    /// module is refused for its status instead of with its error, and can be instantiated as a part of another graph.
    LinkFailureIsAnOverlay = "link-failure-is-an-overlay" {
        profiles: NODE_AND_BUN,
        case: "states/evaluate/evaluate-failed",
        upstream: None,
        breaks: Contract,
    }

    /// A new synthetic module is `unlinked` and must be linked before setExport() and evaluate().
    SyntheticNeedsLink = "synthetic-needs-link" {
        profiles: BEFORE_NODE_22,
        case: "form/readme/set-export",
        upstream: None,
        breaks: Documentation,
    }

    /// There is no linkRequests() and no instantiate().
    NoSynchronousLinking = "no-synchronous-linking" {
        profiles: BEFORE_NODE_22,
        case: "form/readme/without-a-linker",
        upstream: Some("https://github.com/nodejs/node/pull/59000"),
        breaks: Documentation,
    }

    /// Requests of one module that differ in their attributes only have one answer, the last.
    AnswersBySpecifier = "answers-by-specifier" {
        profiles: &[Node18, Node20, Deno29],
        case: "linking/answers/by-attributes",
        upstream: None,
        breaks: Specification,
    }

    /// A proxy of a module is taken for the module, until a private field of it is read.
    ProxyTakenForModule = "proxy-taken-for-module" {
        profiles: NODE_AND_BUN,
        case: "form/readme/answer-that-is-no-module",
        upstream: None,
        breaks: Contract,
    }

    /// An object that inherits from a module is taken for a module, until a private field of it is read.
    InheritedMarkTakenForModule = "inherited-mark-taken-for-module" {
        profiles: &[Node18],
        case: "linking/unusable-answers/not-a-module-before-errored",
        upstream: None,
        breaks: Contract,
    }

    /// An answer of `undefined` or `null` is a TypeError of the engine, not ERR_VM_MODULE_NOT_MODULE.
    NothingIsDereferenced = "nothing-is-dereferenced" {
        profiles: &[Node18],
        case: "documented/link-failure/printed-without-cause",
        upstream: None,
        breaks: Contract,
    }

    /// A request without an answer is said to be "not in cache", without the module it belongs to.
    UnansweredIsNotInCache = "unanswered-is-not-in-cache" {
        profiles: &[Node18, Node20, Bun14],
        case: "linking/concurrent/cycle-of-three-linked-from-everywhere",
        upstream: None,
        breaks: Agreement,
    }

    /// A request without an answer is said to be "from a module not been linked".
    UnansweredIsFromUnlinked = "unanswered-is-from-unlinked" {
        profiles: &[Node22],
        case: "linking/link-requests-refused/dependency-not-answered",
        upstream: None,
        breaks: Agreement,
    }

    /// The message for two requests that must have one answer names the earlier request first.
    MismatchNamesEarlierFirst = "mismatch-names-earlier-first" {
        profiles: &[Node24],
        case: "linking/link-requests-refused/source-and-evaluation-disagree",
        upstream: None,
        breaks: Agreement,
    }

    /// The message for an answer that is errored ends in "an errored mod".
    ErroredModuleCutShort = "errored-module-cut-short" {
        profiles: &[Bun14],
        case: "linking/failure-grid/root-rejects-error",
        upstream: None,
        breaks: Agreement,
    }

    /// The search for requests without an answer goes into the last answer of each module first.
    LastAnswerGoneIntoFirst = "last-answer-gone-into-first" {
        profiles: &[Bun14],
        case: "linking/kept-rules/first-unanswered-request",
        upstream: None,
        breaks: Agreement,
    }

    /// The source phase is refused where requests are looked up, before any binding is.
    SourceResolvedWithRequests = "source-resolved-with-requests" {
        profiles: &[Node24, Node25, Node26],
        case: "phases/source/first-mistake-import-before-source",
        upstream: None,
        breaks: Specification,
    }

    /// Requests that differ in their phase only may have different answers; the last one counts for all of them.
    LastPhaseAnswers = "last-phase-answers" {
        profiles: &[Bun14],
        case: "linking/link-requests-refused/two-phases-disagree",
        upstream: None,
        breaks: Specification,
    }

    /// A `type` attribute that is neither json nor webassembly reaches the linker a second time, as
    /// hostDefinedImportType.
    TypeAttributeTwice = "type-attribute-twice" {
        profiles: &[Bun14],
        case: "linking/order/attribute-order-does-not-matter",
        upstream: None,
        breaks: Contract,
    }

    /// A link() whose module was linked by another meanwhile fails when the answers are there.
    AnswersRefusedWhenLinked = "answers-refused-when-linked" {
        profiles: &[Bun14],
        case: "linking/reentrant/links-the-dependency",
        upstream: None,
        breaks: Contract,
    }

    /// A deferred module is evaluated like any other.
    DeferredEvaluatedAtOnce = "deferred-evaluated-at-once" {
        profiles: &[Bun14],
        case: "phases/defer/linked-and-not-evaluated",
        upstream: Some("https://github.com/oven-sh/bun/pull/33853"),
        breaks: Specification,
    }

    /// A module reads `evaluating`, and is not evaluated again, while it or something it needs awaits.
    AwaitingReadsEvaluating = "awaiting-reads-evaluating" {
        profiles: &[Bun14],
        case: "top-level-await/pending/leaf-never-ends",
        upstream: None,
        breaks: Contract,
    }

    /// When a module that others wait for fails, the promises of those are rejected before its own.
    ParentsRejectedFirst = "parents-rejected-first" {
        profiles: BEFORE_NODE_26,
        case: "dynamic-import/rejection-order/parent-and-child",
        upstream: Some("https://github.com/tc39/ecma262/pull/3695"),
        breaks: Specification,
    }

    /// The promise of import() settles one async function earlier: two jobs, or one without a callback.
    ImportSettlesEarlier = "import-settles-earlier" {
        profiles: &[Node18, Bun14, Deno29],
        case: "dynamic-import/jobs/module",
        upstream: None,
        breaks: Agreement,
    }

    /// evaluate() is an async function: every call gives a promise of its own, which settles a job after the evaluation's.
    EvaluateSettlesLater = "evaluate-settles-later" {
        profiles: BEFORE_NODE_22,
        case: "dynamic-import/jobs/answer-evaluated",
        upstream: None,
        breaks: Agreement,
    }

    /// A synthetic module that has succeeded keeps the promise of its evaluation and gives it again.
    SyntheticPromiseKept = "synthetic-promise-kept" {
        profiles: &[Node22, Node24, Node25, Node26, Deno29],
        case: "evaluation/promises/synthetic-twice",
        upstream: None,
        breaks: Specification,
    }

    /// evaluate() of a module whose body is running ends the process.
    EvaluatingTwiceCrashes = "evaluating-twice-crashes" {
        profiles: &[Deno29],
        case: "dynamic-import/cycles/evaluated-while-its-body-runs",
        upstream: None,
        breaks: Documentation,
    }

    /// evaluate() of a module that has run ends the process when the root of its cycle has failed and was never evaluated
    /// itself.
    FailedRootCrashes = "failed-root-crashes" {
        profiles: V8,
        case: "top-level-await/throws-in-cycles/member-that-ran-below-a-root-that-was-not-evaluated",
        upstream: None,
        breaks: Specification,
    }

    /// The process ends when what a module with top-level await waits for is done, after an evaluation has failed in the
    /// middle of the module's cycle.
    FailedImporterCrashes = "failed-importer-crashes" {
        profiles: BEFORE_NODE_24,
        case: "top-level-await/throws-in-cycles/member-that-waits-when-its-stack-fails",
        upstream: None,
        breaks: Specification,
    }

    /// The body of a synthetic module has another `this` than the module: there, setExport() with a name that is no string
    /// ends the process.
    BodyExportNameCrashes = "body-export-name-crashes" {
        profiles: NODE,
        case: "synthetic/bodies/export-name-that-is-a-number",
        upstream: None,
        breaks: Documentation,
    }

    /// The process ends when linking comes to a request for a source, `import source`.
    SourceRequestCrashes = "source-request-crashes" {
        profiles: &[Deno29],
        case: "phases/source/message-has-identifier",
        upstream: None,
        breaks: Specification,
    }

    /// A write to a namespace object is refused in words of its own, whatever is written to.
    NamespaceWritesWorded = "namespace-writes-worded" {
        profiles: &[Node26, Deno29],
        case: "bindings/wording/writes-to-a-namespace",
        upstream: None,
        breaks: Agreement,
    }

    /// A write to an object that inherits from a namespace object goes past it: the object gets a property of its own.
    NamespaceWritesPassOn = "namespace-writes-pass-on" {
        profiles: BEFORE_NODE_26,
        case: "bindings/namespace-writes/through-an-heir",
        upstream: None,
        breaks: Specification,
    }

    /// A namespace object that is the receiver of a write refuses it without being asked for the property.
    NamespaceReceiverRefuses = "namespace-receiver-refuses" {
        profiles: NODE,
        case: "bindings/namespace-writes/as-receiver-with-the-same-value",
        upstream: None,
        breaks: Specification,
    }

    /// Which object the properties of `super` are those of is asked for when a value to assign has been evaluated, not before.
    SuperReadBehindValue = "super-read-behind-value" {
        profiles: &[Node25, Node26, Deno29],
        case: "evaluation/super/base-before-value",
        upstream: None,
        breaks: Specification,
    }

    /// Which object the properties of `super` are those of is asked for only when the key has become a property key, which is
    /// behind the value of an assignment too.
    SuperReadBehindKey = "super-read-behind-key" {
        profiles: BEFORE_NODE_25,
        case: "evaluation/super/base-before-key",
        upstream: None,
        breaks: Specification,
    }

    /// There is no `Promise.withResolvers`.
    WithResolversMissing = "with-resolvers-missing" {
        profiles: BEFORE_NODE_22,
        case: "evaluation/promise-functions/with-resolvers",
        upstream: None,
        breaks: Specification,
    }

    /// There is no `Array.prototype.with`.
    ArrayWithMissing = "array-with-missing" {
        profiles: &[Node18],
        case: "dynamic-import/arguments/options-array",
        upstream: None,
        breaks: Specification,
    }

    /// There is no `Promise.try`.
    PromiseTryMissing = "promise-try-missing" {
        profiles: BEFORE_NODE_24,
        case: "evaluation/promise-functions/try-calls-at-once",
        upstream: None,
        breaks: Specification,
    }

    /// What `Promise.withResolvers` gives has its promise as its last property, not as its first.
    ResolversBeforePromise = "resolvers-before-promise" {
        profiles: &[Bun14],
        case: "evaluation/promise-functions/with-resolvers",
        upstream: None,
        breaks: Specification,
    }

    /// A promise that the function of `Promise.try` returns is what `Promise.try` returns.
    TryHandsOnPromises = "try-hands-on-promises" {
        profiles: &[Bun14],
        case: "evaluation/promise-functions/try-waits-for-a-promise",
        upstream: None,
        breaks: Specification,
    }

    /// Messages show an `import()` that they quote as `ImportCall`.
    ImportPrintedByKind = "import-printed-by-kind" {
        profiles: BEFORE_NODE_24,
        case: "evaluation/construction/import-message",
        upstream: None,
        breaks: Agreement,
    }

    /// A message of its own says that a spread argument is not iterable.
    SpreadArgumentWorded = "spread-argument-worded" {
        profiles: &[Node18],
        case: "evaluation/refused-iteration/message-of-argument",
        upstream: None,
        breaks: Agreement,
    }

    /// What a class extends is checked only when the computed keys of the class have been evaluated.
    HeritageCheckedLate = "heritage-checked-late" {
        profiles: V8,
        case: "evaluation/classes/heritage-before-keys",
        upstream: None,
        breaks: Specification,
    }

    /// import() takes the option `assert` for `with`.
    ImportAssertions = "import-assertions" {
        profiles: BEFORE_NODE_22,
        case: "dynamic-import/arguments/options-others",
        upstream: None,
        breaks: Agreement,
    }

    /// The messages of import() about its attributes call them assertions.
    AttributesWordedAsAssertions = "attributes-worded-as-assertions" {
        profiles: BEFORE_NODE_24,
        case: "dynamic-import/arguments/refusals-worded",
        upstream: None,
        breaks: Agreement,
    }

    /// import() refuses an attribute `type` that is empty.
    EmptyTypeRefused = "empty-type-refused" {
        profiles: &[Bun14],
        case: "dynamic-import/arguments/attributes-empty-value",
        upstream: None,
        breaks: Documentation,
    }

    /// import() evaluates the module that the callback gives, and takes anything else as it is.
    ImportEvaluates = "import-evaluates" {
        profiles: &[Deno29],
        case: "dynamic-import/statuses/linked",
        upstream: None,
        breaks: Documentation,
    }

    /// When the callback throws, the promise of import() is rejected at once.
    ImportThrowsAtOnce = "import-throws-at-once" {
        profiles: &[Deno29],
        case: "dynamic-import/jobs/answer-throwing",
        upstream: None,
        breaks: Agreement,
    }

    /// An importer of a synthetic module that has thrown before goes on as if it had not.
    SyntheticFailurePassedOver = "synthetic-failure-passed-over" {
        profiles: V8,
        case: "synthetic/bodies/throws-for-two-roots",
        upstream: None,
        breaks: Specification,
    }

    /// A synthetic module runs when evaluate() comes to it as a dependency, and not with the bodies of a cycle: one that is
    /// evaluated before its turn, with another module's, finds what it imports of it `undefined`.
    SyntheticRunsInItsTurn = "synthetic-runs-in-its-turn" {
        profiles: &[Bun14],
        case: "synthetic/turns/imported-in-a-ring",
        upstream: None,
        breaks: Specification,
    }

    /// evaluate() of a module that has failed gives the module's own error, not that of the root of its cycle.
    FailedMemberKeepsItsError = "failed-member-keeps-its-error" {
        profiles: V8,
        case: "top-level-await/throws-in-cycles/member-that-failed-later-than-its-root",
        upstream: None,
        breaks: Specification,
    }

    /// evaluate() first evaluates each module that is imported by itself, so that a cycle runs as if it were entered at
    /// the module that closes it.
    DependenciesEvaluatedAlone = "dependencies-evaluated-alone" {
        profiles: &[Bun14],
        case: "evaluation/cycles/ring-of-three-from-a",
        upstream: None,
        breaks: Specification,
    }

    /// A module that runs as part of another's evaluation can be evaluated meanwhile. It reads `evaluated` from then on, even
    /// when it fails, and the promise is settled when the module ends if it awaits something, else never.
    EvaluatedWhileRunning = "evaluated-while-running" {
        profiles: &[Bun14],
        case: "dynamic-import/cycles/evaluates-a-member-that-is-running-at-once",
        upstream: None,
        breaks: Specification,
    }

    /// An evaluate() that a body starts does not wait for modules that an evaluate() around it is in the middle of.
    OuterWalkPassedOver = "outer-walk-passed-over" {
        profiles: &[Bun14],
        case: "dynamic-import/cycles/importer-of-a-module-that-is-running",
        upstream: None,
        breaks: Specification,
    }

    /// The body of a module that has failed with its stack while it was waiting does not go on.
    FailedBodyStaysSuspended = "failed-body-stays-suspended" {
        profiles: &[Bun14],
        case: "top-level-await/throws-in-cycles/member-above-one-that-waits-when-its-stack-fails",
        upstream: None,
        breaks: Specification,
    }

    /// moduleRequests gives the phase of a deferred request as `evaluation`.
    DeferredListedAsEvaluation = "deferred-listed-as-evaluation" {
        profiles: &[Bun14],
        case: "api/reads/module-requests-deferred",
        upstream: None,
        breaks: Documentation,
    }

    /// The promise that `finally` gives settles two jobs earlier, or one where the callback gives a promise. The `then` of
    /// any other object that it gives is called at once.
    FinallySettlesEarlier = "finally-settles-earlier" {
        profiles: &[Bun14],
        case: "top-level-await/jobs/await-finally-of-a-value",
        upstream: None,
        breaks: Specification,
    }

    /// A sync iterator that `for await` or async `yield*` iterates over is closed when its own `next` or `throw` fails too: when the
    /// method throws or gives no object, and when `done` or `value` of the result cannot be read.
    SyncIteratorClosedByItsFailure = "sync-iterator-closed-by-its-failure" {
        profiles: V8_13,
        case: "evaluation/async-iteration/sync-next-throws",
        upstream: None,
        breaks: Specification,
    }

    /// A sync iterator that `for await` or async `yield*` iterates over is left open when one of its values is rejected, as
    /// ECMA-262 had it until 2025.
    SyncIteratorOfRejectionLeftOpen = "sync-iterator-of-rejection-left-open" {
        profiles: BEFORE_NODE_24,
        case: "evaluation/async-iteration/sync-value-rejected",
        upstream: Some("https://github.com/tc39/ecma262/pull/2600"),
        breaks: Specification,
    }

    /// A sync iterator without `throw` that async `yield*` iterates over is left open when an exception is to be passed on, and
    /// the exception itself is thrown, as ECMA-262 had it until 2025.
    SyncIteratorWithoutThrowLeftOpen = "sync-iterator-without-throw-left-open" {
        profiles: BEFORE_NODE_24,
        case: "evaluation/async-generators/sync-iterator-throw-missing",
        upstream: Some("https://github.com/tc39/ecma262/pull/2600"),
        breaks: Specification,
    }

    /// Async `yield*` that is told to return a promise that is then rejected passes the reason to the iterator's `next`, as if it
    /// were a value, and not to its `throw`.
    RejectedReturnDelegatedAsNext = "rejected-return-delegated-as-next" {
        profiles: V8_12,
        case: "evaluation/async-generators/delegates-return-of-a-rejection",
        upstream: None,
        breaks: Specification,
    }

    /// Async `yield*` awaits the values of its iterator once more before it gives them on, as ECMA-262 had it until 2022.
    DelegatedValuesAwaited = "delegated-values-awaited" {
        profiles: &[Node18],
        case: "evaluation/async-generators/delegates-promises-as-values",
        upstream: Some("https://github.com/tc39/ecma262/pull/2819"),
        breaks: Specification,
    }

    /// An async generator that is told to return something that cannot be made a promise, because its `constructor` throws, never
    /// answers a request again. The exception leaves `return()` where the generator does not run then, and is lost otherwise.
    BrokenReturnStopsGenerator = "broken-return-stops-generator" {
        profiles: &[Node18],
        case: "evaluation/async-generators/requests-return-of-something-broken",
        upstream: Some("https://github.com/tc39/ecma262/pull/2683"),
        breaks: Specification,
    }

    /// The prototype of a namespace object that a link makes is an object without properties.
    NamespaceHasPrototype = "namespace-has-prototype" {
        profiles: &[Bun14],
        case: "bindings/namespace-objects/prototype",
        upstream: None,
        breaks: Specification,
    }

    /// initializeImportMeta is called when its module has its turn, before the module is walked, and only if `import.meta`
    /// stands anywhere in the text; what is read before then is empty.
    ImportMetaEager = "import-meta-eager" {
        profiles: &[Bun14],
        case: "evaluation/import-meta/asked-when-it-is-evaluated",
        upstream: None,
        breaks: Specification,
    }

    /// initializeImportMeta is called without the module.
    ImportMetaWithoutModule = "import-meta-without-module" {
        profiles: &[Deno29],
        case: "evaluation/import-meta/gets-the-module",
        upstream: None,
        breaks: Documentation,
    }

    /// `import.meta` has the tag `ImportMeta`.
    ImportMetaTagged = "import-meta-tagged" {
        profiles: &[Bun14],
        case: "evaluation/bodies/import-meta-tag",
        upstream: None,
        breaks: Agreement,
    }

    /// A deferred namespace shows an export called `then`.
    DeferredThenVisible = "deferred-then-visible" {
        profiles: &[Deno29],
        case: "phases/deferred-evaluation/export-called-then",
        upstream: None,
        breaks: Specification,
    }

    /// The importer of a deferred module fails with it when it has top-level await and has failed before.
    FailedGathered = "failed-gathered" {
        profiles: &[Deno29],
        case: "phases/deferred-evaluation/awaited-and-failed-before",
        upstream: None,
        breaks: Specification,
    }

    /// The importer of a deferred module does not wait for what below that awaits already.
    AwaitingNotGathered = "awaiting-not-gathered" {
        profiles: &[Deno29],
        case: "phases/deferred-evaluation/awaits-already-in-itself",
        upstream: None,
        breaks: Specification,
    }

    /// A module that has run is taken to be evaluated while its cycle still awaits: a deferred module that needs it is
    /// evaluated for a read, which finds bindings that have no value yet.
    DeferredCycleNotAwaited = "deferred-cycle-not-awaited" {
        profiles: &[Deno29],
        case: "phases/deferred-evaluation/cycle-that-awaits",
        upstream: None,
        breaks: Specification,
    }

    /// A module whose evaluation has failed is accepted as an answer.
    FailedAnswersAccepted = "failed-answers-accepted" {
        profiles: &[Deno29],
        case: "evaluation/again/new-root-above-a-failed-body",
        upstream: None,
        breaks: Contract,
    }

    /// Requests of one specifier are told apart by the kind of their `type` only, which is json, webassembly, another or
    /// none: all others of their attributes are those of the first.
    RequestsByKindOfType = "requests-by-kind-of-type" {
        profiles: &[Bun14],
        case: "resolution/attributes/requests-one-key-more",
        upstream: None,
        breaks: Specification,
    }

    /// The attributes of a re-export do not reach the linker, but for a `type` that is the engine's number for it (here
    /// as text, `5`) unless it is json or webassembly.
    ReExportAttributesLost = "re-export-attributes-lost" {
        profiles: &[Bun14],
        case: "linking/order/attributes-of-a-re-export",
        upstream: None,
        breaks: Contract,
    }

    /// Of several answers for one specifier, evaluate() knows the last one only: that is evaluated first, and the others
    /// with the body of the module. Only that one reads `linked`.
    LastOfSpecifierEvaluated = "last-of-specifier-evaluated" {
        profiles: &[Bun14],
        case: "linking/answers-by-type/evaluated-json-first",
        upstream: None,
        breaks: Specification,
    }

    /// What a module imports is checked before what it re-exports.
    ImportsCheckedFirst = "imports-checked-first" {
        profiles: V8,
        case: "resolution/imports/first-of-several-re-export-before-import",
        upstream: None,
        breaks: Specification,
    }

    /// What a module imports is checked in the order of the local names, by their code units.
    ImportsCheckedByLocalName = "imports-checked-by-local-name" {
        profiles: V8,
        case: "resolution/imports/first-of-several-two-names",
        upstream: None,
        breaks: Specification,
    }

    /// Of what a module re-exports, `export … from` is checked first; what was imported and then exported is checked after
    /// that, in the order of the imports.
    ImportedReExportsCheckedLast = "imported-re-exports-checked-last" {
        profiles: &[Bun14],
        case: "resolution/imports/first-of-several-import-then-export-first",
        upstream: None,
        breaks: Specification,
    }

    /// A re-export that leads nowhere fails the whole search that comes to it through a star, though another star has the
    /// name.
    DeadReExportEndsSearch = "dead-re-export-ends-search" {
        profiles: NODE,
        case: "resolution/stars/circular-re-export-behind-a-star",
        upstream: None,
        breaks: Specification,
    }

    /// A name that a module re-exports and that leads nowhere is looked for behind the module's own stars.
    DeadReExportFallsBackToStars = "dead-re-export-falls-back-to-stars" {
        profiles: &[Bun14],
        case: "resolution/stars/broken-own-export-is-not-rescued",
        upstream: None,
        breaks: Specification,
    }

    /// Coming to a default export that is not there fails the whole search, though another star has the name.
    MissingDefaultEndsSearch = "missing-default-ends-search" {
        profiles: &[Bun14],
        case: "resolution/imports/missing-default",
        upstream: None,
        breaks: Specification,
    }

    /// `export * as name from` makes a binding of the module's own, so two stars that bring the same namespace under one
    /// name disagree.
    NamespaceReExportIsOwnBinding = "namespace-re-export-is-own-binding" {
        profiles: &[Node18, Node20, Node22, Node24, Node25],
        case: "resolution/stars/resolves-two-namespaces-of-one",
        upstream: None,
        breaks: Specification,
    }

    /// `import * as name from` with `export { name }` is the same as `export * as name from`.
    ImportedNamespaceIsReExport = "imported-namespace-is-re-export" {
        profiles: &[Node26, Bun14, Deno29],
        case: "resolution/stars/ambiguous-by-two-local-copies",
        upstream: Some("https://github.com/tc39/ecma262/issues/3710"),
        breaks: Specification,
    }

    /// The names of a namespace are gathered star by star, and a circle of stars is cut where it closes. What is gathered
    /// for a module on the way stays, even names on which its stars disagree.
    NamespaceCutAtStarCycle = "namespace-cut-at-star-cycle" {
        profiles: V8,
        case: "resolution/stars/conflict-across-a-cycle-from-left",
        upstream: None,
        breaks: Specification,
    }

    /// The object behind `import * as name` is made when something reads it.
    ImportedNamespaceMadeWhenRead = "imported-namespace-made-when-read" {
        profiles: &[Deno29],
        case: "resolution/stars/conflict-outlasts-a-namespace",
        upstream: None,
        breaks: Agreement,
    }

    /// Linking fails where a namespace object is made of a module that exports a name which leads nowhere.
    NamespaceFailsOnUnresolved = "namespace-fails-on-unresolved" {
        profiles: &[Bun14],
        case: "resolution/namespaces/not-visited-and-broken",
        upstream: None,
        breaks: Specification,
    }

    /// A module reads `linked` only once the link() or instantiate() that has linked it has succeeded. What is linked on
    /// the way to a failure reads `unlinked`, though new answers mean nothing to it.
    LinkedWhenTold = "linked-when-told" {
        profiles: &[Bun14],
        case: "resolution/failure-status/three-fates",
        upstream: Some("https://github.com/oven-sh/bun/pull/33562"),
        breaks: Specification,
    }

    /// A failed link() or instantiate() gives the modules that it did not link new records. Those that were given one of
    /// them as an answer before, and that it did not reach, keep the old one with its old answers.
    FailedLinkLeavesCopies = "failed-link-leaves-copies" {
        profiles: &[Bun14],
        case: "linking/after-failed-instantiate/importer-outside-the-graph",
        upstream: None,
        breaks: Contract,
    }

    /// `import defer` and `import.defer()` are syntax errors.
    ImportDeferNotRead = "import-defer-not-read" {
        profiles: NODE,
        case: "phases/defer/linked-and-not-evaluated",
        upstream: None,
        breaks: Specification,
    }

    /// `import source` and `import.source()` are syntax errors.
    ImportSourceNotRead = "import-source-not-read" {
        profiles: &[Node18, Node20, Node22, Bun14],
        case: "phases/source/message-has-identifier",
        upstream: None,
        breaks: Specification,
    }

    /// A reserved word that is written with an escape sequence is no name for an import or export.
    EscapedKeywordNotRead = "escaped-keyword-not-read" {
        profiles: &[Bun14],
        case: "syntax/constructed/exports-of-escaped-keyword-alias",
        upstream: None,
        breaks: Specification,
    }

    /// The word `with` of an import or export must stand in the line of the specifier.
    LineBeforeWithNotRead = "line-before-with-not-read" {
        profiles: &[Bun14],
        case: "syntax/constructed/requests-of-attributes-over-lines",
        upstream: None,
        breaks: Specification,
    }

    /// Assigning to an import reads it first, so that before its declaration has run a ReferenceError is thrown, not a
    /// TypeError.
    ImportReadWhenAssigned = "import-read-when-assigned" {
        profiles: &[Bun14],
        case: "bindings/too-early/assignment-to-an-import-of-itself",
        upstream: None,
        breaks: Specification,
    }

    /// A name in the head of a `for … of` or `for await … of` is assigned to without a look at whether its declaration has
    /// run.
    LoopHeadAssignsUnchecked = "loop-head-assigns-unchecked" {
        profiles: &[Bun14],
        case: "bindings/too-early/loop-head-before-declaration",
        upstream: None,
        breaks: Specification,
    }

    /// The keys of a namespace begin with those that are array indices, in the order of their numbers.
    ArrayIndicesFirst = "array-indices-first" {
        profiles: V8,
        case: "resolution/namespaces/keys-of-array-index-names",
        upstream: None,
        breaks: Specification,
    }

    /// The names of the attributes of an import() are collected before one of them is read, so one that is gone then is not
    /// a string.
    AttributeNamesFirst = "attribute-names-first" {
        profiles: ALL,
        case: "dynamic-import/arguments/attribute-gone-before-it-is-read",
        upstream: None,
        breaks: Specification,
    }

    /// String() of an error with a code shows the code after the name.
    CodeInErrorText = "code-in-error-text" {
        profiles: ALL,
        case: "evaluation/error-classes/text-of-an-error-with-a-code",
        upstream: None,
        breaks: Specification,
    }

    /// The error for a missing callback of import() is made below vm.Module, so that its text does not show the code.
    PlainImporterError = "plain-importer-error" {
        profiles: &[Deno29],
        case: "evaluation/error-classes/text-of-an-error-with-a-code",
        upstream: None,
        breaks: Agreement,
    }

    /// An attribute of an import() that is not a string is refused before the next one is read.
    AttributesCheckedOneByOne = "attributes-checked-one-by-one" {
        profiles: &[Bun14],
        case: "dynamic-import/arguments/attributes-read-before-looked-at",
        upstream: None,
        breaks: Specification,
    }

    /// `import.defer()` and `import.source()` do what `import()` does.
    CallPhaseIgnored = "call-phase-ignored" {
        profiles: &[Bun14, Deno29],
        case: "phases/calls/deferred-answer-throws",
        upstream: None,
        breaks: Specification,
    }

    /// An `import source` with attributes, even with an empty list of them, is a syntax error, and so is an `import.source()`
    /// with a second argument.
    SourceWithAttributesNotRead = "source-with-attributes-not-read" {
        profiles: &[Node24, Node25, Node26, Deno29],
        case: "phases/source/attributes-reach-the-linker",
        upstream: None,
        breaks: Specification,
    }

    /// A `using` declaration is a syntax error.
    UsingNotRead = "using-not-read" {
        profiles: &[Node18, Node20, Node22],
        case: "evaluation/unmodelled/using",
        upstream: None,
        breaks: Specification,
    }

    /// link() goes depth first: it waits for all answers to the requests of a module, and then for the whole graph of one
    /// dependency after the other. Two calls of link() share nothing.
    DependenciesOneAfterTheOther = "dependencies-one-after-the-other" {
        profiles: &[Deno29],
        case: "linking/after-failure/siblings-of-every-kind",
        upstream: None,
        breaks: Contract,
    }

    /// A linker that fails, or gives what is no usable module, leaves no error behind: every module is as before, and can be
    /// linked again.
    LinkFailuresForgotten = "link-failures-forgotten" {
        profiles: &[Deno29],
        case: "documented/link-failure/linker-throws-synchronously",
        upstream: None,
        breaks: Contract,
    }

    /// link() asks the linker for every request, whatever linkRequests() or an earlier link() brought for it.
    AnswersAskedAnew = "answers-asked-anew" {
        profiles: &[Deno29],
        case: "linking/answer-grid/child-returns-undefined",
        upstream: None,
        breaks: Contract,
    }

    /// Requests that differ in their phase only are asked one by one, and may be answered differently.
    PhasesAskedApart = "phases-asked-apart" {
        profiles: &[Deno29],
        case: "linking/order/phase-does-not-tell-requests-apart",
        upstream: None,
        breaks: Contract,
    }

    /// While link() runs, only the module that it was called on reads `linking`; those below it read `unlinked`.
    OnlyRootReadsLinking = "only-root-reads-linking" {
        profiles: &[Deno29],
        case: "linking/failure-grid/child-never",
        upstream: None,
        breaks: Contract,
    }

    /// While link() runs, the module that it was called on reads `linking` even when it has been linked by other means.
    LinkingHidesStatus = "linking-hides-status" {
        profiles: &[Deno29],
        case: "linking/reentrant/linked-from-below-while-it-waits-for-ever",
        upstream: None,
        breaks: Agreement,
    }

    /// link() of a module in any status but `unlinked` fails with ERR_VM_MODULE_ALREADY_LINKED.
    AlreadyLinkedInAnyStatus = "already-linked-in-any-status" {
        profiles: &[Deno29],
        case: "states/link/link-evaluated",
        upstream: None,
        breaks: Contract,
    }

    /// instantiate() does not look at the status of the module; what is linked already stays so.
    InstantiateAgain = "instantiate-again" {
        profiles: &[Deno29],
        case: "states/instantiate/instantiate-linked",
        upstream: None,
        breaks: Documentation,
    }

    /// instantiate() refuses every module that was not given answers itself, also one that is linked as a dependency, and the
    /// message names the module.
    AnswersBeforeInstantiate = "answers-before-instantiate" {
        profiles: &[Deno29],
        case: "linking/link-requests/leaf-without-a-list",
        upstream: None,
        breaks: Agreement,
    }

    /// linkRequests() looks for different answers to two phases of one request as it goes through the list, and the message
    /// does not name their places.
    DisagreementWithoutPlaces = "disagreement-without-places" {
        profiles: &[Deno29],
        case: "linking/link-requests-refused/two-phases-disagree",
        upstream: None,
        breaks: Agreement,
    }

    /// The linker may answer with a proxy of a module, which is linked as the module itself.
    ProxiesAccepted = "proxies-accepted" {
        profiles: &[Deno29],
        case: "linking/unusable-answers/not-a-module-before-context",
        upstream: None,
        breaks: Contract,
    }

    /// Modules have neither hasTopLevelAwait() nor hasAsyncGraph().
    NoAsyncQueries = "no-async-queries" {
        profiles: &[Node18, Node20, Node22, Deno29],
        case: "api/reads/has-top-level-await-source-unlinked",
        upstream: None,
        breaks: Documentation,
    }

    /// Modules have no property `moduleRequests`.
    NoModuleRequests = "no-module-requests" {
        profiles: BEFORE_NODE_22,
        case: "api/reads/module-requests-source-unlinked",
        upstream: None,
        breaks: Documentation,
    }

    /// The requests of a module do not tell their phase.
    RequestsWithoutPhase = "requests-without-phase" {
        profiles: &[Node22],
        case: "api/reads/module-requests-source-unlinked",
        upstream: None,
        breaks: Documentation,
    }

    /// Modules have no createCachedData().
    NoCachedData = "no-cached-data" {
        profiles: &[Deno29],
        case: "api/reads/create-cached-data-source-unlinked",
        upstream: None,
        breaks: Documentation,
    }

    /// evaluate() does not look at what stands in its options.
    EvaluateOptionsUnread = "evaluate-options-unread" {
        profiles: &[Deno29],
        case: "api/evaluate-options/timeout-zero",
        upstream: None,
        breaks: Documentation,
    }

    /// A long string in the message of an ERR_INVALID_ARG_TYPE is cut together with its quotes, so that the last is
    /// lost.
    ReceivedCutAfterQuotes = "received-cut-after-quotes" {
        profiles: &[Node18, Deno29],
        case: "api/constructors/synthetic-names-long-string",
        upstream: None,
        breaks: Agreement,
    }

    /// A function without a name is shown in the message of an ERR_INVALID_ARG_TYPE as util.inspect() shows it.
    UnnamedFunctionInspected = "unnamed-function-inspected" {
        profiles: &[Node18],
        case: "api/constructors/source-text-function",
        upstream: None,
        breaks: Agreement,
    }

    /// The message of an ERR_INVALID_ARG_TYPE shows -0 as 0.
    NegativeZeroReceivedAsZero = "negative-zero-received-as-zero" {
        profiles: &[Bun14],
        case: "api/constructors/source-text-negative-zero",
        upstream: None,
        breaks: Agreement,
    }

    /// The abstract class vm.Module makes an object, which is refused only then.
    AbstractModuleMade = "abstract-module-made" {
        profiles: &[Deno29],
        case: "api/constructors/abstract",
        upstream: None,
        breaks: Agreement,
    }

    /// The message for a `context` that is none speaks of the type `vm.Context`.
    ContextIsAType = "context-is-a-type" {
        profiles: &[Bun14],
        case: "api/constructors/source-option-context-object",
        upstream: None,
        breaks: Agreement,
    }

    /// The message for a `context` that is none speaks of the arguments `object` and `contextifiedObject`.
    ContextAsArgument = "context-as-argument" {
        profiles: &[Deno29],
        case: "api/constructors/source-option-context-object",
        upstream: None,
        breaks: Agreement,
    }

    /// SourceTextModule does not look at its option `cachedData`.
    CachedDataUnread = "cached-data-unread" {
        profiles: &[Deno29],
        case: "api/constructors/source-option-cached-data-number",
        upstream: None,
        breaks: Documentation,
    }

    /// A computed key of an object literal becomes a property key only when the value behind it is there.
    LiteralKeysConvertedLate = "literal-keys-converted-late" {
        profiles: &[Bun14],
        case: "evaluation/keys/literal",
        upstream: None,
        breaks: Specification,
    }

    /// The key of a property that an operator reads and then writes is made a property key for each of the two.
    ReferenceKeysConvertedTwice = "reference-keys-converted-twice" {
        profiles: V8,
        case: "evaluation/keys/compound-assignment",
        upstream: None,
        breaks: Specification,
    }

    /// SourceTextModule refuses offsets below zero, and -0.
    NegativeOffsetRefused = "negative-offset-refused" {
        profiles: &[Bun14],
        case: "api/constructors/source-valid",
        upstream: None,
        breaks: Documentation,
    }
}
