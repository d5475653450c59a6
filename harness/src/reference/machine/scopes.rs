//! Environment Records — <https://tc39.es/ecma262/#sec-environment-records>.

use std::rc::Rc;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::{Machine, heap::Content, heap::Key, heap::Property};
use crate::{
    program::ModuleId,
    reference::{
        Agent, Host, Quirk, Value, completion::Abrupt, record::ImportEntry, resolve::ResolvedBinding,
    },
    syntax::code::{Code, Scope, ScopeName},
};

/// An Environment Record of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EnvironmentId(pub(super) u32);

/// The bindings of a scope.
#[derive(Clone, Debug)]
pub(super) struct Environment {
    /// \[\[OuterEnv]]; `None` is the global environment.
    pub(super) outer: Option<EnvironmentId>,
    pub(super) bindings: IndexMap<Rc<str>, Binding, FxBuildHasher>,
    /// The module whose environment it is, if it is one.
    pub(super) module: Option<ModuleId>,
}

/// A binding.
#[derive(Clone, Debug)]
pub(super) enum Binding {
    /// Before its declaration was run.
    Uninitialized(ScopeName),
    Value(ScopeName, Value),
    /// CreateImportBinding, not resolved yet.
    Import(ImportEntry),
    /// The binding of another module.
    Indirect(ResolvedBinding),
}

/// Where a name is bound.
pub(super) type Place = (EnvironmentId, usize);

impl Machine {
    pub(super) fn environment(&self, id: EnvironmentId) -> &Environment {
        &self.environments[id.0 as usize]
    }

    pub(super) fn environment_mut(&mut self, id: EnvironmentId) -> &mut Environment {
        &mut self.environments[id.0 as usize]
    }

    pub(super) fn add_environment(&mut self, environment: Environment) -> EnvironmentId {
        let id = u32::try_from(self.environments.len()).expect("a run makes fewer than 2^32 scopes");
        self.environments.push(environment);
        EnvironmentId(id)
    }

    /// NewDeclarativeEnvironment with what `scope` declares; its functions are not initialized yet.
    pub(super) fn new_environment(&mut self, outer: Option<EnvironmentId>, scope: &Scope) -> EnvironmentId {
        let mut bindings = IndexMap::with_capacity_and_hasher(scope.names.len(), FxBuildHasher);
        for (name, kind) in &scope.names {
            bindings.insert(Rc::clone(name), fresh(*kind));
        }
        self.add_environment(Environment { outer, bindings, module: None })
    }

    /// ResolveBinding ( name ) — <https://tc39.es/ecma262/#sec-resolvebinding>. `None`: the global environment.
    pub(super) fn resolve_binding(&self, from: EnvironmentId, name: &Rc<str>) -> Option<Place> {
        let mut current = Some(from);
        while let Some(id) = current {
            let environment = self.environment(id);
            if let Some(index) = environment.bindings.get_index_of(name) {
                return Some((id, index));
            }
            current = environment.outer;
        }
        None
    }
}

/// What a scope with so many names takes, in bytes.
const fn environment_bytes(names: usize) -> usize {
    size_of::<Environment>() + names * (size_of::<(Rc<str>, Binding)>() + 2 * size_of::<usize>())
}

/// A binding as it is when its scope is entered.
pub(super) const fn fresh(kind: ScopeName) -> Binding {
    match kind {
        ScopeName::Variable => Binding::Value(kind, Value::Undefined),
        _ => Binding::Uninitialized(kind),
    }
}

impl Agent {
    /// BlockDeclarationInstantiation: a scope, its functions initialized.
    pub(super) fn enter_scope(
        &mut self,
        code: &Rc<Code>,
        scope: &Scope,
        outer: EnvironmentId,
        this: &super::activation::Around,
    ) -> EnvironmentId {
        self.machine.note(scope.names.len(), environment_bytes(scope.names.len()));
        let id = self.machine.new_environment(Some(outer), scope);
        self.initialize_functions(code, scope, id, this);
        id
    }

    /// Initializes the function declarations of a scope.
    pub(super) fn initialize_functions(
        &mut self,
        code: &Rc<Code>,
        scope: &Scope,
        environment: EnvironmentId,
        around: &super::activation::Around,
    ) {
        self.machine.note(scope.functions.len(), 0);
        for (name, index) in &scope.functions {
            let Some(function) = code.functions.get(*index as usize) else { continue };
            let value = self.instantiate_function(code, Rc::clone(function), environment, around);
            let binding = Binding::Value(ScopeName::Variable, value);
            self.machine.environment_mut(environment).bindings.insert(Rc::clone(name), binding);
        }
    }

    /// ResolveBinding and GetValue.
    pub(super) fn load(
        &mut self,
        host: &mut dyn Host,
        from: EnvironmentId,
        name: &Rc<str>,
    ) -> Result<Value, Abrupt> {
        match self.machine.resolve_binding(from, name) {
            Some(place) => self.get_binding_value(place, name),
            None => match self.global_property(host, name)? {
                Some(value) => Ok(value),
                None => Err(self.not_defined(name)),
            },
        }
    }

    /// The value of a global variable, if there is one of that name.
    pub(super) fn global_property(
        &mut self,
        host: &mut dyn Host,
        name: &Rc<str>,
    ) -> Result<Option<Value>, Abrupt> {
        let global = self.global_object();
        let key = Key::from(name);
        if self.has_property(host, &global, &key)? {
            return self.get(host, &global, &key).map(Some);
        }
        Ok(None)
    }

    /// GetBindingValue ( name, true ) — <https://tc39.es/ecma262/#sec-module-environment-records-getbindingvalue-n-s>
    fn get_binding_value(&mut self, place: Place, name: &Rc<str>) -> Result<Value, Abrupt> {
        let (id, index) = place;
        match &self.machine.environment(id).bindings[index] {
            Binding::Value(_, value) => Ok(value.clone()),
            Binding::Uninitialized(_) => Err(self.uninitialized(name)),
            Binding::Import(_) | Binding::Indirect(_) => {
                let binding = self.resolved_import(place)?;
                // An imported namespace is a value from now on; a deferred one is no binding of its module.
                if let Binding::Value(_, value) = &self.machine.environment(id).bindings[index] {
                    return Ok(value.clone());
                }
                match self.binding_of_module(binding)? {
                    Some(value) => Ok(value),
                    None => Err(self.uninitialized(name)),
                }
            }
        }
    }

    /// ResolveBinding and PutValue. `is_loop_head` when the name is all that stands in the head of a `for … of` or `for await … of`.
    pub(super) fn store(
        &mut self,
        host: &mut dyn Host,
        from: EnvironmentId,
        name: &Rc<str>,
        value: Value,
        is_loop_head: bool,
    ) -> Result<(), Abrupt> {
        let Some((id, index)) = self.machine.resolve_binding(from, name) else {
            let global = self.global_object();
            let key = Key::from(name);
            // Strict code does not make globals by assigning to them.
            if !self.has_property(host, &global, &key)? {
                return Err(self.not_defined(name));
            }
            return self.put(host, &global, &key, value);
        };
        let is_unchecked = is_loop_head && self.has(Quirk::LoopHeadAssignsUnchecked);
        let is_read_first = !is_unchecked && self.has(Quirk::ImportReadWhenAssigned);
        // SetMutableBinding — https://tc39.es/ecma262/#sec-declarative-environment-records-setmutablebinding-n-v-s
        match &mut self.machine.environment_mut(id).bindings[index] {
            Binding::Value(ScopeName::Lexical | ScopeName::Variable, stored) => {
                *stored = value;
                Ok(())
            }
            binding @ Binding::Uninitialized(ScopeName::Lexical) if is_unchecked => {
                *binding = Binding::Value(ScopeName::Lexical, value);
                Ok(())
            }
            Binding::Uninitialized(_) if !is_unchecked => Err(self.uninitialized(name)),
            Binding::Import(_) | Binding::Indirect(_) if is_read_first => {
                self.get_binding_value((id, index), name)?;
                Err(self.constant_assigned())
            }
            Binding::Value(..) | Binding::Uninitialized(_) | Binding::Import(_) | Binding::Indirect(_) => {
                Err(self.constant_assigned())
            }
        }
    }

    /// InitializeBinding in the innermost scope that declares the name; an assignment where that is a `var`.
    pub(super) fn initialize(
        &mut self,
        from: EnvironmentId,
        name: &Rc<str>,
        value: Value,
    ) -> Result<(), Abrupt> {
        let Some((id, index)) = self.machine.resolve_binding(from, name) else {
            return Err(Abrupt::Over);
        };
        let binding = &mut self.machine.environment_mut(id).bindings[index];
        match binding {
            Binding::Value(kind, _) | Binding::Uninitialized(kind) => *binding = Binding::Value(*kind, value),
            Binding::Import(_) | Binding::Indirect(_) => return Err(Abrupt::Over),
        }
        Ok(())
    }

    /// CreatePerIterationEnvironment ( names ) — <https://tc39.es/ecma262/#sec-createperiterationenvironment>
    pub(super) fn copy_scope(&mut self, id: EnvironmentId) -> EnvironmentId {
        let copy = self.machine.environment(id).clone();
        self.machine.note(copy.bindings.len(), environment_bytes(copy.bindings.len()));
        self.machine.add_environment(copy)
    }

    /// Defines a property of an object that is known to accept it.
    pub(super) fn define_plain(&mut self, object: super::ObjectId, key: Key, value: Value) {
        self.store_property(object, key, Property::plain(value));
    }

    /// The value of a property that is known to be one of the object's own and to hold data.
    pub(super) fn own_data(&self, object: super::ObjectId, key: &str) -> Option<&Value> {
        match &self.machine.object(object).properties.get(&Key::text(key))?.content {
            Content::Data { value, .. } => Some(value),
            Content::Accessor { .. } => None,
        }
    }
}
