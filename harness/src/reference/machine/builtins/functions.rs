//! `Function.prototype` — <https://tc39.es/ecma262/#sec-properties-of-the-function-prototype-object>.

use super::{Native, call::BuiltinCall};
use crate::reference::{
    Agent, Host, Value,
    completion::Abrupt,
    machine::heap::{Callable, Key},
};

impl Agent {
    pub(super) fn function_method(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let Some(callable) = self.callable(&call.this) else { return Err(Abrupt::Over) };
        let callable = std::rc::Rc::clone(callable);
        match native {
            Native::FunctionCall => {
                let rest = call.arguments.get(1..).unwrap_or_default();
                self.call(host, &call.this, call.argument(0), rest)
            }
            Native::FunctionApply => {
                let arguments = match call.argument(1) {
                    Value::Undefined | Value::Null => Vec::new(),
                    other => self.list_from_array_like(host, &other)?,
                };
                self.call(host, &call.this, call.argument(0), &arguments)
            }
            Native::FunctionBind => self.bind(host, call),
            _ => self.function_text(host, &callable, &call.this),
        }
    }

    /// Function.prototype.bind — <https://tc39.es/ecma262/#sec-function.prototype.bind>
    fn bind(&mut self, host: &mut dyn Host, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let arguments = call.arguments.get(1..).unwrap_or_default().to_vec();
        let name = match self.get(host, &call.this, &Key::text("name"))? {
            Value::String(name) => name,
            _ => "".into(),
        };
        let length = match self.get(host, &call.this, &Key::text("length"))? {
            Value::Number(length) if (0.0..=f64::from(u16::MAX)).contains(&length) => length,
            _ => return Err(Abrupt::Over),
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within bounds")]
        let length = (length as u32).saturating_sub(u32::try_from(arguments.len()).unwrap_or(u32::MAX));
        self.spend(arguments.len())?;
        self.machine.allocate(size_of_val(arguments.as_slice()) + name.len())?;
        let (target, this) = (call.this.clone(), call.argument(0));
        let constructs = self.is_constructor(&target);
        let bound = Callable::Bound { target, this, arguments, constructs };
        Ok(self.new_builtin(bound, &format!("bound {name}"), length))
    }

    /// Function.prototype.toString — <https://tc39.es/ecma262/#sec-function.prototype.tostring>
    fn function_text(
        &mut self,
        host: &mut dyn Host,
        callable: &Callable,
        function: &Value,
    ) -> Result<Value, Abrupt> {
        match callable {
            Callable::Closure(closure) => {
                let span = closure.function.span;
                let text = closure.code.source.get(span.start as usize..span.end as usize);
                let text = text.ok_or(Abrupt::Over)?.to_owned();
                self.new_text(&text)
            }
            Callable::Class(class) => Ok(Value::String(class.text.clone())),
            Callable::Scripted => Ok(Value::String("function () {}".into())),
            // Their text is the driver's.
            Callable::Native(Native::Log | Native::Tick | Native::Fail) => Err(Abrupt::Over),
            Callable::Native(_) => match self.get(host, function, &Key::text("name"))? {
                Value::String(name) if name.chars().all(char::is_alphanumeric) => {
                    self.new_text(&format!("function {name}() {{ [native code] }}"))
                }
                _ => Err(Abrupt::Over),
            },
            _ => Err(Abrupt::Over),
        }
    }
}
