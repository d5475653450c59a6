//! What engines say of a value that is not iterable. V8 quotes its source text where it can, and describes it elsewhere.

use std::rc::Rc;

use super::{errors::Quoted, objects::is_object, quoted::is_plain};
use crate::{
    reference::{Agent, Quirk, Value, Wording, completion::Abrupt},
    syntax::code::Operation,
};

impl Agent {
    pub(super) fn not_iterable(&mut self, value: &Value, quoted: Quoted) -> Abrupt {
        if let Quoted::Awaited(place) = quoted {
            return self.not_async_iterable(value, place);
        }
        let message = match self.wording() {
            Wording::V8 => self.not_iterable_in_v8(value, quoted),
            Wording::JavaScriptCore => self.not_iterable_in_java_script_core(value, quoted),
        };
        match message {
            Some(message) => self.throw_type_error(&message),
            None => Abrupt::Over,
        }
    }

    fn not_iterable_in_java_script_core(&self, value: &Value, quoted: Quoted) -> Option<String> {
        let nothing = nothing(value);
        match quoted {
            Quoted::Spread(_) | Quoted::Arguments(_) => Some(
                match nothing {
                    Some(_) => "Spread syntax requires ...iterable not be null or undefined",
                    None => "Spread syntax requires ...iterable[Symbol.iterator] to be a function",
                }
                .to_owned(),
            ),
            Quoted::Iterated(place) => match (nothing, value) {
                (Some(nothing), _) => Some(self.wording().unreadable(nothing, "")),
                _ if self.is_delegation(place) => Some(self.delegated_in_java_script_core(place)),
                (_, Value::Boolean(value)) => Some(format!("{value} is not iterable")),
                (_, Value::Number(_)) => Some("number is not iterable".to_owned()),
                (_, value) if is_object(value) => Some("{} is not iterable".to_owned()),
                _ => Some("value is not iterable".to_owned()),
            },
            Quoted::Awaited(_) | Quoted::Builtin => None,
        }
    }

    /// What `yield*` calls is not there: it is quoted like every call.
    fn delegated_in_java_script_core(&self, place: usize) -> String {
        let text = self.text_at(place + 2);
        match super::called::callee_of(&text) {
            Some(callee) => self.wording().not_callable(callee, &text, "undefined"),
            None => format!("undefined is not a function (near '...{text}...')"),
        }
    }

    fn not_iterable_in_v8(&self, value: &Value, quoted: Quoted) -> Option<String> {
        if matches!(value, Value::Plain(_)) {
            return None;
        }
        let quote = match quoted {
            Quoted::Iterated(place) if self.is_delegation(place) => self.quote_delegated(place)?,
            Quoted::Iterated(place) if self.is_loop(place) => Quote::Text(self.quote_looped(place)?),
            Quoted::Iterated(place) => self.quote_taken_apart(place)?,
            Quoted::Spread(place) => Quote::Text(self.quote_looped(place)?),
            Quoted::Arguments(place) => return self.spread_in_v8(value, place),
            Quoted::Awaited(_) | Quoted::Builtin => return None,
        };
        Some(match quote {
            Quote::Text(text) => format!("{text} is not iterable"),
            Quote::Description => format!("{} {NO_ITERATOR}", described_by_v8(self, value)?),
        })
    }

    /// Among the arguments of a call.
    fn spread_in_v8(&self, value: &Value, place: usize) -> Option<String> {
        let is_last = matches!(
            self.operation_at(place + 1)?,
            Operation::CallWithArray | Operation::NewWithArray | Operation::SuperCallWithArray
        );
        let (before, first) =
            (self.operation_at(place.checked_sub(1)?)?, self.operation_at(place.checked_sub(2)?)?);
        // One of several is iterated over as in a pattern; whether it is the only one is seen where it is written shortly.
        if !matches!(before, Operation::Load(_) | Operation::Constant(_)) {
            return None;
        }
        if !is_last || !matches!(first, Operation::NewArray(_)) {
            return Some(format!("{} {NO_ITERATOR}", described_by_v8(self, value)?));
        }
        Some(match nothing(value) {
            Some(nothing) => {
                let text = self.text_of_short(place)?;
                format!("{text} is not iterable (cannot read property {nothing})")
            }
            None if self.has(Quirk::SpreadArgumentWorded) => "Found non-callable @@iterator".to_owned(),
            None => "Spread syntax requires ...iterable[Symbol.iterator] to be a function".to_owned(),
        })
    }

    /// What a loop or a spread iterates over, as V8 prints it.
    fn quote_looped(&self, place: usize) -> Option<String> {
        let mut before = place.checked_sub(1)?;
        // The names of a loop are in scope while what it iterates over is evaluated.
        while self.operation_at(before)? == Operation::LeaveScope {
            before = before.checked_sub(1)?;
        }
        match self.operation_at(before)? {
            Operation::Call(_) | Operation::New(_) => self.quote_called(before),
            Operation::ImportCall { .. } => self.printed(&self.text_at(place)),
            _ => self.text_of_short(place),
        }
    }

    fn quote_called(&self, call: usize) -> Option<String> {
        let callee = self.printed(&self.text_at(call))?;
        Some(format!("{callee} is not a function or its return value"))
    }

    /// What `yield*` iterates over.
    fn quote_delegated(&self, place: usize) -> Option<Quote> {
        Some(match self.operation_at(place.checked_sub(1)?)? {
            Operation::Load(_) | Operation::Constant(_) | Operation::This | Operation::NewObject => {
                Quote::Description
            }
            Operation::GetProperty(_) | Operation::GetElement | Operation::Call(_) => {
                Quote::Text("yield* (intermediate value)".to_owned())
            }
            _ => return None,
        })
    }

    /// What an array pattern takes apart: V8 has its text where it is the whole value of a declaration.
    fn quote_taken_apart(&self, place: usize) -> Option<Quote> {
        let before = place.checked_sub(1)?;
        let is_declared = self.is_declared_at(place);
        Some(match self.operation_at(before)? {
            // The property of an object pattern is read from a copy of the object.
            Operation::GetProperty(_)
                if self.operation_at(before.checked_sub(1)?)? == Operation::Duplicate =>
            {
                return None;
            }
            Operation::Argument(_) | Operation::GetElement | Operation::GetProperty(_) => Quote::Description,
            Operation::Load(_) | Operation::Constant(_) | Operation::NewObject if is_declared => {
                Quote::Text(short(&self.text_at(before))?)
            }
            Operation::Call(_) if is_declared => match &*self.text_at(before) {
                callee if is_plain(callee) && !callee.contains('.') => {
                    Quote::Text(self.quote_called(before)?)
                }
                _ => Quote::Description,
            },
            Operation::Load(_) | Operation::Constant(_) | Operation::Call(_)
                if self.is_assigned_at(place) =>
            {
                Quote::Description
            }
            // The value of an assignment that is wanted is there twice.
            Operation::Duplicate if self.is_assigned_at(place) => Quote::Description,
            _ => return None,
        })
    }

    /// The text at `place`, where it is a name, members of a name, or a number.
    fn text_of_short(&self, place: usize) -> Option<String> {
        short(&self.text_at(place))
    }

    fn operation_at(&self, place: usize) -> Option<Operation> {
        self.machine.activations.last()?.code.operations.get(place).copied()
    }

    fn is_loop(&self, place: usize) -> bool {
        matches!(self.operation_at(place + 1), Some(Operation::Next(_)))
    }

    /// Whether the instruction begins an iteration for `yield*`.
    fn is_delegation(&self, place: usize) -> bool {
        matches!(self.operation_at(place + 2), Some(Operation::YieldAll))
    }

    /// Whether the pattern at `place` is the first of a declaration.
    fn is_declared_at(&self, place: usize) -> bool {
        let before = self.text_before(place);
        ["const", "let", "var"].iter().any(|keyword| before.ends_with(keyword))
    }

    /// Whether it is the left side of an assignment.
    fn is_assigned_at(&self, place: usize) -> bool {
        let before = self.text_before(place);
        before.is_empty() || before.ends_with([';', '}', '{', ')']) || before.ends_with("return")
    }

    /// What stands before the construct of an instruction.
    fn text_before(&self, place: usize) -> Rc<str> {
        let Some(top) = self.machine.activations.last() else { return "".into() };
        let start = top.code.spans.get(place).map_or(0, |span| span.start as usize);
        top.code.source.get(..start).unwrap_or_default().trim_end().into()
    }

    /// How V8 prints an expression: that of `import()` is known by its version.
    pub(super) fn printed(&self, text: &str) -> Option<String> {
        let argument = text.trim_start_matches('(').trim_end_matches(')').strip_prefix("import(");
        let Some(argument) = argument else { return super::quoted::printed_by_v8(text) };
        let quotes: &[char] = &['"', '\''];
        let specifier = argument.strip_prefix(quotes)?.strip_suffix(quotes)?;
        if specifier.contains(['"', '\'', '\\']) {
            return None;
        }
        let callee = if self.has(Quirk::ImportPrintedByKind) { "ImportCall" } else { "import" };
        Some(format!("{callee}(\"{specifier}\")"))
    }
}

/// How V8 names what is not iterable.
enum Quote {
    Text(String),
    Description,
}

const NO_ITERATOR: &str = "is not iterable (cannot read property Symbol(Symbol.iterator))";

/// How V8 describes a value where it has no source text to quote.
pub(super) fn described_by_v8(agent: &Agent, value: &Value) -> Option<String> {
    Some(match value {
        Value::Undefined => "undefined".to_owned(),
        Value::Null => "object null".to_owned(),
        Value::Boolean(value) => format!("boolean {value}"),
        Value::Number(number) => format!("number {}", super::numbers::number_to_text(*number)),
        Value::String(text) => format!("string \"{text}\""),
        Value::Symbol(_) => "symbol".to_owned(),
        value if agent.callable(value).is_some() => "function".to_owned(),
        value if is_object(value) => "object".to_owned(),
        _ => return None,
    })
}

/// A name, members of a name, a number or `{}`, which V8 prints as they are written.
fn short(text: &str) -> Option<String> {
    let is_number = text.len() < 10
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    let is_short = (is_plain(text) && !text.starts_with("import.")) || (is_number && !text.is_empty());
    (is_short || text == "{}").then(|| text.to_owned())
}

const fn nothing(value: &Value) -> Option<&'static str> {
    match value {
        Value::Undefined => Some("undefined"),
        Value::Null => Some("null"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn what_is_written_shortly_is_quoted_as_it_is() {
        for text in ["a", "a.b", "this", "5", "0", "{}", "undefined"] {
            assert_eq!(short(text).as_deref(), Some(text));
        }
        for text in ["", "a()", "05", "1.5", "import.meta", "[a]", "1234567890", "{ }"] {
            assert_eq!(short(text), None, "{text}");
        }
    }
}
