//! Functions, and calls of them.

use std::rc::Rc;

use super::{
    activation::{Activation, Around, Then},
    builtins::Intrinsic,
    heap::{Callable, Closure, Key, Kind, Object, Property},
    objects::is_object,
    scopes::{Binding, Environment, EnvironmentId},
};
use crate::{
    reference::{Agent, ContextId, Host, Value, completion::Abrupt},
    syntax::code::{ARGUMENTS, Code, Function, FunctionKind, ScopeName},
};

/// What became of a call.
pub(super) enum Called {
    /// It is over.
    Done(Value),
    /// Its body is on top of the others.
    Pushed,
}

impl Agent {
    /// InstantiateFunctionObject, and InstantiateOrdinaryFunctionExpression —
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-instantiatefunctionobject>
    pub(super) fn instantiate_function(
        &mut self,
        code: &Rc<Code>,
        function: Rc<Function>,
        environment: EnvironmentId,
        around: &Around,
    ) -> Value {
        let own_name = function.binds_own_name.then(|| Rc::clone(&function.name));
        let environment = if own_name.is_some() {
            let bindings = indexmap::IndexMap::default();
            self.machine.add_environment(Environment { outer: Some(environment), bindings, module: None })
        } else {
            environment
        };
        let mut closure = self.closure(code, function, environment, around);
        if closure.function.uses_super && closure.outer.is_none() {
            closure.home = self.literal_on_top();
        }
        let value = self.new_function(closure);
        if let Some(name) = own_name {
            let binding = Binding::Value(ScopeName::OwnName, value.clone());
            self.machine.environment_mut(environment).bindings.insert(name, binding);
        }
        value
    }

    pub(super) fn closure(
        &self,
        code: &Rc<Code>,
        function: Rc<Function>,
        environment: EnvironmentId,
        around: &Around,
    ) -> Closure {
        let outer = function.kind.is_arrow().then(|| around.clone());
        let context = self.machine.context;
        let (module, is_given) = (around.module, around.is_given);
        Closure { function, code: Rc::clone(code), environment, context, module, is_given, outer, home: None }
    }

    /// OrdinaryFunctionCreate, SetFunctionName, MakeConstructor
    pub(super) fn new_function(&mut self, closure: Closure) -> Value {
        let function = Rc::clone(&closure.function);
        let prototype = match function.kind {
            FunctionKind::Generator => Intrinsic::GeneratorFunctionPrototype,
            FunctionKind::AsyncGenerator => Intrinsic::AsyncGeneratorFunctionPrototype,
            kind if kind.is_async() => Intrinsic::AsyncFunctionPrototype,
            _ => Intrinsic::FunctionPrototype,
        };
        let prototype = self.intrinsic(prototype);
        let context = self.machine.context;
        let kind = Kind::Function(Rc::new(Callable::Closure(closure)));
        let mut object = Object::new(kind, Some(prototype), context);
        let length = Value::Number(f64::from(function.length));
        object.properties.insert(Key::text("length"), Property::fixed(length));
        let name = Value::String(Rc::clone(&function.name));
        object.properties.insert(Key::text("name"), Property::fixed(name));
        let id = self.machine.add_object(object);
        if function.kind == FunctionKind::Plain {
            let prototype = self.new_object();
            let constructor = Property::hidden(Value::Object(id));
            self.machine.object_mut(prototype).properties.insert(Key::text("constructor"), constructor);
            let property = Property { configurable: false, ..Property::hidden(Value::Object(prototype)) };
            self.machine.object_mut(id).properties.insert(Key::text("prototype"), property);
        }
        let of_generators = match function.kind {
            FunctionKind::Generator => Some(Intrinsic::GeneratorPrototype),
            FunctionKind::AsyncGenerator => Some(Intrinsic::AsyncGeneratorPrototype),
            _ => None,
        };
        if let Some(prototype) = of_generators {
            let prototype = self.intrinsic(prototype);
            let prototype = self.new_object_with(Some(prototype));
            let property = Property { configurable: false, ..Property::hidden(Value::Object(prototype)) };
            self.machine.object_mut(id).properties.insert(Key::text("prototype"), property);
        }
        Value::Object(id)
    }

    /// Call ( function, this, arguments ) — <https://tc39.es/ecma262/#sec-call>
    ///
    /// # Errors
    /// What it throws, or that it is not modelled.
    pub(in crate::reference) fn call(
        &mut self,
        host: &mut dyn Host,
        function: &Value,
        this: Value,
        arguments: &[Value],
    ) -> Result<Value, Abrupt> {
        self.spend(arguments.len())?;
        let called = self.begin_call(host, function, this, arguments.to_vec(), Then::Native)?;
        self.finish_call(host, called)
    }

    /// Construct ( constructor, arguments, newTarget ) — <https://tc39.es/ecma262/#sec-construct>
    pub(super) fn construct_object(
        &mut self,
        host: &mut dyn Host,
        constructor: &Value,
        arguments: Vec<Value>,
        new_target: Option<Value>,
    ) -> Result<Value, Abrupt> {
        match self.begin_construct(host, constructor, arguments, new_target)? {
            Called::Done(value) => Ok(value),
            Called::Pushed => {
                let Some(top) = self.machine.activations.last_mut() else { return Err(Abrupt::Over) };
                if matches!(top.then, Then::Derived) {
                    top.then = Then::DerivedNative;
                    return self.finish_call(host, Called::Pushed);
                }
                let then = std::mem::replace(&mut top.then, Then::Native);
                let value = self.finish_call(host, Called::Pushed)?;
                match then {
                    Then::Constructor(object) if !is_object(&value) => Ok(Value::Object(object)),
                    _ => Ok(value),
                }
            }
        }
    }

    pub(super) fn finish_call(&mut self, host: &mut dyn Host, called: Called) -> Result<Value, Abrupt> {
        match called {
            Called::Done(value) => Ok(value),
            Called::Pushed => self.run_natively(host),
        }
    }

    /// Runs the body on top from native code.
    pub(super) fn run_natively(&mut self, host: &mut dyn Host) -> Result<Value, Abrupt> {
        let outcome = self.natively(|agent| agent.run(host));
        if outcome == Err(Abrupt::Over) {
            // Where there is no room for the body, none of its instructions has noted it.
            self.note_unmodelled(0);
        }
        outcome
    }

    /// \[\[Call]]: runs a builtin, or puts a body on top of the others.
    pub(super) fn begin_call(
        &mut self,
        host: &mut dyn Host,
        function: &Value,
        mut this: Value,
        mut arguments: Vec<Value>,
        then: Then,
    ) -> Result<Called, Abrupt> {
        let mut function = function.clone();
        loop {
            let Value::Object(id) = function else { return Err(self.not_a_function(&function)) };
            let Some(callable) = self.callable(&function) else { return Err(self.not_a_function(&function)) };
            let callable = Rc::clone(callable);
            match &*callable {
                Callable::Closure(closure) => {
                    self.push_call(closure, this, Value::Undefined, arguments, then)?;
                    match closure.function.kind {
                        FunctionKind::Generator => self.new_generator(host, &Value::Object(id))?,
                        FunctionKind::AsyncGenerator => self.new_async_generator(host, &Value::Object(id))?,
                        _ => {}
                    }
                    return Ok(Called::Pushed);
                }
                Callable::Class(class) => {
                    let context = self.machine.object(id).context;
                    return Err(self.class_called(class, context));
                }
                Callable::Bound { target, this: bound, arguments: first, .. } => {
                    self.spend(1 + first.len() + arguments.len())?;
                    function = target.clone();
                    this = bound.clone();
                    arguments.splice(..0, first.iter().cloned());
                }
                // Function.prototype.call calls on, however often.
                Callable::Native(super::builtins::Native::FunctionCall) if self.callable(&this).is_some() => {
                    self.spend(1 + arguments.len())?;
                    function = std::mem::replace(&mut this, Value::Undefined);
                    if !arguments.is_empty() {
                        this = arguments.remove(0);
                    }
                }
                _ => {
                    return self
                        .call_in_context_of(host, id, &callable, this, &arguments, None)
                        .map(Called::Done);
                }
            }
        }
    }

    /// \[\[Call]] or \[\[Construct]] of a builtin: its steps run in the context it belongs to.
    pub(super) fn call_in_context_of(
        &mut self,
        host: &mut dyn Host,
        function: super::ObjectId,
        callable: &Callable,
        this: Value,
        arguments: &[Value],
        new_target: Option<&Value>,
    ) -> Result<Value, Abrupt> {
        self.natively(|agent| {
            agent.in_context_of(function, |agent| {
                agent.call_builtin(host, callable, this, arguments, new_target)
            })
        })
    }

    /// Runs native code in the context of a function.
    pub(super) fn in_context_of<T>(
        &mut self,
        function: super::ObjectId,
        run: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.in_context(self.machine.object(function).context, run)
    }

    /// Runs native code in a context.
    pub(super) fn in_context<T>(&mut self, context: ContextId, run: impl FnOnce(&mut Self) -> T) -> T {
        let running = std::mem::replace(&mut self.machine.context, context);
        let result = run(self);
        self.machine.context = running;
        result
    }

    /// PrepareForOrdinaryCall, OrdinaryCallBindThis, FunctionDeclarationInstantiation —
    /// <https://tc39.es/ecma262/#sec-ecmascript-function-objects-call-thisargument-argumentslist>
    pub(super) fn push_call(
        &mut self,
        closure: &Closure,
        this: Value,
        new_target: Value,
        arguments: Vec<Value>,
        then: Then,
    ) -> Result<(), Abrupt> {
        let function = &closure.function;
        let around = closure.outer.clone().unwrap_or_else(|| Around {
            this,
            new_target,
            home: closure.home,
            is_given: closure.is_given,
            ..Around::module(closure.module)
        });
        let context = closure.context;
        self.machine.context = context;
        let code = Rc::clone(&function.code);
        let outermost = self.enter_scope(&code, &code.outermost, closure.environment, &around);
        if code.outermost.binds_arguments() {
            let object = self.create_unmapped_arguments(&arguments)?;
            self.initialize(outermost, &ARGUMENTS.into(), object)?;
        }
        let promise = if function.kind.is_async() { Some(self.new_promise_here()) } else { None };
        self.push_activation(Activation {
            code,
            next: 0,
            stack: Vec::new(),
            outermost,
            scopes: Vec::new(),
            tries: Vec::new(),
            arguments,
            around,
            context,
            then,
            promise,
            generator: None,
        })
    }
}
