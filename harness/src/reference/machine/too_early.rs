//! What is said of a name that is used before its declaration has run.
//!
//! JavaScriptCore quotes the text from where it thinks that the name stands, as much of it as the name is long; an update
//! it quotes whole. Of a variable that it keeps in a register it does not note the place where `++` or `+=` reads it, and
//! quotes the construct noted last.

use super::{activation::Activation, builtins::ErrorType};
use crate::{
    reference::{Agent, Wording, completion::Abrupt, record::Export},
    syntax::code::{Code, Operation, Span, UnaryOperator},
};

/// How the text around a name tells it apart from a name that is simply read.
#[derive(Clone, Copy, Debug)]
enum Quoted {
    /// This text.
    Whole(Span),
    /// As much as the name is long, from here on.
    From(u32),
    /// The construct that was noted last, if the name is in a register; else the name.
    NotedLast,
}

impl Agent {
    pub(super) fn uninitialized(&mut self, name: &str) -> Abrupt {
        if name.starts_with('*') {
            return Abrupt::Over;
        }
        let quoted = match self.wording() {
            Wording::V8 => Some(name.to_owned()),
            Wording::JavaScriptCore => self.quoted_too_early(name),
        };
        match quoted {
            Some(quoted) => {
                let message = self.wording().uninitialized(&quoted);
                self.throw(ErrorType::ReferenceError, &message)
            }
            None => Abrupt::Over,
        }
    }

    fn quoted_too_early(&self, name: &str) -> Option<String> {
        let Some(activation) = self.machine.activations.last() else { return Some(name.to_owned()) };
        let code = &activation.code;
        let Some(quoted) = activation.next.checked_sub(1).and_then(|place| quoted_at(code, place)) else {
            return Some(name.to_owned());
        };
        let is_noted = matches!(quoted, Quoted::From(_)) || !self.may_be_in_register(activation, name);
        match quoted {
            _ if !is_noted => None,
            Quoted::Whole(span) => Some(code.text_of(span).to_owned()),
            Quoted::From(start) => {
                let text = code.source.get(start as usize..)?;
                Some(text.get(..name.len())?.to_owned())
            }
            Quoted::NotedLast => Some(name.to_owned()),
        }
    }

    /// Whether a variable might be kept in a register: whether the running body declares it, does not export it, and no
    /// function in the body is known to use it.
    fn may_be_in_register(&self, activation: &Activation, name: &str) -> bool {
        let code = &activation.code;
        let is_exported = || {
            let module = self.cyclic(activation.around.module);
            module.is_some_and(|record| {
                record.exports.iter().any(|(_, export)| match export {
                    Export::Local(local) => &**self.names.text(*local) == name,
                    _ => false,
                })
            })
        };
        declares(code, name)
            && !(self.is_module_code(activation) && is_exported())
            && !code.functions.iter().any(|function| uses(&function.code, name))
    }

    fn is_module_code(&self, activation: &Activation) -> bool {
        let module = self.cyclic(activation.around.module);
        module.is_some_and(|record| std::rc::Rc::ptr_eq(&record.body, &activation.code))
    }
}

/// What is quoted of a name that the instruction at `place` uses; `None` where that is the name.
fn quoted_at(code: &Code, place: usize) -> Option<Quoted> {
    let operation = |place: usize| code.operations.get(place).copied();
    let span = *code.spans.get(place)?;
    match (operation(place)?, operation(place + 1)?) {
        // `++` and `--`: where the old value is wanted, a name that is read.
        (Operation::Load(_), Operation::Unary(UnaryOperator::ToNumeric)) => {
            let update = *code.spans.get(place + 1)?;
            Some(match operation(place + 2) {
                Some(Operation::Duplicate) => Quoted::From(update.start),
                _ => Quoted::Whole(update),
            })
        }
        // A property called like the variable: what follows it.
        (Operation::Load(name), Operation::DefineProperty(key))
            if name == key && code.spans.get(place + 1) == Some(&span) =>
        {
            let after = code.source.get(span.end as usize..)?;
            let blank = after.len() - after.trim_start().len();
            Some(Quoted::From(span.end + u32::try_from(blank).ok()?))
        }
        // What is called, with the parentheses around it.
        (Operation::Load(_), Operation::Constant(_)) if code.spans.get(place + 1) == Some(&span) => {
            let call = code.calls.iter().find(|(call, _)| code.spans.get(*call as usize) == Some(&span));
            call.map(|(_, call)| Quoted::From(call.start))
        }
        // `+=` and its like.
        (Operation::Load(name), _) if code.operations[place..].contains(&Operation::Store(name)) => {
            let store = code.operations[place..].iter().position(|later| *later == Operation::Store(name))?;
            (code.spans.get(place + store) == Some(&span)).then_some(Quoted::NotedLast)
        }
        // An assignment in a pattern.
        (Operation::Store(_), _) => {
            let after = code.source.get(span.end as usize..)?.trim_start();
            let is_plain = after.starts_with('=') && !after.starts_with("==");
            (!is_plain).then_some(Quoted::NotedLast)
        }
        _ => None,
    }
}

fn declares(code: &Code, name: &str) -> bool {
    let scopes = code.scopes.iter().chain([&code.outermost]);
    scopes.into_iter().any(|scope| scope.names.iter().any(|(declared, _)| &**declared == name))
}

/// Whether a function, or one inside it, surely uses a variable of the code around it.
fn uses(code: &Code, name: &str) -> bool {
    let mut waiting = vec![code];
    while let Some(code) = waiting.pop() {
        if declares(code, name) {
            continue;
        }
        let is_used = code.operations.iter().any(|operation| match operation {
            Operation::Load(index) | Operation::Store(index) | Operation::TypeofName(index) => {
                &**code.name(*index) == name
            }
            _ => false,
        });
        if is_used {
            return true;
        }
        waiting.extend(code.functions.iter().map(|function| &*function.code));
    }
    false
}
