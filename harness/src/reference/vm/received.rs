//! How Node tells what an argument is.

use crate::{
    program,
    reference::{Agent, Quirk},
};

/// How much of a string is shown, in UTF-16 code units, and from which length on it is cut.
const SHOWN: usize = 25;
const LONGEST: usize = 28;

impl Agent {
    /// The end of the message of an `ERR_INVALID_ARG_TYPE`: ` Received type number (5)`.
    pub(super) fn received(&self, value: &program::Value) -> String {
        use program::Value as V;
        let of_type = |name: &str, text: &str| format!("Received type {name} ({text})");
        match value {
            V::Undefined | V::Null => format!("Received {value}"),
            V::Bool(value) => of_type("boolean", &value.to_string()),
            V::Number(number) if *number == 0.0 && number.is_sign_negative() => {
                of_type("number", if self.has(Quirk::NegativeZeroReceivedAsZero) { "0" } else { "-0" })
            }
            V::Number(_) => of_type("number", &value.to_string()),
            V::BigInt(digits) => of_type("bigint", &format!("{digits}n")),
            V::Symbol(_) => of_type("symbol", &value.to_string()),
            V::String(text) => of_type("string", &self.shown_string(text)),
            V::Function if self.has(Quirk::UnnamedFunctionInspected) => {
                of_type("function", "[Function (anonymous)]")
            }
            // The name of a function that has none.
            V::Function => "Received function ".to_owned(),
            V::Array(_) => "Received an instance of Array".to_owned(),
            V::Object(_) => "Received an instance of Object".to_owned(),
            V::ProxyOf(module) | V::InheritsFrom(module) => {
                let is_source = self.cyclic(*module).is_some();
                format!(
                    "Received an instance of {}",
                    if is_source { "SourceTextModule" } else { "SyntheticModule" }
                )
            }
            V::NamespaceOf(_) => "Received [Module: null prototype] {}".to_owned(),
        }
    }

    /// A string in quotes, cut when it is long.
    fn shown_string(&self, text: &str) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        if self.has(Quirk::ReceivedCutAfterQuotes) {
            let quoted = quoted(text);
            let units: Vec<u16> = quoted.encode_utf16().collect();
            if units.len() > LONGEST {
                return format!("{}...", String::from_utf16_lossy(&units[..SHOWN]));
            }
            return quoted;
        }
        if units.len() > LONGEST {
            return quoted(&format!("{}...", String::from_utf16_lossy(&units[..SHOWN])));
        }
        quoted(text)
    }
}

/// In single quotes, or as JSON when it has one in it.
pub(super) fn quoted(text: &str) -> String {
    if text.contains('\'') { program_json(text) } else { format!("'{text}'") }
}

fn program_json(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// A number as the message of an `ERR_OUT_OF_RANGE` has it: a great whole one with underscores between its thousands.
pub(super) fn received_number(number: f64) -> String {
    /// 2^32, up to which no underscores are set.
    const PLAIN: f64 = 4_294_967_296.0;
    if number == 0.0 && number.is_sign_negative() {
        return "-0".to_owned();
    }
    let text = program::Value::Number(number).to_string();
    if !number.is_finite() || number.fract() != 0.0 || number.abs() <= PLAIN {
        return text;
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    format!("{sign}{}", groups.join("_"))
}
