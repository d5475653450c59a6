//! What `vm.Module` makes of the linker's answers.

use crate::{
    program::ModuleId,
    reference::{Agent, Layer, Quirk, Value, marks::step, value::Likeness},
    syntax::RequestIndex,
    transcript::ModuleStatus,
};

impl Agent {
    /// The module that the linker answered `request` of `referrer` with, or the error that link() fails with.
    ///
    /// `outcome` is how the linker's answer settled; under [`Layer::Bare`] it counts as it is.
    pub(in crate::reference) fn check_answer(
        &mut self,
        referrer: ModuleId,
        request: RequestIndex,
        outcome: Result<Value, Value>,
    ) -> Result<ModuleId, Value> {
        if self.layer() == Layer::Bare {
            return self.bare_answer(outcome);
        }
        match outcome {
            // 1. The linker threw, or its promise was rejected (C1, C2, C3).
            Err(thrown) => {
                step!(self, "vm answer 1");
                Err(self.link_failure(thrown))
            }
            // 2. A module, perhaps one that cannot be used (C8).
            Ok(Value::Module(module)) => self.usable(referrer, request, module).map(|()| module),
            Ok(Value::Like(Likeness::Proxy, module)) if self.has(Quirk::ProxiesAccepted) => {
                self.usable(referrer, request, module).map(|()| module)
            }
            // 3. Anything else (C8).
            Ok(_) => {
                step!(self, "vm answer 3");
                Err(self.not_a_module())
            }
        }
    }

    /// The same for an answer that an earlier link() got: the module may have failed since.
    pub(in crate::reference) fn recheck_answer(
        &mut self,
        referrer: ModuleId,
        request: RequestIndex,
        module: ModuleId,
    ) -> Result<(), Value> {
        match self.layer() {
            Layer::Bare => Ok(()),
            Layer::Vm => self.usable(referrer, request, module),
        }
    }

    fn usable(&mut self, referrer: ModuleId, request: RequestIndex, module: ModuleId) -> Result<(), Value> {
        // 2.a. It lives in another context.
        if self.module(module).context != self.module(referrer).context {
            step!(self, "vm answer 2.a");
            return Err(self.different_context());
        }
        // 2.b. It has failed.
        let is_accepted = self.has(Quirk::FailedAnswersAccepted) && self.module(module).vm.error.is_none();
        if self.vm_status(module) == ModuleStatus::Errored && !is_accepted {
            step!(self, "vm answer 2.b");
            let cause = self.vm_error_property(module)?;
            let specifier = self.text(self.expect_cyclic(referrer).request(request).specifier);
            return Err(self.resolved_to_errored(&specifier, cause));
        }
        // 2.c. It will do, in whatever other status it is.
        step!(self, "vm answer 2.c");
        Ok(())
    }
}
