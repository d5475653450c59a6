//! The exports of synthetic modules.

use std::rc::Rc;

use crate::{
    program::ModuleId,
    reference::{Agent, Value},
};

impl Agent {
    /// SetSyntheticModuleExport ( module, name, value ), for a name that the module exports —
    /// <https://tc39.es/ecma262/#sec-setsyntheticmoduleexport>
    pub(in crate::reference) fn set_synthetic_export(&mut self, module: ModuleId, name: &str, value: Value) {
        let value = self.enter(value);
        self.machine.synthetic_exports.entry(module).or_default().insert(Rc::from(name), value);
    }
}
