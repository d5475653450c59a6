//! Running a body, until there is a machine for it.

use super::{Agent, Host, PromiseId, Value, completion::Abrupt};
use crate::program::ModuleId;

impl Agent {
    pub(super) fn run_module_body(&mut self, _: &mut dyn Host, module: ModuleId) -> Result<(), Abrupt> {
        self.require_modelled(module)
    }

    pub(super) fn start_async_module_body(
        &mut self,
        _: &mut dyn Host,
        module: ModuleId,
        _: PromiseId,
    ) -> Result<(), Abrupt> {
        self.require_modelled(module)
    }

    pub(super) fn run_synthetic_body(&mut self, _: &mut dyn Host, module: ModuleId) -> Result<Value, Abrupt> {
        self.require_modelled(module).map(|()| Value::Undefined)
    }

    fn require_modelled(&mut self, module: ModuleId) -> Result<(), Abrupt> {
        match self.body_position(module) {
            None => Ok(()),
            Some(position) => {
                self.unmodelled.get_or_insert((module, position));
                Err(Abrupt::NotModelled)
            }
        }
    }
}
