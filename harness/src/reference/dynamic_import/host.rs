//! HostLoadImportedModule for `import()`: the callback `importModuleDynamically` of `vm.Module`.
//!
//! <https://nodejs.org/api/vm.html#support-of-dynamic-import-in-compilation-apis>

use super::call::ImportRequest;
use crate::{
    program::ModuleId,
    reference::{
        Agent, Host, ImportCall, Layer, Likeness, LinkerAnswer, LinkerCompletion, PromiseId, Quirk, Value,
        jobs::Handler, marks::step,
    },
    syntax::{Phase, TextPosition},
    transcript::ModuleStatus,
};

/// An import that waits for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::reference) struct ImportId(u32);

/// What an import waits for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Waiting {
    /// What the callback answered with, to be checked by `vm.Module`.
    Answer,
    /// evaluate() of the module that the callback gave.
    Read(ModuleId),
    /// The answer of the host of the bare specification.
    BareAnswer,
    /// LoadRequestedModules, see ContinueDynamicImport.
    Loaded(ModuleId),
    /// Evaluate, see ContinueDynamicImport.
    Ran(ModuleId),
    /// Evaluate of one of the modules that cannot be deferred, by its place among those that an import waits for.
    Dependency(usize),
}

/// The call that an import serves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub(super) referrer: ModuleId,
    pub(super) place: TextPosition,
    pub(super) phase: Phase,
}

#[derive(Clone, Copy, Debug)]
struct Import {
    call: Call,
    /// What is settled in the end.
    promise: PromiseId,
    waiting: Waiting,
}

/// The imports of an agent.
#[derive(Debug, Default)]
pub(in crate::reference) struct Imports {
    all: Vec<Import>,
    /// For each import that waits for several modules, how many are left.
    pub(super) left: Vec<usize>,
}

impl Agent {
    /// HostLoadImportedModule ( referrer, moduleRequest, hostDefined, payload ) for a promise as payload —
    /// <https://tc39.es/ecma262/#sec-HostLoadImportedModule>. The promise.
    pub(super) fn host_load_dynamically(
        &mut self,
        host: &mut dyn Host,
        request: &ImportRequest,
    ) -> PromiseId {
        match self.layer() {
            Layer::Vm => self.vm_import(host, request),
            Layer::Bare => self.bare_import(host, request),
        }
    }

    /// `import()` in a module of `vm.Module`.
    ///
    /// Two async functions are in each other: the outer one looks for the callback, the inner one calls it and looks at
    /// what it gave. That makes the jobs that an import takes.
    fn vm_import(&mut self, host: &mut dyn Host, request: &ImportRequest) -> PromiseId {
        // 1. Without a callback there is nothing to ask.
        let call = Call { referrer: request.referrer, place: request.place, phase: request.phase };
        let inner = if self.importer.is_some() {
            // 2. Ask.
            step!(self, "vm import 2");
            let inner = self.new_promise();
            match self.call_importer(host, request) {
                LinkerCompletion::Threw(thrown) => {
                    self.settle(inner, Err(thrown));
                    if self.has(Quirk::ImportThrowsAtOnce) {
                        return inner;
                    }
                }
                LinkerCompletion::Returned(answer) => {
                    self.import_waits(call, inner, Waiting::Answer, answer);
                }
            }
            let outer = self.new_promise();
            self.resolve_with_promise(outer, inner);
            outer
        } else {
            step!(self, "vm import 1");
            let error = self.no_importer();
            self.settled(Err(error))
        };
        if self.has(Quirk::ImportSettlesEarlier) {
            return inner;
        }
        let outermost = self.new_promise();
        self.resolve_with_promise(outermost, inner);
        outermost
    }

    /// Calls the callback.
    pub(super) fn call_importer(&mut self, host: &mut dyn Host, request: &ImportRequest) -> LinkerCompletion {
        let attributes: Vec<(&str, &str)> =
            request.attributes.iter().map(|(key, value)| (&**key, &**value)).collect();
        let call =
            ImportCall { specifier: &request.specifier, referrer: request.referrer, attributes: &attributes };
        // The callback may start steps, whose bodies may import: the native stack grows with them.
        stacker::maybe_grow(IMPORT_RED_ZONE, IMPORT_STACK, || host.call_importer(self, &call))
    }

    pub(super) fn import_waits(
        &mut self,
        call: Call,
        promise: PromiseId,
        waiting: Waiting,
        answer: LinkerAnswer,
    ) {
        let number = u32::try_from(self.imports.all.len()).expect("a run makes fewer than 2^32 imports");
        let id = ImportId(number);
        self.imports.all.push(Import { call, promise, waiting });
        self.await_answer(answer, Handler::Import(id));
    }

    /// What an import waited for is there.
    pub(in crate::reference) fn import_goes_on(
        &mut self,
        host: &mut dyn Host,
        id: ImportId,
        outcome: Result<Value, Value>,
    ) {
        let Import { call, promise, waiting } = self.imports.all[id.0 as usize];
        let value = match outcome {
            Ok(value) => value,
            Err(error) => return self.settle(promise, Err(error)),
        };
        match waiting {
            Waiting::Answer if self.has(Quirk::ImportEvaluates) => match value {
                Value::Module(module) => {
                    let evaluated = self.evaluate(host, module);
                    let read = self.new_promise();
                    self.import_waits(call, read, Waiting::Read(module), LinkerAnswer::Promise(evaluated));
                    self.resolve_with_promise(promise, read);
                }
                other => self.resolve_imported(host, call, promise, other),
            },
            Waiting::Read(module) => match self.namespace(module).map(Value::Namespace) {
                Ok(namespace) => self.resolve_imported(host, call, promise, namespace),
                Err(error) => self.settle(promise, Err(error)),
            },
            Waiting::Answer => {
                let namespace = self.imported(call.phase, &value);
                match namespace {
                    Ok(namespace) => self.resolve_imported(host, call, promise, namespace),
                    Err(error) => self.settle(promise, Err(error)),
                }
            }
            Waiting::BareAnswer => self.continue_dynamic_import(host, call, promise, Ok(value)),
            Waiting::Loaded(module) => self.link_and_evaluate_closure(host, call, promise, module),
            Waiting::Ran(module) => {
                self.fulfilled_closure(host, call, promise, module);
            }
            Waiting::Dependency(place) => {
                self.imports.left[place] -= 1;
                if self.imports.left[place] == 0 {
                    self.settle(promise, Ok(Value::Undefined));
                }
            }
        }
    }

    /// What `vm.Module` makes of the callback's answer.
    fn imported(&mut self, phase: Phase, answer: &Value) -> Result<Value, Value> {
        match answer {
            // 3. A namespace is the answer itself, where one is wanted.
            Value::Namespace(_) if phase == Phase::Evaluation => {
                step!(self, "vm import 3");
                Ok(answer.clone())
            }
            Value::Module(module) => {
                // 4. A module that has failed.
                if self.status(*module) == ModuleStatus::Errored {
                    step!(self, "vm import 4");
                    return Err(self.error(*module)?);
                }
                if phase == Phase::Source {
                    step!(self, "vm import source");
                    return Err(self.get_module_source(*module));
                }
                // 5. Any other gives its namespace, if it has one yet.
                step!(self, "vm import 5");
                self.namespace(*module).map(Value::Namespace)
            }
            // What looks like a module is told from one when its status is read, which needs a private field.
            Value::Like(likeness, module)
                if self.cyclic(*module).is_some()
                    && self.has(match likeness {
                        Likeness::Proxy => Quirk::ProxyTakenForModule,
                        Likeness::Inherits => Quirk::InheritedMarkTakenForModule,
                    }) =>
            {
                Err(self.no_private_field())
            }
            // 6. Nothing else will do.
            _ => {
                step!(self, "vm import 6");
                Err(self.not_a_module())
            }
        }
    }

    /// Resolves the promise of an import: a namespace with an export called `then` is a thenable like any other.
    pub(super) fn resolve_imported(
        &mut self,
        host: &mut dyn Host,
        call: Call,
        promise: PromiseId,
        namespace: Value,
    ) {
        // What only looks like a module cannot be looked into; it has no method called `then`.
        if let Value::Like(..) = namespace {
            return self.settle(promise, Ok(namespace));
        }
        if self.resolve_promise(host, promise, namespace).is_err() {
            self.end_unmodelled(call.referrer, call.place);
        }
    }
}

/// How much native stack a callback needs at least, and how much is added when there is less: a call that links,
/// evaluates and answers stays below 64 KiB in a debug build.
const IMPORT_RED_ZONE: usize = 128 * 1024;
const IMPORT_STACK: usize = 1024 * 1024;
