//! Running the bodies of modules.

use std::rc::Rc;

use super::{
    activation::{Activation, Around, Then},
    heap::{Callable, Closure, ObjectId},
    scopes::Environment,
};
use crate::{
    program::{self, ModuleId},
    reference::{Agent, Host, Layer, PromiseId, Quirk, Value, completion::Abrupt},
    syntax::{
        TextPosition,
        code::{Function, FunctionKind, Span},
    },
};

impl Agent {
    /// Runs the body of a source text module without top-level await to its end: step 9 of ExecuteModule —
    /// <https://tc39.es/ecma262/#sec-source-text-module-record-execute-module>
    ///
    /// # Errors
    /// What it throws, or that it is not modelled.
    pub(in crate::reference) fn run_module_body(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
    ) -> Result<(), Abrupt> {
        if self.body_code(module).operations.is_empty() {
            return Ok(());
        }
        self.push_module(module, None)?;
        self.run_natively(host).map(|_| ())
    }

    /// AsyncBlockStart ( capability, body ) of a module — <https://tc39.es/ecma262/#sec-asyncblockstart>. The capability is
    /// settled when the body ends.
    ///
    /// # Errors
    /// Only that something is not modelled.
    pub(in crate::reference) fn start_async_module_body(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
        capability: PromiseId,
    ) -> Result<(), Abrupt> {
        self.push_module(module, Some(capability))?;
        match self.run_natively(host) {
            Ok(_) | Err(Abrupt::Throw(_)) => Ok(()),
            Err(Abrupt::Over) => Err(Abrupt::Over),
        }
    }

    /// The module whose body ran last; the first when none has.
    pub(in crate::reference) fn last_module_run(&self) -> ModuleId {
        self.machine.last_module.unwrap_or(ModuleId::new(0))
    }

    fn push_module(&mut self, module: ModuleId, promise: Option<PromiseId>) -> Result<(), Abrupt> {
        let context = self.module(module).context;
        self.machine.context = context;
        let outermost = self.module_environment(module);
        let pushed = self.push_activation(Activation {
            code: self.body_code(module),
            next: 0,
            stack: Vec::new(),
            outermost,
            scopes: Vec::new(),
            tries: Vec::new(),
            arguments: Vec::new(),
            around: Around::module(module),
            context,
            then: if promise.is_some() { Then::Detached } else { Then::Native },
            promise,
            generator: None,
        });
        if pushed.is_err() {
            // There are too many bodies in each other for one more.
            self.end_unmodelled(module, TextPosition::START);
        }
        pushed
    }

    /// \[\[EvaluationSteps]] of a synthetic module: calls them with a function that sets an export. What they return is a
    /// promise when they are async. A synthetic module's steps belong to the context of whoever made them: the first.
    ///
    /// # Errors
    /// What they throw, or that they are not modelled.
    pub(in crate::reference) fn run_synthetic_body(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
    ) -> Result<Value, Abrupt> {
        let Some(function) = self.synthetic_steps(module) else { return Ok(Value::Undefined) };
        self.machine.context = crate::reference::ContextId::default();
        let environment = self.machine.add_environment(Environment {
            outer: None,
            bindings: indexmap::IndexMap::default(),
            module: None,
        });
        let closure = Closure {
            code: Rc::clone(&function.code),
            function: Rc::new(function),
            environment,
            module,
            outer: None,
            home: None,
        };
        let set_export = self.new_builtin(Callable::SetExport(module), "", 2);
        let is_async = closure.function.kind.is_async();
        self.push_steps(&closure, set_export)?;
        let value = self.run_natively(host)?;
        Ok(if is_async { value } else { Value::Undefined })
    }

    fn push_steps(&mut self, closure: &Closure, set_export: Value) -> Result<(), Abrupt> {
        let this = Value::Module(closure.module);
        self.push_call(closure, this, Value::Undefined, vec![set_export], Then::Native)
    }

    /// The function that a synthetic module's body is; `None` for an empty one.
    fn synthetic_steps(&mut self, module: ModuleId) -> Option<Function> {
        let record = self.expect_synthetic(module);
        if record.steps.operations.is_empty() && !record.is_async {
            return None;
        }
        Some(Function {
            name: "".into(),
            length: 1,
            kind: if record.is_async { FunctionKind::Async } else { FunctionKind::Plain },
            uses_super: false,
            binds_own_name: false,
            span: Span::default(),
            code: Rc::clone(&record.steps),
        })
    }

    /// The name that a body gives to `setExport`, which `vm.SyntheticModule` wants to be a string.
    pub(super) fn export_name(&mut self, host: &mut dyn Host, name: &Value) -> Result<Rc<str>, Abrupt> {
        let given = match name {
            Value::String(name) => return Ok(Rc::clone(name)),
            _ if self.layer() == Layer::Bare => return self.to_text(host, name),
            _ if self.has(Quirk::BodyExportNameCrashes) => {
                self.end_by_crash();
                return Err(Abrupt::Over);
            }
            Value::Undefined => program::Value::Undefined,
            Value::Null => program::Value::Null,
            Value::Boolean(value) => program::Value::Bool(*value),
            Value::Number(number) => program::Value::Number(*number),
            _ => return Err(Abrupt::Over),
        };
        Err(Abrupt::Throw(self.invalid_type("argument", "name", "of type string", &given)))
    }

    /// `setExport(name, value)` in the body of a synthetic module.
    pub(super) fn set_export_from_body(
        &mut self,
        module: ModuleId,
        name: &str,
        value: Value,
    ) -> Result<Value, Abrupt> {
        match self.set_export(module, name, value) {
            Ok(()) => Ok(Value::Undefined),
            Err(error) => Err(Abrupt::Throw(error)),
        }
    }

    pub(super) fn is_import_meta(&self, object: ObjectId) -> bool {
        self.machine.import_metas.values().any(|meta| *meta == object)
    }

    /// `import.meta`, to which the hosts here add nothing — <https://tc39.es/ecma262/#sec-meta-properties>
    pub(super) fn import_meta(&mut self, module: ModuleId) -> Value {
        if let Some(&meta) = self.machine.import_metas.get(&module) {
            return Value::Object(meta);
        }
        let meta = self.new_object_with(None);
        self.machine.import_metas.insert(module, meta);
        Value::Object(meta)
    }
}
