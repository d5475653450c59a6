//! Which builtin a function is.

use super::{Native, array::Search};
use crate::reference::{
    Agent, Host, PromiseId, Value,
    completion::Abrupt,
    machine::{
        heap::{Callable, Iterated, Key, Kind},
        instructions::to_boolean,
    },
};

/// How many jobs `tick` may ask for. No order of jobs that can be told from another is so far apart.
const MOST_TICKS: f64 = 100_000.0;

/// A call of a builtin.
pub(in crate::reference::machine) struct BuiltinCall<'a> {
    pub(in crate::reference::machine) this: Value,
    pub(in crate::reference::machine) arguments: &'a [Value],
    /// The new target, when it was called with `new`.
    pub(in crate::reference::machine) new_target: Option<&'a Value>,
}

impl BuiltinCall<'_> {
    /// An argument, or `undefined`.
    pub(in crate::reference::machine) fn argument(&self, index: usize) -> Value {
        self.arguments.get(index).cloned().unwrap_or(Value::Undefined)
    }
}

impl Agent {
    /// \[\[Call]] and \[\[Construct]] of builtin functions — <https://tc39.es/ecma262/#sec-built-in-function-objects>
    pub(in crate::reference::machine) fn call_builtin(
        &mut self,
        host: &mut dyn Host,
        callable: &Callable,
        this: Value,
        arguments: &[Value],
        new_target: Option<&Value>,
    ) -> Result<Value, Abrupt> {
        let call = BuiltinCall { this, arguments, new_target };
        match callable {
            Callable::Native(native) => self.call_native(host, *native, &call),
            Callable::Resolving { promise, rejects, already_resolved } => {
                if already_resolved.replace(true) {
                    return Ok(Value::Undefined);
                }
                self.call_resolving(host, *promise, *rejects, call.argument(0))
            }
            Callable::Finally { on_finally, rejects } => {
                self.call_finally(host, on_finally, *rejects, call.argument(0))
            }
            Callable::Constant { value, throws: false } => Ok(value.clone()),
            Callable::Constant { value, throws: true } => Err(Abrupt::Throw(value.clone())),
            Callable::Element { all, index, rejects, called } => {
                if called.replace(true) {
                    return Ok(Value::Undefined);
                }
                self.combination_element(host, all, *index, *rejects, call.argument(0))
            }
            Callable::FromSync(what) => self.call_from_sync(host, what, call.argument(0)),
            Callable::SetExport(module) => {
                let name = self.export_name(host, &call.argument(0))?;
                self.set_export_from_body(*module, &name, call.argument(1))
            }
            Callable::SetExportMethod => {
                // What is said of another `this` is each runtime's own.
                let Value::Module(module) = call.this else { return Err(Abrupt::Over) };
                let name = self.export_name(host, &call.argument(0))?;
                self.set_export_from_body(module, &name, call.argument(1))
            }
            Callable::Scripted => Ok(Value::Undefined),
            Callable::Closure(_) | Callable::Class(_) | Callable::Bound { .. } => Err(Abrupt::Over),
        }
    }

    fn call_resolving(
        &mut self,
        host: &mut dyn Host,
        promise: PromiseId,
        rejects: bool,
        value: Value,
    ) -> Result<Value, Abrupt> {
        if rejects {
            self.settle(promise, Err(value));
        } else {
            self.resolve_promise(host, promise, value)?;
        }
        Ok(Value::Undefined)
    }

    #[expect(clippy::too_many_lines, reason = "one line for each builtin")]
    fn call_native(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        match native {
            Native::Log => self.log_line(host, call.arguments),
            Native::Tick => self.tick(&call.argument(0)),
            Native::Fail => {
                let promise = self.new_promise_here();
                self.settle(promise, Err(call.argument(0)));
                Ok(Value::Promise(promise))
            }
            Native::Object => self.object_constructor(host, call),
            Native::Array | Native::ArrayOf => self.array_constructor(native, call),
            Native::String => self.string_constructor(host, call),
            Native::Number => self.number_constructor(host, call),
            Native::Boolean if call.new_target.is_none() => Ok(Value::Boolean(to_boolean(&call.argument(0)))),
            // Text becomes code, and a primitive value an object.
            Native::Function | Native::Boolean => Err(Abrupt::Over),
            Native::Symbol => self.symbol_constructor(host, call),
            Native::Promise => self.promise_constructor(host, call),
            Native::Error(kind) => self.error_constructor(host, kind, call),
            Native::Keys | Native::Values | Native::Entries => self.object_listing(host, native, call),
            Native::FromEntries => self.object_from_entries(host, call),
            Native::Assign => self.object_assign(host, call),
            Native::Freeze | Native::Seal => self.set_integrity(host, call, native == Native::Freeze),
            Native::IsFrozen | Native::IsSealed => {
                self.test_integrity(host, call, native == Native::IsFrozen)
            }
            Native::PreventExtensions => self.object_prevent_extensions(call),
            Native::IsExtensible => Ok(Value::Boolean(self.is_extensible(&call.argument(0))?)),
            Native::OwnNames | Native::OwnSymbols => self.own_names(host, native, call),
            Native::OwnDescriptor => self.own_descriptor(host, call),
            Native::GetPrototypeOf => self.object_get_prototype(call),
            Native::SetPrototypeOf => self.object_set_prototype(call),
            Native::Create => self.object_create(host, call),
            Native::DefineProperties => self.define_properties(host, call),
            Native::OwnDescriptors => self.own_descriptors(host, call),
            Native::DefineProperty => self.object_define(host, call),
            Native::HasOwn => {
                let object = self.to_object_like(&call.argument(0))?;
                let key = self.to_property_key(host, &call.argument(1))?;
                Ok(Value::Boolean(self.get_own_property(host, &object, &key)?.is_some()))
            }
            Native::Is => {
                let same =
                    crate::reference::machine::operators::same_value(&call.argument(0), &call.argument(1));
                Ok(Value::Boolean(same))
            }
            Native::HasOwnProperty | Native::PropertyIsEnumerable => {
                let key = self.to_property_key(host, &call.argument(0))?;
                let object = self.to_object_like(&call.this)?;
                let property = self.get_own_property(host, &object, &key)?;
                let wants_enumerable = native == Native::PropertyIsEnumerable;
                Ok(Value::Boolean(property.is_some_and(|property| property.enumerable || !wants_enumerable)))
            }
            Native::ObjectToString => self.object_to_string(host, &call.this),
            Native::ObjectValueOf => self.to_object_like(&call.this),
            Native::IsPrototypeOf => self.is_prototype_of(call),
            Native::ReflectApply
            | Native::ReflectConstruct
            | Native::ReflectDefineProperty
            | Native::ReflectDeleteProperty
            | Native::ReflectGet
            | Native::ReflectOwnDescriptor
            | Native::ReflectGetPrototypeOf
            | Native::ReflectHas
            | Native::ReflectIsExtensible
            | Native::ReflectOwnKeys
            | Native::ReflectPreventExtensions
            | Native::ReflectSet
            | Native::ReflectSetPrototypeOf => self.reflect(host, native, call),
            Native::FunctionCall
            | Native::FunctionApply
            | Native::FunctionBind
            | Native::FunctionToString => self.function_method(host, native, call),
            Native::IsArray => Ok(Value::Boolean(self.array(&call.argument(0)).is_some())),
            Native::Push | Native::Pop | Native::Shift | Native::Unshift | Native::Reverse => {
                self.array_change(native, call)
            }
            Native::Join | Native::ArrayToString => self.array_join(host, native, call),
            Native::Map => self.array_each(host, call, Search::Map),
            Native::Filter => self.array_each(host, call, Search::Filter),
            Native::ForEach => self.array_each(host, call, Search::ForEach),
            Native::Some => self.array_each(host, call, Search::Some),
            Native::Every => self.array_each(host, call, Search::Every),
            Native::Find => self.array_each(host, call, Search::Find),
            Native::FindIndex => self.array_each(host, call, Search::FindIndex),
            Native::Reduce => self.array_reduce(host, call),
            Native::Includes | Native::IndexOf | Native::LastIndexOf => self.array_search(native, call),
            Native::Concat => self.array_concat(call),
            Native::Slice => self.array_slice(host, call),
            Native::At => self.array_at(host, call),
            Native::ArrayWith => self.array_with(host, call),
            Native::Sort => self.array_sort(host, call),
            Native::ArrayKeys => self.array_iterator(call, Iterated::Keys),
            Native::ArrayValues => self.array_iterator(call, Iterated::Values),
            Native::ArrayEntries => self.array_iterator(call, Iterated::Entries),
            Native::ArrayIteratorNext => self.array_iterator_next(host, call),
            Native::GeneratorNext | Native::GeneratorReturn | Native::GeneratorThrow => {
                self.generator_method(host, native, call)
            }
            Native::AsyncGeneratorNext | Native::AsyncGeneratorReturn | Native::AsyncGeneratorThrow => {
                self.async_generator_method(host, native, call)
            }
            Native::IteratorSelf => Ok(call.this.clone()),
            Native::StringIterator => match &call.this {
                Value::String(_) => Ok(self.new_iterator(call.this.clone(), Iterated::Values)),
                _ => Err(Abrupt::Over),
            },
            Native::StringValueOf
            | Native::CharAt
            | Native::StringIncludes
            | Native::StartsWith
            | Native::EndsWith
            | Native::StringIndexOf
            | Native::StringSlice
            | Native::Split
            | Native::ToUpperCase
            | Native::ToLowerCase
            | Native::Trim
            | Native::Repeat
            | Native::PadStart
            | Native::PadEnd
            | Native::StringConcat => self.string_method(host, native, call),
            Native::NumberToString
            | Native::NumberValueOf
            | Native::NumberIsInteger
            | Native::NumberIsNaN
            | Native::BooleanToString
            | Native::BooleanValueOf
            | Native::SymbolToString
            | Native::SymbolValueOf
            | Native::SymbolDescription
            | Native::BigIntToString
            | Native::IsNaN
            | Native::IsFinite => self.primitive_method(host, native, call),
            Native::ErrorToString => self.error_to_string(host, &call.this),
            Native::PromiseResolve
            | Native::PromiseReject
            | Native::PromiseAll
            | Native::PromiseAllSettled
            | Native::PromiseRace
            | Native::PromiseAny
            | Native::PromiseWithResolvers
            | Native::PromiseTry
            | Native::PromiseThen
            | Native::PromiseCatch
            | Native::PromiseFinally => self.promise_function(host, native, call),
            Native::Stringify => self.json_stringify(host, call),
            Native::MapConstructor | Native::SetConstructor => {
                self.collection_constructor(host, native, call)
            }
            Native::CollectionIteratorNext => self.collection_iterator_next(call),
            Native::MathMax
            | Native::MathMin
            | Native::MathFloor
            | Native::MathCeil
            | Native::MathTrunc
            | Native::MathAbs
            | Native::MathSign => self.math_function(host, native, call),
            Native::ThrowTypeError => Err(self.strict_arguments_asked()),
            collection => self.collection_method(host, collection, call),
        }
    }

    /// `log(...values)`: one line, each value as `String` gives it.
    fn log_line(&mut self, host: &mut dyn Host, values: &[Value]) -> Result<Value, Abrupt> {
        let mut line = String::new();
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                line.push(' ');
            }
            let text = self.text_of_value(host, value)?;
            self.machine.allocate(text.len() + 1)?;
            line.push_str(&text);
        }
        self.machine.log.push(line);
        Ok(Value::Undefined)
    }

    /// `String(value)`: a symbol has a text too.
    pub(in crate::reference::machine) fn text_of_value(
        &mut self,
        host: &mut dyn Host,
        value: &Value,
    ) -> Result<std::rc::Rc<str>, Abrupt> {
        match value {
            Value::Symbol(symbol) => Ok(self.key_text(&Key::Symbol(*symbol)).into()),
            other => self.to_text(host, other),
        }
    }

    /// `tick(jobs)`: a promise that settles after so many jobs.
    fn tick(&mut self, jobs: &Value) -> Result<Value, Abrupt> {
        let Value::Number(jobs) = *jobs else { return Err(Abrupt::Over) };
        if !(0.0..=MOST_TICKS).contains(&jobs) || jobs.fract() != 0.0 {
            return Err(Abrupt::Over);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is within these bounds"
        )]
        let jobs = jobs as u32;
        // The turns are counted now, not when they come.
        self.machine.note(jobs as usize, 0);
        Ok(Value::Promise(self.settled_after(jobs, Ok(Value::Undefined))))
    }

    /// The lines that bodies have logged since the last time.
    pub fn take_log(&mut self) -> Vec<String> {
        std::mem::take(&mut self.machine.log)
    }

    fn array_iterator_next(&mut self, host: &mut dyn Host, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let Value::Object(id) = call.this else { return Err(Abrupt::Over) };
        let Kind::Iterator(..) = self.machine.object(id).kind else { return Err(Abrupt::Over) };
        let next = self.advance(host, id)?;
        let result = self.new_object();
        let done = next.is_none();
        self.define_plain(result, Key::text("value"), next.unwrap_or(Value::Undefined));
        self.define_plain(result, Key::text("done"), Value::Boolean(done));
        Ok(Value::Object(result))
    }

    fn symbol_constructor(&mut self, host: &mut dyn Host, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let description = match call.argument(0) {
            Value::Undefined => None,
            other => Some(self.to_text(host, &other)?),
        };
        Ok(self.machine.new_symbol(description))
    }

    /// A function made by a builtin, whose `name` is empty.
    pub(in crate::reference::machine) fn anonymous(&mut self, callable: Callable, length: u32) -> Value {
        self.new_builtin(callable, "", length)
    }
}
