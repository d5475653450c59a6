//! The linker calls of a run, answered as the program's linker scripts say.

use super::{
    started::{Read, Started},
    world::{PROGRAM_LINKER, World},
};
use crate::{
    program::{self, Answer, Behaviour, Delivery, ErrorKind, Preparation, Thrown},
    reference::{
        Agent, ErrorObject, Host, ImportCall, Likeness, LinkerAnswer, LinkerCall, LinkerCompletion,
        LinkerHandle, PromiseId, Reaction, Value,
    },
    transcript,
};

/// How often linkers are called in a run before every further call throws. Without `first` steps a program asks once for
/// each request; with them a few lines can ask without end, because each link() they start may ask again. The corpus asks
/// a few dozen times, and this many calls take less than a second.
const MAX_CALLS: usize = 100_000;

impl World<'_> {
    /// The value of an answer, or what it throws or rejects with; `None` for one that never comes.
    fn answer(&self, agent: &mut Agent, answer: &Answer) -> Option<Result<Value, Value>> {
        Some(match answer {
            Answer::Module(module) | Answer::Prepared(Preparation { module, .. }) => {
                Ok(self.constructed[module.index()].map_or(Value::Undefined, Value::Module))
            }
            Answer::Returns(value) => self.value(agent, value),
            Answer::Throws(thrown) | Answer::Rejects(thrown) => Err(value_of(agent, thrown)),
            Answer::Never => return None,
        })
    }

    /// The value that a linker returns, or the error that making it throws.
    fn value(&self, agent: &mut Agent, value: &program::Value) -> Result<Value, Value> {
        let (likeness, module) = match value {
            program::Value::ProxyOf(module) => (Likeness::Proxy, module),
            program::Value::InheritsFrom(module) => (Likeness::Inherits, module),
            program::Value::NamespaceOf(module) => {
                return match self.constructed[module.index()] {
                    Some(module) => agent.namespace(module).map(Value::Namespace),
                    None => Err(agent.property_of_undefined("namespace")),
                };
            }
            other => return Ok(Value::from(other.clone())),
        };
        match self.constructed[module.index()] {
            Some(module) => Ok(Value::Like(likeness, module)),
            None => Err(agent.likeness_of_undefined(likeness)),
        }
    }

    /// The promise of the function that makes a module ready.
    fn prepared(&mut self, agent: &mut Agent, preparation: Preparation, linker: LinkerHandle) -> PromiseId {
        let Preparation { module, evaluates, shared } = preparation;
        if shared && let Some(&promise) = self.shared.get(&(module, evaluates)) {
            return promise;
        }
        let promise = if let Some(module) = self.constructed[module.index()] {
            agent.prepare(self, module, linker, evaluates)
        } else {
            // The function is async, so what it fails with is a rejection.
            let error = agent.property_of_undefined("status");
            agent.settled(Err(error))
        };
        if shared {
            self.shared.insert((module, evaluates), promise);
        }
        promise
    }

    fn complete(
        &mut self,
        agent: &mut Agent,
        behaviour: &Behaviour,
        linker: LinkerHandle,
    ) -> LinkerCompletion {
        if let Answer::Prepared(preparation) = behaviour.answer {
            let promise = self.prepared(agent, preparation, linker);
            return LinkerCompletion::Returned(LinkerAnswer::Promise(promise));
        }
        let outcome = self.answer(agent, &behaviour.answer);
        let rejects = matches!(behaviour.answer, Answer::Rejects(_));
        LinkerCompletion::Returned(match (behaviour.delivery, outcome) {
            (Delivery::Direct | Delivery::AfterJobs(_), None) => LinkerAnswer::Promise(agent.never()),
            (Delivery::Direct, Some(Ok(value))) => LinkerAnswer::Value(value),
            (Delivery::Direct, Some(Err(thrown))) if !rejects => return LinkerCompletion::Threw(thrown),
            (Delivery::Direct, Some(Err(reason))) => LinkerAnswer::Promise(agent.settled(Err(reason))),
            (Delivery::AfterJobs(jobs), Some(outcome)) => {
                LinkerAnswer::Promise(agent.settled_after(jobs, outcome))
            }
            (Delivery::ThenGetter, Some(Err(thrown))) => LinkerAnswer::ThrowingThen(thrown),
            (Delivery::Thenable | Delivery::ThenGetter, None) => LinkerAnswer::Thenable(Reaction::Nothing),
            (Delivery::Thenable | Delivery::ThenGetter, Some(Ok(value))) => {
                LinkerAnswer::Thenable(Reaction::Resolve(value))
            }
            (Delivery::Thenable, Some(Err(reason))) => LinkerAnswer::Thenable(Reaction::Reject(reason)),
        })
    }
}

impl<'p> World<'p> {
    /// Does what a script says to a call, or what is done when it says nothing. Steps that it starts link with `linker`.
    fn answered(
        &mut self,
        agent: &mut Agent,
        behaviour: Option<&'p Behaviour>,
        specifier: &str,
        linker: LinkerHandle,
    ) -> LinkerCompletion {
        if let Some(behaviour) = behaviour {
            for step in &behaviour.first {
                // Its place is taken before it is started, because its linker may start steps too.
                let place = self.inside.len();
                self.inside.push((self.label(step), Started::Done(Ok(Read::Undefined))));
                self.inside[place].1 = self.start(agent, step, linker);
            }
            return self.complete(agent, behaviour, linker);
        }
        if let Some(&module) = self.by_name.get(specifier) {
            return self.complete(agent, &Behaviour::direct(Answer::Module(module)), linker);
        }
        let message = format!("Unknown specifier: {specifier}");
        LinkerCompletion::Threw(value_of(agent, &Thrown::Error(ErrorKind::Error, message)))
    }
}

impl Host for World<'_> {
    fn call_linker(
        &mut self,
        agent: &mut Agent,
        linker: LinkerHandle,
        call: &LinkerCall<'_>,
    ) -> LinkerCompletion {
        let referrer = self.programs[call.referrer.index()];
        self.calls.push(transcript::LinkerCall {
            specifier: call.specifier.to_owned(),
            referrer: self.program.name(referrer).to_owned(),
            attributes: owned(call.attributes),
        });
        if self.calls_made == MAX_CALLS {
            let message = format!("vmlink lets a linker be called {MAX_CALLS} times in a run");
            return LinkerCompletion::Threw(value_of(agent, &Thrown::Error(ErrorKind::RangeError, message)));
        }
        self.calls_made += 1;
        let behaviour = self.linkers[linker.0 as usize].behaviour(call.specifier, referrer, call.attributes);
        self.answered(agent, behaviour, call.specifier, linker)
    }

    fn call_importer(&mut self, agent: &mut Agent, call: &ImportCall<'_>) -> LinkerCompletion {
        let referrer = self.programs[call.referrer.index()];
        self.imports.push(transcript::ImportCall {
            specifier: call.specifier.to_owned(),
            referrer: self.program.name(referrer).to_owned(),
            attributes: owned(call.attributes),
        });
        let importer = self.importer.as_mut();
        let behaviour =
            importer.and_then(|script| script.behaviour(call.specifier, referrer, call.attributes));
        self.answered(agent, behaviour, call.specifier, PROGRAM_LINKER)
    }
}

fn owned(attributes: &[(&str, &str)]) -> Vec<(String, String)> {
    attributes.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn value_of(agent: &mut Agent, thrown: &Thrown) -> Value {
    match thrown {
        Thrown::Error(kind, message) => agent.create_error(ErrorObject {
            name: kind.name(),
            code: None,
            message: message.clone(),
            cause: None,
        }),
        Thrown::Value(value) => Value::from(value.clone()),
    }
}
