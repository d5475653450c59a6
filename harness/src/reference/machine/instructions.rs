//! What each instruction does.

use std::rc::Rc;

use super::{
    activation::{Activation, Completion, Try},
    calls::Called,
    errors::Quoted,
    heap::{Content, Key, Property},
    objects::is_object,
    run::Flow,
};
use crate::{
    reference::{Agent, Host, PromiseId, Quirk, Value, completion::Abrupt, jobs::Handler},
    syntax::code::{Code, Constant, MemberKind, NameIndex, Operation, Target},
};

impl Agent {
    /// The body that runs.
    pub(super) fn top(&mut self) -> Result<&mut Activation, Abrupt> {
        self.machine.activations.last_mut().ok_or(Abrupt::Over)
    }

    pub(super) fn pop(&mut self) -> Result<Value, Abrupt> {
        self.top()?.stack.pop().ok_or(Abrupt::Over)
    }

    fn pop_many(&mut self, count: u32) -> Result<Vec<Value>, Abrupt> {
        let stack = &mut self.top()?.stack;
        let from = stack.len().checked_sub(count as usize).ok_or(Abrupt::Over)?;
        Ok(stack.split_off(from))
    }

    pub(super) fn peek(&mut self) -> Result<Value, Abrupt> {
        self.top()?.stack.last().cloned().ok_or(Abrupt::Over)
    }

    pub(super) fn push(&mut self, value: Value) -> Result<Flow, Abrupt> {
        self.give(value)
    }

    pub(super) fn jump(&mut self, target: Target) -> Result<Flow, Abrupt> {
        self.top()?.next = target.0 as usize;
        Ok(Flow::Next)
    }

    fn code(&mut self) -> Result<Rc<Code>, Abrupt> {
        Ok(Rc::clone(&self.top()?.code))
    }

    pub(super) fn name(&mut self, index: NameIndex) -> Result<Rc<str>, Abrupt> {
        self.top()?.code.names.get(index.0 as usize).cloned().ok_or(Abrupt::Over)
    }

    fn key(&mut self, index: NameIndex) -> Result<Key, Abrupt> {
        Ok(Key::String(self.name(index)?))
    }

    /// Runs one instruction, which stands at `place`.
    #[expect(clippy::too_many_lines, reason = "one arm for each instruction")]
    pub(super) fn execute(
        &mut self,
        host: &mut dyn Host,
        operation: Operation,
        place: usize,
    ) -> Result<Flow, Abrupt> {
        match operation {
            Operation::Constant(index) => {
                let constant = self.code()?.constants.get(index as usize).cloned();
                let value = literal(constant.ok_or(Abrupt::Over)?)?;
                self.push(value)
            }
            Operation::Pop => {
                self.pop()?;
                Ok(Flow::Next)
            }
            Operation::Duplicate => {
                let value = self.peek()?;
                self.push(value)
            }
            Operation::DuplicatePair => {
                let pair = self.pop_many(2)?;
                let stack = &mut self.top()?.stack;
                stack.extend_from_slice(&pair);
                stack.extend(pair);
                Ok(Flow::Next)
            }
            Operation::Swap => self.rotate(2),
            Operation::Rotate => self.rotate(3),
            Operation::Load(name) => {
                let (from, name) = (self.top()?.environment(), self.name(name)?);
                let value = self.load(host, from, &name)?;
                self.push(value)
            }
            Operation::TypeofName(name) => {
                let (from, name) = (self.top()?.environment(), self.name(name)?);
                let is_bound = self.machine.resolve_binding(from, &name).is_some();
                let value = if is_bound {
                    self.load(host, from, &name)?
                } else {
                    self.global_property(host, &name)?.unwrap_or(Value::Undefined)
                };
                let text = self.type_of(&value)?;
                self.push(text)
            }
            Operation::Store(name) => {
                let value = self.pop()?;
                let (from, name) = (self.top()?.environment(), self.name(name)?);
                let before =
                    place.checked_sub(1).map(|before| self.top().map(|top| top.code.operations[before]));
                let is_loop_head =
                    matches!(before.transpose()?, Some(Operation::Next(_) | Operation::AsyncStep(_)));
                self.store(host, from, &name, value, is_loop_head)?;
                Ok(Flow::Next)
            }
            Operation::Initialize(name) => {
                let value = self.pop()?;
                let (from, name) = (self.top()?.environment(), self.name(name)?);
                self.initialize(from, &name, value)?;
                Ok(Flow::Next)
            }
            Operation::EnterScope(index) => {
                let code = self.code()?;
                let scope = code.scopes.get(index as usize).ok_or(Abrupt::Over)?;
                let (outer, around) = (self.top()?.environment(), self.top()?.around.clone());
                let environment = self.enter_scope(&code, scope, outer, &around);
                self.top()?.scopes.push(environment);
                Ok(Flow::Next)
            }
            Operation::LeaveScope => {
                self.top()?.scopes.pop();
                Ok(Flow::Next)
            }
            Operation::CopyScope => {
                let innermost = self.top()?.scopes.pop().ok_or(Abrupt::Over)?;
                let copy = self.copy_scope(innermost);
                self.top()?.scopes.push(copy);
                Ok(Flow::Next)
            }
            Operation::This => {
                let this = self.top()?.around.this.clone();
                self.push(this)
            }
            Operation::LoadDerivedThis(name) => {
                let (from, name) = (self.top()?.environment(), self.name(name)?);
                let this = self.derived_this(from, &name)?;
                self.push(this)
            }
            Operation::SuperCall(count) => {
                let arguments = self.pop_many(count)?;
                self.super_call(host, arguments, place)
            }
            Operation::SuperCallWithArray => {
                let arguments = self.pop()?;
                let arguments = self.array(&arguments).ok_or(Abrupt::Over)?.elements.clone();
                self.super_call(host, arguments, place)
            }
            Operation::BindThis(name) => {
                let (from, name, this) = (self.top()?.environment(), self.name(name)?, self.peek()?);
                self.bind_this(host, from, &name, &this)?;
                Ok(Flow::Next)
            }
            Operation::NewTarget => {
                let target = self.top()?.around.new_target.clone();
                self.push(target)
            }
            Operation::ImportMeta => {
                let module = self.top()?.around.module;
                let meta = self.import_meta(host, module)?;
                self.push(meta)
            }
            Operation::ImportCall { phase, has_options } => {
                let options = if has_options { Some(self.pop()?) } else { None };
                let specifier = self.pop()?;
                let around = &self.top()?.around;
                // The referrer of such code is the program that made the module, which has no callback of its own here.
                if around.is_given {
                    return Err(Abrupt::Over);
                }
                let referrer = around.module;
                let promise =
                    self.evaluate_import_call(host, referrer, &specifier, options.as_ref(), phase)?;
                self.push(promise)
            }
            Operation::Await => self.wait(host),
            Operation::ToPromise => {
                let value = self.pop()?;
                let promise = self.promise_resolve(host, &value)?;
                self.push(Value::Promise(promise))
            }
            Operation::AwaitPromise => {
                let Value::Promise(promise) = self.pop()? else { return Err(Abrupt::Over) };
                self.wait_for(promise)
            }
            Operation::GeneratorStart => self.generator_start(),
            Operation::Yield => {
                let value = self.pop()?;
                let result = self.iterator_result(value, false);
                self.generator_yield(result)
            }
            Operation::YieldAll => self.yield_all(host, place),
            Operation::AwaitDelegated if self.has(Quirk::DelegatedValuesAwaited) => self.wait(host),
            Operation::AwaitDelegated => Ok(Flow::Next),
            Operation::AsyncGeneratorStart => self.async_generator_start(),
            Operation::AsyncYield(_) => self.async_generator_yield(host),
            Operation::GetAsyncIterator
            | Operation::AsyncNext
            | Operation::AsyncStep(_)
            | Operation::CloseAsyncIterator(_)
            | Operation::RequireResult
            | Operation::AbandonAsyncIterator(_)
            | Operation::DelegateNext
            | Operation::DelegateThrow(_)
            | Operation::DelegateReturn(_)
            | Operation::Delegated(_)
            | Operation::RejectedReturn(_)
            | Operation::NoThrowMethod => self.async_iteration(host, operation, place),
            Operation::GetProperty(name) => {
                let object = self.pop()?;
                let key = self.key(name)?;
                self.require_readable(&object, &key)?;
                let value = self.get(host, &object, &key)?;
                self.push(value)
            }
            Operation::GetMethod(name) => {
                let object = self.pop()?;
                let key = self.key(name)?;
                self.require_readable(&object, &key)?;
                let value = self.get(host, &object, &key)?;
                self.push(value)?;
                self.push(object)
            }
            Operation::GetElement | Operation::GetElementMethod => {
                let key = self.pop()?;
                let object = self.pop()?;
                // The object is looked at before the key becomes a property key.
                if matches!(object, Value::Undefined | Value::Null) {
                    return Err(self.unreadable_element(&object, &key));
                }
                let key = self.to_property_key(host, &key)?;
                let value = self.get(host, &object, &key)?;
                self.push(value)?;
                if operation == Operation::GetElementMethod { self.push(object) } else { Ok(Flow::Next) }
            }
            Operation::SetProperty(name) => {
                let value = self.pop()?;
                let object = self.pop()?;
                let key = self.key(name)?;
                self.set_property(host, &object, &key, value)
            }
            Operation::SetElement => {
                let value = self.pop()?;
                let key = self.pop()?;
                let object = self.pop()?;
                if matches!(object, Value::Undefined | Value::Null) && is_object(&key) {
                    return Err(Abrupt::Over);
                }
                let key = self.to_property_key(host, &key)?;
                self.set_property(host, &object, &key, value)
            }
            Operation::GetSuper(_)
            | Operation::GetSuperElement
            | Operation::GetSuperMethod(_)
            | Operation::GetSuperElementMethod => self.super_property(host, operation),
            Operation::SuperBase => {
                let base = self.super_base()?;
                self.push(base)
            }
            Operation::SetSuper(_) | Operation::SetSuperElement => self.set_super_property(host, operation),
            Operation::NewPrivateName(_)
            | Operation::GetPrivate(_)
            | Operation::GetPrivateMethod(_)
            | Operation::SetPrivate(_)
            | Operation::HasPrivate(_) => self.private_operation(host, operation),
            Operation::DeleteProperty(name) => {
                let object = self.pop()?;
                let key = self.key(name)?;
                self.delete_property(host, &object, &key)
            }
            Operation::DeleteElement => {
                let key = self.pop()?;
                let object = self.pop()?;
                // The object is looked at before the key becomes a property key.
                if matches!(object, Value::Undefined | Value::Null) {
                    return Err(self.nothing_deleted(&object));
                }
                let key = self.to_property_key(host, &key)?;
                self.delete_property(host, &object, &key)
            }
            Operation::RequireObject => {
                let value = self.peek()?;
                if matches!(value, Value::Undefined | Value::Null) {
                    let message = self.undestructured(&value, place).ok_or(Abrupt::Over)?;
                    return Err(self.throw_type_error(&message));
                }
                Ok(Flow::Next)
            }
            Operation::NewObject => {
                let object = self.new_object();
                self.push(Value::Object(object))
            }
            Operation::SetLiteralPrototype => {
                let value = self.pop()?;
                let Value::Object(object) = self.peek()? else { return Err(Abrupt::Over) };
                self.set_literal_prototype(object, value);
                Ok(Flow::Next)
            }
            Operation::DefineProperty(name) => {
                let value = self.pop()?;
                let key = self.key(name)?;
                self.define_on_top(key, Property::plain(value))
            }
            Operation::DefineElement => {
                let value = self.pop()?;
                let key = self.pop()?;
                let key = self.to_property_key(host, &key)?;
                self.define_on_top(key, Property::plain(value))
            }
            Operation::NameFunction(kind) => {
                let function = self.pop()?;
                let key = self.peek()?;
                let key = self.to_property_key(host, &key)?;
                self.set_function_name(&function, &key, kind);
                self.push(function)
            }
            Operation::DefineElementAccessor(kind) => {
                let function = self.pop()?;
                let key = self.pop()?;
                let key = self.to_property_key(host, &key)?;
                match kind {
                    MemberKind::Getter => self.define_accessor_on_top(key, Some(function), None),
                    _ => self.define_accessor_on_top(key, None, Some(function)),
                }
            }
            Operation::DefineGetter(name) => {
                let function = self.pop()?;
                let key = self.key(name)?;
                self.define_accessor_on_top(key, Some(function), None)
            }
            Operation::DefineSetter(name) => {
                let function = self.pop()?;
                let key = self.key(name)?;
                self.define_accessor_on_top(key, None, Some(function))
            }
            Operation::CopyProperties => {
                let source = self.pop()?;
                let Value::Object(target) = self.peek()? else { return Err(Abrupt::Over) };
                self.copy_data_properties(host, target, &source)?;
                Ok(Flow::Next)
            }
            Operation::RestProperties(count) => {
                let excluded = self.pop_many(count)?;
                let source = self.pop()?;
                let rest = self.rest_properties(host, &source, &excluded)?;
                self.push(rest)
            }
            Operation::ToPropertyKey => {
                let value = self.pop()?;
                let key = self.to_property_key(host, &value)?;
                self.push(value_of_key(key))
            }
            Operation::LiteralKey => {
                if self.has(Quirk::LiteralKeysConvertedLate) {
                    return Ok(Flow::Next);
                }
                let value = self.pop()?;
                let key = self.to_property_key(host, &value)?;
                self.push(value_of_key(key))
            }
            Operation::ReferenceKey => {
                let key = self.pop()?;
                let object = self.peek()?;
                if matches!(object, Value::Undefined | Value::Null) {
                    return Err(self.unreadable_reference(&object, &key));
                }
                if self.has(Quirk::ReferenceKeysConvertedTwice) {
                    return self.push(key);
                }
                let key = self.to_property_key(host, &key)?;
                self.push(value_of_key(key))
            }
            Operation::NewArray(count) => {
                let elements = self.pop_many(count)?;
                let array = self.new_array(elements)?;
                self.push(array)
            }
            Operation::Append => {
                let value = self.pop()?;
                let array = self.peek()?;
                self.append(&array, value)?;
                Ok(Flow::Next)
            }
            Operation::AppendAll | Operation::AppendArguments => {
                let iterable = self.pop()?;
                let array = self.peek()?;
                let quoted = match operation {
                    Operation::AppendAll => Quoted::Spread(place),
                    _ => Quoted::Arguments(place),
                };
                let mut iteration = self.get_iterator(host, &iterable, quoted)?;
                while let Some(value) = self.iterate(host, &mut iteration)? {
                    self.append(&array, value)?;
                }
                Ok(Flow::Next)
            }
            Operation::Closure(index) => {
                let code = self.code()?;
                let function = code.functions.get(index as usize).ok_or(Abrupt::Over)?;
                let (environment, around) = (self.top()?.environment(), self.top()?.around.clone());
                let closure = self.instantiate_function(&code, Rc::clone(function), environment, &around);
                self.push(closure)
            }
            Operation::Heritage => {
                let value = self.pop()?;
                let (parent, prototype) = self.heritage(host, value)?;
                self.push(parent)?;
                self.push(prototype)
            }
            Operation::Class(index) => {
                let code = self.code()?;
                let (environment, around) = (self.top()?.environment(), self.top()?.around.clone());
                let count = code.classes.get(index as usize).map_or(0, crate::syntax::code::Class::operands);
                let operands = self.pop_many(u32::try_from(count).map_err(|_| Abrupt::Over)?)?;
                let class = self.define_class(host, &code, index as usize, environment, &around, operands)?;
                self.push(class)
            }
            Operation::Call(count) => {
                let arguments = self.pop_many(count)?;
                self.call_from_stack(host, arguments, place)
            }
            Operation::CallWithArray => {
                let arguments = self.pop()?;
                let arguments = self.list_from_array(&arguments)?;
                self.call_from_stack(host, arguments, place)
            }
            Operation::New(count) => {
                let arguments = self.pop_many(count)?;
                self.construct_from_stack(host, arguments, place)
            }
            Operation::NewWithArray => {
                let arguments = self.pop()?;
                let arguments = self.list_from_array(&arguments)?;
                self.construct_from_stack(host, arguments, place)
            }
            Operation::Template(place) => {
                let template = self.template_object(place)?;
                self.push(template)
            }
            Operation::Argument(index) => {
                let value = self.top()?.arguments.get(index as usize).cloned();
                self.push(value.unwrap_or(Value::Undefined))
            }
            Operation::RestArguments(from) => {
                let rest = self.top()?.arguments.get(from as usize..).unwrap_or_default().to_vec();
                self.spend(rest.len())?;
                let array = self.new_array(rest)?;
                self.push(array)
            }
            Operation::Binary(operator) => {
                let right = self.pop()?;
                let left = self.pop()?;
                let value = self.binary(host, operator, &left, &right)?;
                self.push(value)
            }
            Operation::Unary(operator) => {
                let operand = self.pop()?;
                let value = self.unary(host, operator, &operand)?;
                self.push(value)
            }
            Operation::Join(count) => {
                let mut text = String::new();
                for value in self.pop_many(count)? {
                    let part = self.to_text(host, &value)?;
                    self.machine.allocate(part.len())?;
                    text.push_str(&part);
                }
                self.push(Value::String(text.into()))
            }
            Operation::Jump(target) => self.jump(target),
            Operation::JumpIfFalse(target) => {
                if to_boolean(&self.pop()?) {
                    Ok(Flow::Next)
                } else {
                    self.jump(target)
                }
            }
            Operation::AndJump(target) => self.jump_keeping(target, |value| !to_boolean(value)),
            Operation::OrJump(target) => self.jump_keeping(target, to_boolean),
            Operation::CoalesceJump(target) => {
                self.jump_keeping(target, |value| !matches!(value, Value::Undefined | Value::Null))
            }
            Operation::DefaultJump(target) => {
                self.jump_keeping(target, |value| !matches!(value, Value::Undefined))
            }
            Operation::ChainJump(target) => {
                if matches!(self.peek()?, Value::Undefined | Value::Null) {
                    self.pop()?;
                    self.push(Value::Undefined)?;
                    return self.jump(target);
                }
                Ok(Flow::Next)
            }
            Operation::Enumerate => {
                let value = self.pop()?;
                let enumeration = self.begin_enumeration(host, &value)?;
                self.push(enumeration)
            }
            Operation::NextKey(target) => {
                let enumeration = self.peek()?;
                if let Some(key) = self.next_key(host, &enumeration)? {
                    self.push(key)
                } else {
                    self.pop()?;
                    self.jump(target)
                }
            }
            Operation::GetIterator => {
                let iterable = self.pop()?;
                let iteration = self.get_iterator(host, &iterable, Quoted::Iterated(place))?;
                let iteration = self.keep_iteration(iteration);
                self.push(iteration)
            }
            Operation::Next(target) => {
                let iterator = self.peek()?;
                if let Some(value) = self.next_of(host, &iterator)? {
                    self.push(value)
                } else {
                    self.pop()?;
                    self.jump(target)
                }
            }
            Operation::NextElement => {
                let iterator = self.peek()?;
                let value = self.next_of(host, &iterator)?.unwrap_or(Value::Undefined);
                self.push(value)
            }
            Operation::RestElements => {
                let iterator = self.peek()?;
                let mut elements = Vec::new();
                while let Some(value) = self.next_of(host, &iterator)? {
                    self.machine.allocate(size_of::<Value>())?;
                    elements.push(value);
                }
                let array = self.new_array(elements)?;
                self.push(array)
            }
            Operation::CloseIterator => {
                let iterator = self.pop()?;
                self.close_iterator(host, &iterator)?;
                Ok(Flow::Next)
            }
            Operation::EnterTry { catch, finally } => {
                let top = self.top()?;
                let (stack, scopes) = (top.stack.len(), top.scopes.len());
                top.tries.push(Try { catch, finally, stack, scopes, kept: None });
                Ok(Flow::Next)
            }
            Operation::LeaveTry => {
                let top = self.top()?;
                let block = top.tries.pop().ok_or(Abrupt::Over)?;
                top.run_finally(&block, Completion::Normal);
                Ok(Flow::Next)
            }
            Operation::EndFinally => self.end_finally(host),
            Operation::Leave { target, tries, scopes, stack } => {
                self.leave(host, target, tries.into(), scopes.into(), stack.into())
            }
            Operation::Throw => Err(Abrupt::Throw(self.pop()?)),
            Operation::Return => {
                let value = self.pop()?;
                self.return_value(host, value)
            }
            Operation::Unmodelled => Err(Abrupt::Over),
        }
    }

    /// The top goes below the others of so many.
    fn rotate(&mut self, count: u32) -> Result<Flow, Abrupt> {
        let mut values = self.pop_many(count)?;
        values.rotate_right(1);
        self.top()?.stack.extend(values);
        Ok(Flow::Next)
    }

    fn jump_keeping(&mut self, target: Target, jumps: impl Fn(&Value) -> bool) -> Result<Flow, Abrupt> {
        if jumps(&self.peek()?) {
            return self.jump(target);
        }
        self.pop()?;
        Ok(Flow::Next)
    }

    /// Await ( value ) — <https://tc39.es/ecma262/#sec-await>
    fn wait(&mut self, host: &mut dyn Host) -> Result<Flow, Abrupt> {
        let value = self.pop()?;
        // 2.
        let promise = self.promise_resolve(host, &value)?;
        self.wait_for(promise)
    }

    fn wait_for(&mut self, promise: PromiseId) -> Result<Flow, Abrupt> {
        // 7.–9.
        let (id, flow) = self.suspend()?;
        self.then(promise, Handler::Resume(id));
        Ok(flow)
    }

    fn set_property(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        key: &Key,
        value: Value,
    ) -> Result<Flow, Abrupt> {
        if matches!(object, Value::Undefined | Value::Null) {
            return Err(self.unwritable(object, key));
        }
        self.put(host, object, key, value.clone())?;
        self.push(value)
    }

    fn delete_property(&mut self, host: &mut dyn Host, object: &Value, key: &Key) -> Result<Flow, Abrupt> {
        if matches!(object, Value::Undefined | Value::Null) {
            return Err(self.nothing_deleted(object));
        }
        if !self.delete(host, object, key)? {
            return Err(self.not_deleted(object, key));
        }
        self.push(Value::Boolean(true))
    }

    fn define_on_top(&mut self, key: Key, property: Property) -> Result<Flow, Abrupt> {
        let Value::Object(object) = self.peek()? else { return Err(Abrupt::Over) };
        // A property that is defined again keeps its place.
        self.store_property(object, key, property);
        Ok(Flow::Next)
    }

    fn define_accessor_on_top(
        &mut self,
        key: Key,
        getter: Option<Value>,
        setter: Option<Value>,
    ) -> Result<Flow, Abrupt> {
        let Value::Object(object) = self.peek()? else { return Err(Abrupt::Over) };
        self.define_accessor(object, key, getter, setter, true);
        Ok(Flow::Next)
    }

    /// Defines a getter or a setter beside what is there of the other.
    pub(super) fn define_accessor(
        &mut self,
        object: super::ObjectId,
        key: Key,
        getter: Option<Value>,
        setter: Option<Value>,
        enumerable: bool,
    ) {
        let known = self.machine.object(object).properties.get(&key).map(|property| property.content.clone());
        let content = match known {
            Some(Content::Accessor { get, set }) => {
                Content::Accessor { get: getter.or(get), set: setter.or(set) }
            }
            _ => Content::Accessor { get: getter, set: setter },
        };
        let property = Property { content, enumerable, configurable: true };
        self.store_property(object, key, property);
    }

    fn append(&mut self, array: &Value, value: Value) -> Result<(), Abrupt> {
        self.machine.allocate(size_of::<Value>())?;
        let Value::Object(id) = array else { return Err(Abrupt::Over) };
        let super::heap::Kind::Array(array) = &mut self.machine.object_mut(*id).kind else {
            return Err(Abrupt::Over);
        };
        array.elements.push(value);
        Ok(())
    }

    /// CopyDataProperties ( target, source, « » ) — <https://tc39.es/ecma262/#sec-copydataproperties>
    fn copy_data_properties(
        &mut self,
        host: &mut dyn Host,
        target: super::ObjectId,
        source: &Value,
    ) -> Result<(), Abrupt> {
        for key in self.own_property_keys(host, source)? {
            self.copy_data_property(host, target, source, key)?;
        }
        Ok(())
    }

    fn copy_data_property(
        &mut self,
        host: &mut dyn Host,
        target: super::ObjectId,
        source: &Value,
        key: Key,
    ) -> Result<(), Abrupt> {
        let own = self.get_own_property(host, source, &key)?;
        if own.is_some_and(|property| property.enumerable) {
            let value = self.get(host, source, &key)?;
            self.define_plain(target, key, value);
        }
        Ok(())
    }

    /// CopyDataProperties ( target, source, excluded ) of a new object — <https://tc39.es/ecma262/#sec-copydataproperties>
    fn rest_properties(
        &mut self,
        host: &mut dyn Host,
        source: &Value,
        excluded: &[Value],
    ) -> Result<Value, Abrupt> {
        let target = self.new_object();
        let keys = self.own_property_keys(host, source)?;
        let work = keys.len().saturating_mul(excluded.len().max(1));
        self.machine.executed += u64::try_from(work).unwrap_or(u64::MAX);
        for key in keys {
            if !excluded.contains(&key.clone().into()) {
                self.copy_data_property(host, target, source, key)?;
            }
        }
        Ok(Value::Object(target))
    }

    /// `__proto__: value` of an object literal —
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-propertydefinitionevaluation>, step 6 of its last algorithm.
    fn set_literal_prototype(&mut self, object: super::ObjectId, value: Value) {
        // 6.a. and 6.b. What is neither an object nor `null` does nothing.
        if value == Value::Null {
            self.machine.object_mut(object).prototype = None;
        } else if is_object(&value) {
            self.machine.object_mut(object).prototype = Some(value);
        }
    }

    /// EvaluateNew, from its step 5 on — <https://tc39.es/ecma262/#sec-evaluatenew>
    fn construct_from_stack(
        &mut self,
        host: &mut dyn Host,
        arguments: Vec<Value>,
        place: usize,
    ) -> Result<Flow, Abrupt> {
        let constructor = self.pop()?;
        // 5.
        if !self.is_constructor(&constructor) {
            return Err(self.not_a_constructor(&constructor, place));
        }
        // 6.
        match self.begin_construct(host, &constructor, arguments, None)? {
            Called::Done(value) => self.push(value),
            Called::Pushed => Ok(Flow::Next),
        }
    }

    fn call_from_stack(
        &mut self,
        host: &mut dyn Host,
        arguments: Vec<Value>,
        place: usize,
    ) -> Result<Flow, Abrupt> {
        let this = self.pop()?;
        let function = self.pop()?;
        if self.callable(&function).is_none() {
            return Err(self.not_callable(&function, place));
        }
        match self.begin_call(host, &function, this, arguments, super::activation::Then::Caller)? {
            Called::Done(value) => self.push(value),
            Called::Pushed => Ok(Flow::Next),
        }
    }
}

/// A property key as a value that becomes the same key again.
fn value_of_key(key: Key) -> Value {
    match key {
        Key::String(text) => Value::String(text),
        Key::Symbol(symbol) => Value::Symbol(symbol),
    }
}

/// The value of a literal.
fn literal(constant: Constant) -> Result<Value, Abrupt> {
    Ok(match constant {
        Constant::Undefined => Value::Undefined,
        Constant::Null => Value::Null,
        Constant::Boolean(value) => Value::Boolean(value),
        Constant::Number(number) => Value::Number(number),
        Constant::String(text) => Value::String(text),
        Constant::BigInt(digits) => Value::BigInt(Rc::new(digits.parse().map_err(|_| Abrupt::Over)?)),
    })
}

/// ToBoolean ( argument ) — <https://tc39.es/ecma262/#sec-toboolean>
pub(super) fn to_boolean(value: &Value) -> bool {
    match value {
        Value::Undefined | Value::Null => false,
        Value::Boolean(value) => *value,
        Value::Number(number) => !number.is_nan() && *number != 0.0,
        Value::String(text) => !text.is_empty(),
        Value::BigInt(number) => **number != 0,
        _ => true,
    }
}
