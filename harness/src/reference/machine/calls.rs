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
    reference::{Agent, Host, Value, completion::Abrupt},
    syntax::code::{Code, Function, FunctionKind, ScopeName},
};

/// How many calls of bodies by builtins may be in each other; each takes a piece of the native stack.
const MOST_NATIVE_CALLS: u32 = 100;

/// The native stack that such a call needs, in bytes, and how much is taken when there is less.
const NATIVE_STACK: usize = 256 << 10;
const MORE_NATIVE_STACK: usize = 4 << 20;

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
        let mut closure = Self::closure(code, function, environment, around);
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
        code: &Rc<Code>,
        function: Rc<Function>,
        environment: EnvironmentId,
        around: &Around,
    ) -> Closure {
        let outer = function.kind.is_arrow().then(|| around.clone());
        Closure { function, code: Rc::clone(code), environment, module: around.module, outer, home: None }
    }

    /// OrdinaryFunctionCreate, SetFunctionName, MakeConstructor
    pub(super) fn new_function(&mut self, closure: Closure) -> Value {
        let function = Rc::clone(&closure.function);
        let prototype = match function.kind {
            FunctionKind::Generator => Intrinsic::GeneratorFunctionPrototype,
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
        if function.kind == FunctionKind::Generator {
            let prototype = self.intrinsic(Intrinsic::GeneratorPrototype);
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
        if self.machine.depth == MOST_NATIVE_CALLS {
            return Err(Abrupt::Over);
        }
        self.machine.depth += 1;
        let outcome = stacker::maybe_grow(NATIVE_STACK, MORE_NATIVE_STACK, || self.run(host));
        self.machine.depth -= 1;
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
                    if closure.function.kind == FunctionKind::Generator {
                        self.new_generator(host, &Value::Object(id))?;
                    }
                    return Ok(Called::Pushed);
                }
                Callable::Class(class) => {
                    let context = self.machine.object(id).context;
                    return Err(self.class_called(&class.name, context));
                }
                Callable::Bound { target, this: bound, arguments: first } => {
                    function = target.clone();
                    this = bound.clone();
                    arguments.splice(..0, first.iter().cloned());
                }
                // Function.prototype.call calls on, however often.
                Callable::Native(super::builtins::Native::FunctionCall) if self.callable(&this).is_some() => {
                    function = std::mem::replace(&mut this, Value::Undefined);
                    if !arguments.is_empty() {
                        this = arguments.remove(0);
                    }
                }
                _ => {
                    return self
                        .in_context_of(id, |agent| {
                            agent.call_builtin(host, &callable, this, &arguments, None)
                        })
                        .map(Called::Done);
                }
            }
        }
    }

    /// Runs a builtin in the context it belongs to.
    pub(super) fn in_context_of<T>(
        &mut self,
        function: super::ObjectId,
        run: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let context = self.machine.context;
        self.machine.context = self.machine.object(function).context;
        let result = run(self);
        self.machine.context = context;
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
        if function.kind == FunctionKind::AsyncGenerator {
            return Err(Abrupt::Over);
        }
        let around = closure.outer.clone().unwrap_or_else(|| Around {
            this,
            new_target,
            home: closure.home,
            ..Around::module(closure.module)
        });
        let context = self.module(closure.module).context;
        self.machine.context = context;
        let code = Rc::clone(&function.code);
        let outermost = self.enter_scope(&code, &code.outermost, closure.environment, &around);
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

    /// IsConstructor ( value )
    pub(super) fn is_constructor(&self, value: &Value) -> bool {
        match self.callable(value).map(|callable| &**callable) {
            Some(Callable::Closure(closure)) => closure.function.kind == FunctionKind::Plain,
            Some(Callable::Class(_) | Callable::Scripted) => true,
            Some(Callable::Native(native)) => native.is_constructor(),
            Some(Callable::Bound { target, .. }) => match self.callable(target).map(|callable| &**callable) {
                Some(Callable::Bound { .. }) | None => false,
                Some(_) => self.is_constructor(target),
            },
            _ => false,
        }
    }

    /// \[\[Construct]]: runs a builtin, or puts a body on top of the others.
    pub(super) fn begin_construct(
        &mut self,
        host: &mut dyn Host,
        constructor: &Value,
        mut arguments: Vec<Value>,
        new_target: Option<Value>,
    ) -> Result<Called, Abrupt> {
        let Value::Object(id) = constructor else { return Err(Abrupt::Over) };
        let Some(callable) = self.callable(constructor) else { return Err(Abrupt::Over) };
        let callable = Rc::clone(callable);
        if let Callable::Bound { target, arguments: first, .. } = &*callable {
            if let Some(Callable::Bound { .. }) = self.callable(target).map(|callable| &**callable) {
                return Err(Abrupt::Over);
            }
            arguments.splice(..0, first.iter().cloned());
            return self.begin_construct(host, target, arguments, new_target);
        }
        let target = new_target.unwrap_or_else(|| constructor.clone());
        match &*callable {
            Callable::Native(_) => self
                .in_context_of(*id, |agent| {
                    agent.call_builtin(host, &callable, Value::Undefined, &arguments, Some(&target))
                })
                .map(Called::Done),
            Callable::Closure(closure) => {
                let object = self.ordinary_create_from_constructor(host, &target)?;
                let this = Value::Object(object);
                self.push_call(closure, this, target, arguments, Then::Constructor(object))?;
                Ok(Called::Pushed)
            }
            Callable::Class(class) if class.is_derived => {
                let closure = class.constructor.as_ref().ok_or(Abrupt::Over)?;
                self.push_call(closure, Value::Undefined, target, arguments, Then::Derived)?;
                self.top()?.around.class = Some(*id);
                Ok(Called::Pushed)
            }
            Callable::Class(class) => {
                let object = self.ordinary_create_from_constructor(host, &target)?;
                let this = Value::Object(object);
                self.initialize_instance_elements(host, &this, class)?;
                match &class.constructor {
                    None => Ok(Called::Done(this)),
                    Some(closure) => {
                        self.push_call(closure, this, target, arguments, Then::Constructor(object))?;
                        Ok(Called::Pushed)
                    }
                }
            }
            _ => Err(Abrupt::Over),
        }
    }

    /// OrdinaryCreateFromConstructor ( newTarget, "%Object.prototype%" ) —
    /// <https://tc39.es/ecma262/#sec-ordinarycreatefromconstructor>
    pub(super) fn ordinary_create_from_constructor(
        &mut self,
        host: &mut dyn Host,
        new_target: &Value,
    ) -> Result<super::ObjectId, Abrupt> {
        let prototype = self.get(host, new_target, &Key::text("prototype"))?;
        if is_object(&prototype) {
            return Ok(self.new_object_with(Some(prototype)));
        }
        let Value::Object(id) = new_target else { return Err(Abrupt::Over) };
        let context = self.machine.object(*id).context;
        let prototype = self.intrinsic_of(context, Intrinsic::ObjectPrototype);
        Ok(self.new_object_with(Some(prototype)))
    }
}
