//! Small graphs for the unit tests of this folder.

use super::{
    Agent, ContextId, Host, LinkerAnswer, LinkerCall, LinkerCompletion, LinkerHandle, PromiseState, Rules,
    Value,
};
use crate::{program::ModuleId, syntax::parse_module};

/// Modules that are linked by their names; a specifier that is no name throws `undefined`.
pub(super) struct Graph {
    pub(super) agent: Agent,
    host: ByName,
}

struct ByName {
    names: Vec<&'static str>,
    calls: Vec<String>,
}

impl Host for ByName {
    fn call_linker(&mut self, _: &mut Agent, _: LinkerHandle, call: &LinkerCall<'_>) -> LinkerCompletion {
        self.calls.push(format!("{}>{}", self.names[call.referrer.index()], call.specifier));
        match self.names.iter().position(|name| *name == call.specifier) {
            Some(index) => {
                LinkerCompletion::Returned(LinkerAnswer::Value(Value::Module(ModuleId::new(index))))
            }
            None => LinkerCompletion::Threw(Value::Undefined),
        }
    }
}

impl Graph {
    pub(super) fn new(rules: impl Into<Rules>, modules: &[(&'static str, &str)]) -> Self {
        let mut agent = Agent::new(rules);
        for (name, source) in modules {
            agent.source_text_module(name, ContextId(0), &parse_module(source).unwrap());
        }
        let names = modules.iter().map(|(name, _)| *name).collect();
        Self { agent, host: ByName { names, calls: Vec::new() } }
    }

    pub(super) fn id(&self, name: &str) -> ModuleId {
        ModuleId::new(self.host.names.iter().position(|known| *known == name).unwrap())
    }

    /// Links `name` and runs all jobs; the message of the error when it fails.
    pub(super) fn link(&mut self, name: &str) -> Result<(), String> {
        match self.outcome_of_link(name) {
            PromiseState::Fulfilled(_) => Ok(()),
            PromiseState::Rejected(Value::Error(error)) => {
                Err(self.agent.error_object(error).message.clone())
            }
            other => panic!("link() of {name} gave {other:?}"),
        }
    }

    /// Links `name` and runs all jobs; how the promise of link() stands then.
    pub(super) fn outcome_of_link(&mut self, name: &str) -> PromiseState {
        let module = self.id(name);
        let promise = self.agent.link(&mut self.host, module, LinkerHandle(0));
        self.agent.run_jobs(&mut self.host);
        self.agent.promise_state(promise).clone()
    }

    /// The linker calls since the last time: `referrer>specifier`.
    pub(super) fn calls(&mut self) -> Vec<String> {
        std::mem::take(&mut self.host.calls)
    }

    /// The keys of a linked module's namespace.
    pub(super) fn keys(&mut self, name: &str) -> Vec<String> {
        let module = self.id(name);
        let namespace = self.agent.namespace(module).unwrap();
        self.agent.namespace_keys(namespace)
    }
}
