//! `import()`, as the language has it.

use std::rc::Rc;

use crate::{
    program::ModuleId,
    reference::{
        Agent, Host, Quirk, Value,
        completion::Abrupt,
        machine::{ErrorType, Key, is_object},
        marks::step,
    },
    syntax::Phase,
};

/// A ModuleRequest Record that a body has made.
#[derive(Clone, Debug)]
pub(super) struct ImportRequest {
    pub(super) referrer: ModuleId,
    pub(super) specifier: Rc<str>,
    /// Sorted by key in UTF-16 code unit order.
    pub(super) attributes: Vec<(Rc<str>, Rc<str>)>,
}

impl Agent {
    /// EvaluateImportCall ( specifierExpression, optionsExpression ), from its step 6 on, where both are values —
    /// <https://tc39.es/ecma262/#sec-evaluate-import-call>: a promise.
    ///
    /// # Errors
    /// When what the call does is not modelled: that of another phase than evaluation is not. All else rejects the promise.
    pub(in crate::reference) fn evaluate_import_call(
        &mut self,
        host: &mut dyn Host,
        referrer: ModuleId,
        specifier: &Value,
        options: Option<&Value>,
        phase: Phase,
    ) -> Result<Value, Abrupt> {
        if phase != Phase::Evaluation {
            return Err(Abrupt::Over);
        }
        // 12. and 13.
        let promise = match self.import_request(host, referrer, specifier, options) {
            Ok(request) => self.host_load_dynamically(host, &request),
            Err(Abrupt::Throw(error)) => {
                step!(self, "EvaluateImportCall 8");
                self.settled(Err(error))
            }
            Err(Abrupt::Over) => return Err(Abrupt::Over),
        };
        Ok(Value::Promise(promise))
    }

    /// Steps 7 to 11 of EvaluateImportCall.
    fn import_request(
        &mut self,
        host: &mut dyn Host,
        referrer: ModuleId,
        specifier: &Value,
        options: Option<&Value>,
    ) -> Result<ImportRequest, Abrupt> {
        // 7.
        let specifier = self.to_text(host, specifier)?;
        // 9.
        let mut attributes = Vec::new();
        // 10.
        if let Some(options) = options.filter(|options| **options != Value::Undefined) {
            // 10.a.
            if !is_object(options) {
                step!(self, "EvaluateImportCall 10.a.i");
                let message = self.wording().import_options_no_object();
                return Err(self.throw(ErrorType::TypeError, &message));
            }
            // 10.b. and 10.c.
            let with = self.get(host, options, &Key::text("with"))?;
            let with = if with == Value::Undefined && self.has(Quirk::ImportAssertions) {
                self.get(host, options, &Key::text("assert"))?
            } else {
                with
            };
            // 10.d.
            if with != Value::Undefined {
                // 10.d.i.
                if !is_object(&with) {
                    step!(self, "EvaluateImportCall 10.d.i.1");
                    let message = if self.has(Quirk::AttributesWordedAsAssertions) {
                        "The 'assert' option must be an object".to_owned()
                    } else {
                        self.wording().import_attributes_no_object()
                    };
                    return Err(self.throw(ErrorType::TypeError, &message));
                }
                // 10.d.ii. to 10.d.iv.
                for key in self.enumerable_keys(host, &with, false)? {
                    let value = self.get(host, &with, &key)?;
                    let Value::String(value) = value else {
                        step!(self, "EvaluateImportCall 10.d.iv.1.a.i");
                        let message = if self.has(Quirk::AttributesWordedAsAssertions) {
                            "Import assertion value must be a string".to_owned()
                        } else {
                            self.wording().import_attribute_no_string()
                        };
                        return Err(self.throw(ErrorType::TypeError, &message));
                    };
                    if let Key::String(key) = key {
                        attributes.push((key, value));
                    }
                }
            }
            let is_empty_type = |(key, value): &(Rc<str>, Rc<str>)| &**key == "type" && value.is_empty();
            if self.has(Quirk::EmptyTypeRefused) && attributes.iter().any(is_empty_type) {
                return Err(self.throw(ErrorType::TypeError, "Import attribute type \"\" is not valid"));
            }
            // 10.e. The host supports every attribute. 10.f.
            attributes.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
        }
        // 11.
        step!(self, "EvaluateImportCall 11");
        Ok(ImportRequest { referrer, specifier, attributes })
    }
}
