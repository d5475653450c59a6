//! Evaluate ( ): where evaluation begins, and what it comes to.

use crate::{
    program::ModuleId,
    reference::{
        Agent, Host, PromiseId, Quirk, Status, Value,
        completion::Abrupt,
        marks::step,
        record::{CyclicModule, ModuleRecordKind, SyntheticEvaluation},
    },
};

impl Agent {
    /// Evaluate ( ) of any Module Record: a promise.
    pub(in crate::reference) fn evaluate_record(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
    ) -> PromiseId {
        match self.module(module).kind {
            ModuleRecordKind::Cyclic(_) => {
                if self.has(Quirk::DependenciesEvaluatedAlone) {
                    return self.evaluate_alone(host, module);
                }
                self.evaluate_cyclic(host, module)
            }
            ModuleRecordKind::Synthetic(_) => self.evaluate_synthetic(host, module),
        }
    }

    /// Evaluate ( ) of a Cyclic Module Record — <https://tc39.es/ecma262/#sec-moduleevaluation>
    pub(super) fn evaluate_cyclic(&mut self, host: &mut dyn Host, module: ModuleId) -> PromiseId {
        // 2.
        debug_assert!(
            matches!(
                self.expect_cyclic(module).status,
                Status::Linked | Status::EvaluatingAsync | Status::Evaluated
            ),
            "Evaluate 2"
        );
        if self.has(Quirk::FailedMemberKeepsItsError)
            && let CyclicModule { evaluation_error: Some(error), top_level_capability, .. } =
                self.expect_cyclic(module)
        {
            let (error, promise) = (error.clone(), *top_level_capability);
            return promise.unwrap_or_else(|| self.settled(Err(error)));
        }
        // 3. A cycle is evaluated as one. A module that failed with the whole stack has no cycle root.
        let module = match self.expect_cyclic(module).status {
            Status::EvaluatingAsync | Status::Evaluated => {
                step!(self, "Evaluate 3");
                self.expect_cyclic(module).cycle_root.unwrap_or(module)
            }
            _ => module,
        };
        let record = self.expect_cyclic(module);
        if self.has(Quirk::FailedRootCrashes)
            && record.evaluation_error.is_some()
            && record.top_level_capability.is_none()
        {
            self.end_by_crash();
            return self.never();
        }
        // 4. Once.
        if let Some(promise) = self.expect_cyclic(module).top_level_capability {
            step!(self, "Evaluate 4.a");
            return promise;
        }
        // 5.–7.
        let mut stack = Vec::new();
        let capability = self.new_promise();
        self.expect_cyclic_mut(module).top_level_capability = Some(capability);
        // 8.
        step!(self, "Evaluate 8");
        match self.inner_module_evaluation(host, module, &mut stack) {
            // 9. After a failure, every module on the way has failed with the same error.
            Err(Abrupt::Throw(error)) => {
                // 9.a.
                for on_stack in stack {
                    let record = self.expect_cyclic_mut(on_stack);
                    // 9.a.i.
                    debug_assert_eq!(record.status, Status::Evaluating, "Evaluate 9.a.i");
                    // 9.a.ii. and 9.a.iii.
                    record.status = Status::Evaluated;
                    record.evaluation_error = Some(error.clone());
                    step!(self, "Evaluate 9.a.iii");
                }
                // 9.c.
                self.settle(capability, Err(error));
            }
            // The run is over; nobody looks at the promise again.
            Err(Abrupt::Over) => {}
            // 10. Otherwise it is done, unless something awaits.
            Ok(()) => {
                // 10.c.
                if self.expect_cyclic(module).status == Status::Evaluated {
                    step!(self, "Evaluate 10.c.iii");
                    self.settle(capability, Ok(Value::Undefined));
                }
                // 10.d.
                debug_assert!(stack.is_empty(), "Evaluate 10.d");
            }
        }
        // 11.
        capability
    }

    /// Evaluate ( ) of a Synthetic Module Record — <https://tc39.es/ecma262/#sec-smr-Evaluate>
    ///
    /// Its own steps run the body at every call. What all Module Records promise is less: a module that has been evaluated
    /// succeeds or fails as it did, <https://tc39.es/ecma262/#table-abstract-methods-of-module-records>. Every engine keeps to
    /// that, and so does this.
    pub(super) fn evaluate_synthetic(&mut self, host: &mut dyn Host, module: ModuleId) -> PromiseId {
        let evaluation = match &self.expect_synthetic(module).evaluation {
            SyntheticEvaluation::Ahead => {
                // 8. The body runs once.
                step!(self, "Evaluate synthetic 8");
                self.expect_synthetic_mut(module).evaluation = SyntheticEvaluation::Succeeded;
                let evaluation = match self.run_synthetic_body(host, module) {
                    // What the body returns is of no interest, also when it is a promise.
                    Ok(_) => SyntheticEvaluation::Succeeded,
                    Err(Abrupt::Throw(error)) => SyntheticEvaluation::Failed(error),
                    Err(Abrupt::Over) => return self.never(),
                };
                self.expect_synthetic_mut(module).evaluation = evaluation.clone();
                evaluation
            }
            settled => settled.clone(),
        };
        let keeps_promise =
            self.has(Quirk::SyntheticPromiseKept) && evaluation == SyntheticEvaluation::Succeeded;
        if keeps_promise && let Some(promise) = self.expect_synthetic(module).promise {
            return promise;
        }
        let promise = match evaluation {
            // 12.
            SyntheticEvaluation::Failed(error) => {
                step!(self, "Evaluate synthetic 12");
                self.settled(Err(error))
            }
            // 13.
            SyntheticEvaluation::Ahead | SyntheticEvaluation::Succeeded => {
                step!(self, "Evaluate synthetic 13");
                self.settled(Ok(Value::Undefined))
            }
        };
        if keeps_promise {
            self.expect_synthetic_mut(module).promise = Some(promise);
        }
        promise
    }
}
