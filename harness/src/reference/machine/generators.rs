//! Generators — <https://tc39.es/ecma262/#sec-generator-objects>.

use super::{
    ObjectId,
    activation::{Activation, Then},
    builtins::{BuiltinCall, Intrinsic, Native},
    heap::{Iteration, Key, Kind, Object},
    instructions::to_boolean,
    objects::is_object,
    run::Flow,
};
use crate::{
    reference::{Agent, Host, Value, Wording, completion::Abrupt},
    syntax::code::Operation,
};

/// \[\[GeneratorState]] and \[\[GeneratorContext]]
#[derive(Debug)]
pub(super) enum Generator {
    /// Before the first `next`.
    Start(Box<Activation>),
    /// At a `yield`.
    Yield(Box<Activation>),
    Executing,
    Completed,
}

/// How a generator is resumed.
#[derive(Clone, Debug)]
pub(super) enum Resumption {
    Next(Value),
    Return(Value),
    Throw(Value),
}

impl Agent {
    /// OrdinaryCreateFromConstructor of EvaluateGeneratorBody, for the body on top —
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-evaluategeneratorbody>. `prototype` of a generator function is data, so
    /// nobody can tell that it is read before the arguments are.
    pub(super) fn new_generator(&mut self, host: &mut dyn Host, function: &Value) -> Result<(), Abrupt> {
        let prototype = self.prototype_of_generators(host, function, Intrinsic::GeneratorPrototype)?;
        let context = self.machine.context;
        self.machine.note(0, size_of::<Activation>());
        let object = Object::new(Kind::Generator(Generator::Executing), Some(prototype), context);
        let generator = self.machine.add_object(object);
        self.top()?.generator = Some(generator);
        Ok(())
    }

    /// GetPrototypeFromConstructor of a function whose calls give generators.
    pub(super) fn prototype_of_generators(
        &mut self,
        host: &mut dyn Host,
        function: &Value,
        default: Intrinsic,
    ) -> Result<Value, Abrupt> {
        let prototype = self.get(host, function, &Key::text("prototype"))?;
        Ok(if is_object(&prototype) { prototype } else { self.intrinsic(default) })
    }

    /// GeneratorStart: the caller gets the generator.
    pub(super) fn generator_start(&mut self) -> Result<Flow, Abrupt> {
        let (then, generator) = self.put_aside(Generator::Start)?;
        self.deliver(&then, Value::Object(generator))
    }

    /// GeneratorYield ( iteratorResult ) — <https://tc39.es/ecma262/#sec-generatoryield>
    pub(super) fn generator_yield(&mut self, result: Value) -> Result<Flow, Abrupt> {
        let (then, _) = self.put_aside(Generator::Yield)?;
        self.deliver(&then, result)
    }

    /// Takes the body on top away until its generator is asked for more.
    fn put_aside(
        &mut self,
        state: impl FnOnce(Box<Activation>) -> Generator,
    ) -> Result<(Then, ObjectId), Abrupt> {
        let mut activation = self.machine.activations.pop().ok_or(Abrupt::Over)?;
        let generator = activation.generator.ok_or(Abrupt::Over)?;
        let then = std::mem::replace(&mut activation.then, Then::Detached);
        self.machine.object_mut(generator).kind = Kind::Generator(state(Box::new(activation)));
        Ok((then, generator))
    }

    pub(super) fn complete_generator(&mut self, generator: ObjectId) {
        self.machine.object_mut(generator).kind = Kind::Generator(Generator::Completed);
    }

    /// CreateIteratorResultObject ( value, done ) — <https://tc39.es/ecma262/#sec-createiterresultobject>
    pub(super) fn iterator_result(&mut self, value: Value, done: bool) -> Value {
        let result = self.new_object();
        self.define_plain(result, Key::text("value"), value);
        self.define_plain(result, Key::text("done"), Value::Boolean(done));
        Value::Object(result)
    }

    /// %GeneratorPrototype%.next ( value ), return ( value ) and throw ( exception ) —
    /// <https://tc39.es/ecma262/#sec-properties-of-generator-prototype>
    pub(super) fn generator_method(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let Value::Object(id) = call.this else { return Err(Abrupt::Over) };
        let argument = call.argument(0);
        let resumption = match native {
            Native::GeneratorReturn => Resumption::Return(argument),
            Native::GeneratorThrow => Resumption::Throw(argument),
            _ => Resumption::Next(argument),
        };
        // GeneratorValidate — https://tc39.es/ecma262/#sec-generatorvalidate
        let Kind::Generator(state) = &mut self.machine.object_mut(id).kind else { return Err(Abrupt::Over) };
        match (std::mem::replace(state, Generator::Executing), resumption) {
            (Generator::Executing, _) => Err(self.generator_running()),
            (Generator::Start(activation), Resumption::Next(_)) => {
                self.resume_generator(host, *activation, None)
            }
            (Generator::Yield(activation), resumption) => {
                self.resume_generator(host, *activation, Some(resumption))
            }
            // What has not begun never does.
            (Generator::Start(_) | Generator::Completed, resumption) => {
                self.complete_generator(id);
                match resumption {
                    Resumption::Next(_) => Ok(self.iterator_result(Value::Undefined, true)),
                    Resumption::Return(value) => Ok(self.iterator_result(value, true)),
                    Resumption::Throw(error) => Err(Abrupt::Throw(error)),
                }
            }
        }
    }

    /// GeneratorResume and GeneratorResumeAbrupt — <https://tc39.es/ecma262/#sec-generatorresume>
    fn resume_generator(
        &mut self,
        host: &mut dyn Host,
        mut activation: Activation,
        resumption: Option<Resumption>,
    ) -> Result<Value, Abrupt> {
        let running = self.machine.context;
        activation.then = Then::Native;
        self.machine.context = activation.context;
        let delegates = matches!(activation.code.operations.get(activation.next), Some(Operation::YieldAll));
        self.push_activation(activation)?;
        let flow = match resumption {
            None => Ok(Flow::Next),
            Some(resumption) if delegates => self.resume_delegate(host, resumption),
            Some(Resumption::Next(value)) => self.push(value),
            Some(Resumption::Return(value)) => match self.return_value(host, value) {
                Err(Abrupt::Throw(error)) => self.unwind(host, error),
                other => other,
            },
            Some(Resumption::Throw(error)) => self.unwind(host, error),
        };
        let outcome = match flow {
            Ok(Flow::Next) => self.run_natively(host),
            Ok(Flow::Over(outcome)) => outcome.map_err(Abrupt::Throw),
            Err(abrupt) => Err(abrupt),
        };
        self.machine.context = running;
        outcome
    }

    /// `yield*`, when a value was received — <https://tc39.es/ecma262/#sec-generator-function-definitions-runtime-semantics-evaluation>
    pub(super) fn yield_all(&mut self, host: &mut dyn Host, place: usize) -> Result<Flow, Abrupt> {
        let received = self.pop()?;
        let iteration = self.delegate()?;
        // 7.a.
        if self.callable(&iteration.next).is_none() {
            return Err(Abrupt::Over);
        }
        let result = self.call(host, &iteration.next, iteration.iterator.clone(), &[received])?;
        self.top()?.next = place;
        self.delegated(host, result, false)
    }

    /// The iterator of `yield*`, which is on the stack. It is not closed with others: it is told itself what happens.
    fn delegate(&mut self) -> Result<Iteration, Abrupt> {
        let Value::Object(id) = self.peek()? else { return Err(Abrupt::Over) };
        let Kind::Iteration(iteration) = &mut self.machine.object_mut(id).kind else {
            return Err(Abrupt::Over);
        };
        iteration.done = true;
        Ok(iteration.clone())
    }

    /// Steps 7.a.ii. to 7.a.vi., and the same of b. and c.: what the iterator of `yield*` gave.
    fn delegated(&mut self, host: &mut dyn Host, result: Value, returns: bool) -> Result<Flow, Abrupt> {
        if !is_object(&result) {
            self.top()?.next += 1;
            return Err(self.iterator_result_no_object(&result));
        }
        let done = self.get(host, &result, &Key::text("done"))?;
        if !to_boolean(&done) {
            return self.generator_yield(result);
        }
        let value = self.get(host, &result, &Key::text("value"))?;
        self.pop()?;
        if returns {
            return self.return_value(host, value);
        }
        self.top()?.next += 1;
        self.push(value)
    }

    /// A generator is resumed that waits in a `yield*`.
    fn resume_delegate(&mut self, host: &mut dyn Host, resumption: Resumption) -> Result<Flow, Abrupt> {
        let flow = self.pass_on(host, resumption);
        match flow {
            Err(Abrupt::Throw(error)) => self.unwind(host, error),
            other => other,
        }
    }

    fn pass_on(&mut self, host: &mut dyn Host, resumption: Resumption) -> Result<Flow, Abrupt> {
        let iteration = self.delegate()?;
        let (name, argument) = match resumption {
            Resumption::Next(value) => return self.push(value),
            Resumption::Return(value) => ("return", value),
            Resumption::Throw(error) => ("throw", error),
        };
        let method = self.get(host, &iteration.iterator, &Key::text(name))?;
        match method {
            // 7.c.iii.
            Value::Undefined | Value::Null if name == "return" => self.return_value(host, argument),
            // 7.b.iii.
            Value::Undefined | Value::Null => {
                self.close_iteration(host, &iteration)?;
                Err(self.no_throw_method())
            }
            method if self.callable(&method).is_none() => Err(Abrupt::Over),
            method => {
                let result = self.call(host, &method, iteration.iterator.clone(), &[argument])?;
                self.delegated(host, result, name == "return")
            }
        }
    }

    fn generator_running(&mut self) -> Abrupt {
        self.throw_type_error(match self.wording() {
            Wording::V8 => "Generator is already running",
            Wording::JavaScriptCore => "Generator is executing",
        })
    }
}
