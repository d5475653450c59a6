//! Making a module ready: what a linker, or the callback of `import()`, does in its own time before it gives a module.

use super::{Agent, Host, LinkerHandle, PromiseId, Value, jobs::Handler};
use crate::{program::ModuleId, transcript::ModuleStatus};

/// What an async function waits for that makes a module ready.
#[derive(Clone, Copy, Debug)]
pub(super) struct Preparing {
    module: ModuleId,
    /// What is settled in the end.
    promise: PromiseId,
    /// Whether evaluate() is still to come.
    is_evaluated_next: bool,
}

impl Agent {
    /// Calls an async function that links `module` with `linker` when its status is `unlinked`, then evaluates it if
    /// `evaluates` says so, and returns it. The promise.
    pub fn prepare(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
        linker: LinkerHandle,
        evaluates: bool,
    ) -> PromiseId {
        let promise = self.new_promise();
        let preparing = Preparing { module, promise, is_evaluated_next: evaluates };
        if self.status(module) == ModuleStatus::Unlinked {
            let linking = self.link(host, module, linker);
            self.then(linking, Handler::Preparing(preparing));
        } else {
            self.evaluate_prepared(host, preparing);
        }
        promise
    }

    /// What the function waited for is there.
    pub(super) fn preparation_goes_on(
        &mut self,
        host: &mut dyn Host,
        preparing: Preparing,
        outcome: Result<Value, Value>,
    ) {
        match outcome {
            Ok(_) => self.evaluate_prepared(host, preparing),
            Err(error) => self.settle(preparing.promise, Err(error)),
        }
    }

    fn evaluate_prepared(&mut self, host: &mut dyn Host, preparing: Preparing) {
        let Preparing { module, promise, is_evaluated_next } = preparing;
        if is_evaluated_next {
            let evaluated = self.evaluate(host, module);
            self.then(evaluated, Handler::Preparing(Preparing { is_evaluated_next: false, ..preparing }));
        } else {
            self.settle(promise, Ok(Value::Module(module)));
        }
    }
}
