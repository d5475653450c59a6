//! `import.meta`, and the function that a program has fill it.

use std::rc::Rc;

use super::{Key, ObjectId, activation::Then, builtins::Intrinsic};
use crate::{
    program::ModuleId,
    reference::{Agent, Host, Quirk, Value, completion::Abrupt},
    syntax::code::{Code, FunctionKind, Operation},
};

/// The option `initializeImportMeta` of a module.
#[derive(Debug)]
pub(super) struct Initializer {
    code: Rc<Code>,
    /// What the program calls the module.
    name: Rc<str>,
    /// The object that is being filled.
    filling: Option<ObjectId>,
}

impl Agent {
    /// Gives a module, just constructed, the option `initializeImportMeta`: a function with this code, whose parameters are
    /// the object and `name`.
    pub fn initialize_import_meta_with(&mut self, module: ModuleId, name: &str, code: Rc<Code>) {
        let initializer = Initializer { code, name: name.into(), filling: None };
        self.machine.import_meta_initializers.insert(module, initializer);
    }

    pub(super) fn is_import_meta(&self, object: ObjectId) -> bool {
        self.machine.import_metas.values().any(|meta| *meta == object)
            || self.machine.import_meta_initializers.values().any(|given| given.filling == Some(object))
    }

    /// Whether `object` is an `import.meta` with properties that do not show, and this is one: they lead to the file system,
    /// or are those of other objects.
    pub(super) fn is_hidden_in_import_meta(&self, object: &Value, key: &Key) -> bool {
        let (Value::Object(id), Some(name)) = (object, key.as_str()) else { return false };
        self.has(Quirk::ImportMetaTagged)
            && self.is_import_meta(*id)
            && (HIDDEN_IN_IMPORT_META.contains(&name) || Intrinsic::ObjectPrototype.has_own(key))
    }

    /// `import.meta` — <https://tc39.es/ecma262/#sec-meta-properties-runtime-semantics-evaluation>
    ///
    /// HostFinalizeImportMeta is the program's function. It must not fail there; of a function that throws, Node makes the
    /// error of the expression, and asks anew the next time.
    ///
    /// # Errors
    /// What the function throws, or that it is not modelled.
    pub(super) fn import_meta(&mut self, host: &mut dyn Host, module: ModuleId) -> Result<Value, Abrupt> {
        // 5.
        if let Some(&meta) = self.machine.import_metas.get(&module) {
            return Ok(Value::Object(meta));
        }
        if self.has(Quirk::ImportMetaEager) {
            return Ok(Value::Object(self.import_meta_object(module)));
        }
        // 4.a.
        let meta = self.new_object_with(None);
        // 4.d.
        self.host_finalize_import_meta(host, meta, module)?;
        // 4.e.
        self.machine.import_metas.insert(module, meta);
        // 4.f.
        Ok(Value::Object(meta))
    }

    /// HostFinalizeImportMeta ( importMeta, module ) — <https://tc39.es/ecma262/#sec-hostfinalizeimportmeta>
    fn host_finalize_import_meta(
        &mut self,
        host: &mut dyn Host,
        meta: ObjectId,
        module: ModuleId,
    ) -> Result<(), Abrupt> {
        let Some(initializer) = self.machine.import_meta_initializers.get_mut(&module) else {
            return Ok(());
        };
        if initializer.filling.is_some() {
            // Runtimes ask once more, without an end, or have none yet.
            return Err(Abrupt::Over);
        }
        initializer.filling = Some(meta);
        let (code, name) = (Rc::clone(&initializer.code), Rc::clone(&initializer.name));
        let name =
            if self.has(Quirk::ImportMetaWithoutModule) { Value::Undefined } else { Value::String(name) };
        let running = self.machine.context;
        let function = self.given_function(module, FunctionKind::Plain, code);
        let arguments = vec![Value::Object(meta), name];
        let outcome = self
            .push_call(&function, Value::Undefined, Value::Undefined, arguments, Then::Native)
            .and_then(|()| self.run_natively(host));
        self.machine.context = running;
        if let Some(initializer) = self.machine.import_meta_initializers.get_mut(&module) {
            initializer.filling = None;
        }
        outcome.map(|_| ())
    }

    /// Where the object is filled before the body runs: calls the program's function, if the text names `import.meta`.
    ///
    /// # Errors
    /// What the function throws, or that it is not modelled.
    pub(in crate::reference) fn fill_import_meta(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
    ) -> Result<(), Abrupt> {
        if !self.machine.import_meta_initializers.contains_key(&module)
            || !names_import_meta(&self.body_code(module))
        {
            return Ok(());
        }
        let meta = self.import_meta_object(module);
        self.host_finalize_import_meta(host, meta, module)
    }

    /// The object of a module, which is made when it is not there yet.
    fn import_meta_object(&mut self, module: ModuleId) -> ObjectId {
        if let Some(&meta) = self.machine.import_metas.get(&module) {
            return meta;
        }
        self.machine.context = self.module(module).context;
        let meta = self.new_object_with(None);
        self.machine.import_metas.insert(module, meta);
        meta
    }
}

/// Whether `import.meta` stands in the code or in a function of it.
fn names_import_meta(code: &Rc<Code>) -> bool {
    let mut open = vec![Rc::clone(code)];
    while let Some(code) = open.pop() {
        if code.operations.contains(&Operation::ImportMeta) {
            return true;
        }
        open.extend(code.functions.iter().map(|function| Rc::clone(&function.code)));
    }
    false
}

/// What `import.meta` has in Bun although its list of keys is empty.
const HIDDEN_IN_IMPORT_META: [&str; 11] =
    ["dir", "dirname", "env", "file", "filename", "main", "path", "require", "resolve", "resolveSync", "url"];
