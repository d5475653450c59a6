//! `import()`, as the language has it.

use std::rc::Rc;

use crate::{
    program::ModuleId,
    reference::{
        Agent, Host, Layer, Quirk, Value,
        completion::Abrupt,
        machine::{ErrorType, Key, is_object},
        marks::step,
    },
    syntax::{Phase, TextPosition},
};

/// The attributes of a request and their values.
type Attributes = Vec<(Rc<str>, Rc<str>)>;

/// A ModuleRequest Record that a body has made.
#[derive(Clone, Debug)]
pub(super) struct ImportRequest {
    pub(super) referrer: ModuleId,
    pub(super) specifier: Rc<str>,
    /// Sorted by key in UTF-16 code unit order.
    pub(super) attributes: Attributes,
    pub(super) phase: Phase,
    /// Where the call stands in the text of its referrer.
    pub(super) place: TextPosition,
}

impl Agent {
    /// EvaluateImportCall ( specifierExpression, phase, optionsExpression ), from its step 6 on, where both expressions are
    /// values — <https://tc39.es/ecma262/#sec-evaluate-import-call>: a promise.
    ///
    /// # Errors
    /// When what the call does is not modelled. All else rejects the promise.
    pub(in crate::reference) fn evaluate_import_call(
        &mut self,
        host: &mut dyn Host,
        referrer: ModuleId,
        specifier: &Value,
        options: Option<&Value>,
        phase: Phase,
    ) -> Result<Value, Abrupt> {
        let place = self.current_place();
        let phase = if self.has(Quirk::CallPhaseIgnored) { Phase::Evaluation } else { phase };
        // 12. and 13.
        let promise = match self.import_request(host, specifier, options) {
            // Nothing says what `vm.Module` does with an answer that is to be deferred.
            Ok(_) if phase == Phase::Defer && self.layer() == Layer::Vm => return Err(Abrupt::Over),
            Ok((specifier, attributes)) => {
                let request = ImportRequest { referrer, specifier, attributes, phase, place };
                self.host_load_dynamically(host, &request)
            }
            Err(Abrupt::Throw(error)) => {
                step!(self, "EvaluateImportCall 8");
                self.settled(Err(error))
            }
            Err(Abrupt::Over) => return Err(Abrupt::Over),
        };
        Ok(Value::Promise(promise))
    }

    /// Steps 7 to 11 of EvaluateImportCall: the specifier and the attributes.
    fn import_request(
        &mut self,
        host: &mut dyn Host,
        specifier: &Value,
        options: Option<&Value>,
    ) -> Result<(Rc<str>, Attributes), Abrupt> {
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
                // 10.d.ii. and 10.d.iii. All are read before one of them is looked at.
                let entries = if self.has(Quirk::AttributeNamesFirst) {
                    self.attributes_by_name(host, &with)?
                } else {
                    self.enumerable_entries(host, &with)?
                };
                // 10.d.iv.
                for (key, value) in entries {
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
        Ok((specifier, attributes))
    }

    /// The attributes, read after all their names are known.
    fn attributes_by_name(&mut self, host: &mut dyn Host, with: &Value) -> Result<Vec<(Key, Value)>, Abrupt> {
        let mut entries = Vec::new();
        for key in self.enumerable_keys(host, with, false)? {
            let value = self.get(host, with, &key)?;
            let is_last = self.has(Quirk::AttributesCheckedOneByOne) && !matches!(value, Value::String(_));
            entries.push((key, value));
            if is_last {
                break;
            }
        }
        Ok(entries)
    }
}
