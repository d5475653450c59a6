//! `import()` from a body.

use super::{Agent, Host, Value, completion::Abrupt};
use crate::{program::ModuleId, syntax::Phase};

impl Agent {
    /// EvaluateImportCall ( specifierExpression, optionsExpression ), from its step 7 on, where both are values —
    /// <https://tc39.es/ecma262/#sec-evaluate-import-call>: a promise.
    ///
    /// # Errors
    /// When what the call does is not modelled.
    #[expect(clippy::unused_self, clippy::needless_pass_by_value, reason = "nothing is modelled yet")]
    pub(super) fn evaluate_import_call(
        &mut self,
        _host: &mut dyn Host,
        _referrer: ModuleId,
        _specifier: Value,
        _options: Option<Value>,
        _phase: Phase,
    ) -> Result<Value, Abrupt> {
        Err(Abrupt::NotModelled)
    }
}
