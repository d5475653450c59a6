//! Methods of strings — <https://tc39.es/ecma262/#sec-string-objects>.

use std::rc::Rc;

use super::{Native, call::BuiltinCall};
use crate::reference::{
    Agent, Host, Value,
    completion::Abrupt,
    machine::{numbers::is_space, objects::is_object},
};

/// The longest text that a method makes, in bytes.
const MOST_BYTES: usize = 1 << 20;

/// What a text takes beside its code units, in bytes.
const PART_BYTES: usize = 2 * size_of::<usize>();

impl Agent {
    pub(super) fn string_constructor(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        if call.new_target.is_some() {
            return Err(Abrupt::Over);
        }
        match call.arguments.first() {
            None => Ok(Value::String("".into())),
            Some(value) => Ok(Value::String(self.text_of_value(host, value)?)),
        }
    }

    pub(super) fn string_method(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let Value::String(text) = &call.this else { return Err(Abrupt::Over) };
        let text = Rc::clone(text);
        self.spend_on_bytes(text.len())?;
        let boolean = |value| Ok(Value::Boolean(value));
        match native {
            Native::StringValueOf => Ok(call.this.clone()),
            Native::ToUpperCase => self.new_text(&text.to_uppercase()),
            Native::ToLowerCase => self.new_text(&text.to_lowercase()),
            Native::Trim => self.new_text(text.trim_matches(is_space)),
            Native::StringIncludes | Native::StartsWith | Native::EndsWith | Native::StringIndexOf => {
                let wanted = call.argument(0);
                if is_object(&wanted) || call.arguments.len() > 1 {
                    return Err(Abrupt::Over);
                }
                let wanted = self.to_text(host, &wanted)?;
                match native {
                    Native::StringIncludes => boolean(text.contains(&*wanted)),
                    Native::StartsWith => boolean(text.starts_with(&*wanted)),
                    Native::EndsWith => boolean(text.ends_with(&*wanted)),
                    _ => Ok(Value::Number(text.find(&*wanted).map_or(-1.0, |byte| units(&text[..byte])))),
                }
            }
            Native::StringConcat => {
                let mut joined = text.to_string();
                for argument in call.arguments {
                    let part = self.to_text(host, argument)?;
                    self.machine.allocate(part.len())?;
                    joined.push_str(&part);
                }
                self.new_text(&joined)
            }
            Native::CharAt | Native::StringSlice => self.string_part(host, native, call, &text),
            Native::Split => self.string_split(host, call, &text),
            Native::Repeat => {
                let count = self.to_integer(host, &call.argument(0))?;
                let most = MOST_BYTES / text.len().max(1);
                #[expect(clippy::cast_precision_loss, reason = "a small bound")]
                let is_modelled = (0.0..=most as f64).contains(&count);
                if !is_modelled {
                    return Err(Abrupt::Over);
                }
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "it is within bounds"
                )]
                let count = count as usize;
                self.new_text(&text.repeat(count))
            }
            _ => self.string_pad(host, native, call, &text),
        }
    }

    /// charAt and slice, of texts whose code units are characters.
    fn string_part(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
        text: &str,
    ) -> Result<Value, Abrupt> {
        if text.chars().any(|character| character.len_utf16() > 1) {
            return Err(Abrupt::Over);
        }
        let characters: Vec<char> = text.chars().collect();
        if native == Native::StringSlice {
            let (from, to) = self.range(host, call, characters.len())?;
            let part: String = characters.get(from..to).unwrap_or_default().iter().collect();
            return self.new_text(&part);
        }
        let index = self.to_integer(host, &call.argument(0))?;
        #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
        let found = (0..characters.len()).find(|&place| (place as f64).total_cmp(&index).is_eq());
        self.new_text(&found.map(|place| characters[place].to_string()).unwrap_or_default())
    }

    /// A text of so many bytes is split into so many parts.
    fn split_into(&mut self, parts: usize, bytes: usize) -> Result<(), Abrupt> {
        self.spend(parts)?;
        self.machine.allocate(parts.saturating_mul(PART_BYTES).saturating_add(bytes))
    }

    fn string_split(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
        text: &str,
    ) -> Result<Value, Abrupt> {
        let separator = match call.argument(0) {
            value if is_object(&value) || call.arguments.len() > 1 => return Err(Abrupt::Over),
            Value::Undefined => return self.new_array(vec![call.this.clone()]),
            other => self.to_text(host, &other)?,
        };
        if separator.is_empty() {
            if text.chars().any(|character| character.len_utf16() > 1) {
                return Err(Abrupt::Over);
            }
            self.split_into(text.len(), text.len())?;
            return self.new_array(text.chars().map(|c| Value::String(c.to_string().into())).collect());
        }
        self.split_into(text.matches(&*separator).count() + 1, text.len())?;
        self.new_array(text.split(&*separator).map(|part| Value::String(part.into())).collect())
    }

    fn string_pad(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
        text: &str,
    ) -> Result<Value, Abrupt> {
        let length = self.to_integer(host, &call.argument(0))?;
        let filler = match call.argument(1) {
            Value::Undefined => " ".into(),
            other => self.to_text(host, &other)?,
        };
        if length > 10_000.0 || !filler.is_ascii() {
            return Err(Abrupt::Over);
        }
        let missing = length - units(text);
        if missing <= 0.0 || filler.is_empty() {
            return self.new_text(text);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within bounds")]
        let missing = missing as usize;
        let padding: String = filler.chars().cycle().take(missing).collect();
        match native {
            Native::PadStart => self.new_text(&format!("{padding}{text}")),
            _ => self.new_text(&format!("{text}{padding}")),
        }
    }
}

/// The length of a text in code units.
#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
fn units(text: &str) -> f64 {
    text.encode_utf16().count() as f64
}
