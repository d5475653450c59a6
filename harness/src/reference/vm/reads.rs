//! What can be asked of a module without changing it.

use rustc_hash::FxHashSet;

use crate::{
    program::{self, ModuleId, Query},
    reference::{Agent, Layer, Quirk, Value, completion::Abrupt},
    syntax::{Phase, RequestIndex, TextPosition},
    transcript::ModuleStatus,
};

impl Agent {
    /// Reads a property of `vm.Module`, or calls a method of it that takes no arguments.
    ///
    /// # Errors
    /// What it throws.
    pub fn query(&mut self, module: ModuleId, query: Query) -> Result<Value, Value> {
        match self.layer() {
            Layer::Vm => self.vm_query(module, query),
            Layer::Bare => Err(self.bare_unknown(query.name())),
        }
    }

    fn vm_query(&mut self, module: ModuleId, query: Query) -> Result<Value, Value> {
        let is_there = self.cyclic(module).is_some()
            && match query {
                Query::HasTopLevelAwait | Query::HasAsyncGraph => !self.has(Quirk::NoAsyncQueries),
                Query::ModuleRequests => !self.has(Quirk::NoModuleRequests),
                Query::CreateCachedData => !self.has(Quirk::NoCachedData),
                Query::DependencySpecifiers | Query::Identifier => true,
            };
        if query == Query::Identifier {
            let identifier = self.module(module).identifier.clone();
            return Ok(program::Value::String(identifier).into());
        }
        // What a module does not have is `undefined` when it is read, and cannot be called.
        if !is_there {
            return if query.is_call() {
                Err(self.no_such_method(query.name()))
            } else {
                Ok(Value::Undefined)
            };
        }
        let value = match query {
            Query::HasTopLevelAwait => program::Value::Bool(self.expect_cyclic(module).has_tla),
            Query::HasAsyncGraph => program::Value::Bool(self.has_async_graph(module)?),
            Query::ModuleRequests => self.module_requests_value(module),
            Query::CreateCachedData => self.create_cached_data(module)?,
            Query::DependencySpecifiers | Query::Identifier => self.dependency_specifiers(module),
        };
        Ok(value.into())
    }

    /// Whether the module or anything it needs awaits at its top level, which is known once it is linked.
    fn has_async_graph(&mut self, root: ModuleId) -> Result<bool, Value> {
        if matches!(self.native_status(root), ModuleStatus::Unlinked | ModuleStatus::Linking) {
            return Err(self.wrong_status("be instantiated"));
        }
        let mut seen = FxHashSet::from_iter([root]);
        let mut open = vec![root];
        while let Some(module) = open.pop() {
            let Some(record) = self.cyclic(module) else { continue };
            if record.has_tla {
                return Ok(true);
            }
            for index in 0..record.requests.len() {
                let request =
                    RequestIndex(u32::try_from(index).expect("a module has fewer than 2^32 requests"));
                if self.expect_cyclic(module).requests[index].phase != Phase::Source {
                    let neighbour = self.graph_neighbour(module, request);
                    if seen.insert(neighbour) {
                        open.push(neighbour);
                    }
                }
            }
        }
        Ok(false)
    }

    /// `[{ specifier, attributes, phase }]`
    fn module_requests_value(&self, module: ModuleId) -> program::Value {
        let text = |name| program::Value::String(self.names.text(name).to_string());
        let requests = self.expect_cyclic(module).requests.iter().map(|request| {
            let attributes = request.attributes.iter();
            let attributes = attributes.map(|&(key, value)| (self.names.text(key).to_string(), text(value)));
            let mut properties = vec![
                ("specifier".to_owned(), text(request.specifier)),
                ("attributes".to_owned(), program::Value::Object(attributes.collect())),
            ];
            if !self.has(Quirk::RequestsWithoutPhase) {
                let phase = match request.phase {
                    Phase::Evaluation => "evaluation",
                    Phase::Source => "source",
                    Phase::Defer if self.has(Quirk::DeferredListedAsEvaluation) => "evaluation",
                    Phase::Defer => "defer",
                };
                properties.push(("phase".to_owned(), program::Value::String(phase.to_owned())));
            }
            program::Value::Object(properties)
        });
        program::Value::Array(requests.collect())
    }

    /// The specifiers of the requests, in their order.
    fn dependency_specifiers(&self, module: ModuleId) -> program::Value {
        let requests = self.expect_cyclic(module).requests.iter();
        let specifiers =
            requests.map(|request| program::Value::String(self.names.text(request.specifier).to_string()));
        program::Value::Array(specifiers.collect())
    }

    /// Bytes, before the module has run.
    fn create_cached_data(&mut self, module: ModuleId) -> Result<program::Value, Value> {
        match self.vm_status(module) {
            ModuleStatus::Evaluating | ModuleStatus::Evaluated | ModuleStatus::Errored => {
                let message = "Cached data cannot be created for a module which has been evaluated";
                let code = "ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA";
                Err(self.argument_error("Error", code, message.to_owned()))
            }
            _ => Ok(program::Value::Object(vec![("bytes".to_owned(), program::Value::Bool(true))])),
        }
    }

    /// Reads `module.namespace[export]`.
    ///
    /// # Errors
    /// What the read throws: of the namespace, or of a binding that is not initialized.
    pub fn read_export(&mut self, module: ModuleId, export: &str) -> Result<Value, Value> {
        let namespace = self.namespace(module)?;
        match self.read_namespace(namespace, export) {
            Ok(value) => Ok(value),
            Err(Abrupt::Throw(error)) => Err(error),
            Err(Abrupt::Over) => {
                self.end_unmodelled(module, TextPosition::START);
                Ok(Value::Undefined)
            }
        }
    }
}
