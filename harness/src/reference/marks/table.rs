//! The operations of the reference and their marked steps.

use super::Operation;

/// Every operation the reference marks, in the order a module goes through them.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        name: "LoadRequestedModules",
        address: "https://tc39.es/ecma262/#sec-LoadRequestedModules",
        steps: &["4", "synthetic 1"],
        unreachable: &[],
    },
    Operation {
        name: "InnerModuleLoading",
        address: "https://tc39.es/ecma262/#sec-InnerModuleLoading",
        steps: &["2.a", "2.d.ii", "2.d.iii", "2.d.iv", "2 else", "2 visited", "5.a", "5.b.i"],
        unreachable: &[(
            "2.d.i.2",
            "The host of vmlink supports every attribute key, so AllImportAttributesSupported is always true.",
        )],
    },
    Operation {
        name: "ContinueModuleLoading",
        address: "https://tc39.es/ecma262/#sec-ContinueModuleLoading",
        steps: &["1", "2.a", "3.a"],
        unreachable: &[],
    },
    Operation {
        name: "HostLoadImportedModule",
        address: "https://tc39.es/ecma262/#sec-HostLoadImportedModule",
        steps: &["1", "2", "3", "4"],
        unreachable: &[],
    },
    Operation {
        name: "FinishLoadingImportedModule",
        address: "https://tc39.es/ecma262/#sec-FinishLoadingImportedModule",
        steps: &["1.b", "2.a"],
        unreachable: &[
            (
                "1.a.i",
                "A request is asked once at a time, so an answer that is there already came from linkRequests() and is kept.",
            ),
            ("3.a", "Dynamic imports are not modelled."),
        ],
    },
    Operation {
        name: "ModuleRequestsEqual",
        address: "https://tc39.es/ecma262/#sec-ModuleRequestsEqual",
        steps: &["6", "7.a", "8"],
        unreachable: &[(
            "1",
            "Only requests of one specifier are compared: a table sorts them by specifier first.",
        )],
    },
    Operation {
        name: "GetImportedModule",
        address: "https://tc39.es/ecma262/#sec-GetImportedModule",
        steps: &["4"],
        unreachable: &[],
    },
    Operation {
        name: "Link",
        address: "https://tc39.es/ecma262/#sec-moduledeclarationlinking",
        steps: &["3", "4.a.ii", "7"],
        unreachable: &[],
    },
    Operation {
        name: "InnerModuleLinking",
        address: "https://tc39.es/ecma262/#sec-InnerModuleLinking",
        steps: &["1.a", "2.a", "4", "9.b", "9.c.iii.1", "10", "13.b.iv"],
        unreachable: &[],
    },
    Operation {
        name: "InitializeEnvironment",
        address: "https://tc39.es/ecma262/#sec-source-text-module-record-initialize-environment",
        steps: &["1.b", "1.c", "5", "7.b.i", "7.c.i", "7.c.ii", "7.c.iii.1", "7.c.iv.1", "source"],
        unreachable: &[(
            "24.a.i.1",
            "Bodies hold declarations only, so their bindings cannot be read and are not made.",
        )],
    },
    Operation {
        name: "GetExportedNames",
        address: "https://tc39.es/ecma262/#sec-getexportednames",
        steps: &["3.b", "6.c", "7.c", "8.c", "synthetic 1"],
        unreachable: &[],
    },
    Operation {
        name: "ResolveExport",
        address: "https://tc39.es/ecma262/#sec-resolveexport",
        steps: &[
            "3.a.ii",
            "5.a.ii",
            "6.a.iii.2",
            "6.a.iv.3",
            "7.b",
            "9.c",
            "9.d",
            "9.e.ii.1",
            "9.e.iii.2",
            "9.e.iii.3",
            "9.e.iii.4",
            "9.e.iii same",
            "10",
            "synthetic 1",
            "synthetic 2",
        ],
        unreachable: &[],
    },
    Operation {
        name: "GetModuleNamespace",
        address: "https://tc39.es/ecma262/#sec-getmodulenamespace",
        steps: &["3.c.ii", "3.c.ii else", "3.d", "4"],
        unreachable: &[],
    },
    Operation {
        name: "ModuleNamespaceCreate",
        address: "https://tc39.es/ecma262/#sec-modulenamespacecreate",
        steps: &["6"],
        unreachable: &[],
    },
    Operation {
        name: "Evaluate",
        address: "https://tc39.es/ecma262/#sec-moduleevaluation",
        steps: &["3", "4.a", "8", "10.c.iii", "synthetic 13"],
        unreachable: &[("9.a.iii", "Bodies hold declarations only, so none of them throws.")],
    },
    Operation {
        name: "InnerModuleEvaluation",
        address: "https://tc39.es/ecma262/#sec-innermoduleevaluation",
        steps: &["1.a", "2.a", "3", "5", "11.b", "11.c.iii.1", "16.b.v"],
        unreachable: &[
            ("2.b", "Bodies hold declarations only, so none of them throws."),
            ("11.c.iv.3", "Bodies hold declarations only, so none of them throws."),
            ("11.c.v.1", "Top-level await is not modelled."),
            ("12.b", "Top-level await is not modelled."),
        ],
    },
    Operation {
        name: "GatherAsynchronousTransitiveDependencies",
        address: "https://tc39.es/proposal-defer-import-eval/#sec-GatherAsynchronousTransitiveDependencies",
        steps: &["1", "has TLA"],
        unreachable: &[],
    },
    Operation {
        name: "ExecuteModule",
        address: "https://tc39.es/ecma262/#sec-source-text-module-record-execute-module",
        steps: &["9"],
        unreachable: &[
            ("9.e.i", "Bodies hold declarations only, so none of them throws."),
            ("10.b", "Top-level await is not modelled."),
        ],
    },
    Operation {
        name: "EvaluateModuleSync",
        address: "https://tc39.es/ecma262/#sec-EvaluateModuleSync",
        steps: &["2"],
        unreachable: &[],
    },
    Operation {
        name: "vm link",
        address: "https://nodejs.org/api/vm.html#modulelinklinker",
        steps: &["1", "2", "3", "4", "5.a", "5.b", "5.c"],
        unreachable: &[],
    },
    Operation {
        name: "vm answer",
        address: "https://nodejs.org/api/vm.html#modulelinklinker",
        steps: &["1", "2.a", "2.b", "2.c", "3"],
        unreachable: &[],
    },
    Operation {
        name: "vm failure",
        address: "https://nodejs.org/api/errors.html#err_vm_module_link_failure",
        steps: &["1", "2"],
        unreachable: &[],
    },
    Operation {
        name: "vm evaluate",
        address: "https://nodejs.org/api/vm.html#moduleevaluateoptions",
        steps: &["1", "2", "3"],
        unreachable: &[],
    },
    Operation {
        name: "vm namespace",
        address: "https://nodejs.org/api/vm.html#modulenamespace",
        steps: &["1", "2", "3"],
        unreachable: &[],
    },
    Operation {
        name: "vm error",
        address: "https://nodejs.org/api/vm.html#moduleerror",
        steps: &["1", "3"],
        unreachable: &[("2", "Bodies hold declarations only, so no evaluation fails.")],
    },
    Operation {
        name: "vm linkRequests",
        address: "https://nodejs.org/api/vm.html#sourcetextmodulelinkrequestsmodules",
        steps: &["1", "2", "3", "4", "4 else", "5", "6"],
        unreachable: &[],
    },
    Operation {
        name: "vm instantiate",
        address: "https://nodejs.org/api/vm.html#sourcetextmoduleinstantiate",
        steps: &["1", "2", "3.a", "3.b", "3.c", "4"],
        unreachable: &[],
    },
    Operation {
        name: "vm setExport",
        address: "https://nodejs.org/api/vm.html#syntheticmodulesetexportname-value",
        steps: &["1", "2", "3"],
        unreachable: &[],
    },
];
